"""Presses while another program holds the files of records, as a backup or a virus scan does."""

import contextlib
import sqlite3
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from desktop.cli.serving.desk import CommandDesk
from desktop.domain.alerts.facts import Kind
from desktop.domain.board import Board
from desktop.domain.hotkeys import Action
from desktop.services.adapters.control.client import ControlClient
from desktop.services.adapters.control.server import ControlServer
from tests.support.keys import press_key
from tests.support.workplace import StationAtWork, Workplace, wait_until

pytestmark = pytest.mark.system

LEAVES_WITHIN = 0.1
TRIES = 5
"""Presses of which one at least must keep that: a busy PC delays one of them now and then, and what
waits for a lock delays them all."""
LATEST_WITHIN = 2.0
"""What each of them must keep: the first one alone raises the alert, and a wait for the lock there
would last as long as SQLite has patience, which is ``BUSY_MS``, or 5 s."""
LOCKED_FOR = 5.0


@pytest.fixture
def ana(office: Workplace) -> StationAtWork:
    return office.supervisor("Ana Ruiz")


@contextlib.contextmanager
def locked(file: Path) -> Iterator[None]:
    """Another program writes, and all who would write there wait."""
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()


@contextlib.contextmanager
def commands(station: StationAtWork) -> Iterator[None]:
    """The station answers commands meanwhile."""
    desk = CommandDesk(station.running, show=None, quit=lambda: None)
    control = ControlServer(station.home, desk)
    control.start()
    try:
        yield
    finally:
        control.stop()


def times_of_leaving(station: StationAtWork) -> list[float]:
    """When each press of ``station`` from now on has left it."""
    times: list[float] = []

    def look(board: Board) -> None:
        mine = board.mine()
        if mine is None or mine.delivery is None or not mine.delivery.is_sent:
            return
        if len(mine.alert.presses) > len(times) and not mine.delivery.is_leaving:
            times.append(time.monotonic())

    station.running.station.watch(look)
    return times


def has_left(left: list[float], nth: int) -> bool:
    return len(left) > nth


def test_a_command_at_a_desk_calls_within_100_ms_while_its_records_are_locked(
    office: Workplace, ana: StationAtWork
) -> None:
    ben = office.supervisor("Ben Okafor")
    with commands(ben), locked(ben.home.records_db):
        with pytest.raises(sqlite3.OperationalError):  # it is
            sqlite3.connect(ben.home.records_db, timeout=0).execute("BEGIN IMMEDIATE")
        took = []
        for _ in range(TRIES):
            pressed = time.monotonic()
            with ControlClient.connect(ben.home) as client:
                told = client.ask("alert raise", {"kind": "panic"})
            took.append(time.monotonic() - pressed)
            assert told["sent"]
        assert min(took) < LEAVES_WITHIN, took
        assert max(took) < LATEST_WITHIN, took
        alert = told["alert"]["id"]
        wait_until(lambda: ana.is_called_by(alert))
        wait_until(lambda: (way := ben.delivery(alert)) and way.is_recorded)


def test_a_key_at_a_counter_calls_within_100_ms_while_its_reports_are_locked(
    office: Workplace, ana: StationAtWork
) -> None:
    counter = office.counter("Counter 3")
    counter.running.late.reporting()
    wait_until(counter.home.drafts_db.exists)
    left = times_of_leaving(counter)
    with locked(counter.home.drafts_db):
        took = []
        for nth in range(TRIES):
            pressed = time.monotonic()
            press_key(counter, Action.PANIC)
            wait_until(partial(has_left, left, nth))
            took.append(left[nth] - pressed)
        assert min(took) < LEAVES_WITHIN, took
        assert max(took) < LATEST_WITHIN, took
        wait_until(lambda: ana.board.alerts)
    assert ana.board.alerts[0].alert.kind is Kind.PANIC


def test_a_call_is_shown_and_answered_at_a_desk_whose_records_are_locked(
    office: Workplace, ana: StationAtWork
) -> None:
    counter = office.counter("Counter 3")
    with locked(ana.home.records_db):
        pressed = time.monotonic()
        alert = counter.presses_panic()
        wait_until(lambda: ana.is_called_by(alert))
        ana.is_going(alert)
        wait_until(lambda: counter.sees_who_is_coming(alert) == ("Ana Ruiz",))
        assert time.monotonic() - pressed < LOCKED_FOR
