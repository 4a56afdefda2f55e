"""One process per home. Only the owner imports this: it costs Qt, which a command goes without."""

import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from PySide6.QtCore import QLockFile

from desktop.domain.errors import DeskError
from desktop.services.adapters.home import Home, HomeNotWritableError
from desktop.services.adapters.sharing import let_into_made

LOCK_NAME = "station.lock"
_SETTLED_AFTER_S = 10.0


class HomeInUseError(DeskError):
    """Another process runs the station in this data folder."""

    code = "home-in-use"
    advice = "Use the station that is already running, or pass another folder with --home DIR."


class HomeLock:
    """Ownership of a home: exactly one process on this PC has it.

    The owner's death, also by SIGKILL or power cut, ends it. What proves a living owner is the
    operating system's lock on the file, not the names written in it: a file emptied by a power
    cut, or copied here from another PC, keeps nobody out. It is not made for network shares; a
    home belongs on a local disk.
    """

    def __init__(self, home: Home) -> None:
        self._home = home
        try:
            self._file = home.make_run() / LOCK_NAME
        except OSError as cause:
            raise _cannot_be_made(home) from cause
        self._lock = QLockFile(str(self._file))
        # By default Qt believes a lock older than 30 s to be left over and takes it from its owner.
        self._lock.setStaleLockTime(0)

    def acquire(self, *, timeout: float = 0.0) -> None:
        """Become the owner, or raise ``HomeInUseError`` after ``timeout`` seconds.

        Raises ``HomeNotWritableError`` where not even the stand-in for a read-only folder works.
        """
        if self._lock.tryLock(int(timeout * 1000)):
            self._let_in()
            return
        if self._lock.error() is not QLockFile.LockError.LockFailedError:
            raise _cannot_be_made(self._home)
        if self._remove_left_over() and self._lock.tryLock(0):
            self._let_in()
            return
        raise HomeInUseError(f"The station in {self._home.path} is already running{self._by()}.")

    def _let_in(self) -> None:
        with suppress(OSError):  # whoever comes next can still remove it
            let_into_made(self._file)

    def _remove_left_over(self) -> bool:
        """Remove a lock file that nobody holds although Qt cannot tell so from its text.

        Qt never doubts a file that names another PC or names nothing. Removing is refused by the
        operating system while the owner lives; the second lock and the age keep two starters from
        removing each other's new file.
        """
        removing = QLockFile(f"{self._file}.rmlock")  # the name that Qt itself uses for this
        if not removing.tryLock(0):
            return False
        try:
            return _is_settled(self._file) and self._lock.removeStaleLockFile()
        finally:
            removing.unlock()

    def release(self) -> None:
        """Stop being the owner; harmless when it is not."""
        self._lock.unlock()

    def __enter__(self) -> Self:
        self.acquire()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.release()

    def _by(self) -> str:
        pid = self._lock.getLockInfo()[0]
        return f" (process {pid})" if pid else ""


def _cannot_be_made(home: Home) -> HomeNotWritableError:
    return HomeNotWritableError("The lock of {folder} cannot be made.", folder=home.path)


def _is_settled(file: Path) -> bool:
    try:
        return abs(time.time() - file.stat().st_mtime) > _SETTLED_AFTER_S
    except FileNotFoundError:
        return False
