"""All that is known of opening tests, folded as a set: order and doubles change nothing."""

from collections.abc import Iterable
from datetime import date, datetime

import msgspec

from desktop.domain.events.event import EventId
from desktop.domain.opening.facts import (
    Found,
    Look,
    OpeningFact,
    OpeningMissed,
    OpeningTested,
    Part,
)
from desktop.domain.plain_text import plain
from desktop.domain.roster.ids import DeviceId


class Told(msgspec.Struct, frozen=True):
    """A fact as it stands in the log."""

    at: datetime
    event: EventId
    desk: DeviceId
    fact: OpeningFact


class Problem(msgspec.Struct, frozen=True):
    """Something that a test found wrong. ``words`` may be empty. ``part`` is ``None`` where the
    alarm of the desk that confirmed it was not heard; ``words`` is who sat there, then.
    """

    part: Part | None
    words: str


class Test(msgspec.Struct, frozen=True, kw_only=True):
    """One finished test of one station."""

    __test__ = False  # it is no test of ours

    at: datetime
    event: EventId
    station: DeviceId
    day: date
    fact: OpeningTested

    @property
    def is_confirmed(self) -> bool:
        """A supervisor answered it."""
        return self.fact.confirmed is not None

    @property
    def looks(self) -> dict[Part, Look]:
        """What the person saw."""
        fact = self.fact
        return {
            Part.LOCATION: fact.location,
            Part.BARRIER: fact.barrier,
            Part.WAY_OUT: fact.way_out,
        }

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What it found wrong."""
        seen = tuple(
            Problem(part, plain(look.wrong))
            for part, look in self.looks.items()
            if look.found is Found.WRONG
        )
        return seen if self.is_right(None) else (*seen, Problem(None, self.confirmed_by))

    def is_right(self, part: Part | None) -> bool:
        """Whether that is no problem of this one; see ``Problem``."""
        if part is not None:
            return self.looks[part].found is not Found.WRONG
        return self.fact.confirmed is None or not self.fact.confirmed.is_unheard

    @property
    def confirmed_by(self) -> str:
        """Who answered it; empty where nobody did, or whoever did has no name."""
        return plain(self.fact.confirmed.person) if self.fact.confirmed else ""


class Missed(msgspec.Struct, frozen=True, order=True):
    """A station that was at work on a day and made no test."""

    day: date
    place: str
    station: DeviceId


class Today(msgspec.Struct, frozen=True, kw_only=True):
    """What a supervisor's screen says: ``tested`` are the stations that made their test on
    ``day``, ``missed`` those that were at work and did not.

    ``latest`` is each station's newest test, of whatever day: what it found wrong stands until the
    next one. ``months`` are those of which something is known, and the present one, newest first.
    """

    day: date
    tested: frozenset[DeviceId]
    missed: frozenset[DeviceId]
    latest: tuple[Test, ...]
    months: tuple[date, ...]


class Openings(msgspec.Struct, frozen=True, kw_only=True):
    """``tests`` with the newest first; ``missed`` with the latest day first, once for each."""

    tests: tuple[Test, ...] = ()
    missed: tuple[Missed, ...] = ()

    def on(self, day: date) -> Today:
        """How things stand on ``day``."""
        latest: dict[DeviceId, Test] = {}
        for test in self.tests:
            latest.setdefault(test.station, test)
        known = {test.day for test in self.tests} | {one.day for one in self.missed}
        months = {one.replace(day=1) for one in known if one <= day} | {day.replace(day=1)}
        return Today(
            day=day,
            tested=frozenset(test.station for test in self.tests if test.day == day),
            missed=frozenset(one.station for one in self.missed if one.day == day),
            latest=tuple(latest.values()),
            months=tuple(sorted(months, reverse=True)),
        )


def fold_openings(told: Iterable[Told]) -> Openings:
    """What ``told`` makes: a test wins over what was said to be missed that day."""
    tests: dict[EventId, Test] = {}
    absent: dict[tuple[DeviceId, date], Missed] = {}
    for one in told:
        match one.fact:
            case OpeningTested(day=said):
                day = _day(said, one.at)
                tests[one.event] = Test(
                    at=one.at, event=one.event, station=one.desk, day=day, fact=one.fact
                )
            case OpeningMissed(day=said, station=station, place=place):
                day = _day(said, one.at)
                missed = Missed(day, plain(place), station)
                known = absent.get((station, day))
                absent[station, day] = min(known, missed) if known else missed
            case _:
                pass
    made = {(test.station, test.day) for test in tests.values()}
    return Openings(
        tests=tuple(sorted(tests.values(), key=lambda t: (t.at, t.event), reverse=True)),
        missed=tuple(sorted((m for key, m in absent.items() if key not in made), reverse=True)),
    )


def _day(said: str, at: datetime) -> date:
    """The day that a fact names; where that is none, the one of its time."""
    try:
        return date.fromisoformat(said)
    except ValueError:
        return at.date()
