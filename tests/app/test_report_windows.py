"""The windows of reports, opened from a counter's bar and a supervisor's console."""

from datetime import timedelta
from pathlib import Path
from threading import Thread
from types import SimpleNamespace

import pytest
import shiboken6
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from desktop.app.counter_windows import CounterWindows
from desktop.app.supervisor_windows import SupervisorWindows
from desktop.domain.alerts.facts import Outcome
from desktop.domain.reports.field import Kind
from desktop.ui.console.pages import NOW
from desktop.ui.reports.form import IncidentForm
from desktop.ui.reports.threat_call import ThreatCallWindow
from tests.app.report_people import (
    WAITS_MS,
    ana,
    begun,
    counter,
    desk,
    form_of,
    maria,
    submit,
    tell,
)
from tests.support.workplace import PATIENCE, StationAtWork, office, wait_until
from tests.ui.hands import click
from tests.ui.reports.hands import button, said, text, write

__all__ = ["ana", "counter", "desk", "maria", "office"]


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
    reporting = counter._running.late.reporting()
    filed = reporting.filing.submit(form.draft).result(PATIENCE)
    shelf = ana.running.late.reporting().shelf
    assert shelf is not None
    wait_until(lambda: shelf.report(filed.number))
    report = shelf.report(filed.number)
    assert report is not None
    assert report.answers["narrative"] == "He struck the counter."
    assert report.alert == draft.alert


def test_a_key_begins_a_report_of_the_call_before_it(
    qtbot: QtBot, ana: StationAtWork, counter: CounterWindows
) -> None:
    counter.bar.panic_pressed.emit()
    qtbot.waitUntil(lambda: counter._board.mine() is not None, timeout=WAITS_MS)
    Thread(target=counter.begin_report).start()  # as the hotkeys' thread does
    qtbot.waitUntil(lambda: bool(counter._reports.windows._open), timeout=WAITS_MS)
    assert form_of(counter).draft.alert == counter._board.mine().id  # type: ignore[union-attr]  # waited for


def test_the_menu_opens_the_threat_call_and_my_reports(
    qtbot: QtBot, counter: CounterWindows
) -> None:
    counter.bar.call_pressed.emit()
    opened = counter._reports.windows._open.values()
    call = next(window for window in opened if isinstance(window, ThreatCallWindow))
    assert call.isVisible()
    drafts = counter._running.late.reporting().drafts
    counter.bar.reports_pressed.emit()
    mine = counter._reports.windows._mine
    assert mine is not None
    assert mine.isVisible()
    qtbot.waitUntil(lambda: any(d.kind is Kind.THREAT_CALL for d in drafts.all()), timeout=WAITS_MS)


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
    calls = desk._running.late.reporting().calls
    calls.watch(lambda live: desk._bridge.post(lambda: heard.append(len(live))))
    own = calls.begin("Ana Ruiz")
    qtbot.waitUntil(lambda: 1 in heard, timeout=WAITS_MS)
    assert not live_calls(desk)
    elsewhere = maria.running.late.reporting().calls.begin("Maria Delgado")
    qtbot.waitUntil(lambda: bool(live_calls(desk)), timeout=WAITS_MS)
    assert set(live_calls(desk)) == {elsewhere}
    assert own != elsewhere


def test_a_threat_call_that_is_told_while_the_program_ends_brings_up_no_window(
    qtbot: QtBot, maria: StationAtWork, desk: SupervisorWindows
) -> None:
    qtbot.waitUntil(lambda: any(d.is_present for d in desk._station.board.desks), timeout=WAITS_MS)
    calls = maria.running.late.reporting().calls
    calls.begin("Maria Delgado")
    qtbot.waitUntil(lambda: bool(live_calls(desk)), timeout=WAITS_MS)
    desk._desk.close()
    heard: list[int] = []
    desk._running.late.reporting().calls.watch(
        lambda live: desk._bridge.post(lambda: heard.append(len(live)))
    )
    calls.begin("Maria Delgado")
    qtbot.waitUntil(lambda: 2 in heard, timeout=WAITS_MS)
    assert not live_calls(desk)


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


def test_a_file_that_is_removed_comes_back_by_undo_and_leaves_the_disk_with_the_form(
    qtbot: QtBot, counter: CounterWindows, tmp_path: Path
) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear sirs, you will hear from me.")
    reporting = counter._running.late.reporting()
    form = begun(counter)
    write(text(form, "narrative"), "He left a letter.")
    form.frame.attachments.add([letter])

    def names_files(*names: str) -> bool:
        draft = reporting.drafts.kept(form.draft.id)
        return draft is not None and tuple(one.name for one in draft.attachments) == names

    def saves(*names: str) -> None:
        form.save_now()
        qtbot.waitUntil(lambda: names_files(*names), timeout=WAITS_MS)

    qtbot.waitUntil(lambda: len(form.draft.attachments) == 1, timeout=WAITS_MS)
    saves("letter.txt")
    click(button(form, "Remove letter.txt"))
    saves()
    form.undo_stack.undo()
    saves("letter.txt")
    form.undo_stack.redo()
    saves()
    assert len(reporting.blobs.held()) == 1
    click(button(form, "Save and close"))
    qtbot.waitUntil(lambda: not reporting.blobs.held(), timeout=WAITS_MS)
