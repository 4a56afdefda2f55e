"""A station, or the relay, killed while nobody answers or arrives: the others go on calling."""

import random
from collections.abc import Iterator

import pytest

from benchmarks.escalations import WAITS_S, EscalatingSite, Victim, escalating_site

pytestmark = [pytest.mark.system, pytest.mark.timeout(180)]


@pytest.fixture(scope="module")
def site() -> Iterator[EscalatingSite]:
    with escalating_site() as site:
        yield site


@pytest.mark.allows_log("broker ended")
@pytest.mark.parametrize("victim", Victim)
def test_whoever_is_killed_nobody_who_calls_is_forgotten(
    victim: Victim, site: EscalatingSite
) -> None:
    killed = site.kill(victim, after_s=random.uniform(0, 2 * WAITS_S))
    assert killed.silent == ()
