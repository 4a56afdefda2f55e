"""Somebody types a report, and the power goes: at most two seconds of it are gone."""

import random

import pytest

from benchmarks.writing import kill_while_typing
from tests.support.workplace import StationAtWork, Workplace

pytestmark = [pytest.mark.system, pytest.mark.timeout(120)]
MOST_LOST = 2.0


@pytest.fixture
def counter(office: Workplace) -> StationAtWork:
    """A counter whose home nobody has open."""
    ana = office.supervisor("Ana Ruiz")
    counter = office.counter("Counter 3")
    counter.leaves()
    ana.leaves()
    return counter


@pytest.mark.parametrize("run", range(3))
def test_a_program_killed_while_somebody_types_has_kept_all_but_the_last_two_seconds(
    counter: StationAtWork, run: int
) -> None:
    after_s = random.uniform(2 * run, 2 * run + 3)
    killed = kill_while_typing(counter.home, after_s=after_s, seed=str(after_s))
    assert killed.typed > 0
    assert killed.flaws == ()
    assert killed.lost_s <= MOST_LOST + killed.flush_s, killed


def test_a_second_kill_takes_nothing_that_the_first_had_left(counter: StationAtWork) -> None:
    first = kill_while_typing(counter.home, after_s=3.5, seed="first")
    assert first.kept > 0
    second = kill_while_typing(counter.home, after_s=1.0, seed="second")
    assert second.flaws == ()
    counter.comes_back()
    drafts = counter.running.late.reporting().drafts.all()
    stories = [len(str(one.answers["narrative"])) for one in drafts if one.answers]
    assert stories == [kept for kept in (second.kept, first.kept) if kept]
