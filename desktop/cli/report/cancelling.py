"""Ctrl+C as a wish: what is being written is finished first. Twice is once too many to wait."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import current_thread, main_thread


@contextmanager
def cancelled_by_interrupt() -> Iterator[Callable[[], bool]]:
    """Give a function that says whether somebody pressed Ctrl+C since.

    The second time it interrupts as ever. On another thread than the main one nobody can ask.
    """
    asked: list[int] = []

    def note(number: int, _frame: object) -> None:
        asked.append(number)
        signal.signal(signal.SIGINT, signal.default_int_handler)

    if current_thread() is not main_thread():
        yield lambda: False
        return
    before = signal.signal(signal.SIGINT, note)
    try:
        yield lambda: bool(asked)
    finally:
        signal.signal(signal.SIGINT, before)
