"""A counter's real program with its windows: killed, and armed again; ended, and ended."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from tests.support.kept import allowed, is_armed, keeper_of
from tests.support.office import (
    DEADLINE_S,
    Office,
    an_office,
    ended_afterwards,
    is_gone,
    owner_of,
    wait_until,
)

pytestmark = [pytest.mark.system, pytest.mark.timeout(120)]

ARMED_WITHIN_S = 3.0


@contextmanager
def opened(home: Path, *words: str, program: tuple[str, ...] = ("desktop",)) -> Iterator[int]:
    """The counter's windows, as ``countersign`` opens them, and its process."""
    with (home / "log" / "stderr.log").open("ab") as complaints:
        process = subprocess.Popen(
            [sys.executable, "-m", *program, "--home", str(home), *words],
            cwd=Path(__file__).parents[2],
            stdout=subprocess.DEVNULL,
            stderr=complaints,
        )
    with ended_afterwards(home):
        try:
            wait_until(lambda: is_armed(home, process.pid))
            yield process.pid
        finally:
            if process.poll() is None:
                process.terminate()
            process.wait(DEADLINE_S)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with an_office(tmp_path_factory.mktemp("kept")) as made:
        made.counter.does("stop")
        yield made


@pytest.mark.skipif(sys.platform == "win32", reason="signals are another matter there")
@pytest.mark.expects_log("keeper Countersign ended unexpectedly .killed by signal 9.")
@pytest.mark.allows_log("keeper Countersign ended unexpectedly .it was ended from outside")
def test_a_counter_killed_three_times_in_a_row_is_armed_again_within_three_seconds_each_time(
    office: Office,
) -> None:
    home = office.counter.home
    began = time.monotonic()
    with opened(home) as first:
        limit = allowed(ARMED_WITHIN_S, plain_start=time.monotonic() - began)
        wait_until(lambda: keeper_of(first) is not None)
        pid, keeper = first, keeper_of(first)
        for _ in range(3):
            killed, before = time.monotonic(), pid
            psutil.Process(before).kill()
            wait_until(lambda before=before: owner_of(home) not in {None, before})  # type: ignore[misc]  # bound now
            wait_until(lambda: is_armed(home))
            assert time.monotonic() - killed < limit
            pid = owner_of(home) or 0
            assert keeper_of(pid) == keeper
        raised = office.counter.does("alert", "raise", "panic", "--wait-receipt", "20")
        assert raised["waited"]["receipt"]["came"]
        office.counter.does("stop")
        assert keeper is not None
        wait_until(lambda: is_gone(keeper.pid))
        assert owner_of(home) is None


@pytest.mark.skipif(sys.platform == "win32", reason="signals are another matter there")
def test_a_signal_that_asks_a_counter_to_end_ends_it_for_good(office: Office) -> None:
    home = office.counter.home
    with opened(home) as pid:
        wait_until(lambda: keeper_of(pid) is not None)
        keeper = keeper_of(pid)
        psutil.Process(pid).terminate()
        assert keeper is not None
        wait_until(lambda: is_gone(keeper.pid) and is_gone(pid))
        assert owner_of(home) is None


def test_one_that_runs_once_has_no_keeper(office: Office) -> None:
    with opened(office.counter.home, "run", "--once") as pid:
        assert keeper_of(pid) is None


def test_a_pc_that_joined_again_begins_anew_by_its_keeper(office: Office) -> None:
    home, now = office.counter.home, office.folder / "joined again"
    with opened(home, program=("tests.support.joined_again", str(now))) as first:
        wait_until(lambda: keeper_of(first) is not None)
        keeper = keeper_of(first)
        now.touch()
        wait_until(lambda: owner_of(home) not in {None, first})
        wait_until(lambda: is_armed(home))
        assert keeper_of(owner_of(home) or 0) == keeper
        office.counter.does("stop")


@pytest.mark.skipif(sys.platform == "win32", reason="no process there becomes another program")
def test_a_program_that_something_else_keeps_begins_anew_in_its_own_process(
    office: Office,
) -> None:
    home, now = office.counter.home, office.folder / "joined again"
    with opened(home, "run", "--once", program=("tests.support.joined_again", str(now))) as first:
        began = psutil.Process(first).cmdline()
        now.touch()
        wait_until(lambda: psutil.Process(first).cmdline() != began)
        wait_until(lambda: is_armed(home, first))
        assert keeper_of(first) is None
        office.counter.does("stop")
