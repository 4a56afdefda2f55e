"""How every station is: ready or why not, its last test, its version and its clock."""

from datetime import date, datetime

from desktop.domain.alerts.facts import Occasion
from desktop.domain.board import Board, Desk
from desktop.domain.folding import by_number
from desktop.domain.opening.due import is_tested_daily
from desktop.domain.opening.openings import Today
from desktop.domain.roster.ids import DeviceId
from desktop.ui.views.dates import instant_words
from desktop.ui.views.reach import CutOff
from desktop.ui.views.shapes import Shape
from desktop.ui.views.station_rows import (
    Row,
    clock_words,
    is_older,
    station_name,
    why_not_ready,
)
from desktop.ui.words import Words, on_this_clock


def health_rows(
    board: Board, stations: list[Desk], openings: Today | None, words: Words
) -> tuple[Row, ...]:
    """A line for each station, in the order in which people count."""
    tested = _last_tests(board, openings)
    cut_off = CutOff.of(board)
    today = openings.day if openings is not None else None
    made = []
    for desk in sorted(stations, key=lambda desk: by_number(station_name(desk))):
        shape, why = _readiness(board, desk, cut_off, words)
        said = [why, clock_words(desk, words)]
        if is_tested_daily(desk):
            said.append(_tested(tested.get(desk.device), today, words))
        if desk.version:
            said.append(words("Version {version}.", version=desk.version))
        made.append(Row(shape, station_name(desk), " ".join(filter(None, said))))
    return tuple(made)


def _readiness(board: Board, desk: Desk, cut_off: CutOff | None, words: Words) -> tuple[Shape, str]:
    if cut_off is not None and desk is not board.me:
        return Shape.NOBODY, f"{cut_off.not_known(words)}."
    found = why_not_ready(desk, words)
    if found is not None:
        return found
    shape = (
        Shape.ATTENTION
        if clock_words(desk, words) or is_older(desk, board.me.version)
        else Shape.READY
    )
    return shape, words("Ready.")


def _last_tests(board: Board, openings: Today | None) -> dict[DeviceId, datetime]:
    """When each was tested last: at opening, or by a test that somebody sent since."""
    opened = [(test.station, test.at) for test in openings.latest] if openings else []
    alerts = (*(live.alert for live in board.alerts), *board.closed)
    sent = [(a.station, a.raised_at) for a in alerts if a.occasion is Occasion.TEST]
    latest: dict[DeviceId, datetime] = {}
    for station, at in (*opened, *sent):
        latest[station] = max(at, latest.get(station, at))
    return latest


def _tested(at: datetime | None, today: date | None, words: Words) -> str:
    if at is None:
        return words("No test known.")
    is_today = on_this_clock(at).date() == today
    said = words.time_of_day(at) if is_today else instant_words(at, words, with_year=False)
    return words("Last test {time}.", time=said)
