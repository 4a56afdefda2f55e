"""One act at a time on each thing: whoever comes while one is under way waits for its end."""

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

Act = Callable[[], None]
Waiting = tuple["Future[Any]", Act]


class Turns:
    """Keeps two windows, a double click, or a window and a command from doing one thing twice.

    For one thread alone, on which ``post`` does something soon. What is waited for is the future
    of the act before, kept or refused: so the next one sees what has become of it.
    """

    def __init__(self, post: Callable[[Act], None]) -> None:
        self._post = post
        self._lines: dict[str, deque[Waiting]] = {}

    def take(self, thing: str, answer: "Future[Any]", act: Act) -> None:
        """Do ``act``, which is to settle ``answer``, once nothing else is done to ``thing``.

        An answer that nobody waits for any more by then (it was cancelled) is not worked on.
        """
        line = self._lines.get(thing)
        if line is not None:
            line.append((answer, act))
            return
        self._lines[thing] = deque()
        self._begin(thing, answer, act)

    def _begin(self, thing: str, answer: "Future[Any]", act: Act) -> None:
        answer.add_done_callback(lambda _: self._post(lambda: self._ended(thing)))
        if not answer.done():
            act()

    def _ended(self, thing: str) -> None:
        line = self._lines[thing]
        if line:
            self._begin(thing, *line.popleft())
        else:
            del self._lines[thing]
