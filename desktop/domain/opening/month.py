"""The opening tests of one month: what is known of each station's days, and what is not."""

import calendar
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Self

import msgspec

from desktop.domain.folding import by_number
from desktop.domain.opening.facts import Part
from desktop.domain.opening.openings import Openings, Test
from desktop.domain.plain_text import plain
from desktop.domain.roster.ids import DeviceId


class Mark(StrEnum):
    """What is known of one day at one station."""

    DONE = "done"
    """A test was made, and a supervisor confirmed it."""
    UNCONFIRMED = "unconfirmed"
    """A test was made, and nobody answered."""
    MISSED = "missed"
    """The station was at work, and no test was made."""
    UNKNOWN = "unknown"
    """No test, and no desk saw the station at work for long: it may have been closed."""


class Day(msgspec.Struct, frozen=True):
    """``is_wrong``: a test of that day found something wrong."""

    mark: Mark
    is_wrong: bool = False


class StationMonth(msgspec.Struct, frozen=True):
    """One station; ``days`` from the first of the month on."""

    station: DeviceId
    name: str
    days: tuple[Day, ...]

    def count(self, mark: Mark) -> int:
        """On how many days that holds."""
        return sum(day.mark is mark for day in self.days)


class FoundWrong(msgspec.Struct, frozen=True, kw_only=True):
    """What a test found wrong, by whom; ``right_at`` is the station's next test that found it
    right, if there was one yet.
    """

    at: datetime
    name: str
    part: Part | None
    words: str
    person: str
    right_at: datetime | None


class Noted(msgspec.Struct, frozen=True, kw_only=True):
    """Something else that was said with a test."""

    at: datetime
    name: str
    words: str
    person: str


class Month(msgspec.Struct, frozen=True, kw_only=True):
    """``first`` is its first day. The medians are of all tests of the month that were received, and
    confirmed; ``None`` where none was.
    """

    first: date
    stations: tuple[StationMonth, ...]
    wrong: tuple[FoundWrong, ...]
    notes: tuple[Noted, ...]
    tests: int
    confirmed: int
    missed: int
    receipt_ms: float | None
    confirmed_after_s: float | None

    @classmethod
    def of(cls, openings: Openings, first: date, names: Mapping[DeviceId, str]) -> Self:
        """That month; ``names`` are the stations of the site now. One that was tested then, and is
        of the site no more, stands there under the place that it had.
        """
        tests = [test for test in reversed(openings.tests) if _is_in(first, test.day)]
        missed = [one for one in openings.missed if _is_in(first, one.day)]
        named = {one.station: one.place for one in missed}
        named |= {test.station: plain(test.fact.place) for test in tests}
        named |= names
        received = [ms for test in tests if (ms := test.fact.receipt_ms) is not None]
        waited = [test.fact.confirmed.after_s for test in tests if test.fact.confirmed]
        days = calendar.monthrange(first.year, first.month)[1]
        marks = {(one.station, one.day): Mark.MISSED for one in missed}
        for test in sorted(tests, key=lambda test: test.is_confirmed):  # the best of a day counts
            mark = Mark.DONE if test.is_confirmed else Mark.UNCONFIRMED
            marks[test.station, test.day] = mark
        wrong_days = {(test.station, test.day) for test in tests if test.problems}

        def day(station: DeviceId, number: int) -> Day:
            at = (station, first.replace(day=number))
            return Day(marks.get(at, Mark.UNKNOWN), at in wrong_days)

        return cls(
            first=first,
            stations=tuple(
                StationMonth(
                    station, name, tuple(day(station, number) for number in range(1, days + 1))
                )
                for station, name in sorted(
                    named.items(), key=lambda one: (by_number(one[1]), one[0])
                )
            ),
            wrong=tuple(_wrong(tests, openings.tests, named)),
            notes=tuple(
                Noted(
                    at=test.at,
                    name=named[test.station],
                    words=plain(test.fact.note),
                    person=plain(test.fact.person),
                )
                for test in tests
                if test.fact.note.strip()
            ),
            tests=len(tests),
            confirmed=len(waited),
            missed=len(missed),
            receipt_ms=_median(received),
            confirmed_after_s=_median(waited),
        )


def _median(figures: Sequence[float]) -> float | None:
    """The middle one, or the middle of the middle two."""
    if not figures:
        return None
    ordered, half = sorted(figures), len(figures) // 2
    return ordered[half] if len(figures) % 2 else (ordered[half - 1] + ordered[half]) / 2


def _is_in(first: date, day: date) -> bool:
    return (day.year, day.month) == (first.year, first.month)


def _wrong(
    tests: Sequence[Test], newest_first: Sequence[Test], named: Mapping[DeviceId, str]
) -> list[FoundWrong]:
    def right_at(test: Test, part: Part | None) -> datetime | None:
        later = [
            one.at
            for one in newest_first
            if one.station == test.station
            and one.at > test.at
            and one.is_right(part)
            and (part is not None or one.is_confirmed)
        ]
        return min(later, default=None)

    return [
        FoundWrong(
            at=test.at,
            name=named[test.station],
            part=problem.part,
            words=problem.words,
            person=plain(test.fact.person),
            right_at=right_at(test, problem.part),
        )
        for test in tests
        for problem in test.problems
    ]
