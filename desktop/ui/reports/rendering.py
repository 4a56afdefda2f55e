"""Having the report drawn as a PDF on a thread of its own; of many asked for, only the newest."""

import sys
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

from desktop.domain.errors import DeskError
from desktop.services.reports.ports import Draft

_WHILE_DRAWING_S = 0.000_2

Render = Callable[[Draft], bytes]


class Rendering:
    """Draws one draft at a time. What was asked for meanwhile waits, and only the last of it.

    ``post`` brings results to the windows' thread; ``shown`` gets the PDF, ``failed`` what a
    person can do something about.
    """

    def __init__(
        self,
        render: Render,
        *,
        post: Callable[[Callable[[], None]], None],
        shown: Callable[[bytes], None],
        failed: Callable[[DeskError], None],
    ) -> None:
        self._render = render
        self._post = post
        self._shown = shown
        self._failed = failed
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="preview")
        self._waiting: Draft | None = None
        self._is_busy = False
        self._is_closed = False

    @property
    def is_busy(self) -> bool:
        """Something newer than what was shown is on its way."""
        return self._is_busy

    def ask(self, draft: Draft) -> None:
        """Have ``draft`` drawn, as soon as what is being drawn is done."""
        if self._is_closed:
            return
        if self._is_busy:
            self._waiting = draft
            return
        self._is_busy = True
        done = self._thread.submit(self._draw, draft)
        done.add_done_callback(lambda answer: self._post(lambda: self._answered(answer)))

    def close(self) -> None:
        """Draw nothing more; what is being drawn ends by itself and is not shown."""
        self._is_closed = True
        self._waiting = None
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _draw(self, draft: Draft) -> bytes:
        """Draw it, and let whoever types meanwhile have the interpreter at once.

        Drawing is Python from end to end: at the usual interval of 5 ms every call of Qt that
        gives the lock up would get it back only so much later, and a key makes several.
        """
        usual = sys.getswitchinterval()
        sys.setswitchinterval(_WHILE_DRAWING_S)
        try:
            return self._render(draft)
        finally:
            sys.setswitchinterval(usual)

    def _answered(self, answer: "Future[bytes]") -> None:
        self._is_busy = False
        if self._is_closed or answer.cancelled():
            return
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            self.ask(waiting)
        error = answer.exception()
        if isinstance(error, DeskError):
            self._failed(error)
        elif error is not None:
            raise error
        else:
            self._shown(answer.result())
