"""Where the addresses of contacts are kept: with the system's secrets, or in a private file.

It is read by the sending process alone: asking a keyring may open a question on the screen, take
its time, or never come back.
"""

from contextlib import suppress
from pathlib import Path

import msgspec

from desktop.domain.outside.contacts import Kept
from desktop.services.adapters.keys.private_files import write_private

_USABLE = 1
"""The least priority of a keyring that keeps secrets: what only plays one has less."""


class Addresses:
    """``keyring`` is this station's name in the system's keyring, ``file`` the private file."""

    def __init__(self, keyring: str, file: Path) -> None:
        self._keyring = keyring
        self._file = file

    def keep(self, contact: str, address: str, *, in_file: bool) -> Kept:
        """Keep it where it is safest; raises ``PrivateFileNotSavedError``."""
        if not in_file and self._keep_in_keyring(contact, address):
            return Kept.KEYRING
        self._write({**self._read(), contact: address})
        return Kept.FILE

    def find(self, contact: str, kept: Kept) -> str | None:
        """The address; ``None`` where it is not there, or not to be had for this account."""
        if kept is Kept.FILE:
            return self._read().get(contact)
        import keyring
        from keyring.errors import KeyringError

        try:
            return keyring.get_password(self._keyring, contact)
        except (KeyringError, RuntimeError):
            return None

    def forget(self, contact: str, kept: Kept) -> None:
        """Keep it no longer; nothing happens where it is not there."""
        if kept is Kept.FILE:
            left = self._read()
            if left.pop(contact, None) is not None:
                self._write(left)
            return
        import keyring
        from keyring.errors import KeyringError

        with suppress(KeyringError, RuntimeError):
            keyring.delete_password(self._keyring, contact)

    def _keep_in_keyring(self, contact: str, address: str) -> bool:
        import keyring
        from keyring.errors import KeyringError

        try:
            if keyring.get_keyring().priority < _USABLE:
                return False
            keyring.set_password(self._keyring, contact, address)
            return keyring.get_password(self._keyring, contact) == address
        except (KeyringError, RuntimeError):
            return False

    def _read(self) -> dict[str, str]:
        try:
            return msgspec.json.decode(self._file.read_bytes(), type=dict[str, str])
        except (OSError, msgspec.DecodeError, UnicodeDecodeError):
            return {}

    def _write(self, addresses: dict[str, str]) -> None:
        if addresses:
            write_private(self._file, msgspec.json.encode(addresses))
        else:
            self._file.unlink(missing_ok=True)
