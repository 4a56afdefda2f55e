"""Whether a drill can be planned, and whether it can begin now: one sentence each where not."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

import msgspec

from desktop.domain.alerts.facts import Kind, Occasion
from desktop.domain.board import Board, Desk
from desktop.domain.drills.drills import Drill, State
from desktop.domain.drills.errors import DrillRefusedError
from desktop.domain.drills.facts import Place
from desktop.domain.opening.due import is_tested_daily
from desktop.domain.roster.ids import DeviceId

MOST_SCENARIO = 200
LATE_BY = timedelta(minutes=1)
"""A time that is past by less than this is now: somebody typed it a moment ago."""
WAITS_FOR = timedelta(minutes=30)
"""For so long after its time a drill waits for a real call to end, or for a counter to be on."""
FARTHEST = timedelta(days=400)


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody plans. ``at`` is ``None`` for now."""

    kind: Kind
    stations: tuple[DeviceId, ...]
    at: datetime | None = None
    is_surprise: bool = False
    scenario: str = ""


def can_be_asked(desk: Desk) -> bool:
    """Whether a drill can be at that station: one at which people sit who call for help."""
    return is_tested_daily(desk)


def checked(
    wanted: Wanted, board: Board, drills: Iterable[Drill], *, now: datetime, minutes: int
) -> tuple[Place, ...]:
    """The counters of a drill that can be planned; raises ``DrillRefusedError``.

    One for later may name counters that are off now: they may be on by then.
    """
    desks = {desk.device: desk for desk in board.desks if can_be_asked(desk)}
    stations = tuple(dict.fromkeys(wanted.stations))
    if not stations:
        raise DrillRefusedError(
            "A drill needs a counter.", advice="Choose one counter, or several."
        )
    if unknown := [one for one in stations if one not in desks]:
        raise DrillRefusedError(
            "There is no counter “{name}” at this site.",
            name=unknown[0],
            advice="See the stations with: countersign site roster",
        )
    if len(wanted.scenario) > MOST_SCENARIO:
        raise DrillRefusedError(
            "The scenario is too long: {most} letters at most.",
            most=MOST_SCENARIO,
            advice="Say it in a few words; the rest can be told afterwards.",
        )
    at = wanted.at or now
    if now - at > LATE_BY:
        raise DrillRefusedError("That time is past.", advice="Choose a later one, or begin now.")
    if at - now > FARTHEST:
        raise DrillRefusedError(
            "That is more than a year from now.", advice="Choose an earlier time."
        )
    places = tuple(Place(one, desks[one].place) for one in stations)
    _refuse_two_at_once(places, drills, at, minutes)
    if wanted.at is None or at <= now:
        refuse_now(places, board, is_surprise=wanted.is_surprise)
        if off := [desks[one].place for one in stations if not desks[one].is_present]:
            raise DrillRefusedError(
                "{places} cannot be asked now: its PC is off or not reached.",
                places=", ".join(off),
                advice="Leave it out, or plan the drill for a time at which it is on.",
            )
    return places


def _refuse_two_at_once(
    places: Sequence[Place], drills: Iterable[Drill], at: datetime, minutes: int
) -> None:
    mine = {one.station for one in places}
    for drill in drills:
        shared = [one.place for one in drill.counters if one.station in mine]
        if drill.state is not State.ENDED and shared and drill.overlaps(at, minutes):
            raise DrillRefusedError(
                "{place} has another drill at that time already.",
                place=shared[0],
                advice="Choose another time, or cancel that one first.",
            )


def refuse_now(places: Sequence[Place], board: Board, *, is_surprise: bool) -> None:
    """Raise ``DrillRefusedError`` where a drill must not begin at this moment."""
    real = next((e.alert for e in board.alerts if e.alert.occasion is Occasion.REAL), None)
    if real is not None:
        raise DrillRefusedError(
            "Somebody calls in earnest: {place}.",
            place=real.place or real.number,
            advice="A drill begins only when no such call is open.",
        )
    if any(entry.alert.occasion is Occasion.DRILL for entry in board.alerts):
        raise DrillRefusedError(
            "A drill is still open.", advice="Close it first, so that none is taken for another."
        )
    if is_surprise and not any(desk.is_present for desk in board.supervisors):
        raise DrillRefusedError(
            "No other supervisor's desk is there to answer.",
            advice="Begin it when one is, or announce it.",
        )
    if not there(places, board):
        raise DrillRefusedError(
            "None of its counters is there: each PC is off or not reached.",
            advice="Begin it when one is on.",
        )


def there(places: Iterable[Place], board: Board) -> tuple[Place, ...]:
    """Those of ``places`` whose stations are present."""
    present = {desk.device for desk in board.desks if desk.is_present and can_be_asked(desk)}
    return tuple(one for one in places if one.station in present)
