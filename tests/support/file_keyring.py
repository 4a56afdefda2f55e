"""A keyring as a desktop has one, but in a file that a test names."""

import json
import os
from pathlib import Path

from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError


class FileKeyring(KeyringBackend):
    """Named by the environment, so that the sending process finds it, too."""

    priority = 5

    def get_password(self, service: str, username: str) -> str | None:
        return self._read().get(f"{service}/{username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        self._write(self._read() | {f"{service}/{username}": password})

    def delete_password(self, service: str, username: str) -> None:
        held = self._read()
        if held.pop(f"{service}/{username}", None) is None:
            raise PasswordDeleteError
        self._write(held)

    @property
    def _file(self) -> Path:
        return Path(os.environ["TEST_KEYRING"])

    def _read(self) -> dict[str, str]:
        return dict(json.loads(self._file.read_text())) if self._file.exists() else {}

    def _write(self, held: dict[str, str]) -> None:
        self._file.write_text(json.dumps(held))
