"""Opening tests on the Now page: what was missed today, and what tests found wrong."""

from collections.abc import Iterable
from datetime import UTC, date

import msgspec

from desktop.domain.board import Board
from desktop.domain.folding import by_number
from desktop.domain.opening.due import is_tested_daily
from desktop.domain.opening.openings import Test, Today
from desktop.domain.plain_text import plain
from desktop.domain.roster.ids import DeviceId
from desktop.services.opening.wording import problems_words
from desktop.services.reports.dates import Dates
from desktop.ui.views.dates import instant_words
from desktop.ui.views.reach import CutOff
from desktop.ui.views.shapes import Shape
from desktop.ui.views.station_rows import Row
from desktop.ui.words import Words, on_this_clock

MOST_MONTHS = 13
"""That can be chosen for a paper: this one, and a year."""


class MonthChoice(msgspec.Struct, frozen=True):
    """A month whose paper can be made."""

    first: date
    text: str


class OpeningsView(msgspec.Struct, frozen=True, kw_only=True):
    """The plate under the stations; ``rows`` are exceptions alone."""

    title: str
    summary: str
    rows: tuple[Row, ...]
    pdf_text: str
    months: tuple[MonthChoice, ...]

    @classmethod
    def of(cls, board: Board, today: Today, *, words: Words) -> "OpeningsView | None":
        """Return the plate; ``None`` where no station of the site is tested, and none was."""
        stations = {
            desk.device: desk.name or desk.place for desk in board.desks if is_tested_daily(desk)
        }
        if not stations and not today.latest:
            return None
        cut_off = CutOff.of(board)
        rows = [*_exceptions(today, stations, words)]
        missed = today.missed & stations.keys()
        if missed:
            rows.append(
                Row(
                    Shape.NOBODY,
                    words("No opening test yet today"),
                    ", ".join(sorted((stations[one] for one in missed), key=by_number)),
                )
            )
        present = {desk.device for desk in board.desks if desk.is_present}
        done = today.tested & stations.keys()
        at_work = done | missed | (present & stations.keys())
        counted = words("{done} of {all} done today", done=len(done), all=len(at_work))
        return cls(
            title=words("Opening tests"),
            summary=cut_off.not_known(words) if cut_off else counted,
            rows=tuple(rows),
            pdf_text=words("PDF of a month"),
            months=tuple(
                MonthChoice(first, Dates(words.language, UTC).month(first))
                for first in today.months[:MOST_MONTHS]
            ),
        )


def _exceptions(today: Today, stations: dict[DeviceId, str], words: Words) -> Iterable[Row]:
    """What stands of each station's newest test."""
    tests = [test for test in today.latest if test.station in stations]
    for test in sorted(tests, key=lambda test: by_number(stations[test.station])):
        said = _said(test, today.day, words)
        name = stations[test.station]
        if test.problems:
            yield Row(Shape.ATTENTION, name, f"{problems_words(test.problems, words)} ({said})")
        if test.day == today.day and not test.is_confirmed:
            yield Row(Shape.NOBODY, name, words("Nobody confirmed its test ({said}).", said=said))


def _said(test: Test, today: date, words: Words) -> str:
    """Who said so, and when: "Maria, 8:04 AM"."""
    is_today = on_this_clock(test.at).date() == today
    at = words.time_of_day(test.at) if is_today else instant_words(test.at, words, with_year=False)
    person = plain(test.fact.person)
    return words("{name}, {time}", name=person, time=at) if person else at
