"""The bars that a period is chosen from, and the periods with a name."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from desktop.domain.insights.history import History, Width
from desktop.domain.insights.period import Named, Period

TODAY = date(2026, 11, 26)


def hour(day: date, at: int = 10) -> int:
    return (day - date(1970, 1, 1)).days * 24 + at


def history(*days: date) -> History:
    return History.of([(hour(day), 1) for day in days], today=TODAY)


def test_it_begins_with_the_first_alert_and_ends_today() -> None:
    told = History.of(
        [(hour(date(2026, 11, 20), 9), 2), (hour(date(2026, 11, 20), 15), 1)], today=TODAY
    )
    assert told.period == Period(date(2026, 11, 20), TODAY)
    assert told.counts == (3, 0, 0, 0, 0, 0, 0)


@pytest.mark.parametrize(
    ("first", "width", "bars"),
    [
        (TODAY, Width.DAY, 1),
        (TODAY - timedelta(days=99), Width.DAY, 100),
        (TODAY - timedelta(days=100), Width.WEEK, 15),
        (TODAY - timedelta(days=1119), Width.WEEK, 161),
        (date(2017, 1, 1), Width.MONTH, 119),
    ],
)
def test_bars_are_as_wide_as_all_of_them_can_be_seen(first: date, width: Width, bars: int) -> None:
    told = history(first, TODAY)
    assert told.width is width
    drawn = told.bars()
    assert len(drawn) == bars
    assert drawn[0].period.first == first
    assert drawn[-1].period.last == TODAY
    assert sum(bar.alerts for bar in drawn) == 2
    for before, after in pairwise(drawn):
        assert after.period.first - before.period.last == timedelta(days=1)


def test_a_clock_that_says_1970_does_not_stretch_it() -> None:
    assert history(date(1970, 1, 1), date(2026, 11, 1)).period.first == date(2026, 11, 1)


def test_where_nobody_ever_called_there_is_today_alone() -> None:
    assert history().period == Period(TODAY, TODAY)


@pytest.mark.parametrize(
    ("named", "period"),
    [
        (Named.THIS_MONTH, Period(date(2026, 11, 1), TODAY)),
        (Named.LAST_MONTH, Period(date(2026, 10, 1), date(2026, 10, 31))),
        (Named.THIS_YEAR, Period(date(2026, 1, 1), TODAY)),
        (Named.ALL, Period(date(2024, 5, 6), TODAY)),
    ],
)
def test_a_period_with_a_name_ends_today_at_the_latest(named: Named, period: Period) -> None:
    assert Period.named(named, today=TODAY, earliest=date(2024, 5, 6)) == period


def test_in_january_last_month_is_of_the_year_before() -> None:
    january = Period.named(Named.LAST_MONTH, today=date(2026, 1, 5), earliest=TODAY)
    assert january == Period(date(2025, 12, 1), date(2025, 12, 31))


def test_a_period_moves_and_grows_within_what_there_is() -> None:
    whole = Period(date(2026, 11, 1), TODAY)
    week = Period(date(2026, 11, 9), date(2026, 11, 15))
    assert week.moved(-7, whole) == Period(date(2026, 11, 2), date(2026, 11, 8))
    assert week.moved(-70, whole) == Period(date(2026, 11, 1), date(2026, 11, 7))
    assert week.moved(70, whole) == Period(date(2026, 11, 20), TODAY)
    assert week.ending(3, whole) == Period(week.first, date(2026, 11, 18))
    assert week.ending(-70, whole) == Period(week.first, week.first)
    assert week.ending(70, whole) == Period(week.first, TODAY)
