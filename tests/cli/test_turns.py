"""Letting a shared station go: what the commands do around it."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from desktop.cli import turns
from desktop.domain.turns import Front
from desktop.services.adapters import machine
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
