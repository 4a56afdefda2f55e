"""PINs of the people who use this PC, as argon2 hashes in a file that only this account reads.

A PIN proves to a paper's reader that the person was asked at that PC, and no more: whoever owns
the PC can replace the file (DESIGN §3, People). Documents say "PIN checked at ...".
"""

from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from threading import Lock

import msgspec

from desktop.domain.errors import RefusedError
from desktop.domain.reports.belonging import name_key
from desktop.services.adapters.keys.private_files import write_private

SHORTEST, LONGEST = 4, 64
TRIES = 5
WAIT_S = 60.0


class PinRefusedError(RefusedError):
    """Too many wrong PINs: this person waits a minute."""

    code = "pin-refused"
    advice = "Wait, then try again. Whoever looks after this PC can take a forgotten PIN away."


class PinTooShortError(RefusedError):
    """A PIN has at least four characters."""

    code = "pin-too-short"
    advice = "Choose a longer one."


class NoPinError(RefusedError):
    """Nobody of that name has a PIN on this PC."""

    code = "no-pin"
    advice = "Give the name as the bar's menu shows it under Who sits here."


class PinFile:
    """See ``services.reports.ports.Pins``. Any thread may call it."""

    def __init__(self, path: Path, *, monotonic: Callable[[], float]) -> None:
        self._path = path
        self._monotonic = monotonic
        self._lock = Lock()
        self._wrong: dict[str, tuple[int, float]] = {}

    def has(self, person: str) -> bool:
        """Somebody chose a PIN for ``person`` on this PC."""
        return name_key(person) in self._hashes()

    def set(self, person: str, pin: str) -> None:
        """Choose or change it; raises ``PinTooShortError`` or ``PrivateFileNotSavedError``."""
        self.set_all({person: pin})

    def set_all(self, pins: Mapping[str, str]) -> None:
        """Choose or change several, all of them or none; raises as ``set`` does."""
        from argon2 import PasswordHasher  # 20 ms, and only who signs needs it

        from desktop.services.adapters.keys.stretching import usual

        if not all(SHORTEST <= len(pin) <= LONGEST for pin in pins.values()):
            raise PinTooShortError
        with self._lock:
            cost = usual()
            hasher = PasswordHasher(cost.passes, cost.memory_kib, cost.lanes)
            new = {name_key(person): hasher.hash(pin) for person, pin in pins.items()}
            write_private(self._path, msgspec.json.encode({**self._hashes(), **new}))

    def forget(self, person: str) -> None:
        """Take it away: whoever bears the name chooses a new one when it is asked for next.

        Raises ``NoPinError`` or ``PrivateFileNotSavedError``.
        """
        key = name_key(person)
        with self._lock:
            hashes = self._hashes()
            if key not in hashes:
                raise NoPinError
            del hashes[key]
            self._wrong.pop(key, None)
            write_private(self._path, msgspec.json.encode(hashes))

    def check(self, person: str, pin: str) -> bool:
        """Whether that is the person's PIN; takes some 50 ms.

        Raises ``PinRefusedError`` for a minute after five wrong ones.
        """
        from argon2 import PasswordHasher
        from argon2.exceptions import InvalidHashError, VerificationError

        key = name_key(person)
        with self._lock:
            self._require_patience(key)
            kept = self._hashes().get(key)
            if kept is None:
                return False
            try:
                PasswordHasher().verify(kept, pin)
            except (VerificationError, InvalidHashError):
                tries = self._wrong.get(key, (0, 0.0))[0] + 1
                self._wrong[key] = (tries, self._monotonic())
                return False
            self._wrong.pop(key, None)
            return True

    def read_whole(self, people: Collection[str]) -> Mapping[str, str] | None:
        """The hashes of all those ``people``; ``None`` where one is missing or spoilt."""
        from argon2 import extract_parameters
        from argon2.exceptions import InvalidHashError

        hashes = self._hashes()
        found = {name_key(person): hashes.get(name_key(person), "") for person in people}
        try:
            for kept in found.values():
                extract_parameters(kept)
        except InvalidHashError:
            return None
        return found

    def _require_patience(self, key: str) -> None:
        tries, at = self._wrong.get(key, (0, 0.0))
        left = WAIT_S - (self._monotonic() - at)
        if tries >= TRIES and left > 0:
            raise PinRefusedError(
                "Too many wrong PINs. Try again in {seconds} seconds.", seconds=round(left)
            )
        if tries >= TRIES:
            del self._wrong[key]

    def _hashes(self) -> dict[str, str]:
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=dict[str, str])
        except (OSError, msgspec.DecodeError):
            return {}
