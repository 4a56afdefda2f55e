from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from desktop.services.reports.times import (
    clock_time,
    day,
    length,
    short_time,
    utc_offset,
    weekday,
)

CHICAGO = ZoneInfo("America/Chicago")
AT = datetime(2026, 3, 9, 3, 2, 11, 999_999, UTC)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 ms"),
        (-0.0001, "0 ms"),
        (0.0384, "38 ms"),
        (0.9994, "999 ms"),
        (0.9996, "1.0 s"),
        (-2.54, "\u22122.5 s"),
        (9.96, "10 s"),
        (59.6, "1 min 0 s"),
        (349, "5 min 49 s"),
        (7_440, "2 h 4 min"),
        (90_061, "25 h 1 min"),
    ],
)
def test_a_length_of_time_is_as_exact_as_it_matters(seconds: float, words: str) -> None:
    assert length(seconds) == words


def test_times_are_those_of_the_site() -> None:
    assert weekday(AT, CHICAGO) == "Sun, Mar 8, 2026"
    assert day(AT, UTC) == "Mar 9, 2026"
    assert clock_time(AT, CHICAGO) == "10:02:11 PM"
    assert short_time(AT, CHICAGO) == "10:02 PM"


@pytest.mark.parametrize(
    ("hour", "words"), [(0, "12:00:00 AM"), (11, "11:00:00 AM"), (12, "12:00:00 PM")]
)
def test_noon_and_midnight_are_twelve(hour: int, words: str) -> None:
    assert clock_time(datetime(2026, 1, 1, hour, tzinfo=UTC), UTC) == words


def test_the_offset_is_told_with_its_sign() -> None:
    assert utc_offset(AT, CHICAGO) == "UTC\u221205:00"
    assert utc_offset(AT, timezone(timedelta(hours=5, minutes=45))) == "UTC+05:45"
    assert utc_offset(AT, UTC) == "UTC+00:00"
