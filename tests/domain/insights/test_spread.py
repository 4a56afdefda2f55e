"""How long something took: what is said of few, and of many."""

import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.insights.spread import FEWEST, Spread

TIMES = st.lists(st.integers(0, 10**9))


@pytest.mark.parametrize("times", [[], [7], [9, 7, 8, 1]])
def test_of_fewer_than_five_each_time_is_told_and_no_median(times: list[int]) -> None:
    told = Spread.of(times)
    assert (told.n, told.median, told.p95, told.values) == (
        len(times),
        None,
        None,
        tuple(sorted(times)),
    )


def test_from_five_on_half_and_95_of_100_are_told_and_nobodys_own_time() -> None:
    assert Spread.of([5, 1, 4, 2, 3], without=2) == Spread(n=5, without=2, median=3, p95=5)
    assert Spread.of(range(1, 101)) == Spread(n=100, median=50.5, p95=95)


@given(TIMES)
def test_the_median_is_the_one_that_statisticians_mean(times: list[int]) -> None:
    told = Spread.of(times)
    if len(times) >= FEWEST:
        assert told.median == statistics.median(times)


@given(TIMES)
def test_95_of_100_took_no_longer_and_it_is_a_time_that_was_measured(times: list[int]) -> None:
    told = Spread.of(times)
    if told.p95 is not None:
        assert told.p95 in times
        assert sum(one <= told.p95 for one in times) >= 0.95 * len(times)
        below = [one for one in times if one < told.p95]
        assert len(below) < 0.95 * len(times)


@given(st.lists(TIMES))
def test_times_of_many_places_say_what_they_say_together(runs: list[list[int]]) -> None:
    assert Spread.of(*runs) == Spread.of([time for run in runs for time in run])
