"""One process per home, proved with real processes."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from desktop.services.adapters.home import Home
from desktop.services.adapters.home_lock import LOCK_NAME, HomeInUseError, HomeLock

OWNER = """
import sys
from pathlib import Path
from desktop.services.adapters.home import Home
from desktop.services.adapters.home_lock import HomeInUseError, HomeLock
try:
    lock = HomeLock(Home(Path(sys.argv[1])))
    lock.acquire()
except HomeInUseError:
    print("refused", flush=True)
else:
    print("owner", flush=True)
    sys.stdin.read()
"""


def starts(home: Home) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", OWNER, str(home.path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def says(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def ends(process: "subprocess.Popen[str]") -> None:
    process.kill()
    process.communicate()


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


def test_of_eight_processes_started_at_once_exactly_one_owns_the_home(home: Home) -> None:
    processes = [starts(home) for _ in range(8)]
    try:
        answers = sorted(says(process) for process in processes)
    finally:
        for process in processes:
            ends(process)
    assert answers == ["owner", *["refused"] * 7]


def test_a_second_start_is_told_which_process_runs_the_station(home: Home) -> None:
    with HomeLock(home), pytest.raises(HomeInUseError, match=str(os.getpid())):
        HomeLock(home).acquire()
    HomeLock(home).acquire()


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL there")
def test_a_home_whose_owner_was_killed_is_taken_over(home: Home) -> None:
    owner = starts(home)
    assert says(owner) == "owner"
    owner.send_signal(signal.SIGKILL)
    owner.communicate()
    with HomeLock(home):
        assert (home.path / LOCK_NAME).exists()


@pytest.mark.parametrize(
    "text",
    ["", f"{os.getpid()}\npython\nanother-pc\nanother-id\nanother-boot\n"],
    ids=["emptied by a power cut", "copied from another PC"],
)
def test_a_left_over_lock_file_keeps_nobody_out(home: Home, text: str) -> None:
    home.path.mkdir()
    file = home.path / LOCK_NAME
    file.write_text(text)
    an_hour_ago = time.time() - 3600
    os.utime(file, (an_hour_ago, an_hour_ago))
    with HomeLock(home):
        pass


def test_a_lock_that_has_been_held_for_a_day_is_still_held(home: Home) -> None:
    owner = starts(home)
    try:
        assert says(owner) == "owner"
        yesterday = time.time() - 86400
        os.utime(home.path / LOCK_NAME, (yesterday, yesterday))
        with pytest.raises(HomeInUseError):
            HomeLock(home).acquire()
    finally:
        ends(owner)
