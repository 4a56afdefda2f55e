"""A desk's windows, its relay and its beats wait for no report."""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.app import late_parts
from desktop.app.main import Program
from desktop.app.supervisor_windows import SupervisorWindows
from tests.support.workplace import PATIENCE, StationAtWork, Workplace, office, wait_until

__all__ = ["office"]

PATIENCE_MS = round(1000 * PATIENCE)


@contextmanager
def opened(station: StationAtWork) -> Iterator[Program]:
    """The program of a station that has left."""
    program = Program(station.home, opened=lambda _: None)
    try:
        program.open()
        yield program
    finally:
        program.close()


@contextmanager
def held(file: Path) -> Iterator[None]:
    """Another program has the file, and nobody else may read or write it."""
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN IMMEDIATE")
        yield


@pytest.fixture
def ana(office: Workplace) -> StationAtWork:
    """Her desk has written reports, and is off."""
    ana = office.supervisor("Ana Ruiz")
    ana.running.late.reporting()
    ana.leaves()
    settings = ana.home.path / "station.toml"
    settings.write_text(settings.read_text("utf-8") + "sound = false\n", "utf-8")
    return ana


def test_a_desk_is_at_work_with_its_windows_while_another_program_holds_its_drafts(
    ana: StationAtWork, qtbot: QtBot
) -> None:
    with held(ana.home.drafts_db), opened(ana) as program:
        assert program.running is not None
        assert isinstance(program.windows, SupervisorWindows)
        station, reporting = program.running.station, program.running.late.reporting
        qtbot.waitUntil(lambda: station.board.relays_up > 0, timeout=PATIENCE_MS)
        assert program.windows.console.isVisible()
        assert reporting.made is None


def test_what_waits_to_be_read_is_counted_once_reports_are_open(
    ana: StationAtWork, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop.app.supervisor_windows.REPORTS_AFTER_MS", 0)
    monkeypatch.setattr(late_parts, "OPENED_AFTER", 0.1)
    with opened(ana) as program:
        assert isinstance(program.windows, SupervisorWindows)
        reports = program.windows._reports
        counted = list[str]()
        reports.count_changed.connect(counted.append)
        qtbot.waitUntil(lambda: counted == [""], timeout=PATIENCE_MS)


@pytest.mark.expects_log("reporting does not open")
@pytest.mark.allows_log("desktop.app.late_parts")
def test_reports_that_do_not_open_keep_no_window_from_opening(
    ana: StationAtWork, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    said = "Reports do not open at this PC. The PC says: No space left on device. Start the"

    def fails(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("desktop.app.reporting.Reporting.__init__", fails)
    monkeypatch.setattr(late_parts, "OPENED_AFTER", 0.1)
    with opened(ana) as program:
        assert isinstance(program.windows, SupervisorWindows)
        assert program.windows.console.isVisible()
        assert program.running is not None
        running = program.running
        wait_until(lambda: any("No space left" in str(one) for one in running.troubles))
        page = program.windows.console.page
        qtbot.waitUntil(lambda: said in page._trouble.accessibleName(), timeout=PATIENCE_MS)
