"""The files that a relay's Mosquitto reads."""

import logging
import os
import tempfile
from pathlib import Path

from desktop.domain.errors import DeskError
from desktop.services.adapters.moving import move
from desktop.services.adapters.sharing import let_in, make_folder

_log = logging.getLogger(__name__)

ACL, CRL, CONFIG = "acl", "crl.pem", "mosquitto.conf"


class RelayFolderError(DeskError):
    """The relay's files can be written nowhere."""

    code = "relay-folder"
    advice = "Free some space, and give this account write access to the data folder."


class RelayFolder:
    """Keeps the files in ``folder``, or in a temporary one where that cannot be written.

    Alerts must leave a PC whose disk is full, so its relay must be able to start and to learn whom
    to serve there, too. A file that is as it should be is not written again.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._stand_in: tempfile.TemporaryDirectory[str] | None = None
        self._contents: dict[str, bytes] = {}

    @property
    def path(self) -> Path:
        """Where the files are now."""
        return self._folder if self._stand_in is None else Path(self._stand_in.name)

    def has(self, name: str) -> bool:
        return name in self._contents

    def put(self, name: str, content: bytes) -> bool:
        """Make ``content`` that file's, at once; empty removes the file.

        Returns whether all files have moved: then whoever knows their paths must learn the new
        ones. Raises ``RelayFolderError``.
        """
        if content:
            self._contents[name] = content
        else:
            self._contents.pop(name, None)
        try:
            _write(self.path / name, content)
        except OSError as cause:
            if self._stand_in is not None:
                raise RelayFolderError(
                    f"{self.path / name} cannot be written: {cause.strerror}."
                ) from cause
            _log.warning("%s cannot be written: %s. A temporary folder is used.", self.path, cause)
            self._move()
            return True
        return False

    def clear(self) -> None:
        """Forget a temporary folder; the next files are tried in the real one again."""
        if self._stand_in is not None:
            self._stand_in.cleanup()
            self._stand_in = None

    def _move(self) -> None:
        try:
            self._stand_in = tempfile.TemporaryDirectory(prefix="countersign-relay-")
            for name, content in self._contents.items():
                _write(self.path / name, content)
        except OSError as cause:
            self.clear()
            raise RelayFolderError(
                f"The relay's files can be written neither in {self._folder} nor in the temporary"
                f" folder: {cause.strerror}."
            ) from cause


def _write(file: Path, content: bytes) -> None:
    make_folder(file.parent)
    if not content:
        file.unlink(missing_ok=True)
    elif not file.exists() or file.read_bytes() != content:
        _replace(file, content)


def _replace(file: Path, content: bytes) -> None:
    """Exchange the whole file: the broker may read it at any moment."""
    descriptor, name = tempfile.mkstemp(dir=file.parent, prefix=file.name)
    try:
        with os.fdopen(descriptor, "wb") as new:
            new.write(content)
            let_in(new.fileno(), file)
        move(Path(name), file)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
