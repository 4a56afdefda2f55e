"""A command that needs a station where none runs, with real processes."""

import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from desktop.services.adapters.control import starting
from desktop.services.adapters.control.client import (
    ControlClient,
    NoOwnerError,
    RefusedByOwnerError,
)
from desktop.services.adapters.control.starting import OwnerNotStartedError, connect_or_start
from desktop.services.adapters.home import Home

DEADLINE_S = 30.0
OWNER = """
import json, os, sys, threading
from pathlib import Path
from desktop.domain.errors import DeskError
from desktop.services.adapters.control.server import ControlServer
from desktop.services.adapters.home import Home
from desktop.services.adapters.home_lock import HomeLock

class Desk:
    def __init__(self):
        self.ended = threading.Event()
    def handle(self, verb, args):
        if verb == "quit":
            self.ended.set()
        return {"pid": os.getpid()}

home = Home(Path(sys.argv[1]))
desk = Desk()
try:
    with HomeLock(home):
        server = ControlServer(home, desk)
        server.start()
        desk.ended.wait(60)
        server.stop()
except DeskError as error:
    print(json.dumps({"error": {"code": error.code, "message": str(error), "advice": "-"}}),
          file=sys.stderr)
    sys.exit(1)
"""


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    home = Home(tmp_path / "home")
    yield home
    try:
        with ControlClient.connect(home) as client:
            process = psutil.Process(client.pid)
            client.ask("quit")
    except (NoOwnerError, psutil.NoSuchProcess):
        return
    process.wait(DEADLINE_S)


def owner(home: Home) -> list[str]:
    return [sys.executable, "-c", OWNER, str(home.path)]


def test_a_station_is_started_for_the_first_command_and_answers_the_next_ones(home: Home) -> None:
    with connect_or_start(home, owner(home)) as first:
        pid = first.ask("who")["pid"]
    with connect_or_start(home, ["a command that is not run"]) as second:
        assert second.ask("who") == {"pid": pid}
    assert pid != os.getpid()


def test_commands_that_start_together_end_with_one_station(home: Home) -> None:
    pids: list[int] = []

    def ask() -> None:
        with connect_or_start(home, owner(home)) as client:
            pids.append(client.ask("who")["pid"])

    commands = [threading.Thread(target=ask) for _ in range(4)]
    for command in commands:
        command.start()
    for command in commands:
        command.join(DEADLINE_S)
    assert len(pids) == 4
    assert len(set(pids)) == 1


def test_the_started_station_outlives_the_command(home: Home) -> None:
    with connect_or_start(home, owner(home)) as client:
        station = psutil.Process(client.ask("who")["pid"])
        if sys.platform != "win32":
            assert os.getsid(station.pid) == station.pid


def test_what_the_station_refused_with_is_what_the_command_says(home: Home) -> None:
    error = '{"error": {"code": "settings", "message": "port is wrong.", "advice": "Fix it."}}'
    script = f"import sys; sys.exit('a warning\\n' + {error!r})"
    with pytest.raises(RefusedByOwnerError) as refused:
        connect_or_start(home, [sys.executable, "-c", script])
    assert (refused.value.code, str(refused.value)) == ("settings", "port is wrong.")


def test_a_station_that_ends_without_an_answer_is_told_so(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(starting, "_RIVAL_S", 0.1)
    with pytest.raises(OwnerNotStartedError, match="out of luck"):
        connect_or_start(home, [sys.executable, "-c", "import sys; sys.exit('out of luck')"])
    with pytest.raises(OwnerNotStartedError, match="without a word"):
        connect_or_start(home, [sys.executable, "-c", "import sys; sys.exit(1)"])
    with pytest.raises(OwnerNotStartedError, match="at once"):
        connect_or_start(home, [sys.executable, "-c", "pass"])


def test_a_station_that_never_gets_ready_is_waited_for_only_so_long(home: Home) -> None:
    script = "import time; time.sleep(3)"
    with pytest.raises(OwnerNotStartedError, match="get ready"):
        connect_or_start(home, [sys.executable, "-c", script], timeout=0.2)
