"""Two sessions of one PC share a counter: it runs in the one that is in front."""

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.support.kept import allowed, is_armed
from tests.support.office import DEADLINE_S, Office, an_office, is_gone, owner_of, wait_until

pytestmark = [
    pytest.mark.system,
    pytest.mark.timeout(120),
    pytest.mark.skipif(
        sys.platform == "win32", reason="there a test's folder is its account's own"
    ),
]

TAKEN_OVER_WITHIN_S = 2.0


class Pc:
    """One PC with two people logged on, Ana and Ben, and one counter."""

    def __init__(self, office: Office) -> None:
        self.home = office.counter.home
        self._front = office.folder / "front"
        self._started: list[subprocess.Popen[bytes]] = []

    def shows(self, name: str) -> None:
        """Their session comes to the front."""
        beside = self._front.with_suffix(".new")
        beside.write_text(name)
        beside.replace(self._front)

    def logs_on(self, name: str, *words: str) -> int:
        """Their programs start; the counter's process."""
        played = ["tests.support.played_session", name, str(self._front)]
        with (self.home / "log" / "stderr.log").open("ab") as complaints:
            process = subprocess.Popen(
                [sys.executable, "-m", *played, "--home", str(self.home), *words],
                cwd=Path(__file__).parents[2],
                stdout=subprocess.DEVNULL,
                stderr=complaints,
            )
        self._started.append(process)
        return process.pid

    def said(self) -> str:
        """What the programs told whoever started them."""
        return (self.home / "log" / "stderr.log").read_text()

    def programs(self, name: str) -> list[psutil.Process]:
        """What runs of the counter in their session, but for its keeper."""
        return [
            process
            for process in psutil.process_iter(["cmdline"])
            if self._is_of(name, process.info["cmdline"] or [])
        ]

    def _is_of(self, name: str, words: list[str]) -> bool:
        return words[1:5] == ["-m", "tests.support.played_session", name, str(self._front)]

    def runs_at(self, name: str) -> bool:
        return is_armed(self.home) and owner_of(self.home) in {p.pid for p in self.programs(name)}

    def switches_to(self, name: str) -> float:
        """Seconds until the counter is armed in their session."""
        began = time.monotonic()
        self.shows(name)
        wait_until(lambda: self.runs_at(name))
        return time.monotonic() - began

    def shuts_down(self) -> None:
        self.shows("over")
        for process in self._started:
            process.wait(DEADLINE_S)
        wait_until(lambda: not self.programs("ana") and not self.programs("ben"))


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with an_office(tmp_path_factory.mktemp("turns")) as made:
        made.counter.does("stop")
        yield made


@pytest.fixture
def pc(office: Office) -> Iterator[Pc]:
    pc = Pc(office)
    yield pc
    pc.shuts_down()


def has_loaded_windows(pid: int) -> bool:
    return "libQt6Widgets" in Path(f"/proc/{pid}/maps").read_text()


@pytest.mark.expects_log("Another session has this station; it opens here after that")
def test_the_counter_follows_whoever_sits_there_and_comes_back(pc: Pc) -> None:
    pc.shows("ana")
    began = time.monotonic()
    first = pc.logs_on("ana")
    wait_until(lambda: pc.runs_at("ana"))
    plain_start = time.monotonic() - began
    second = pc.logs_on("ben")
    wait_until(lambda: "Another session has this station" in pc.said())
    assert owner_of(pc.home) == first
    assert pc.switches_to("ben") < allowed(TAKEN_OVER_WITHIN_S, plain_start=plain_start)
    assert owner_of(pc.home) == second
    wait_until(lambda: is_gone(first))

    wait_until(lambda: len(pc.programs("ana")) == 1)
    (waiting,) = pc.programs("ana")
    assert not has_loaded_windows(waiting.pid)
    pc.switches_to("ana")
    assert owner_of(pc.home) == waiting.pid
    wait_until(lambda: len(pc.programs("ben")) == 1)
    assert not (pc.home / "log" / "restarts.log").exists()


def test_what_a_command_had_started_makes_room_for_the_other_session(pc: Pc) -> None:
    pc.shows("ana")
    first = pc.logs_on("ana", "run", "--headless", "--on-demand")
    wait_until(lambda: owner_of(pc.home) == first)
    pc.shows("ben")
    wait_until(lambda: is_gone(first))
    assert owner_of(pc.home) is None
