"""The keeper itself, beside small programs that end in all the ways there are."""

import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from desktop.services.adapters.keeper import process
from desktop.services.adapters.keeper.process import AGAIN, LEFT
from tests.support.office import is_gone, wait_until

PROGRAM = """
import os, signal, sys, time
started, how = sys.argv[1], sys.argv[2].split(",")
with open(started, "a") as file:
    print(os.getpid(), *sys.argv[3:], file=file)
number = len(open(started).read().splitlines())
for word in how[min(number, len(how)) - 1].split("+"):
    match word:
        case "leave": os.write(1, b"L")
        case "again": os.write(1, b"A")
        case "crash": os.kill(os.getpid(), signal.SIGKILL)
        case "fail": sys.exit(3)
        case "told": os.kill(os.getpid(), signal.SIGTERM)
        case "stay": time.sleep(60)
"""


class Played:
    """A keeper of a program that does, at its first start, the first word of ``how``, and so on."""

    def __init__(self, folder: Path, how: str) -> None:
        self.log = folder / "log" / "restarts.log"
        self._started = folder / "started"
        program = folder / "program.py"
        program.write_text(PROGRAM, encoding="utf-8")
        played = [sys.executable, "-I", "-S", str(program), str(self._started), how]
        file = Path(process.__file__)
        self.keeper = subprocess.Popen(
            [sys.executable, "-I", "-S", file, str(self.log), *played], stdin=subprocess.PIPE
        )

    @property
    def starts(self) -> list[str]:
        text = self._started.read_text() if self._started.exists() else ""
        return text.splitlines()

    @property
    def notes(self) -> list[str]:
        text = self.log.read_text() if self.log.exists() else ""
        return [line.partition(" WARNING keeper ")[2] for line in text.splitlines()]

    def hears(self, word: bytes = b"") -> None:
        """The first program says that, and ends."""
        assert self.keeper.stdin is not None
        self.keeper.stdin.write(word)
        self.keeper.stdin.close()


@contextmanager
def a_keeper(folder: Path, how: str) -> Iterator[Played]:
    played = Played(folder, how)
    try:
        yield played
    finally:
        children = psutil.Process(played.keeper.pid).children() if not _ended(played) else []
        played.keeper.kill()
        played.keeper.communicate()
        for child in children:
            child.kill()


def _ended(played: Played) -> bool:
    return played.keeper.poll() is not None


def ends(played: Played) -> bool:
    wait_until(lambda: _ended(played))
    return played.keeper.returncode == 0


def test_a_program_that_left_on_purpose_is_not_started_again(tmp_path: Path) -> None:
    with a_keeper(tmp_path, "stay") as played:
        played.hears(LEFT)
        assert ends(played)
        assert played.starts == []
        assert played.notes == []


@pytest.mark.skipif(sys.platform == "win32", reason="signals are another matter there")
def test_one_that_dies_is_started_again_until_it_leaves_and_each_death_is_noted(
    tmp_path: Path,
) -> None:
    with a_keeper(tmp_path, "crash,fail,leave") as played:
        played.hears()
        assert ends(played)
        assert len(played.starts) == 3
        assert all(start.endswith(" --kept") for start in played.starts)
        told = [note.partition("(")[2].partition(")")[0] for note in played.notes]
        assert told == [
            "it was ended from outside, or crashed",
            "killed by signal 9",
            "exit code 3",
        ]


def test_one_that_begins_anew_is_started_at_once_and_nothing_is_noted(tmp_path: Path) -> None:
    with a_keeper(tmp_path, "again,again,again,again,leave") as played:
        began = time.monotonic()
        played.hears(AGAIN)
        assert ends(played)
        assert len(played.starts) == 5
        assert time.monotonic() - began < process.pause_before(4)
        assert played.notes == []


@pytest.mark.skipif(sys.platform == "win32", reason="signals are another matter there")
def test_a_signal_that_asks_it_to_end_is_no_crash(tmp_path: Path) -> None:
    with a_keeper(tmp_path, "told,stay") as played:
        played.hears()
        assert ends(played)
        assert len(played.starts) == 1


def test_a_program_that_takes_long_to_end_is_not_waited_for(tmp_path: Path) -> None:
    with a_keeper(tmp_path, "leave+stay") as played:
        played.hears()
        assert ends(played)
        (start,) = played.starts
        psutil.Process(int(start.split()[0])).kill()


def test_a_log_that_cannot_be_written_keeps_nothing_from_starting(tmp_path: Path) -> None:
    (tmp_path / "log").write_text("in the way")
    with a_keeper(tmp_path, "leave") as played:
        played.hears()
        assert ends(played)
        assert len(played.starts) == 1


def test_a_log_that_grew_begins_anew(tmp_path: Path) -> None:
    (tmp_path / "log").mkdir()
    (tmp_path / "log" / "restarts.log").write_text("x" * 64_001)
    with a_keeper(tmp_path, "leave") as played:
        played.hears()
        assert ends(played)
        assert played.log.stat().st_size < 200


def test_it_is_tried_at_once_then_less_and_less_often_and_never_given_up() -> None:
    pauses = [process.pause_before(start) for start in range(1, 50)]
    assert pauses[:2] == [0, 0]
    assert pauses == sorted(pauses)
    assert set(pauses[6:]) == {process.LONGEST_PAUSE_S}


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Callable[[], None]]:
    """A screen of Wayland's, and what ends it."""
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "wayland-0"))
        listening.listen()
        yield listening.close


@pytest.mark.skipif(sys.platform != "linux", reason="the others end every program at log-off")
def test_the_session_is_over_once_its_screen_answers_no_more(
    screen: Callable[[], None],
) -> None:
    assert not process._is_session_over()
    screen()
    assert process._is_session_over()


@pytest.mark.skipif(sys.platform != "linux", reason="the others end every program at log-off")
@pytest.mark.parametrize(
    ("display", "is_over"),
    [(":65000", True), ("unix:65000.0", True), ("far:0", False), ("", False)],
)
def test_a_screen_elsewhere_is_not_asked(
    monkeypatch: pytest.MonkeyPatch, display: str, is_over: bool
) -> None:
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setenv("DISPLAY", display)
    assert process._is_session_over() is is_over


def test_it_costs_little_and_waits_without_waking(tmp_path: Path) -> None:
    """While all is well: one thread, no module that only a start needs, and no time used."""
    with a_keeper(tmp_path, "stay") as played:
        keeper = psutil.Process(played.keeper.pid)
        wait_until(lambda: keeper.status() == psutil.STATUS_SLEEPING)
        before = keeper.num_ctx_switches()
        assert keeper.num_threads() == 1
        if sys.platform == "linux":
            maps = Path(f"/proc/{keeper.pid}/maps").read_text()
            assert "_posixsubprocess" not in maps
        ends_at = time.monotonic() + 0.3
        wait_until(lambda: time.monotonic() > ends_at)
        assert keeper.num_ctx_switches().voluntary - before.voluntary <= 1
        played.hears(LEFT)
        assert ends(played)
        assert is_gone(keeper.pid)
