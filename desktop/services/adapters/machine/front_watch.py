"""Watching which session is in front."""

import contextlib
import threading
from collections.abc import Callable
from typing import Protocol

from desktop.domain.turns import Front


class Changes(Protocol):
    """Waits for the moments at which another session may have come to the front."""

    def wait(self) -> bool:
        """Wait for the next one; ``False`` once it was told to stop."""

    def stop(self) -> None:
        """Wait no more. Any thread."""

    def close(self) -> None:
        """Give back what waiting took. The thread that waits."""


class Looks:
    """For systems that tell nobody: it is worth a look every half second."""

    EVERY_S = 0.5

    def __init__(self) -> None:
        self._is_over = threading.Event()

    def wait(self) -> bool:
        return not self._is_over.wait(self.EVERY_S)

    def stop(self) -> None:
        self._is_over.set()

    def close(self) -> None:
        self._is_over.set()


class FrontWatch:
    """Calls ``changed`` with what is in front, at the start and whenever that changes, on a thread
    of its own.
    """

    def __init__(
        self,
        changed: Callable[[Front], None],
        *,
        front: Callable[[], Front],
        changes: Callable[[], Changes],
    ) -> None:
        self._changed, self._front = changed, front
        self._changes = changes()
        self._thread = threading.Thread(target=self._watch, name="front", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        """Watch no more; harmless from within ``changed``."""
        self._changes.stop()
        with contextlib.suppress(RuntimeError):  # it is this thread, or was never started
            self._thread.join()

    def _watch(self) -> None:
        before = None
        with contextlib.closing(self._changes) as changes:
            while True:
                now = self._front()
                if now is not before:
                    self._changed(now)
                before = now
                if not changes.wait():
                    return
