"""A run of days, and the runs that people ask for by name."""

import calendar
from datetime import date, timedelta
from enum import StrEnum
from typing import Self

import msgspec


class Named(StrEnum):
    """Periods with a name of their own."""

    THIS_MONTH = "this_month"
    LAST_MONTH = "last_month"
    THIS_YEAR = "this_year"
    ALL = "all"


class Period(msgspec.Struct, frozen=True):
    """From the first day to the last, both included."""

    first: date
    last: date

    @classmethod
    def month(cls, first: date) -> Self:
        """The month that begins on ``first``."""
        days = calendar.monthrange(first.year, first.month)[1]
        return cls(first, first.replace(day=days))

    @classmethod
    def named(cls, name: Named, *, today: date, earliest: date) -> Self:
        """What ``name`` means ``today``, on which it ends at the latest; "all" begins on the
        ``earliest`` day of which there is something.
        """
        match name:
            case Named.THIS_MONTH:
                return cls(today.replace(day=1), today)
            case Named.LAST_MONTH:
                return cls.month((today.replace(day=1) - timedelta(days=1)).replace(day=1))
            case Named.THIS_YEAR:
                return cls(date(today.year, 1, 1), today)
            case Named.ALL:
                return cls(min(earliest, today), today)

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    def holds(self, day: date) -> bool:
        """Whether ``day`` is in it."""
        return self.first <= day <= self.last

    def moved(self, days: int, within: Self) -> Self:
        """As long as this one, that many days later (or earlier), and not beyond ``within``."""
        days = max(days, (within.first - self.first).days)
        days = min(days, (within.last - self.last).days)
        step = timedelta(days=days)
        return type(self)(self.first + step, self.last + step)

    def ending(self, days: int, within: Self) -> Self:
        """With its end that many days later (or earlier): one day at least, and not beyond."""
        last = self.last + timedelta(days=days)
        return type(self)(self.first, min(max(last, self.first), within.last))
