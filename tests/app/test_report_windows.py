"""The windows of reports, opened from a counter's bar and a supervisor's console."""

import stat
import tempfile
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path, PurePath
from threading import Event as Flag
from threading import current_thread, main_thread
from types import SimpleNamespace

import msgspec
import pytest
import shiboken6
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from desktop.app import opened_copies, report_windows
from desktop.app.main import Program
from desktop.app.opened_copies import MOST_LETTERS, OpenedCopies
from desktop.app.report_papers import AttachmentNotOpenedError
from desktop.app.running import RunningStation
from desktop.app.windows import CounterWindows, SupervisorWindows
from desktop.domain.alerts.facts import Outcome
from desktop.domain.errors import ReportNotSavedError
from desktop.domain.reports.attachments import AttachmentRunsError
from desktop.domain.reports.draft import Filed
from desktop.domain.reports.facts import Standing
from desktop.domain.reports.field import Kind
from desktop.services.adapters.home import Home
from desktop.services.adapters.home_lock import HomeLock
from desktop.services.adapters.pdf.saving import save_document
from desktop.services.adapters.sqlite import draft_rows
from desktop.services.adapters.sqlite.database import open_for_reading
from desktop.services.adapters.sqlite.schema import File
from desktop.ui.console.pages import NOW
from desktop.ui.console.reports.papers import Described, Exported
from desktop.ui.reports.form import IncidentForm
from desktop.ui.reports.question import Question
from desktop.ui.reports.threat_call import ThreatCallWindow
from desktop.ui.reports.times import MomentEditor
from desktop.ui.views.incident_form import Mode
from desktop.ui.views.report_papers import ExportRequest, Finding
from desktop.ui.views.report_papers import Variant as Chosen
from tests.support.windows import ON_WINDOWS
from tests.support.workplace import PATIENCE, StationAtWork, Workplace, office, wait_until
from tests.ui.hands import click
from tests.ui.reports.hands import button, editor, leave, said, text, write

__all__ = ["office"]

WAITS_MS = 20_000


@pytest.fixture
def ana(office: Workplace) -> StationAtWork:
    return office.supervisor("Ana Ruiz")


@pytest.fixture
def counter(office: Workplace, ana: StationAtWork) -> Iterator[CounterWindows]:
    """A counter's program, opened as a person does."""
    office.counter("Counter 3").leaves()
    program = Program(office.stations[1].home, opened=lambda _running: None)
    program.open()
    assert isinstance(program.windows, CounterWindows)
    yield program.windows
    program.close()


@pytest.fixture
def desk(office: Workplace, ana: StationAtWork) -> Iterator[SupervisorWindows]:
    """A supervisor's program, opened as a person does."""
    ana.leaves()
    program = Program(ana.home, opened=lambda _running: None)
    program.open()
    assert isinstance(program.windows, SupervisorWindows)
    yield program.windows
    program.close()


def form_of(windows: CounterWindows) -> IncidentForm:
    opened = windows._reports.windows._open.values()
    return next(window for window in opened if isinstance(window, IncidentForm))


def test_a_report_begun_from_the_bar_has_what_the_alert_tells_and_reaches_the_supervisor(
    qtbot: QtBot, ana: StationAtWork, counter: CounterWindows
) -> None:
    qtbot.waitUntil(lambda: any(d.is_present for d in ana.board.desks), timeout=WAITS_MS)
    counter.bar.panic_pressed.emit()
    qtbot.waitUntil(lambda: counter._board.mine() is not None, timeout=WAITS_MS)
    counter.bar.report_pressed.emit()
    form = form_of(counter)
    draft = form.draft
    assert draft.alert == counter._board.mine().id  # type: ignore[union-attr]  # waited for
    assert draft.answers["place"] == "Counter 3"
    assert draft.answers["reporter_name"] == "Maria Delgado"
    form.frame.body.answered.emit("narrative", "He struck the counter.", False)
    qtbot.waitUntil(lambda: "narrative" in form.draft.answers, timeout=WAITS_MS)
    reporting = counter._running.reporting()
    filed = reporting.filing.submit(form.draft).result(PATIENCE)
    shelf = ana.running.reporting().shelf
    assert shelf is not None
    wait_until(lambda: shelf.report(filed.number))
    report = shelf.report(filed.number)
    assert report is not None
    assert report.answers["narrative"] == "He struck the counter."
    assert report.alert == draft.alert


def test_the_menu_opens_the_threat_call_and_my_reports(
    qtbot: QtBot, counter: CounterWindows
) -> None:
    counter.bar.call_pressed.emit()
    opened = counter._reports.windows._open.values()
    call = next(window for window in opened if isinstance(window, ThreatCallWindow))
    assert call.isVisible()
    drafts = counter._running.reporting().drafts
    counter.bar.reports_pressed.emit()
    mine = counter._reports.windows._mine
    assert mine is not None
    assert mine.isVisible()
    qtbot.waitUntil(lambda: any(d.kind is Kind.THREAT_CALL for d in drafts.all()), timeout=WAITS_MS)


def test_a_draft_discarded_in_my_reports_is_gone_open_or_not(
    qtbot: QtBot, counter: CounterWindows
) -> None:
    windows = counter._reports.windows
    drafts = counter._running.reporting().drafts
    counter.bar.report_pressed.emit()
    form = form_of(counter)
    form.frame.body.answered.emit("narrative", "A slip of the hand.", False)
    form.save_now()
    other = drafts.save(drafts.new(Kind.PHONE)).result(PATIENCE)
    qtbot.waitUntil(lambda: len(drafts.all()) == 2, timeout=WAITS_MS)
    counter.bar.reports_pressed.emit()
    mine = windows._mine
    assert mine is not None
    mine.discarded.emit(form.draft)
    qtbot.waitUntil(lambda: not windows._open, timeout=WAITS_MS)
    assert [one.id for one in drafts.all()] == [other.id]
    mine.discarded.emit(other)
    qtbot.waitUntil(lambda: "No reports yet" in said(mine), timeout=WAITS_MS)
    assert drafts.all() == ()


def test_my_reports_are_those_of_whoever_sits_there_now(
    qtbot: QtBot, office: Workplace, ana: StationAtWork
) -> None:
    station = office.counter("Counter 3")
    with station.home.settings_file.open("a", encoding="utf-8") as file:
        file.write("shared = true\n")
    station.leaves()
    program = Program(station.home, opened=lambda _running: None)
    program.open()
    assert isinstance(program.windows, CounterWindows)
    windows = program.windows
    reporting = windows._running.reporting()
    answers = {
        "began": "2026-03-09T10:00",
        "reporter_name": "Maria Delgado",
        "narrative": "He struck the counter.",
    }
    draft = reporting.drafts.new(Kind.COUNTER, answers=dict(answers))
    number = reporting.filing.submit(draft).result(PATIENCE).number
    windows.bar.reports_pressed.emit()
    mine = windows._reports.windows._mine
    assert mine is not None
    qtbot.waitUntil(lambda: number in said(mine), timeout=WAITS_MS)
    windows.bar.person_changed.emit("Devon Park")
    qtbot.waitUntil(lambda: number not in said(mine), timeout=WAITS_MS)
    windows.bar.person_changed.emit("Maria Delgado")
    qtbot.waitUntil(lambda: number in said(mine), timeout=WAITS_MS)
    program.close()


def test_of_another_account_s_drafts_my_reports_say_only_how_many_there_are(
    qtbot: QtBot, counter: CounterWindows
) -> None:
    drafts = counter._running.reporting().drafts
    draft = drafts.new(Kind.VISIT, answers={"narrative": "He shouted."})
    drafts.save(msgspec.structs.replace(draft, account="login:devon", author="Devon Park")).result(
        PATIENCE
    )
    counter.bar.reports_pressed.emit()
    mine = counter._reports.windows._mine
    assert mine is not None
    qtbot.waitUntil(lambda: "1 draft of another account" in said(mine), timeout=WAITS_MS)
    assert "Devon Park" not in said(mine)
    assert "Field visit" not in said(mine)


def test_the_form_s_preview_is_the_report_as_it_will_print(
    qtbot: QtBot, counter: CounterWindows
) -> None:
    counter.bar.report_pressed.emit()
    draft = form_of(counter).draft
    assert counter._reports.papers.preview(draft).startswith(b"%PDF")


def test_a_supervisor_prints_checks_and_exports_from_the_console(
    qtbot: QtBot, desk: SupervisorWindows, tmp_path: Path
) -> None:
    reporting = desk._running.reporting()
    answers = {
        "began": "2026-03-09T10:00",
        "reporter_name": "Ana Ruiz",
        "narrative": "He struck the counter.",
    }
    draft = reporting.drafts.new(Kind.COUNTER, answers=dict(answers))
    filed = reporting.filing.submit(draft).result(PATIENCE)
    papers, file = desk._desk.papers, tmp_path / "report.pdf"
    wait_until(lambda: reporting.shelf and reporting.shelf.report(filed.number))
    papers.save(filed.report, Chosen.FULL, file).result(PATIENCE)
    genuine = papers.verify(str(file)).result(PATIENCE)
    assert (genuine.finding, genuine.number) == (Finding.GENUINE, filed.number)
    assert papers.verify("0000 0000 0000 0000").result(PATIENCE).finding is Finding.UNKNOWN
    desk.console.show_page("reports")
    review = reporting.review
    assert review is not None
    signed = review.sign(filed.report, "Ana Ruiz").result(PATIENCE)
    assert signed.standing is Standing.SIGNED


def test_a_supervisor_takes_a_threat_call_and_sees_their_own_reports(
    qtbot: QtBot, desk: SupervisorWindows
) -> None:
    desk._reports.call_pressed.emit()
    opened = desk._desk.windows._open.values()
    assert any(isinstance(window, ThreatCallWindow) for window in opened)
    desk._reports.mine_pressed.emit()
    mine = desk._desk.windows._mine
    assert mine is not None
    assert mine.isVisible()


@pytest.fixture
def maria(office: Workplace, ana: StationAtWork) -> StationAtWork:
    """A counter at work; asked for before ``desk``, which takes its supervisor's place."""
    return office.counter("Counter 3")


def test_a_supervisor_begins_a_report_of_an_alert_that_is_closed(
    qtbot: QtBot, maria: StationAtWork, desk: SupervisorWindows
) -> None:
    alert = maria.presses_panic()
    station = desk._running.station
    qtbot.waitUntil(lambda: station.board.find(alert) is not None, timeout=WAITS_MS)
    station.attend(alert).result(PATIENCE)
    desk._running.close(alert, Outcome.HELPED).result(PATIENCE)
    desk.console.show_page(NOW)
    qtbot.waitUntil(
        lambda: any(b.isVisible() for b in closed_buttons(desk, "Start a report")),
        timeout=WAITS_MS,
    )
    closed_buttons(desk, "Start a report")[0].click()
    opened = desk._desk.windows._open.values()
    form = next(window for window in opened if isinstance(window, IncidentForm))
    assert form.draft.alert == alert
    assert form.draft.answers["place"] == "Counter 3"


def closed_buttons(desk: SupervisorWindows, text: str) -> list[QAbstractButton]:
    found = desk.console.findChildren(QAbstractButton)
    return [button for button in found if button.text().strip() == text]


@pytest.mark.parametrize(("minutes", "is_about_it"), [(29, True), (31, False)])
def test_a_report_begun_at_a_counter_is_about_an_alert_that_was_closed_just_now(
    qtbot: QtBot,
    ana: StationAtWork,
    counter: CounterWindows,
    monkeypatch: pytest.MonkeyPatch,
    *,
    minutes: int,
    is_about_it: bool,
) -> None:
    qtbot.waitUntil(lambda: any(d.is_present for d in ana.board.desks), timeout=WAITS_MS)
    assert counter._last_of_mine() == ""
    counter.bar.panic_pressed.emit()
    qtbot.waitUntil(lambda: counter._board.mine() is not None, timeout=WAITS_MS)
    alert = counter._last_of_mine()
    qtbot.waitUntil(lambda: ana.shows(alert), timeout=WAITS_MS)
    ana.says_they_are_here(alert)
    ana.closes(alert)
    qtbot.waitUntil(lambda: bool(counter._board.closed), timeout=WAITS_MS)
    closed_at = counter._board.closed[0].closed_at
    assert closed_at is not None
    later = closed_at + timedelta(minutes=minutes)
    then = SimpleNamespace(clock=SimpleNamespace(now=lambda: later))
    monkeypatch.setattr(counter, "_running", then)
    assert counter._last_of_mine() == (alert if is_about_it else "")


def live_calls(desk: SupervisorWindows) -> list[str]:
    """The calls that stand on the screen, in their window."""
    window = desk._desk._calls
    return list(window._cards) if window is not None and window.isVisible() else []


def test_a_threat_call_taken_elsewhere_comes_up_and_one_s_own_does_not(
    qtbot: QtBot, maria: StationAtWork, desk: SupervisorWindows
) -> None:
    qtbot.waitUntil(lambda: any(d.is_present for d in desk._station.board.desks), timeout=WAITS_MS)
    heard: list[int] = []
    calls = desk._running.reporting().calls
    calls.watch(lambda live: desk._bridge.post(lambda: heard.append(len(live))))
    own = calls.begin("Ana Ruiz")
    qtbot.waitUntil(lambda: 1 in heard, timeout=WAITS_MS)
    assert not live_calls(desk)
    elsewhere = maria.running.reporting().calls.begin("Maria Delgado")
    qtbot.waitUntil(lambda: bool(live_calls(desk)), timeout=WAITS_MS)
    assert set(live_calls(desk)) == {elsewhere}
    assert own != elsewhere


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The files that the desktop was asked to open, each by the windows' thread; it says yes."""
    files: list[Path] = []

    def open_url(url: QUrl) -> bool:
        assert current_thread() is main_thread()
        files.append(Path(url.toLocalFile()))
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    return files


def test_attachments_of_one_name_open_as_copies_that_go_with_the_program(
    qtbot: QtBot, desk: SupervisorWindows, opened: list[Path]
) -> None:
    papers, taking = desk._desk.papers, desk._running.reporting().taking
    letters = [taking.take_pasted(text, "letter.txt").attachment for text in (b"One.", b"Two.")]
    for letter in letters:
        asked = papers.open_attachment(letter)
        qtbot.waitUntil(asked.done, timeout=WAITS_MS)
        assert asked.result() is None
    assert [file.read_bytes() for file in opened] == [b"One.", b"Two."]
    assert all(stat.S_IMODE(file.stat().st_mode) == 0o400 for file in opened)
    papers.close()
    assert not any(file.parent.parent.exists() for file in opened)


def test_an_attachment_that_a_double_click_would_run_is_not_opened(
    qtbot: QtBot, desk: SupervisorWindows, opened: list[Path]
) -> None:
    taken = desk._running.reporting().taking.take_pasted(b"One.", "letter.txt").attachment
    asked = desk._desk.papers.open_attachment(msgspec.structs.replace(taken, name="letter.cmd"))
    qtbot.waitUntil(asked.done, timeout=WAITS_MS)
    assert isinstance(asked.exception(), AttachmentRunsError)
    assert not opened


def test_what_no_program_opens_is_said(
    qtbot: QtBot, desk: SupervisorWindows, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: False)
    taken = desk._running.reporting().taking.take_pasted(b"One.", "letter.txt").attachment
    asked = desk._desk.papers.open_attachment(taken)
    qtbot.waitUntil(asked.done, timeout=WAITS_MS)
    assert isinstance(asked.exception(), AttachmentNotOpenedError)


def test_an_attachment_asked_for_as_the_program_ends_is_not_opened(
    qtbot: QtBot, desk: SupervisorWindows, opened: list[Path]
) -> None:
    taken = desk._running.reporting().taking.take_pasted(b"One.", "letter.txt").attachment
    asked = desk._desk.papers.open_attachment(taken)
    desk._desk.papers.close()
    qtbot.waitUntil(asked.done, timeout=WAITS_MS)
    assert asked.cancelled()
    assert not opened


def test_copies_that_a_dead_run_left_are_swept_and_nobody_else_s(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    dead, living = OpenedCopies(tmp_path / "home"), OpenedCopies(tmp_path / "another home")
    left, kept = dead.place("letter.pdf"), living.place("letter.pdf")
    for file in (left, kept):
        file.write_bytes(b"One.")
        file.chmod(0o400)
    socket = tmp_path / "countersign-socket"
    socket.mkdir()
    link = tmp_path / f"{dead._prefix}link"
    link.symlink_to(living._folder)
    now = OpenedCopies(tmp_path / "home")
    now.sweep()
    assert not left.exists()
    assert not left.parent.parent.exists()
    assert kept.exists()
    assert link.is_symlink()
    assert socket.is_dir()
    assert now.place("letter.pdf").parent.is_dir()


@pytest.mark.parametrize("ending", [".pdf", ".tar.gz", ""])
def test_on_windows_a_copy_has_a_path_that_its_programs_take(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    """A name may have 200 letters; with the folder of the copies that is more than 259."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(opened_copies, "sys", ON_WINDOWS)
    copies = OpenedCopies(tmp_path / "home")
    long = copies.place("N🙄" * 40 + "x" * 120 + ending)
    assert len(str(long).encode("utf-16-le")) == 2 * MOST_LETTERS
    assert long.name.startswith("N🙄")
    assert long.suffix == PurePath(f"x{ending}").suffix
    assert copies.place("letter" + ending).name == "letter" + ending


def begun(windows: CounterWindows) -> IncidentForm:
    windows.bar.report_pressed.emit()
    return form_of(windows)


def tell(form: IncidentForm) -> None:
    """Write what a report cannot do without; the name is there."""
    began = editor(form, "began")
    assert isinstance(began, MomentEditor)
    write(began.day, "3/8/26")
    write(began.time, "2:15 pm")
    write(text(form, "narrative"), "He struck the counter.")
    leave(form)


def submit(qtbot: QtBot, form: IncidentForm) -> None:
    qtbot.waitUntil(form.frame.foot.submit.isEnabled, timeout=WAITS_MS)
    click(form.frame.foot.submit)
    question = form.submitting.dialog
    assert isinstance(question, Question)
    click(question.yes)
    qtbot.waitUntil(lambda: form.mode is Mode.SUBMITTED, timeout=WAITS_MS)


def test_after_a_form_was_closed_the_next_one_is_submitted_and_shows_its_receipt(
    qtbot: QtBot, counter: CounterWindows
) -> None:
    first = begun(counter)
    write(text(first, "narrative"), "Never mind.")
    click(button(first, "Save and close"))
    qtbot.waitUntil(lambda: not shiboken6.isValid(first), timeout=WAITS_MS)
    second = begun(counter)
    tell(second)
    submit(qtbot, second)
    qtbot.waitUntil(lambda: "The supervisor has it." in said(second), timeout=WAITS_MS)


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
    drafts = again.windows._running.reporting().drafts.all()
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
    (draft,) = again.windows._running.reporting().drafts.all()
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


def test_what_was_submitted_can_be_added_to_from_my_reports(
    qtbot: QtBot, ana: StationAtWork, counter: CounterWindows
) -> None:
    form = begun(counter)
    tell(form)
    submit(qtbot, form)
    click(button(form, "Close"))
    qtbot.waitUntil(lambda: not shiboken6.isValid(form), timeout=WAITS_MS)
    counter.bar.reports_pressed.emit()
    mine = counter._reports.windows._mine
    assert mine is not None
    (filed,) = counter._running.reporting().filing.filed()
    click(button(mine, f"Add to {filed.number}"))
    more = form_of(counter)
    assert more.mode is Mode.AMENDING
    write(text(more, "narrative"), "He came back.")
    write(more.frame.body.why, "It went on.")
    leave(more)
    submit(qtbot, more)
    shelf = ana.running.reporting().shelf
    assert shelf is not None

    def is_told() -> bool:
        report = shelf.report(filed.number)
        return report is not None and len(report.amendments) == 1

    qtbot.waitUntil(is_told, timeout=WAITS_MS)
    drafts = counter._running.reporting().drafts.all()
    assert drafts == ()


def test_an_amendment_that_was_begun_survives_the_program_and_is_offered_again(
    qtbot: QtBot, ana: StationAtWork, counter: CounterWindows
) -> None:
    form = begun(counter)
    tell(form)
    submit(qtbot, form)
    form.amend()
    write(form.frame.body.why, "It went on.")
    home, windows = counter._running.home, counter._reports.windows
    amendment = form.draft.id
    qtbot.waitUntil(lambda: on_disk(home).get(amendment) == "It went on.", timeout=WAITS_MS)
    counter.bar.reports_pressed.emit()
    mine = windows._mine
    assert mine is not None
    (filed,) = counter._running.reporting().filing.filed()
    assert f"Amendment to {filed.number}" in said(mine)
    for name in ("Open", f"Add to {filed.number}"):
        click(button(mine, name))
        assert list(windows._open.values()) == [form]  # it comes to the front
    click(button(form, "Save and close"))
    qtbot.waitUntil(lambda: not shiboken6.isValid(form), timeout=WAITS_MS)
    counter.bar.person_changed.emit("maria  DELGADO")  # who sits here is spelled otherwise now
    station = counter._running.station
    qtbot.waitUntil(lambda: station.board.me.person == "maria  DELGADO", timeout=WAITS_MS)
    click(button(mine, f"Add to {filed.number}"))
    again = form_of(counter)
    assert again.draft.id == amendment
    assert again.frame.body.why.toPlainText() == "It went on."
    write(text(again, "narrative"), "He came back.")
    leave(again)
    submit(qtbot, again)
    qtbot.waitUntil(lambda: on_disk(home) == {}, timeout=WAITS_MS)


def on_disk(home: Home) -> dict[str, str]:
    """What a kill of the power would leave of drafts: why, by id."""
    with closing(open_for_reading(home.drafts_db, File.DRAFTS)) as conn:
        return {draft.id: draft.why for draft in draft_rows.drafts(conn)}


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
    home, blobs = program.home, program.windows._running.reporting().blobs
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


def test_a_pdf_is_saved_whole_while_the_windows_go_on(
    qtbot: QtBot, counter: CounterWindows, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = Flag()

    def slowly(document: bytes, file: Path) -> Path:
        assert current_thread() is not main_thread()
        gate.wait(PATIENCE)
        return save_document(document, file)

    monkeypatch.setattr(report_windows, "save_document", slowly)
    form = begun(counter)
    form.resize(1440, 900)
    preview = form.frame.preview
    assert preview is not None
    qtbot.waitUntil(lambda: preview.pages.page_count > 0, timeout=WAITS_MS)
    file = tmp_path / "report.pdf"
    file.write_bytes(b"an older one")
    preview.save_to(file)
    write(text(form, "narrative"), "He struck the counter.")
    assert file.read_bytes() == b"an older one"
    gate.set()
    qtbot.waitUntil(lambda: file.read_bytes().startswith(b"%PDF"), timeout=WAITS_MS)


def test_the_violence_log_of_a_period_leaves_the_console_without_who_was_involved(
    qtbot: QtBot, desk: SupervisorWindows, tmp_path: Path
) -> None:
    reporting, numbers = desk._running.reporting(), []
    for narrative in ("Harold Beck struck the counter.", "A customer struck the counter."):
        draft = reporting.drafts.new(
            Kind.COUNTER,
            answers={
                "began": "2026-03-09T10:00",
                "reporter_name": "Ana Ruiz",
                "narrative": narrative,
                "customers": [{"name": "Harold Beck"}],
            },
        )
        numbers.append(reporting.filing.submit(draft).result(PATIENCE).number)
    wait_until(lambda: reporting.shelf and reporting.shelf.report(numbers[-1]))
    march = ExportRequest(date(2026, 3, 1), date(2026, 3, 31), Chosen.SB_553, tmp_path)
    papers = desk._desk.papers

    def export(request: ExportRequest) -> Exported:
        done = papers.export(request, on_progress=lambda *_: None, is_cancelled=lambda: False)
        return done.result(PATIENCE)

    first = export(march)
    assert (first.count, [number for number, _ in first.failed]) == (1, numbers[:1])
    assert first.unfit == Described(numbers[0], "Harold Beck struck the counter.")
    csv = tmp_path / "sb553-2026-03-01-2026-03-31.csv"
    assert "Beck" not in csv.read_text("utf-8-sig")
    assert csv.with_suffix(".pdf").read_bytes().startswith(b"%PDF")
    described = {numbers[0]: "The customer struck the counter.", "2026-C3-099": "Of another month"}
    again = export(replace(march, descriptions=described))
    assert (again.count, again.failed, again.unfit) == (2, (), None)
    assert "The customer struck the counter." in csv.read_text("utf-8-sig")
