"""Closing a form and quitting the program lose no word."""

from concurrent.futures import Future
from contextlib import closing
from pathlib import Path
from threading import Event as Flag

import pytest
import shiboken6
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.app.counter_windows import CounterWindows
from desktop.app.main import Program
from desktop.app.running import RunningStation
from desktop.domain.errors import ReportNotSavedError
from desktop.domain.reports.draft import Filed
from desktop.services.adapters.home_lock import HomeLock
from desktop.services.adapters.sqlite import draft_rows
from desktop.services.adapters.sqlite.database import open_for_reading
from desktop.services.adapters.sqlite.schema import File
from desktop.ui.reports.form import IncidentForm
from desktop.ui.reports.question import Question
from desktop.ui.reports.threat_call import ThreatCallWindow
from tests.app.report_people import WAITS_MS, ana, begun, counter, form_of, tell
from tests.support.workplace import StationAtWork, Workplace, office
from tests.ui.hands import click
from tests.ui.reports.hands import button, said, text, write

__all__ = ["ana", "counter", "office"]


def test_closing_right_after_the_last_key_loses_no_word(
    qtbot: QtBot, counter: CounterWindows
) -> None:
    form = begun(counter)
    write(text(form, "narrative"), "He struck the counter, twice.")
    click(button(form, "Save and close"))
    qtbot.waitUntil(lambda: not shiboken6.isValid(form), timeout=WAITS_MS)
    counter.bar.reports_pressed.emit()
    mine = counter._reports.windows._mine
    assert mine is not None
    click(button(mine, "Open"))
    again = text(form_of(counter), "narrative")
    assert again.toPlainText() == "He struck the counter, twice."  # type: ignore[attr-defined] # a text


def test_quitting_right_after_the_last_key_loses_no_word(
    qtbot: QtBot, office: Workplace, ana: StationAtWork
) -> None:
    office.counter("Counter 3").leaves()
    home = office.stations[1].home
    program = Program(home, opened=lambda _running: None)
    program.open()
    assert isinstance(program.windows, CounterWindows)
    write(text(begun(program.windows), "narrative"), "He struck the counter.")
    program.windows.bar.call_pressed.emit()
    opened = program.windows._reports.windows._open.values()
    call = next(window for window in opened if isinstance(window, ThreatCallWindow))
    write(call.words_field, "One hour")
    program.close()
    again = Program(home, opened=lambda _running: None)
    again.open()
    assert isinstance(again.windows, CounterWindows)
    drafts = again.windows._running.late.reporting().drafts.all()
    again.close()
    said_in = [draft.answers for draft in drafts]
    assert any(answers.get("narrative") == "He struck the counter." for answers in said_in)
    told = next(answers for answers in said_in if answers.get("threat_wording") == "One hour")
    assert told["call_ended"]


def test_logging_off_from_windows_loses_no_word_and_leaves_no_station_behind(
    qtbot: QtBot, office: Workplace, ana: StationAtWork
) -> None:
    """There the process ends while Qt tells of the end; nothing after its loop is reached."""
    office.counter("Counter 3").leaves()
    home = office.stations[1].home
    settled: list[RunningStation] = []
    program = Program(home, opened=settled.append)
    program.open()
    assert isinstance(program.windows, CounterWindows)
    qtbot.waitUntil(lambda: bool(settled), timeout=WAITS_MS)
    write(text(begun(program.windows), "narrative"), "He struck the counter.")
    told_when_closed = []
    program.app.aboutToQuit.connect(lambda: told_when_closed.append(program.running))
    program.app.aboutToQuit.emit()
    assert told_when_closed == [None]
    with HomeLock(home):
        pass
    again = Program(home, opened=lambda _running: None)
    again.open()
    assert isinstance(again.windows, CounterWindows)
    (draft,) = again.windows._running.late.reporting().drafts.all()
    again.close()
    program.close()
    assert draft.answers["narrative"] == "He struck the counter."


def test_a_call_that_was_closed_is_forgotten_and_its_draft_goes_on_as_a_report(
    qtbot: QtBot, counter: CounterWindows
) -> None:
    counter.bar.call_pressed.emit()
    windows = counter._reports.windows
    call = next(one for one in windows._open.values() if isinstance(one, ThreatCallWindow))
    write(call.words_field, "One hour")
    call.close()
    qtbot.waitUntil(lambda: not windows._open, timeout=WAITS_MS)
    counter.bar.reports_pressed.emit()
    assert windows._mine is not None
    click(button(windows._mine, "Open"))
    assert form_of(counter).draft.answers["threat_wording"] == "One hour"


def program_with_a_form(office: Workplace) -> tuple[Program, IncidentForm]:
    office.counter("Counter 3").leaves()
    program = Program(office.stations[1].home, opened=lambda _running: None)
    program.open()
    assert isinstance(program.windows, CounterWindows)
    return program, begun(program.windows)


@pytest.fixture
def left(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The ends that the program came to: no event loop of its own runs here."""
    ends: list[int] = []
    app = QApplication.instance()
    assert app is not None
    monkeypatch.setattr(type(app), "exit", lambda *_: ends.append(1))
    return ends


def test_quitting_waits_for_a_file_that_is_still_being_read(
    qtbot: QtBot, office: Workplace, ana: StationAtWork, left: list[int], tmp_path: Path
) -> None:
    program, form = program_with_a_form(office)
    photo = tmp_path / "letter.txt"
    photo.write_text("A letter.")
    assert isinstance(program.windows, CounterWindows)
    box = program.windows._reports.windows._box
    gate = Flag()
    box._worker.submit(gate.wait)  # a file before it takes its time
    form.frame.attachments.add([photo])
    program._leave()
    assert left == []
    qtbot.waitUntil(lambda: "Countersign ends as soon as" in said(form), timeout=WAITS_MS)
    gate.set()
    qtbot.waitUntil(lambda: bool(left), timeout=WAITS_MS)
    home, blobs = program.home, program.windows._running.late.reporting().blobs
    program.close()
    with closing(open_for_reading(home.drafts_db, File.DRAFTS)) as conn:
        (draft,) = draft_rows.drafts(conn)
    assert [file.name for file in draft.attachments] == ["letter.txt"]
    assert blobs.holds(draft.attachments[0].sha256)


def test_whoever_quits_twice_does_not_wait(
    qtbot: QtBot, office: Workplace, ana: StationAtWork, left: list[int], tmp_path: Path
) -> None:
    program, form = program_with_a_form(office)
    gate = Flag()
    assert isinstance(program.windows, CounterWindows)
    program.windows._reports.windows._box._worker.submit(gate.wait)
    (tmp_path / "letter.txt").write_text("A letter.")
    form.frame.attachments.add([tmp_path / "letter.txt"])
    program._leave()
    assert left == []
    program._leave()
    assert left == [1]
    gate.set()
    program.close()


def test_whoever_goes_on_writing_keeps_the_program(
    qtbot: QtBot, office: Workplace, ana: StationAtWork, left: list[int], tmp_path: Path
) -> None:
    program, form = program_with_a_form(office)
    gate = Flag()
    assert isinstance(program.windows, CounterWindows)
    windows = program.windows._reports.windows
    windows._box._worker.submit(gate.wait)
    (tmp_path / "letter.txt").write_text("A letter.")
    form.frame.attachments.add([tmp_path / "letter.txt"])
    program._leave()
    windows._close_open()  # as it does after ten seconds
    question = form.closing.question
    assert question is not None
    click(question.no)
    gate.set()
    qtbot.waitUntil(lambda: bool(form.draft.attachments), timeout=WAITS_MS)
    assert left == []
    assert form.isVisible()
    program._leave()
    qtbot.waitUntil(lambda: bool(left), timeout=WAITS_MS)
    program.close()


def test_a_report_that_is_refused_while_the_program_ends_keeps_it_open(
    qtbot: QtBot,
    office: Workplace,
    ana: StationAtWork,
    left: list[int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    program, form = program_with_a_form(office)
    tell(form)
    assert isinstance(program.windows, CounterWindows)
    windows = program.windows._reports.windows
    answer: Future[Filed] = Future()
    monkeypatch.setattr(windows._reporting.filing, "submit", lambda *_, **__: answer)
    qtbot.waitUntil(form.frame.foot.submit.isEnabled, timeout=WAITS_MS)
    click(form.frame.foot.submit)
    question = form.submitting.dialog
    assert isinstance(question, Question)
    click(question.yes)
    program._leave()
    answer.set_exception(ReportNotSavedError())
    qtbot.waitUntil(lambda: "could not keep the report" in said(form), timeout=WAITS_MS)
    windows._close_open()  # as it does after ten seconds
    qtbot.wait(50)
    assert left == []
    assert form.isVisible()
    write(text(form, "narrative"), "He struck it twice.")
    program._leave()  # the first time that it is asked for again: every word is waited for
    assert left == []
    qtbot.waitUntil(lambda: bool(left), timeout=WAITS_MS)
    program.close()
