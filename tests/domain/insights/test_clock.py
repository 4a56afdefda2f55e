"""Hours are those of the wall, also where it was put forward or back."""

from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.insights.clock import HOUR_MS, Stretch, day_of, stretches

DENVER = ZoneInfo("America/Denver")
LORD_HOWE = ZoneInfo("Australia/Lord_Howe")  # half an hour of summer time
KATHMANDU = ZoneInfo("Asia/Kathmandu")


def ms(*when: int) -> int:
    return int(datetime(*when, tzinfo=UTC).timestamp() * 1000)  # type: ignore[arg-type, misc] # a test's shorthand


def cut(zone: ZoneInfo, since: int, before: int) -> list[Stretch]:
    def offset_at(at: int) -> int:
        offset = datetime.fromtimestamp(at / 1000, zone).utcoffset()
        assert offset is not None
        return int(offset / timedelta(milliseconds=1))

    return list(stretches(since, before, offset_at))


def test_a_year_is_cut_where_the_clock_changes_to_the_minute() -> None:
    assert cut(DENVER, ms(2026, 1, 1), ms(2027, 1, 1)) == [
        Stretch(ms(2026, 1, 1), ms(2026, 3, 8, 9), -7 * HOUR_MS),
        Stretch(ms(2026, 3, 8, 9), ms(2026, 11, 1, 8), -6 * HOUR_MS),
        Stretch(ms(2026, 11, 1, 8), ms(2027, 1, 1), -7 * HOUR_MS),
    ]


def test_where_no_clock_changes_it_is_one_stretch() -> None:
    whole = (ms(2020, 1, 1), ms(2026, 1, 1))
    assert cut(KATHMANDU, *whole) == [Stretch(*whole, 5 * HOUR_MS + 45 * 60_000)]


@cache
def twelve_years(zone: ZoneInfo) -> tuple[Stretch, ...]:
    return tuple(cut(zone, ms(2015, 1, 1), ms(2027, 1, 1)))


@pytest.mark.parametrize("zone", [DENVER, LORD_HOWE, KATHMANDU], ids=str)
@given(at=st.integers(ms(2015, 1, 1), ms(2026, 12, 31)))
def test_each_moment_has_the_hour_that_the_wall_showed(zone: ZoneInfo, at: int) -> None:
    (stretch,) = (one for one in twelve_years(zone) if one.since <= at < one.before)
    hour = (at + stretch.offset) // HOUR_MS
    there = datetime.fromtimestamp(at / 1000, zone)
    assert (day_of(hour), hour % 24) == (there.date(), there.hour)


def test_hours_are_counted_from_1970() -> None:
    assert day_of(0) == date(1970, 1, 1)
    assert day_of(25) == date(1970, 1, 2)
