"""When a site is open, as people write it."""

from datetime import datetime

import pytest

from desktop.domain.hours import Hours, NotHoursError, parse_hours


def at(day: int, time: str) -> datetime:
    """That time in a week whose Monday is the 2nd."""
    return datetime.fromisoformat(f"2026-03-{1 + day:02}T{time}:00")


def test_a_week_of_hours_is_open_from_its_first_minute_to_the_one_before_its_last() -> None:
    hours = parse_hours(["mon-fri 08:00-17:00", "Sat 9:00-12:00"])
    assert not hours.are_open(at(1, "07:59"))
    assert hours.are_open(at(1, "08:00"))
    assert hours.are_open(at(5, "16:59"))
    assert not hours.are_open(at(5, "17:00"))
    assert hours.are_open(at(6, "09:00"))
    assert not hours.are_open(at(7, "10:00"))


def test_a_break_at_noon_days_over_the_weekend_and_a_whole_day() -> None:
    noon = parse_hours(["mon, wed 08:00-12:00, 13:00-17:00"])
    assert [noon.are_open(at(3, time)) for time in ("11:59", "12:30", "13:00")] == [
        True,
        False,
        True,
    ]
    assert not noon.are_open(at(2, "10:00"))
    weekend = parse_hours(["sat-mon 00:00-24:00"])
    assert [weekend.are_open(at(day, "23:59")) for day in (5, 6, 7, 1, 2)] == [
        *(False, True, True, True, False),
    ]


def test_where_nobody_said_hours_there_are_none() -> None:
    assert not parse_hours([])
    assert not Hours().are_open(at(1, "10:00"))


def test_a_site_is_open_since_its_last_break_and_never_since_the_day_before() -> None:
    hours = parse_hours(["mon 08:00-12:00, 12:00-13:00, 14:00-24:00", "tue 00:00-24:00"])
    assert hours.opened_at(at(1, "12:30")) == at(1, "08:00")
    assert hours.opened_at(at(1, "13:30")) is None
    assert hours.opened_at(at(1, "23:59")) == at(1, "14:00")
    assert hours.opened_at(at(2, "00:00")) == at(2, "00:00")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("08:00-17:00", "write it as in"),
        ("weekdays", "write it as in"),
        ("mon-fry 08:00-17:00", "a day that is none"),
        ("mon 17:00-08:00", "to a later one of the same day"),
        ("mon 08:00-25:00", "to a later one of the same day"),
        ("mon 08:75-17:00", "to a later one of the same day"),
    ],
)
def test_what_is_no_hours_is_refused_with_what_they_look_like(text: str, why: str) -> None:
    with pytest.raises(NotHoursError, match=why):
        parse_hours([text])
