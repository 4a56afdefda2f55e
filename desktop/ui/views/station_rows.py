"""Stations on the Now page: those that need somebody, and all others in one line (VISUAL §5)."""

from functools import lru_cache

import msgspec

from desktop.domain.board import Board, Desk
from desktop.domain.presence import Absence
from desktop.domain.roster.roles import Role
from desktop.ui.views.people import (
    first_name,
)
from desktop.ui.views.reach import CutOff
from desktop.ui.views.shapes import Shape
from desktop.ui.words import Words

CLOCK_TOLERANCE_S = 120.0
"""Seconds by which another PC's clock may be off before it is worth a line."""


class Row(msgspec.Struct, frozen=True):
    """A station, or all those that need nothing, in two lines."""

    shape: Shape
    name: str
    detail: str


def kept_apart(board: Board, words: Words) -> list[Row]:
    """Removed stations that went on speaking: nobody is alarmed by it, and somebody should know."""
    return [
        Row(
            Shape.ATTENTION,
            station_name(desk),
            words.plural(
                "Removed from the site. {n} message since then is kept apart and not believed.",
                "Removed from the site. {n} messages since then are kept apart and not believed.",
                desk.kept_apart,
            ),
        )
        for desk in board.desks
        if desk.kept_apart
    ]


def rows(board: Board, stations: list[Desk], cut_off: CutOff | None, words: Words) -> list[Row]:
    """Those that need something first, each with its fix; all others in one line. Supervisors who
    would not notice a call are said above (``duty``).
    """
    if cut_off:
        return _last_known([d for d in stations if d is not board.me], cut_off, words)
    here = [d for d in stations if d.is_attended or d.role is not Role.SUPERVISOR]
    exceptions = [
        row for desk in here if (row := _exception(desk, board.me.version, words)) is not None
    ]
    exceptions.sort(key=lambda row: row.shape is not Shape.SILENT)
    others = len(here) - len(exceptions)
    if others == 0:
        return exceptions
    is_every = others == len(stations)
    name = words("Every station") if is_every else words("Everything else")
    counted = words.plural("{n} station answers.", "{n} stations answer.", others)
    return [*exceptions, Row(Shape.READY, name, counted)]


def _last_known(others: list[Desk], cut_off: CutOff, words: Words) -> list[Row]:
    """How the others stood when the last of them was heard: all of it grey, none of it sure."""
    with_us = [desk for desk in others if cut_off.fell_silent_with_us(desk.last_heard)]
    rows = [
        Row(Shape.NOBODY, station_name(desk), _as_of(desk, words))
        for desk in others
        if desk not in with_us
    ]
    if with_us and cut_off.since:
        name = words("Everything else") if rows else words("Every other station")
        at = words.time_of_day(cut_off.since)
        counted = words.plural(
            "{n} station, as of {time}.", "{n} stations, as of {time}.", len(with_us), time=at
        )
        rows.append(Row(Shape.NOBODY, name, counted))
    return rows


def _as_of(desk: Desk, words: Words) -> str:
    if desk.last_heard is None:
        return silence(desk, words)
    return words("Last heard {time}.", time=words.time_of_day(desk.last_heard))


def why_not_ready(desk: Desk, words: Words) -> tuple[Shape, str] | None:
    """The sign and the sentence of a station that is silent, or at which nobody would notice."""
    if not desk.is_present:
        return Shape.SILENT, silence(desk, words)
    if desk.absence is not None:
        said = {
            Absence.LOCKED: words("Locked: nobody sits there. It can still call."),
            Absence.AWAY: words("Marked as away. It can still call."),
            Absence.IDLE: words("No key touched for 15 minutes. It can still call."),
            Absence.SOUND: words("No sound there. Check its speakers."),
            Absence.HEADLESS: words("Runs without windows: nobody would see an alert there."),
        }[desk.absence]
        return Shape.NOBODY, said
    return None


@lru_cache(maxsize=1024)
def _exception(desk: Desk, mine: str, words: Words) -> Row | None:
    """What somebody should know of a station; worked out once while nothing of it changes."""
    name = station_name(desk)
    if (found := why_not_ready(desk, words)) is not None:
        return Row(found[0], name, found[1])
    if clock := clock_words(desk, words):
        return Row(Shape.ATTENTION, name, clock)
    if is_older(desk, mine):
        said = words(
            "Version {its} is older than this desk's {mine}. Update it.",
            its=desk.version,
            mine=mine,
        )
        return Row(Shape.ATTENTION, name, said)
    return None


def is_older(desk: Desk, version: str) -> bool:
    """Whether a station runs an older version than that one."""
    its, this = _parts(desk.version), _parts(version)
    return bool(its) and bool(this) and its < this


@lru_cache(maxsize=64)
def _parts(version: str) -> tuple[int, ...]:
    """The numbers of a version; none where it is written otherwise."""
    parts = version.split(".")
    return tuple(map(int, parts)) if all(part.isdecimal() for part in parts) else ()


def station_name(desk: Desk) -> str:
    """What a station is called in a list, with whoever sits there."""
    names = dict.fromkeys(part for part in (desk.name or desk.place, desk.person) if part)
    both = list(names)
    is_said = len(both) == 2 and first_name(both[1]) in both[0]
    return both[0] if is_said or len(both) < 2 else " · ".join(both)


def silence(desk: Desk, words: Words) -> str:
    """Return since when a station is silent, and what to do."""
    if desk.last_heard is None:
        return words("Not heard yet. Start Countersign on that PC.")
    when = words.time_of_day(desk.last_heard)
    if desk.role is Role.SUPERVISOR:
        return words("Silent since {time}. Wake the PC.", time=when)
    return words("Silent since {time}. Check the PC and its cable.", time=when)


def clock_words(desk: Desk, words: Words) -> str:
    """How far a station's clock is off, and what to do; "" where it is near enough."""
    if abs(desk.clock_ahead_s) <= CLOCK_TOLERANCE_S:
        return ""
    minutes = round(abs(desk.clock_ahead_s) / 60)
    if desk.clock_ahead_s > 0:
        return words.plural(
            "Its clock is {n} minute ahead. Set it.",
            "Its clock is {n} minutes ahead. Set it.",
            minutes,
        )
    return words.plural(
        "Its clock is {n} minute behind. Set it.",
        "Its clock is {n} minutes behind. Set it.",
        minutes,
    )
