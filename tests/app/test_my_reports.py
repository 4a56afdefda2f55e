"""*My reports*: what was begun, what was submitted, and adding to it."""

from contextlib import closing

import msgspec
import pytest
import shiboken6
from pytestqt.qtbot import QtBot

from desktop.app.counter_windows import CounterWindows
from desktop.app.main import Program
from desktop.domain.reports.draft import Draft
from desktop.domain.reports.field import Kind
from desktop.services.adapters.home import Home
from desktop.services.adapters.sqlite import draft_rows
from desktop.services.adapters.sqlite.database import open_for_reading
from desktop.services.adapters.sqlite.schema import File
from desktop.ui.reports import going
from desktop.ui.reports.reports_window import ReportsWindow
from desktop.ui.views.incident_form import Mode
from tests.app.report_people import WAITS_MS, ana, begun, counter, form_of, submit, tell
from tests.support.workplace import PATIENCE, StationAtWork, Workplace, office
from tests.ui.hands import click
from tests.ui.reports.hands import button, leave, said, text, write

__all__ = ["ana", "counter", "office"]


def test_a_draft_deleted_in_my_reports_is_gone_after_ten_seconds_open_or_not(
    qtbot: QtBot, counter: CounterWindows, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(going, "TICK_MS", 1)
    windows = counter._reports.windows
    drafts = counter._running.late.reporting().drafts
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


def deleted(qtbot: QtBot, counter: CounterWindows) -> tuple[ReportsWindow, Draft]:
    """*My reports* with one draft in it, whose ten seconds have begun."""
    drafts = counter._running.late.reporting().drafts
    draft = drafts.save(drafts.new(Kind.PHONE)).result(PATIENCE)
    counter.bar.reports_pressed.emit()
    mine = counter._reports.windows._mine
    assert mine is not None
    click(button(mine, "Delete draft"))
    qtbot.waitUntil(lambda: "Deleted in" in said(mine), timeout=WAITS_MS)
    assert drafts.all() == (draft,)  # on the disk until they are over
    return mine, draft


@pytest.mark.parametrize("by", ["undo", "opening it"])
def test_a_draft_that_is_being_deleted_stays_where_somebody_wants_it_back(
    qtbot: QtBot, counter: CounterWindows, by: str
) -> None:
    mine, draft = deleted(qtbot, counter)
    windows = counter._reports.windows
    if by == "undo":
        click(button(mine, "Undo"))
    else:
        windows.write(draft)
    assert "Deleted in" not in said(mine)
    assert not windows._going
    assert counter._running.late.reporting().drafts.all() == (draft,)


def test_a_draft_that_a_command_went_on_with_meanwhile_is_not_deleted(
    qtbot: QtBot, counter: CounterWindows, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine, draft = deleted(qtbot, counter)
    drafts = counter._running.late.reporting().drafts
    drafts.save(msgspec.structs.replace(draft, answers={"narrative": "More"})).result(PATIENCE)
    counter._reports.windows._going[draft.id].end_now()
    assert "Deleted in" not in said(mine)
    assert [one.answers for one in drafts.all()] == [{"narrative": "More"}]


def test_a_program_that_ends_within_the_ten_seconds_deletes_what_was_to_go_and_nothing_else(
    qtbot: QtBot, office: Workplace, counter: CounterWindows
) -> None:
    drafts = counter._running.late.reporting().drafts
    kept = drafts.save(drafts.new(Kind.VISIT)).result(PATIENCE)
    gone = drafts.save(drafts.new(Kind.PHONE)).result(PATIENCE)
    windows = counter._reports.windows
    windows.discard(gone)
    windows.close()
    assert drafts.all() == (kept,)


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
    reporting = windows._running.late.reporting()
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
    drafts = counter._running.late.reporting().drafts
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
    (filed,) = counter._running.late.reporting().filing.filed()
    click(button(mine, f"Add to {filed.number}"))
    more = form_of(counter)
    assert more.mode is Mode.AMENDING
    write(text(more, "narrative"), "He came back.")
    write(more.frame.body.why, "It went on.")
    leave(more)
    submit(qtbot, more)
    shelf = ana.running.late.reporting().shelf
    assert shelf is not None

    def is_told() -> bool:
        report = shelf.report(filed.number)
        return report is not None and len(report.amendments) == 1

    qtbot.waitUntil(is_told, timeout=WAITS_MS)
    drafts = counter._running.late.reporting().drafts.all()
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
    (filed,) = counter._running.late.reporting().filing.filed()
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
