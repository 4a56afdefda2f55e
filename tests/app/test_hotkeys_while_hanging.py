"""A key and a command call although the program's windows hang."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from desktop.domain.alerts.facts import Kind
from desktop.domain.errors import DeskError
from desktop.domain.roster.roles import Role
from desktop.services.adapters.control.client import ControlClient
from desktop.services.adapters.home import Home
from desktop.services.trust.seats import Seat
from tests.support.childlogs import watch
from tests.support.display import Display
from tests.support.fingers import Fingers, fingers_on
from tests.support.office import command
from tests.support.screen import Screen, is_calm
from tests.support.workplace import Workplace, office, wait_until

__all__ = ["office"]

pytestmark = [
    pytest.mark.display,
    pytest.mark.system,
    pytest.mark.timeout(120),
    pytest.mark.xdist_group("display"),
]

LEAVES_WITHIN = 0.1
TRIES = 5
"""Presses of which one at least must keep that: a busy PC delays one of them now and then, and
windows that hang would delay them all."""
LATEST_WITHIN = 2.0
"""What each of them must keep: the first one alone raises the alert, and what it waited for would
be the windows, which hang until the test has them go on, or a file, for ``BUSY_MS`` (5 s)."""


class Counter:
    """The program in a process of its own."""

    def __init__(self, home: Home, display: Display) -> None:
        watch(home.path / "log").mkdir()
        with (home.path / "log" / "stderr.log").open("ab") as complaints:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.support.hanging_counter", str(home.path)],
                env=display.environment() | {"PYTHONPATH": str(Path.cwd())},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=complaints,
                text=True,
            )

    @contextmanager
    def hanging(self) -> Iterator[None]:
        """Its windows do nothing meanwhile."""
        self._begin_or_end()
        assert self.says() == {"hangs": True}
        yield
        self._begin_or_end()
        assert self.says() == {"hangs": False}

    def _begin_or_end(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write("\n")
        self._process.stdin.flush()

    def says(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        said: dict[str, Any] = json.loads(self._process.stdout.readline())
        return said

    def ends(self) -> None:
        self._process.communicate(timeout=30)


def test_a_key_and_a_command_call_within_100_ms_although_the_windows_hang(
    office: Workplace, display: Display, tmp_path_factory: pytest.TempPathFactory
) -> None:
    ana = office.supervisor("Ana Ruiz")
    home = office.home(relay=False)
    office.lets_in(home, Seat(role=Role.COUNTER, place="Counter 3", name="Maria Delgado"))
    counter = Counter(home, display)
    try:
        wait_until(lambda: any(desk.is_present for desk in ana.board.desks))
        is_calm(Screen(display, tmp_path_factory.mktemp("pictures")))
        wait_until(lambda: is_answered(home))
        with counter.hanging():
            with fingers_on(display) as fingers:
                took = [a_key_takes(fingers, counter) for _ in range(TRIES)]
                assert min(took) < LEAVES_WITHIN, took
                assert max(took) < LATEST_WITHIN, took
            wait_until(lambda: ana.board.alerts)
            assert ana.board.alerts[0].alert.kind is Kind.PANIC

            took = [a_command_takes(home, counter) for _ in range(TRIES)]
            assert min(took) < LEAVES_WITHIN, took
            assert max(took) < LATEST_WITHIN, took
            wait_until(lambda: len(ana.board.alerts) == 2)
            by_command = command("--home", home.path, "alert", "raise", "panic", "--json")
            assert by_command.code == 0, by_command.err
            assert "left" in counter.says()
    finally:
        counter.ends()


def a_key_takes(fingers: Fingers, counter: Counter) -> float:
    pressed = fingers.press("Control_L", "Shift_L", "F11")
    left: float = counter.says()["left"]
    return left - pressed


def a_command_takes(home: Home, counter: Counter) -> float:
    """Seconds until its call has left and it is answered, from where it is started."""
    asked = time.monotonic()
    with ControlClient.connect(home) as client:
        client.ask("alert raise", {"kind": "panic", "place": "Counter 4"})
    answered = time.monotonic()
    left: float = counter.says()["left"]
    return max(answered, left) - asked


def is_answered(home: Home) -> bool:
    try:
        ControlClient.connect(home).close()
    except DeskError:
        return False
    return True
