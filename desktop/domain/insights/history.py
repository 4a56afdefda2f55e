"""How many alerts there were each day, and the bars that a stretch of it is drawn as."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from enum import Enum
from typing import Self

import msgspec

from desktop.domain.insights.clock import day_of
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
        days: Counter[date] = Counter()
        for hour, n in hours:
            days[day_of(hour)] += n
        floor = today - timedelta(days=366 * MOST_YEARS)
        first = min((day for day in days if floor <= day <= today), default=today)
        period = Period(first, today)
        return cls(period, tuple(days[first + timedelta(days=day)] for day in range(period.days)))

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


def _begin(day: date, width: Width) -> date:
    match width:
        case Width.DAY:
            return day
        case Width.WEEK:
            return day - timedelta(days=day.weekday())
        case Width.MONTH:
            return day.replace(day=1)
