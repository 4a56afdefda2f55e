"""A shorter time lets nothing go for seven days, and whoever undoes it by then has lost nothing."""

from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.retention.periods import (
    BEGINS_AFTER,
    Months,
    Period,
    Word,
    cutoff,
    is_longer,
    period_of,
)

MONDAY = datetime(2026, 3, 9, 10, 0, tzinfo=UTC)


def said(months: Months, day: float, revision: int) -> Word:
    at = MONDAY + timedelta(days=day)
    return Word(
        revision=revision, event=f"e{revision}", at=at, months=months, author=f"Ana {revision}"
    )


def said_in_turn(*words: tuple[Months, float]) -> list[Word]:
    return [said(months, day, n) for n, (months, day) in enumerate(words, 1)]


def on(day: float, *words: tuple[Months, float]) -> Period:
    return period_of(said_in_turn(*words), MONDAY + timedelta(days=day))


def test_nothing_goes_while_nobody_has_said_so() -> None:
    assert on(1000) == Period()


def test_a_first_time_lets_go_after_seven_days_and_says_when() -> None:
    before = on(6.9, (12, 0))
    assert (before.months, before.in_force, before.begins) == (12, None, MONDAY + BEGINS_AFTER)
    after = on(7, (12, 0))
    assert (after.in_force, after.begins, after.author) == (12, None, "Ana 1")


@pytest.mark.parametrize("undone_on", [1, 6.9])
def test_undone_within_seven_days_it_has_let_nothing_go(undone_on: float) -> None:
    words: list[tuple[Months, float]] = [(24, -100), (6, 0), (24, undone_on)]
    for tenth in range(200):
        day = tenth / 10
        heard = [word for word in words if word[1] <= day]
        assert on(day, *heard).in_force == 24


def test_a_longer_time_holds_at_once() -> None:
    assert on(0, (12, -100), (24, 0)).in_force == 24
    assert on(0, (12, -100), (None, 0)).in_force is None


def test_of_several_words_within_a_week_the_longest_holds() -> None:
    found = on(3, (24, -100), (6, 0), (12, 2))
    assert (found.in_force, found.begins) == (24, MONDAY + BEGINS_AFTER)
    assert on(7, (24, -100), (6, 0), (12, 2)).in_force == 12


def test_a_clock_that_was_years_behind_begins_no_sooner_than_the_word_before_it() -> None:
    words = [said(24, 0, 1), said(1, -4000, 2)]
    assert period_of(words, MONDAY + timedelta(days=6)).in_force is None
    assert period_of(words, MONDAY + timedelta(days=7)).in_force == 1


def test_a_word_of_which_nobody_knows_when_it_was_said_counts_with_the_next_or_now() -> None:
    unknown = Word(revision=2, event="e2", at=None, months=1)
    for day in (0, 6, 6000):
        assert period_of([said(24, -100, 1), unknown], MONDAY + timedelta(days=day)).in_force == 24
    words = [said(24, -100, 1), unknown, said(6, 10, 3)]
    assert period_of(words, MONDAY + timedelta(days=16.9)).in_force == 24
    assert period_of(words, MONDAY + timedelta(days=17)).in_force == 6


def test_the_order_in_which_they_were_heard_is_all_one() -> None:
    words = said_in_turn((24, 0), (6, 1), (None, 2), (12, 3))
    for day in range(0, 20, 3):
        now = MONDAY + timedelta(days=day)
        assert len({str(period_of(order, now)) for order in permutations(words)}) == 1


@given(
    st.lists(st.tuples(st.none() | st.integers(1, 600), st.floats(0, 100)), min_size=1, max_size=8),
    st.floats(0, 120),
)
def test_nothing_that_held_within_the_week_is_undercut(
    words: list[tuple[Months, float]], day: float
) -> None:
    """Whatever was said and when: what lets go now is no shorter than anything that held in the
    last seven days.
    """
    in_turn = sorted(words, key=lambda word: word[1])
    found = on(day, *in_turn)
    held: Months = None
    for index, (months, began) in enumerate(in_turn):
        if began > day - 7:
            assert not is_longer(held, found.in_force)
        held = months
        is_last = index == len(in_turn) - 1
        if is_last:
            assert not is_longer(held, found.in_force)


def test_months_are_those_of_the_calendar_and_days_are_whole() -> None:
    assert cutoff(MONDAY, 1) == datetime(2026, 2, 9, tzinfo=UTC)
    assert cutoff(datetime(2026, 3, 31, 23, 0, tzinfo=UTC), 1) == datetime(2026, 2, 28, tzinfo=UTC)
    assert cutoff(MONDAY, 600).year == 1976
