"""How many alerts there were each day, and the bars that a stretch of it is drawn as."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from enum import Enum
from typing import Self

import msgspec

from desktop.domain.insights.clock import HOURS_A_DAY, day_of, first_hour
from desktop.domain.insights.period import Period

MOST_YEARS = 10
"""A PC whose clock says 1970 does not stretch the line."""
_MOST_DAYS = 100
_MOST_WEEKS = 160


class Width(Enum):
    """How much one bar holds."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


class Bar(msgspec.Struct, frozen=True):
    """``alerts`` in ``period``."""

    period: Period
    alerts: int


class History(msgspec.Struct, frozen=True):
    """``counts`` has one figure for each day of ``period``, which ends today."""

    period: Period
    counts: tuple[int, ...]

    @classmethod
    def of(cls, hours: Iterable[tuple[int, int]], *, today: date) -> Self:
        """Gather ``hours`` (of the wall clock since 1970, and how many alerts each had) in days."""
        days: Counter[int] = Counter()
        for hour, n in hours:
            days[hour // HOURS_A_DAY] += n
        floor = today - timedelta(days=366 * MOST_YEARS)
        known = range(_day(floor), _day(today) + 1)
        first = min((day for day in days if day in known), default=_day(today))
        period = Period(day_of(first * HOURS_A_DAY), today)
        return cls(period, tuple(days[day] for day in range(first, known.stop)))

    @property
    def width(self) -> Width:
        """The width at which all of it can be seen, and chosen from."""
        if self.period.days <= _MOST_DAYS:
            return Width.DAY
        return Width.WEEK if self.period.days <= 7 * _MOST_WEEKS else Width.MONTH

    def bars(self) -> tuple[Bar, ...]:
        """All of it in bars of one width, the oldest first. The first and the last may be cut."""
        counts: Counter[date] = Counter()
        for number, n in enumerate(self.counts):
            counts[_begin(self.period.first + timedelta(days=number), self.width)] += n
        begins = sorted(counts)
        ends = [after - timedelta(days=1) for after in begins[1:]] + [self.period.last]
        return tuple(
            Bar(Period(max(first, self.period.first), last), counts[first])
            for first, last in zip(begins, ends, strict=True)
        )


def _day(day: date) -> int:
    """How many days it is since 1970."""
    return first_hour(day) // HOURS_A_DAY


def _begin(day: date, width: Width) -> date:
    match width:
        case Width.DAY:
            return day
        case Width.WEEK:
            return day - timedelta(days=day.weekday())
        case Width.MONTH:
            return day.replace(day=1)
