"""A program and its keeper: neither is lost while the other lives."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from desktop.services.adapters.keeper.kept import FROZEN_WORD
from desktop.services.adapters.keeper.process import LEFT, pause_before
from tests.support.office import is_gone, wait_until

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals are another matter there")

ROOT = Path(__file__).parents[3]
PROGRAM = """
import os, sys, time
from pathlib import Path
from desktop.services.adapters.keeper.kept import Kept

folder = Path(sys.argv[1])
kept = Kept([sys.executable, __file__, str(folder)], folder / "restarts.log",
            is_kept="--kept" in sys.argv)
print("not for the keeper: LAL", flush=True)
kept.start()
(folder / f"{os.getpid()}.new").write_text("")
(folder / f"{os.getpid()}.new").rename(folder / f"{os.getpid()}.started")
while not (folder / f"{os.getpid()}.go").exists():
    time.sleep(0.01)
kept.leave()
"""


class Program:
    """One that is kept; ``started`` are its lives so far, the living one last."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        file = folder / "program.py"
        file.write_text(PROGRAM)
        self._lives: list[psutil.Process] = []
        self._first = subprocess.Popen(
            [sys.executable, file, folder],
            env={"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
            stdout=subprocess.DEVNULL,
        )

    def waits_for_life(self, number: int) -> psutil.Process:
        def lives() -> bool:
            known = {life.pid for life in self._lives}
            for file in self.folder.glob("*.started"):
                if int(file.stem) not in known:
                    self._lives.append(psutil.Process(int(file.stem)))
            return len(self._lives) >= number

        wait_until(lives)
        return self._lives[number - 1]

    def goes(self, life: psutil.Process) -> None:
        (self.folder / f"{life.pid}.go").write_text("")

    def ends(self) -> None:
        for life in self._lives:
            self.goes(life)
        wait_until(lambda: all(is_gone(life.pid) for life in self._lives))
        self._first.wait()


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Program]:
    program = Program(tmp_path)
    yield program
    program.ends()


def keeper_of(life: psutil.Process, *, other_than: int = 0) -> psutil.Process:
    """The keeper that it made for itself."""
    found: list[psutil.Process] = []

    def is_there() -> bool:
        found[:] = [
            child
            for child in life.children()
            if child.pid != other_than and child.status() != psutil.STATUS_ZOMBIE
        ]
        return bool(found)

    wait_until(is_there)
    return found[0]


def test_a_killed_program_lives_again_beside_the_same_keeper(program: Program) -> None:
    first = program.waits_for_life(1)
    keeper = keeper_of(first)
    first.kill()
    second = program.waits_for_life(2)
    assert second.parent() == keeper
    second.kill()
    third = program.waits_for_life(3)
    assert third.parent() == keeper
    program.goes(third)
    wait_until(lambda: is_gone(keeper.pid))
    assert len(list(program.folder.glob("*.started"))) == 3


def test_a_killed_keeper_is_replaced_and_the_program_is_not_doubled(program: Program) -> None:
    first = program.waits_for_life(1)
    keeper = keeper_of(first)
    keeper.kill()
    another = keeper_of(first, other_than=keeper.pid)
    assert first.is_running()
    assert len(list(program.folder.glob("*.started"))) == 1
    first.kill()
    second = program.waits_for_life(2)
    assert second.parent() == another


def test_a_program_that_its_keeper_started_makes_itself_another_one(program: Program) -> None:
    first = program.waits_for_life(1)
    keeper = keeper_of(first)
    first.kill()
    second = program.waits_for_life(2)
    keeper.kill()
    assert pause_before(1) == 0
    another = keeper_of(second)
    second.kill()
    assert program.waits_for_life(3).parent() == another


def test_a_program_that_leaves_takes_its_keeper_along(program: Program) -> None:
    first = program.waits_for_life(1)
    keeper = keeper_of(first)
    program.goes(first)
    wait_until(lambda: is_gone(keeper.pid))
    assert not (program.folder / "restarts.log").exists()


def test_a_bundles_program_becomes_the_keeper_before_it_loads_anything_of_itself(
    tmp_path: Path,
) -> None:
    """In a bundle there is no other interpreter to run the keeper's file."""
    asked = [sys.executable, "-v", "-m", "desktop", FROZEN_WORD, str(tmp_path / "log"), "nothing"]
    with subprocess.Popen(
        asked, cwd=ROOT, stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as keeper:
        _, loaded = keeper.communicate(LEFT.decode())
    assert keeper.returncode == 0
    assert "import 'desktop.services.adapters.keeper.process'" in loaded
    assert "import 'desktop.cli" not in loaded
    assert not (tmp_path / "log").exists()
