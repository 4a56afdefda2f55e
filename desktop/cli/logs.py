"""Where a running station writes what went wrong, without ever waiting for the disk to take it."""

import contextlib
import logging
import threading
from collections.abc import Iterator
from io import TextIOWrapper
from logging.handlers import QueueHandler, QueueListener, RotatingFileHandler
from pathlib import Path
from queue import SimpleQueue

from desktop.services.adapters.home import Home
from desktop.services.adapters.sharing import let_in, make_folder

FILE_NAME = "station.log"
MAX_BYTES = 1_000_000
KEPT = 3

_log = logging.getLogger("desktop")


@contextlib.contextmanager
def logging_to(home: Home) -> Iterator[None]:
    """Log the program to ``home``'s log folder meanwhile; a few megabytes at most.

    Who logs only enqueues, for the alert thread must not wait for a disk that hangs. A folder
    that cannot be written is done without. Nothing personal is logged.
    """
    queue: SimpleQueue[logging.LogRecord] = SimpleQueue()
    handler = QueueHandler(queue)
    listener = QueueListener(queue, *_files(home))
    _log.addHandler(handler)
    level = _log.level
    _log.setLevel(logging.INFO)
    hook = threading.excepthook
    threading.excepthook = _tell_of_dead_thread
    listener.start()
    try:
        yield
    finally:
        threading.excepthook = hook
        _log.setLevel(level)
        _log.removeHandler(handler)
        listener.stop()
        for file in listener.handlers:
            file.close()


class _Rotating(RotatingFileHandler):
    """Goes on in the same file where that cannot be renamed: Windows renames none that is open,
    and somebody may be reading it.
    """

    def doRollover(self) -> None:  # noqa: N802 -- as logging calls it
        with contextlib.suppress(OSError):
            super().doRollover()

    def _open(self) -> TextIOWrapper:
        stream = super()._open()
        with contextlib.suppress(OSError):  # another account's
            let_in(stream.fileno(), Path(self.baseFilename))
        return stream


def _files(home: Home) -> list[logging.Handler]:
    try:
        make_folder(home.log)
        file = _Rotating(
            home.log / FILE_NAME, maxBytes=MAX_BYTES, backupCount=KEPT, encoding="utf-8", delay=True
        )
    except OSError:
        return []
    file.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(threadName)s %(message)s"))
    return [file]


def _tell_of_dead_thread(died: threading.ExceptHookArgs) -> None:
    if died.exc_value is not None:
        name = died.thread.name if died.thread else "a thread"
        _log.critical("%s died", name, exc_info=died.exc_value)
