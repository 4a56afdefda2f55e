"""Letting a shared station go: what the commands do around it."""

import subprocess
import sys
import time
from multiprocessing.connection import Listener
from pathlib import Path
from threading import Thread

import pytest

from desktop.cli import run, turns
from desktop.cli.output import Output
from desktop.cli.session import Session
from desktop.domain.turns import Front
from desktop.services.adapters import machine
from desktop.services.adapters.control import channel
from desktop.services.adapters.control.address import publish
from desktop.services.adapters.home import Home
from desktop.services.adapters.machine.front_watch import Looks

HANGS = """
import time
from desktop.cli import turns
turns.LETS_GO_WITHIN_S = 0.1
turns.end_in_time()
while True:
    pass
"""


@pytest.fixture
def shared(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Home:
    monkeypatch.setattr(Path, "home", lambda: tmp_path / "ana")
    monkeypatch.setattr(Looks, "EVERY_S", 0.01)
    monkeypatch.setattr(machine, "front_changes", Looks)
    return Home(tmp_path / "counter")


def test_a_program_that_hangs_lets_go_all_the_same() -> None:
    began = time.monotonic()
    ended = subprocess.run([sys.executable, "-c", HANGS], timeout=30, check=False)
    assert ended.returncode == 0
    assert time.monotonic() - began < 10
    assert turns.LETS_GO_WITHIN_S < 2


@pytest.mark.parametrize(("ends_in", "runs"), [(Front.HERE, True), (Front.OVER, False)])
def test_whoever_is_not_in_front_waits_until_that_changes(
    shared: Home, monkeypatch: pytest.MonkeyPatch, ends_in: Front, runs: bool
) -> None:
    looks = [ends_in, Front.ELSEWHERE, Front.ELSEWHERE]
    monkeypatch.setattr(machine, "front", looks.pop)
    assert turns.wait_for_turn(shared) is runs
    assert looks == []


def test_a_folder_of_the_account_alone_asks_nobody(
    shared: Home, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(machine, "front", lambda: pytest.fail("asked"))
    own = Home(tmp_path / "ana" / "counter")
    assert turns.wait_for_turn(own)
    assert turns.watch_for_turns(own, lambda _: None) is None
    assert not turns.may_be_anothers(own)


def test_a_station_that_ends_while_it_is_asked_leaves_its_home_to_whoever_asked(
    tmp_path: Path,
) -> None:
    """The other session's, which lets go because this one has come to the front."""
    home = Home(tmp_path / "counter")
    published = publish(home)
    with Listener(published.address, published.family) as listener:
        ending = Thread(target=ends_when_asked, args=(listener, published.key))
        ending.start()
        owner = run._owner_of(Session(home, Output(is_json=False)), is_kept=True)
        ending.join()
    assert owner is run.Owner.NOBODY


def ends_when_asked(listener: Listener, key: bytes) -> None:
    connection = listener.accept()
    channel.greet_client(connection, key)
    assert b"show" in channel.receive(connection, 10.0)
    connection.close()
