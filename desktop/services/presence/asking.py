"""Asking the system what it may take its time to answer, or never answer at all."""

import logging
import threading
from collections.abc import Callable
from typing import Generic, TypeVar

log = logging.getLogger(__name__)
T = TypeVar("T")

ENDS_WITHIN = 1.0
"""Seconds given to a question under way when nobody wants to know any more."""


class Asking(Generic[T]):
    """Asks again and again, ``every`` so many seconds, on a thread of its own.

    Whoever wants the answer, the alert thread above all, reads the ``latest`` one and never waits:
    a window system or a message bus that hangs must not keep a receipt from leaving. Before the
    first answer ``latest`` is what it was given to begin with.
    """

    def __init__(self, ask: Callable[[], T], *, latest: T, name: str, every: float) -> None:
        self._ask = ask
        self._every = every
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self.latest = latest

    def start(self) -> None:
        """Begin to ask."""
        self._thread.start()

    def close(self) -> None:
        """Ask no more. A question that hangs is left to itself."""
        self._ended.set()
        if self._thread.is_alive():
            self._thread.join(ENDS_WITHIN)

    def _run(self) -> None:
        while not self._ended.is_set():
            try:
                self.latest = self._ask()
            except Exception:  # the thread's top-level handler
                log.exception("the %s could not be asked about", self._thread.name)
            self._ended.wait(self._every)
