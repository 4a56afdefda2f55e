"""Real programs: what is said at a supervisor's desk, and what a counter makes of it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from desktop.domain.presence import PRESENT_FOR, Absence, Unready
from desktop.domain.roster.roles import Role
from desktop.services.adapters.home import Home
from tests.support.childlogs import complaints_in
from tests.support.office import DEADLINE_S, Station, owner_of, wait_until
from tests.support.workplace import StationAtWork, Workplace, office

__all__ = ["office"]

pytestmark = pytest.mark.system


@pytest.fixture
def ana(office: Workplace) -> Iterator[Station]:
    """Ana's program with its windows, beside a counter."""
    station = office.supervisor("Ana Ruiz")
    office.counter("Counter 3")
    station.leaves()
    settings = station.home.path / "station.toml"
    settings.write_text(settings.read_text("utf-8") + "sound = false\n", "utf-8")
    with program_of(station.home):
        yield Station(station.home.path)


@contextmanager
def program_of(home: Home) -> Iterator[None]:
    """The program of ``home``, as somebody starts it."""
    process = subprocess.Popen(
        [sys.executable, "-m", "desktop", "--home", str(home.path), "run", "--once"],
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(Path.cwd())},
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        wait_until(lambda: owner_of(home.path) == process.pid)
        yield
    finally:
        process.terminate()
        _, complaints = process.communicate(timeout=DEADLINE_S)
    assert list(complaints_in(complaints)) == []


def test_what_is_said_at_the_desk_is_in_the_counters_readiness_within_20_seconds(
    office: Workplace, ana: Station
) -> None:
    counter = office.stations[1]
    wait_until(lambda: counter.is_ready)
    told = ana.does("attention", "away")
    assert not told["noticed"]
    assert [one["absence"] for one in told["desks"]] == ["away"]
    wait_until(lambda: counter.board.readiness.why is Unready.NOBODY_ATTENDS, PRESENT_FOR)
    assert ana.says("attention", "show").startswith("Nobody would notice a call now.")
    assert _supervisors_absence(counter) is Absence.AWAY
    assert ana.does("attention", "here")["noticed"]
    wait_until(lambda: counter.is_ready, PRESENT_FOR)
    assert ana.says("attention", "show").startswith("On duty: Ana Ruiz.")


def _supervisors_absence(counter: StationAtWork) -> Absence | None:
    (desk,) = [desk for desk in counter.board.desks if desk.role is Role.SUPERVISOR]
    return desk.absence
