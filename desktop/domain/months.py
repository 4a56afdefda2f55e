"""Months of the calendar."""

import calendar
from datetime import date


def months_after(day: date, months: int) -> date:
    """That day so many months later, or earlier for less than none; the last of the month where
    it has no such day.
    """
    at = day.year * 12 + day.month - 1 + months
    year, month = divmod(at, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))
