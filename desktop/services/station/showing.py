"""Handing out the board: once for all that changed, and never before a press that is leaving."""

from collections.abc import Callable
from functools import partial

from desktop.domain.board import Board
from desktop.services.schedule import Schedule

SHOW_WITHIN = 0.005
"""Seconds that a new board may wait for presses and receipts that are about to leave."""

REST = 4.0
"""Times as long as a board took to draw up it stands at least: of a crowd of alerts the thread
gives a fifth of its time to boards, and a board of one alert keeps nothing waiting.
"""


class Showing:
    """The newest board and whoever watches it. It belongs to the alert thread.

    ``is_leaving`` says that something is about to leave. Windows hold the interpreter for
    milliseconds while they draw: a receipt that waited for that took 16 ms instead of 6. A screen
    does not wait for a disk that hangs.

    ``drawn`` is called once a board has been handed out: what is to be looked at then keeps nobody
    waiting. Each listener is called in ``guarded``, which keeps one that fails from the others.
    """

    def __init__(
        self,
        *,
        draw: Callable[[], Board],
        drawn: Callable[[], None],
        is_leaving: Callable[[], bool],
        schedule: Schedule,
        monotonic: Callable[[], float],
        guarded: Callable[[Callable[[], None]], None],
    ) -> None:
        self._draw, self._drawn = draw, drawn
        self._is_leaving = is_leaving
        self._schedule = schedule
        self._monotonic = monotonic
        self._guarded = guarded
        self._listeners: list[Callable[[Board], None]] = []
        self._afterwards: list[Callable[[], None]] = []
        self._has_changed = False
        self._show_by: float | None = None
        self._rests_until = self._woken_at = 0.0
        self.board = draw()
        drawn()

    def changed(self) -> None:
        """Something that a person sees has changed."""
        self._has_changed = True

    def afterwards(self, action: Callable[[], None]) -> None:
        """Do ``action`` once the board shows what has changed until now."""
        self._has_changed = True
        self._afterwards.append(action)

    def watch(self, listener: Callable[[Board], None]) -> None:
        """Call ``listener`` with the board now and with every new one."""
        self._listeners.append(listener)
        listener(self.board)

    def show(self) -> None:
        """Draw the board up and hand it out, if anything changed and nothing goes first."""
        if not self._has_changed or self._rests() or self._waits():
            return
        self._has_changed = False
        begun = self._monotonic()
        self.board = self._draw()
        now = self._monotonic()
        self._rests_until = now + REST * (now - begun)
        told, self._afterwards = self._afterwards, []
        for listener in self._listeners:
            self._guarded(partial(listener, self.board))
        for tell in told:
            self._guarded(tell)
        self._guarded(self._drawn)

    def _rests(self) -> bool:
        """Whoever waits for an answer is not made to wait for that."""
        seconds = self._rests_until - self._monotonic()
        if seconds <= 0.0 or self._afterwards:
            return False
        if self._woken_at != self._rests_until:
            self._woken_at = self._rests_until
            self._schedule.after(seconds, lambda: None)  # wakes us, and so shows
        return True

    def _waits(self) -> bool:
        if not self._is_leaving():
            self._show_by = None
            return False
        moment = self._monotonic()
        if self._show_by is None:
            self._show_by = moment + SHOW_WITHIN
            self._schedule.after(SHOW_WITHIN, lambda: None)  # wakes us, and so shows
        if moment < self._show_by:
            return True
        self._show_by = None
        return False
