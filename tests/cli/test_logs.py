"""The station's log file, which somebody may be reading while it is written."""

import errno
import logging
from pathlib import Path

import pytest

from desktop.cli import logs
from desktop.services.adapters.home import Home


def test_a_log_that_somebody_reads_on_windows_is_written_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There a file that is open in another program cannot be given another name."""

    def refuse(source: str, target: str) -> None:
        raise PermissionError(errno.EACCES, "The process cannot access the file", source)

    monkeypatch.setattr("os.rename", refuse)
    monkeypatch.setattr(logs, "MAX_BYTES", 100)
    home = Home(tmp_path)
    with logs.logging_to(home):
        for number in range(9):
            logging.getLogger("desktop").info("line %s of nine", number)
    written = (home.log / logs.FILE_NAME).read_text("utf-8").splitlines()
    assert [line[-14:] for line in written] == [f"line {n} of nine" for n in range(9)]


def test_a_log_that_is_full_makes_room_for_a_fresh_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logs, "MAX_BYTES", 100)
    home = Home(tmp_path)
    with logs.logging_to(home):
        for number in range(9):
            logging.getLogger("desktop").info("line %s of nine", number)
    kept = sorted(file.name for file in home.log.iterdir())
    assert kept == ["station.log", *(f"station.log.{n}" for n in range(1, logs.KEPT + 1))]
