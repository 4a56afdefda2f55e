"""How a program with windows begins anew: by its keeper, by itself, or by another keeper."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.cli.keeping import Keeping, NotStartedAnewError
from desktop.cli.output import Output
from desktop.cli.session import Session
from desktop.services.adapters.home import Home
from tests.support.office import wait_until

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no process becomes another there")

PROGRAM = "import pathlib, sys; pathlib.Path(sys.argv[1]).write_text(' '.join(sys.argv[2:]))"


class Pc:
    """One whose program, when it is started, notes with which words that was done."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._started = folder / "started"
        self._monkeypatch = monkeypatch
        self.became: list[list[str]] = []
        self.session = Session(Home(folder), Output(is_json=False))
        monkeypatch.setattr(Session, "command", self._command)
        self.becomes(lambda _file, command: self.became.append(command))

    def _command(self, *words: str) -> list[str]:
        program = [sys.executable, "-I", "-S", "-c", PROGRAM]
        return [*program, str(self._started), "Countersign", *words]

    def becomes(self, act: Callable[[str, list[str]], None]) -> None:
        self._monkeypatch.setattr(os, "execv", act)

    def started_with(self) -> str:
        wait_until(lambda: self._started.exists() and bool(self._started.read_text()))
        return self._started.read_text()


@pytest.fixture
def pc(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Pc:
    return Pc(tmp_path, monkeypatch)


def refuses(_file: str, _command: list[str]) -> None:
    raise OSError(26, "Text file busy")


def closes(keeper: "subprocess.Popen[bytes]") -> None:
    for pipe in (keeper.stdin, keeper.stdout):
        assert pipe is not None
        pipe.close()


@pytest.mark.parametrize(("is_once", "words"), [(True, ["run", "--once"]), (False, [])])
def test_one_without_a_keeper_begins_anew_as_it_was_begun(
    pc: Pc, is_once: bool, words: list[str]
) -> None:
    keeping = Keeping(pc.session, is_once=is_once)
    keeping.begin_anew()
    keeping.start_itself()
    (became,) = pc.became
    assert became[became.index("Countersign") + 1 :] == words


def test_what_does_not_begin_anew_starts_nothing(pc: Pc) -> None:
    Keeping(pc.session).start_itself()
    assert not pc.became


def test_one_whose_keeper_died_this_moment_begins_anew_by_itself(pc: Pc) -> None:
    keeping = Keeping(pc.session)
    kept = keeping._kept = keeping._made(is_kept=False)
    kept._make_one()
    keeper = kept._keeper
    assert keeper is not None
    keeper.kill()
    keeper.wait()
    keeping.begin_anew()
    keeping.start_itself()
    assert len(pc.became) == 1
    closes(keeper)


def test_where_the_system_refuses_that_another_keeper_starts_it(
    pc: Pc, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeping = Keeping(pc.session)
    keeping.begin_anew()
    pc.becomes(refuses)
    kept = keeping._made(is_kept=False)
    with monkeypatch.context() as watched:
        watched.setattr(keeping, "_made", lambda **_: kept)
        keeping.start_itself()
    assert kept._keeper is not None
    closes(kept._keeper)  # as the end of this process does
    assert pc.started_with() == "Countersign --kept"
    os.kill(kept._keeper.pid, 9)  # it would start what ends again
    os.waitpid(kept._keeper.pid, 0)


def test_one_that_runs_once_says_in_words_that_the_system_refused(pc: Pc) -> None:
    keeping = Keeping(pc.session, is_once=True)
    keeping.begin_anew()
    pc.becomes(refuses)
    with pytest.raises(NotStartedAnewError, match="could not be started again: Text file busy"):
        keeping.start_itself()
