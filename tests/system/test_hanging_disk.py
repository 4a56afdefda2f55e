"""A disk that does not answer for five seconds: another program holds a station's real database."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from desktop.domain.alerts.facts import AlertId, Kind
from tests.support.workplace import StationAtWork, Workplace, office

__all__ = ["office"]

pytestmark = [pytest.mark.system, pytest.mark.timeout(120)]

HOLDS_FOR = 5.5
HOLDER = """
import sqlite3, sys, time
conn = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=20)
conn.execute("BEGIN EXCLUSIVE")
print("held", flush=True)
time.sleep(float(sys.argv[2]))
conn.execute("ROLLBACK")
"""
LATE = r"journal|locked|disk|kept"
"""What a station may say of a disk that took more than five seconds."""


@contextmanager
def held(database: Path, seconds: float = HOLDS_FOR) -> "Iterator[subprocess.Popen[str]]":
    """Another program, a backup or a virus scanner, has the file to itself for a while."""
    program = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(database), str(seconds)],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert program.stdout is not None
    try:
        assert program.stdout.readline() == "held\n"
        yield program
    finally:
        program.wait(30)
        program.stdout.close()


@pytest.fixture
def ana(office: Workplace) -> StationAtWork:
    return office.supervisor("Ana Ruiz")


@pytest.fixture
def counter(office: Workplace, ana: StationAtWork) -> StationAtWork:
    return office.counter("Counter 3")


def is_recorded(station: StationAtWork, alert: AlertId) -> bool:
    way = station.delivery(alert)
    return way is not None and way.is_recorded


@pytest.mark.allows_log(LATE)
def test_presses_leave_at_once_while_the_counters_disk_hangs_and_are_recorded_later(
    office: Workplace, ana: StationAtWork, counter: StationAtWork
) -> None:
    with held(counter.home.alerts_db) as program:
        began = time.monotonic()
        first = counter.presses(Kind.PANIC)
        assert time.monotonic() - began < 0.5
        assert (first.is_recorded, first.is_sent) == (False, True)
        office.wait_until(lambda: counter.knows_it_was_delivered(first.alert), within=1.0)
        office.wait_until(lambda: ana.is_called_by(first.alert), within=1.0)

        began = time.monotonic()
        second = counter.presses(Kind.PANIC)  # behind the first, which still waits for the disk
        assert time.monotonic() - began < 0.5
        assert second.alert == first.alert
        office.wait_until(lambda: len(ana.board.alerts[0].alert.presses) == 2, within=1.0)
        ana.is_going(first.alert)
        office.wait_until(lambda: counter.sees_who_is_coming(first.alert), within=1.0)
        assert not is_recorded(counter, first.alert)
        assert program.poll() is None, "the disk was back before everything had happened"
    office.wait_until(lambda: is_recorded(counter, first.alert))


@pytest.mark.allows_log(LATE)
def test_a_supervisor_whose_disk_hangs_is_called_and_signs_at_once(
    office: Workplace, ana: StationAtWork, counter: StationAtWork
) -> None:
    with held(ana.home.alerts_db) as program:
        alert = counter.presses_panic()
        office.wait_until(lambda: counter.knows_it_was_delivered(alert), within=1.0)
        office.wait_until(lambda: ana.is_called_by(alert), within=1.0)
        ana.is_going(alert)
        office.wait_until(lambda: counter.sees_who_is_coming(alert), within=1.0)
        assert program.poll() is None, "the disk was back before everything had happened"
    ana.leaves()
    ana.comes_back()
    assert ana.shows(alert)


@pytest.mark.allows_log(LATE)
def test_a_station_that_is_ended_while_its_disk_hangs_keeps_what_was_pressed(
    office: Workplace, ana: StationAtWork, counter: StationAtWork
) -> None:
    with held(counter.home.alerts_db, 2.0):
        alert = counter.presses_panic()
        assert not is_recorded(counter, alert)
        counter.leaves()
    ana.leaves()
    counter.comes_back()
    assert counter.shows(alert)
