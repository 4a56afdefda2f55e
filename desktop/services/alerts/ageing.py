"""A closed alert leaves the board when its day on it is over, on the quietest site too."""

from collections.abc import Callable

from desktop.services.alerts.book import AlertBook
from desktop.services.schedule import Schedule, Timer

A_MOMENT = 1.0
"""Seconds that an alert may stay too long: those closed at one go leave at one go."""


class Ageing:
    """Has the board drawn up again once its oldest closed alert is too old for it.

    It sleeps until then: one timer, set anew only where another alert is the oldest.
    """

    def __init__(
        self,
        *,
        book: AlertBook,
        schedule: Schedule,
        monotonic: Callable[[], float],
        changed: Callable[[], None],
    ) -> None:
        self._book = book
        self._schedule = schedule
        self._monotonic = monotonic
        self._changed = changed
        self._until: float | None = None
        self._timer: Timer | None = None

    def look(self) -> None:
        """A board was drawn up: see when the next alert has to leave it."""
        until = self._book.closed_until()
        if until == self._until:
            return
        self._until = until
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if until is not None:
            wait = max(0.0, until + A_MOMENT - self._monotonic())
            self._timer = self._schedule.after(wait, self._is_over)

    def _is_over(self) -> None:
        self._until = self._timer = None
        self._changed()
