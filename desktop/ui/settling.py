"""What came of work that a window had done elsewhere."""

from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

from desktop.domain.errors import DeskError

T = TypeVar("T")

Post = Callable[[Callable[[], None]], None]
"""Have something run in the windows' thread: ``Bridge.post``."""


def settled(
    done: "Future[T]", told: Callable[[T], None], refused: Callable[[DeskError], None]
) -> None:
    """Pass on what came of ``done``; what is no ``DeskError`` is our bug and rises. Work that was
    called off is passed over.
    """
    if done.cancelled():
        return
    error = done.exception()
    if error is None:
        told(done.result())
    elif isinstance(error, DeskError):
        refused(error)
    else:
        raise error
