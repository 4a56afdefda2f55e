"""Puts on record which counters were at work today and made no test."""

from collections.abc import Callable
from datetime import date

from desktop.domain.board import Board
from desktop.domain.opening.due import MISSED_AFTER_S, AtWork, is_tested_daily
from desktop.domain.opening.facts import OpeningMissed
from desktop.domain.opening.openings import Openings
from desktop.domain.roster.ids import DeviceId
from desktop.services.records.parts import RecordWriter

LOOK_EVERY_S = 60.0
NEXT_DESK_AFTER_S = 2 * LOOK_EVERY_S
"""How much later each further desk says it, where it has not heard it by then: one is enough."""


class Missing:
    """Looks every minute while a supervisor's desk runs. It belongs to the records thread.

    ``is_open``: the site is open now; work beyond its hours, as of a PC that is left on overnight,
    makes no test due. ``told`` is to be called with what is known of tests, now and after each
    change; until then nobody has missed anything. ``is_wanted``: the site wants a test each day.
    ``look_again`` is called at the first look of each day.
    """

    def __init__(
        self,
        writer: RecordWriter,
        *,
        board: Callable[[], Board],
        today: Callable[[], date],
        monotonic: Callable[[], float],
        is_wanted: Callable[[], bool] = lambda: True,
        is_open: Callable[[], bool] = lambda: True,
    ) -> None:
        self._writer = writer
        self._board = board
        self._today = today
        self._monotonic = monotonic
        self._is_wanted = is_wanted
        self._is_open = is_open
        self._at_work = AtWork()
        self._openings: Openings | None = None
        self._day: date | None = None
        self._said: set[tuple[DeviceId, date]] = set()
        self.new_day: Callable[[], None] = lambda: None

    def told(self, openings: Openings) -> None:
        """That is known now."""
        self._openings = openings

    def look(self) -> None:
        """Look now, and every minute from now on."""
        self._writer.schedule.after(LOOK_EVERY_S, self.look)  # first: no failed look is the last
        board, day = self._board(), self._today()
        stations = {desk.device: desk for desk in board.desks if is_tested_daily(desk)}
        if (
            not self._is_wanted()
        ):  # nobody misses what the site does not want, nor all at once later
            stations = {}
        is_open = self._is_open()
        present = [desk.device for desk in stations.values() if desk.is_present and is_open]
        self._at_work.look(present, day=day, moment=self._monotonic())
        if day != self._day:
            self._day, self._said = day, set()
            self.new_day()
        openings = self._openings
        if openings is None:
            return
        today = openings.on(day)
        waited = MISSED_AFTER_S + NEXT_DESK_AFTER_S * _turn(board)
        for device in self._at_work.longer_than(waited) - today.tested - today.missed:
            if device in stations and (device, day) not in self._said:
                self._said.add((device, day))
                self._say(device, stations[device].place, day)

    def _say(self, device: DeviceId, place: str, day: date) -> None:
        """Where the disk refuses it, it is kept in memory and written later: see the writer."""
        missed = OpeningMissed(day=day.isoformat(), station=device, place=place)
        self._writer.write(missed, lambda _event: None, lambda _refusal: None)


def _turn(board: Board) -> int:
    """This desk's place in the row of those that are there, the same at all of them."""
    there = [desk.device for desk in board.supervisors if desk.is_present]
    return sum(device < board.me.device for device in there)
