"""Where an identity lies, and how another takes its place: whole, or not at all.

    identity        what the station is
    identity.next   what it is to be from its next start on
    identity.new    one that is being written
    identity.old    the one before, while another takes its place

Whatever ends the program in between: what the station was is there, or what it is to be is.
"""

import logging
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from desktop.services.adapters.keys.private_files import flush_folder, not_written
from desktop.services.adapters.moving import move

log = logging.getLogger(__name__)

_MARK = "site.json"
"""The file that is written last."""


class IdentityPlace:
    """The place at ``folder``. Only who holds the home's lock changes anything in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._next, self._new, self._old = (
            folder.with_name(f"{folder.name}.{suffix}") for suffix in ("next", "new", "old")
        )

    @property
    def current(self) -> Path:
        """What the station is: the former one, where it was ended while another took its place."""
        if not _holds(self.folder):
            if not self.folder.exists() and _holds(self._old):
                return self._old
            if _holds(self._next):  # the first one, and ended just before it was here
                return self._next
        return self.folder

    @property
    def is_taken(self) -> bool:
        """A station was created or joined here, whatever state it is in."""
        return _holds(self.current)

    @property
    def has_leftovers(self) -> bool:
        """Something lies beside it that ``take_up`` puts in order."""
        return any(one.exists() for one in (self._next, self._new, self._old))

    def put(self, write: Callable[[Path], None]) -> None:
        """Have ``write`` make an identity, which is the station's when this returns, for good.

        Raises ``PrivateFileNotSavedError``; then the station is what it was.
        """
        self.put_aside(write)
        try:
            self._take_up()
        except OSError as cause:
            _delete(self._next)
            raise not_written(self.folder, cause) from cause

    def put_aside(self, write: Callable[[Path], None]) -> None:
        """Have ``write`` make an identity, which is the station's from ``take_up`` on.

        Raises ``PrivateFileNotSavedError``; then nothing of it is left.
        """
        try:
            _delete(self._new)
            write(self._new)
            _delete(self._next)
            move(self._new, self._next)
            flush_folder(self.folder.parent)
        except OSError as cause:
            raise not_written(self.folder, cause) from cause
        finally:
            _delete(self._new)

    def take_up(self) -> None:
        """The station starts: be what it is to be, and leave nothing of what was before it, nor of
        what never became whole. Where the disk refuses, it is what it was.
        """
        if not self.has_leftovers:
            return
        try:
            _delete(self._new)
            self._take_up()
        except OSError:
            log.warning("%s could not be put in order", self.folder, exc_info=True)

    def _take_up(self) -> None:
        if _holds(self._next):
            if self.folder.exists():
                _delete(self._old)
                move(self.folder, self._old)
            self._move_in(self._next)
        elif self.current == self._old:
            self._move_in(self._old)
        if self.folder.exists():
            _delete(self._old)

    def _move_in(self, fresh: Path) -> None:
        try:
            move(fresh, self.folder)
        except OSError:
            if self.current == self._old:
                move(self._old, self.folder)
            raise
        flush_folder(self.folder.parent)


def _holds(folder: Path) -> bool:
    return (folder / _MARK).exists()


def _delete(folder: Path) -> None:
    """As far as the disk lets it; from the first moment on nobody takes it for whole."""
    if folder.exists():
        import shutil  # with its compressors some 10 ms, which only whoever joins should pay

        with suppress(OSError):
            (folder / _MARK).unlink(missing_ok=True)
        shutil.rmtree(folder, ignore_errors=True)
