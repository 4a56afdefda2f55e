"""Things to do later on a thread, by the monotonic clock."""

import heapq
from collections.abc import Callable
from itertools import count


class Timer:
    """One thing to do later; ``cancel`` makes it never happen."""

    __slots__ = ("action", "at")

    def __init__(self, at: float, action: Callable[[], None]) -> None:
        self.at = at
        self.action: Callable[[], None] | None = action

    def cancel(self) -> None:
        """Do nothing when the time comes."""
        self.action = None


class Schedule:
    """A heap of timers. It belongs to one thread and never sleeps itself."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._heap: list[tuple[float, int, Timer]] = []
        self._order = count()

    def after(self, seconds: float, action: Callable[[], None]) -> Timer:
        """Call ``action`` once, ``seconds`` from now."""
        timer = Timer(self._monotonic() + seconds, action)
        heapq.heappush(self._heap, (timer.at, next(self._order), timer))
        return timer

    def seconds_to_next(self) -> float | None:
        """How long nothing is due; ``None`` when nothing ever is."""
        while self._heap and self._heap[0][2].action is None:
            heapq.heappop(self._heap)
        return max(0.0, self._heap[0][0] - self._monotonic()) if self._heap else None

    def run_due(self) -> None:
        """Do everything whose time has come."""
        now = self._monotonic()
        while self._heap and self._heap[0][0] <= now:
            timer = heapq.heappop(self._heap)[2]
            if timer.action is not None:
                timer.action()
