"""A part of a program that is opened when it is first wanted, and never by an ending one."""

import logging
from collections.abc import Callable
from threading import Lock
from typing import Generic, Protocol, TypeVar, runtime_checkable

from desktop.domain.errors import DeskError

log = logging.getLogger(__name__)


class StationEndedError(DeskError):
    """This station is ending, so nothing more can be opened or changed here."""

    code = "station-ended"
    advice = "Open it again when the program has started anew."


class Part(Protocol):
    """What goes to work once it is made."""

    def start(self) -> None: ...


@runtime_checkable
class Working(Part, Protocol):
    """What works until it is stopped."""

    def stop(self) -> None: ...


def end_all_the_same(name: str, end: Callable[[], object]) -> None:
    """``end`` what is called ``name``. What it raises is logged: it keeps nothing else from
    ending, which others of this PC wait for.
    """
    try:
        end()
    except Exception:  # at the end nobody is left to act on it
        log.exception("%s does not end in good order", name)


P_co = TypeVar("P_co", bound=Part, covariant=True)


class Late(Generic[P_co]):
    """One such part, called ``name`` in the log: from ``make`` when it is first asked for, then
    started, and ``then`` is done with it once.
    """

    def __init__(
        self,
        name: str,
        make: Callable[[], P_co],
        then: Callable[[P_co], None] | None = None,
    ) -> None:
        self.name = name
        self._make = make
        self._then = then
        self._made: P_co | None = None
        self._opening, self._telling = Lock(), Lock()
        self._to_tell: list[Callable[[P_co], None]] = []
        self._is_over = False

    def __call__(self) -> P_co:
        """The part. Whoever asks while it is being opened waits for it.

        Raises ``StationEndedError`` once it has ended, and what making it raises.
        """
        with self._opening:
            if self._is_over:
                raise StationEndedError
            if self._made is None:
                made = self._opened()
                with self._telling:
                    self._made = made
                    to_tell, self._to_tell = self._to_tell, []
                for told in to_tell:
                    told(made)
            return self._made

    def _opened(self) -> P_co:
        """The part at work; one that does not begin is ended, and the next who asks tries anew."""
        made = self._make()
        try:
            made.start()
            if self._then is not None:
                self._then(made)
        except BaseException:
            if isinstance(made, Working):
                end_all_the_same(self.name, made.stop)
            raise
        return made

    @property
    def made(self) -> P_co | None:
        """The part, once somebody has asked and it is at work."""
        return self._made

    def when_made(self, told: Callable[[P_co], None]) -> None:
        """Give ``told`` the part once it is at work, or at once where it is: on the thread that
        opened it, so that it must only post. Opens nothing, and waits for nobody.
        """
        with self._telling:
            made = self._made
            if made is None:
                self._to_tell.append(told)
        if made is not None:
            told(made)

    def end(self) -> None:
        """Open it no more; waits while it is being opened."""
        with self._opening:
            self._is_over = True
