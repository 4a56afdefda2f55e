"""What a supervisor's desk knows of opening tests, and what it puts on record of missed ones."""

from collections.abc import Callable
from datetime import date
from threading import Event as Flag
from typing import TYPE_CHECKING

from desktop.app.home_at_work import HomeAtWork, KeptRecords
from desktop.domain.hours import parse_hours
from desktop.domain.opening.due import is_tested_daily
from desktop.domain.opening.openings import Openings, Today
from desktop.services.opening.gathering import OpeningGathering
from desktop.services.opening.missing import Missing
from desktop.words import on_this_clock

if TYPE_CHECKING:
    from desktop.domain.opening.month import Month

Listener = Callable[[Today], None]


class OpeningRecords:
    """Opened once the alert path works. ``watch`` may be called from any thread; it calls back on
    the records thread, also when another day begins.
    """

    def __init__(self, at_work: HomeAtWork, kept: KeptRecords) -> None:
        self._at_work = at_work
        self._records = records = kept.records
        self._gathering = OpeningGathering(
            records,
            archive=kept.archive,
            site=at_work.station,
        )
        self._missing = Missing(
            records,
            board=lambda: at_work.station.board,
            today=self.today,
            monotonic=at_work.clock.monotonic,
            is_wanted=lambda: at_work.settings.opening_test,
            is_open=self._is_open,
        )
        self._missing.new_day = self._tell
        self._listeners: list[Listener] = []
        self._is_read = Flag()
        self._newest = Openings()

    def start(self) -> None:
        """Read what is known, and look for tests that are missed from now on."""
        self._gathering.watch(self._told)
        self._records.post(self._missing.look)

    def watch(self, listener: Listener) -> None:
        """Call ``listener`` with how tests stand today, soon and after each change."""
        self._records.post(lambda: self._begin(listener))

    def today(self) -> date:
        """The day of this PC's own calendar."""
        return on_this_clock(self._at_work.clock.now()).date()

    def read(self, *, within: float) -> Openings:
        """What is known of tests now; a desk that has just started reads its disk first."""
        self._is_read.wait(within)
        return self._newest

    def month(self, openings: Openings, first: date) -> "Month":
        """The month that begins on ``first``, with the stations of the site now."""
        from desktop.domain.opening.month import Month  # once a month

        desks = self._at_work.station.board.desks
        names = {desk.device: desk.place for desk in desks if is_tested_daily(desk)}
        return Month.of(openings, first, names)

    def _is_open(self) -> bool:
        """By the site's hours; always where nobody said them."""
        hours = parse_hours(self._at_work.settings.open_hours)
        return not hours or hours.are_open(on_this_clock(self._at_work.clock.now()))

    # --- on the records thread ---------------------------------------------------------------

    def _begin(self, listener: Listener) -> None:
        self._listeners.append(listener)
        if self._is_read.is_set():
            listener(self._newest.on(self.today()))

    def _told(self, openings: Openings) -> None:
        self._newest = openings
        self._missing.told(openings)
        self._is_read.set()
        self._tell()

    def _tell(self) -> None:
        if self._is_read.is_set():
            today = self._newest.on(self.today())
            for listener in self._listeners:
                listener(today)
