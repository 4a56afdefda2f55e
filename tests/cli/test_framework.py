"""What every command has in common: options, exit codes, and words instead of tracebacks."""

import errno
import io
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from desktop import __version__
from desktop.cli import doctor, exits, main, output
from desktop.cli.output import on_this_clock


def run(*words: str, **more: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "desktop", *words],
        capture_output=True,
        text=True,
        env={**os.environ, **more},
        timeout=30,
        check=False,
    )


def test_it_tells_its_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == exits.DONE
    assert capsys.readouterr().out == f"countersign {__version__}\n"


HALF = [["alert"], ["site"], ["log"], ["report"], ["guidance"]]
"""Nouns without what to do with them: nothing is opened, nothing is started."""


@pytest.mark.parametrize(
    "words",
    [["dance"], ["doctor", "--dance"], ["--home"], ["doctor", "well"], *HALF],
    ids=" ".join,
)
def test_a_command_that_is_not_understood_ends_with_code_2_and_says_where_to_read(
    capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    assert main(words) == exits.USAGE
    said = capsys.readouterr()
    assert said.out == ""
    message, advice = said.err.strip().splitlines()
    assert message.endswith(".")
    assert "--help" in advice


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="Windows has no tzset")
def test_people_read_times_by_their_own_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "America/Denver")
    time.tzset()
    try:
        assert on_this_clock("2026-03-02T17:15:04.120Z") == "2026-03-02 10:15:04"
    finally:
        monkeypatch.undo()
        time.tzset()


def test_errors_are_json_where_json_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--json", "dance"]) == exits.USAGE
    error = json.loads(capsys.readouterr().err)["error"]
    assert set(error) == {"code", "message", "advice"}
    assert error["code"] == "usage"


def test_home_and_json_may_stand_anywhere(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    for words in (
        ["--home", str(tmp_path), "--json", "doctor"],
        ["doctor", "--json", "--home", str(tmp_path)],
        ["--json", "doctor", "--home", str(tmp_path)],
    ):
        main(words)
        assert json.loads(capsys.readouterr().out)["home"] == str(tmp_path)


def test_a_fault_of_our_own_is_one_sentence_for_the_person_and_a_file_for_us(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(doctor, "checks_of", lambda _: 1 / 0)
    assert main(["doctor", "--home", str(tmp_path)]) == exits.FAULT
    said = capsys.readouterr().err
    assert "Traceback" not in said
    assert "ZeroDivisionError" not in said
    log = tmp_path / "log" / "faults.log"
    assert str(log) in said
    assert "ZeroDivisionError" in log.read_text()


def test_interrupting_it_is_quiet(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def interrupt(session: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(doctor, "checks_of", interrupt)
    assert main(["doctor", "--home", str(tmp_path)]) == exits.INTERRUPTED
    assert capsys.readouterr() == ("", "")


def test_python_m_desktop_is_the_command() -> None:
    told = run("--version")
    assert (told.returncode, told.stdout) == (0, f"countersign {__version__}\n")


def test_a_console_that_cannot_print_a_letter_does_not_end_the_command(tmp_path: Path) -> None:
    home = tmp_path / "घर"
    told = run("doctor", "--home", str(home), PYTHONIOENCODING="ascii:strict")
    assert "Traceback" not in told.stderr
    assert "folder" in told.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="a closed pipe is another error there")
def test_a_reader_that_has_seen_enough_is_no_fault(tmp_path: Path) -> None:
    pipe = subprocess.Popen(
        [sys.executable, "-m", "desktop", "doctor", "--home", str(tmp_path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert pipe.stdout is not None
    pipe.stdout.close()
    assert pipe.stderr is not None
    said = pipe.stderr.read()
    pipe.stderr.close()
    assert pipe.wait(30) == exits.REFUSED
    assert said == b""


def test_on_windows_a_reader_that_has_seen_enough_is_no_fault_either(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """There the closed pipe is an invalid argument."""

    class ClosedPipe(io.StringIO):
        def write(self, _text: str) -> int:
            raise OSError(errno.EINVAL, "Invalid argument")

    there = SimpleNamespace(platform="win32", stdout=ClosedPipe(), stderr=sys.stderr)
    monkeypatch.setattr(output, "sys", there)
    assert main(["doctor", "--home", str(tmp_path)]) == exits.REFUSED
    assert capsys.readouterr() == ("", "")
    assert not (tmp_path / "log").exists()


def test_a_command_starts_without_qt_and_without_what_only_the_station_needs(
    tmp_path: Path,
) -> None:
    script = (
        "import sys; from desktop.cli import main; main(['--version']);"
        "heavy = {'PySide6', 'sqlite_utils', 'reportlab', 'cryptography', 'paho', 'zeroconf',"
        " 'apprise', 'keyring', 'requests'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    told = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=30, check=False
    )
    assert told.stdout.splitlines()[-1] == "[]", told.stderr
