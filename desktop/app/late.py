"""Parts of a program that are opened when they are first wanted, and never by an ending one."""

from collections.abc import Callable
from threading import Lock
from typing import Generic, Protocol, TypeVar

from desktop.domain.errors import DeskError


class StationEndedError(DeskError):
    """This station is ending, so no report can be opened here any more."""

    code = "station-ended"
    advice = "Open it again when the program has started anew."


class Part(Protocol):
    """What goes to work once it is made."""

    def start(self) -> None: ...


P = TypeVar("P", bound=Part)


class Late(Generic[P]):
    """One such part. Whoever asks while it is being opened waits for it, and so does whoever asks
    for another one of the same ``lock``. ``made`` is it, once somebody has asked.
    """

    def __init__(self, lock: Lock, *, is_over: Callable[[], bool]) -> None:
        self._lock = lock
        self._is_over = is_over
        self.made: P | None = None

    def opened(self, make: Callable[[], P], then: Callable[[P], None] | None = None) -> P:
        """The part: from ``make`` at the first call, and started; ``then`` is done with it once.

        Raises ``StationEndedError`` where the station is ending, and what ``make`` raises.
        """
        with self._lock:
            if self._is_over():
                raise StationEndedError
            if self.made is None:
                self.made = make()
                self.made.start()
                if then is not None:
                    then(self.made)
            return self.made
