"""The wall clock of a place over years: what it was ahead of UTC, from when until when."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import msgspec

HOUR_MS = 3_600_000
HOURS_A_DAY = 24
HOURS_A_WEEK = 7 * HOURS_A_DAY
_DAY_MS = 24 * HOUR_MS
_QUARTER_MS = HOUR_MS // 4
_EPOCH = date(1970, 1, 1)

OffsetAt = Callable[[int], int]
"""How far the wall clock was ahead of UTC at that moment; both in ms."""


class Stretch(msgspec.Struct, frozen=True):
    """From ``since`` on and ``before`` that moment the clock was ``offset`` ahead; all in ms."""

    since: int
    before: int
    offset: int


def stretches(since: int, before: int, offset_at: OffsetAt) -> Iterator[Stretch]:
    """Cut the time from ``since`` on and before ``before`` where the clock was put forward or back.

    Two changes within one day would be taken for one.
    """
    began, at, offset = since, since, offset_at(since)
    while at < before:
        after = min(at + _DAY_MS, before)
        changed = offset_at(after)
        if changed != offset:
            change = _change(at, after, offset_at)
            yield Stretch(began, change, offset)
            began, offset = change, changed
        at = after
    yield Stretch(began, before, offset)


def day_of(hour: int) -> date:
    """The day that an hour is in, where hours are counted on the wall clock since 1970."""
    return _EPOCH + timedelta(hours=hour)


def first_hour(day: date) -> int:
    """The first hour of ``day``, counted so."""
    return (day - _EPOCH).days * HOURS_A_DAY


def hour_of_week(hour: int) -> int:
    """Which hour of its week it is, from the first one of Monday on."""
    return (hour + _EPOCH.weekday() * HOURS_A_DAY) % HOURS_A_WEEK


def _change(before: int, after: int, offset_at: OffsetAt) -> int:
    """The first moment of the new time: no clock on earth changes but at a quarter of an hour."""
    was = offset_at(before)
    low, high = before // _QUARTER_MS, -(-after // _QUARTER_MS)
    while high - low > 1:
        middle = (low + high) // 2
        if offset_at(middle * _QUARTER_MS) == was:
            low = middle
        else:
            high = middle
    return high * _QUARTER_MS
