"""When a station has been at work for so long that a test is missing."""

from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from desktop.domain.opening.due import MISSED_AFTER_S, AtWork, is_tested_daily
from desktop.domain.roster.roles import Role
from tests.ui.sample import COUNTER_3, COUNTER_3_DESK, WINDOW_6

DAY = date(2026, 11, 26)
MINUTE = 60.0


def looks(at_work: AtWork, *present: str, minutes: int, begin: int = 0, day: date = DAY) -> None:
    """A look each minute."""
    for minute in range(begin, begin + minutes + 1):
        at_work.look(present, day=day, moment=minute * MINUTE)


def test_half_an_hour_at_work_is_not_yet_longer_than_half_an_hour() -> None:
    at_work = AtWork()
    looks(at_work, COUNTER_3, minutes=30)
    assert not at_work.longer_than(MISSED_AFTER_S)
    looks(at_work, COUNTER_3, begin=30, minutes=1)
    assert at_work.longer_than(MISSED_AFTER_S) == {COUNTER_3}


def test_a_station_that_is_off_gets_no_older_and_is_no_others_affair() -> None:
    at_work = AtWork()
    looks(at_work, COUNTER_3, WINDOW_6, minutes=20)
    looks(at_work, WINDOW_6, begin=21, minutes=20)
    looks(at_work, COUNTER_3, WINDOW_6, begin=42, minutes=5)
    assert at_work.longer_than(MISSED_AFTER_S) == {WINDOW_6}


def test_what_a_desk_slept_through_counts_for_nobody() -> None:
    at_work = AtWork()
    looks(at_work, COUNTER_3, minutes=5)
    looks(at_work, COUNTER_3, begin=8 * 60, minutes=5)
    assert not at_work.longer_than(11 * MINUTE)
    assert at_work.longer_than(9 * MINUTE) == {COUNTER_3}


def test_each_day_begins_anew() -> None:
    at_work = AtWork()
    looks(at_work, COUNTER_3, minutes=40)
    looks(at_work, COUNTER_3, begin=41, minutes=20, day=DAY + timedelta(days=1))
    assert not at_work.longer_than(MISSED_AFTER_S)


@pytest.mark.parametrize("role", Role)
def test_whoever_has_a_bar_is_tested(role: Role) -> None:
    desk = replace(COUNTER_3_DESK, role=role)
    assert is_tested_daily(desk) == (role in {Role.COUNTER, Role.STAFF})
    assert not is_tested_daily(replace(desk, is_revoked=True))
