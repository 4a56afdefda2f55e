"""Stations beat together, so that a desk wakes for many at once."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.presence import APART, BEAT_EVERY, until_beat

MORNING = datetime(2026, 11, 27, 8, 0, 1, 234_000, UTC)
devices = st.binary(min_size=16, max_size=16).map(bytes.hex)
moments = st.datetimes(timezones=st.just(UTC), min_value=datetime(2016, 1, 1))  # noqa: DTZ001 (hypothesis adds it)


@given(st.lists(devices, min_size=1, max_size=200), st.floats(0.0, 1.0))
def test_stations_whose_clocks_agree_beat_in_the_same_moment_a_little_apart(
    site: list[str], started: float
) -> None:
    for at, device in enumerate(site):
        began = MORNING + timedelta(seconds=BEAT_EVERY * started * at / len(site))
        beat = began + timedelta(seconds=until_beat(began, device, len(site)))
        assert (beat.timestamp() + 0.001) % BEAT_EVERY <= len(site) * APART + 0.001


@given(moments, devices, st.integers(0, 500))
def test_a_beat_follows_the_one_before_after_five_seconds_or_so_whatever_the_clock_says(
    now: datetime, device: str, stations: int
) -> None:
    wait = until_beat(now, device, stations)
    assert 0.1 * BEAT_EVERY <= wait < 1.1 * BEAT_EVERY
    again = until_beat(now + timedelta(seconds=wait), device, stations)
    assert again == pytest.approx(BEAT_EVERY, abs=0.01)


def test_a_timer_that_fires_a_hair_early_does_not_beat_twice() -> None:
    wait = until_beat(MORNING, "0" * 32, 20)
    early = MORNING + timedelta(seconds=wait - 0.003)
    assert until_beat(early, "0" * 32, 20) == pytest.approx(BEAT_EVERY + 0.003, abs=1e-4)
