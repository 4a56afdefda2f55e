"""Waiting for nothing but to be called."""

import queue


class Bell:
    """How a thread waits that has nothing to look after meanwhile."""

    def __init__(self) -> None:
        self._rung: queue.SimpleQueue[None] = queue.SimpleQueue()

    def wait(self, seconds: float | None) -> None:
        """Until ``wake``, for ``seconds`` at most (``None``: for as long as it takes)."""
        try:
            self._rung.get(timeout=seconds)
            while True:
                self._rung.get_nowait()
        except queue.Empty:
            pass

    def wake(self) -> None:
        """End the wait that is under way, or the next one."""
        self._rung.put(None)
