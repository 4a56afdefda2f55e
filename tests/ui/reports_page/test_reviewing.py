"""A report is read and reviewed beside what it tells: comment, actions, outcome, signature."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QPlainTextEdit
from pytestqt.qtbot import QtBot

from desktop.domain.reports.facts import (
    ActionDone,
    ActionListed,
    ReportCommented,
    ReportConcluded,
    ReportKept,
    ReportRead,
    ReportReleased,
    ReportSigned,
    Standing,
)
from desktop.ui.advice_line import AdviceLine
from desktop.ui.theme import Scheme
from tests.support.reports import (
    ANA,
    amend,
    beck,
)
from tests.ui.hands import click, key, write
from tests.ui.report_stage import DiskFullError, ReportStage
from tests.ui.reports_page.reading import button, field, said, settle


def test_three_seconds_before_the_eyes_are_reading(
    qtbot: QtBot, stage: ReportStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage.page._reading.setInterval(150)
    call = stage.reports.finding.rows.first()
    stage.open(call)
    qtbot.waitUntil(lambda: stage.desk.said == [ReportRead(report=call, reader=ANA)], timeout=3000)
    qtbot.waitUntil(lambda: "Read by Ana Ruiz" in said(stage.page.side), timeout=3000)
    qtbot.waitUntil(lambda: "Every report has been read." in said(stage.console), timeout=3000)
    row = stage.reports.finding.rows.row(0)
    assert row is not None
    assert row.standing is Standing.READ
    qtbot.wait(250)
    assert len(stage.desk.said) == 1


def test_a_report_that_is_left_sooner_was_not_read(qtbot: QtBot, stage: ReportStage) -> None:
    stage.page._reading.setInterval(150)
    call = stage.reports.finding.rows.first()
    stage.open(call)
    assert stage.page._reading.isActive()
    stage.console.show_page("now")
    assert not stage.page._reading.isActive()
    qtbot.wait(200)
    assert stage.desk.said == []


def test_pressing_says_read_too(qtbot: QtBot, stage: ReportStage) -> None:
    call = stage.reports.finding.rows.first()
    stage.open(call)
    click(button(stage.page, "Mark as read"))
    qtbot.waitUntil(lambda: "Read by Ana Ruiz" in said(stage.page.side), timeout=3000)


def test_a_comment_is_added_and_the_field_is_free_again(qtbot: QtBot, stage: ReportStage) -> None:
    about = beck(stage.desk)
    stage.open(about)
    area = field(stage.page.side, "Comment")
    write(area, "Call him before Friday.")
    key(area, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    wanted = ReportCommented(report=about, comment="Call him before Friday.", author=ANA)
    qtbot.waitUntil(lambda: wanted in stage.desk.said, timeout=3000)
    assert isinstance(area, QPlainTextEdit)
    qtbot.waitUntil(lambda: area.toPlainText() == "", timeout=3000)
    qtbot.waitUntil(lambda: "Call him before Friday." in said(stage.page.side), timeout=3000)


def test_what_is_typed_survives_a_refusal_another_report_and_another_look(
    qtbot: QtBot, stage: ReportStage
) -> None:
    about = beck(stage.desk)
    stage.open(about)
    stage.desk.refusal = DiskFullError()
    write(field(stage.page.side, "Comment"), "Call him.")
    click(button(stage.page.side, "Add the comment"))
    qtbot.waitUntil(lambda: "The disk of this PC is full." in said(stage.page.side), timeout=3000)
    assert "Free some space" in said(stage.page.side)
    stage.open(stage.reports.finding.rows.first())
    settle(qtbot)
    assert field(stage.page.side, "Comment").toPlainText() == ""  # type: ignore[attr-defined] # a text area
    assert "full" not in said(stage.page.side)
    stage.console._appearance.choose(scheme=Scheme.DARK)
    stage.open(about)
    settle(qtbot)
    area = field(stage.page.side, "Comment")
    assert isinstance(area, QPlainTextEdit)
    assert area.toPlainText() == "Call him."
    stage.desk.refusal = None
    click(button(stage.page.side, "Add the comment"))
    qtbot.waitUntil(lambda: area.toPlainText() == "", timeout=3000)


def test_while_it_is_saved_nothing_can_be_typed_over_it(qtbot: QtBot, stage: ReportStage) -> None:
    stage.open(beck(stage.desk))
    stage.desk.waits = True
    area = field(stage.page.side, "Comment")
    assert isinstance(area, QPlainTextEdit)
    write(area, "Call him.")
    click(button(stage.page.side, "Add the comment"))
    assert area.isReadOnly()
    assert not button(stage.page.side, "Add the comment").isEnabled()
    stage.desk.let_go()
    qtbot.waitUntil(lambda: not area.isReadOnly(), timeout=3000)
    assert area.toPlainText() == ""


def test_an_empty_comment_is_answered_with_advice(qtbot: QtBot, stage: ReportStage) -> None:
    stage.open(beck(stage.desk))
    click(button(stage.page.side, "Add the comment"))
    assert "Write the comment first." in said(stage.page.side)
    assert stage.desk.said == []


def test_an_action_is_listed_with_owner_and_date(qtbot: QtBot, stage: ReportStage) -> None:
    about = beck(stage.desk)
    stage.open(about)
    side = stage.page.side
    click(button(side, "Add an action"))
    qtbot.waitUntil(lambda: field(side, "What is to be done").hasFocus(), timeout=1000)
    write(field(side, "What is to be done"), "Call Mr. Beck")
    write(field(side, "Who does it"), "Joan Petrie")
    write(field(side, "Until when"), "someday")
    click(button(side, "List it"))
    assert "“someday” is no date." in said(side)
    assert "Write it like 3/23/2026." in said(side)
    due = field(side, "Until when")
    assert due.property("problem") == "true"
    assert field(side, "Who does it").property("problem") == "false"
    told = next(one for one in side.findChildren(AdviceLine) if one.isVisible())
    settle(qtbot)
    under = told.mapTo(side, QPoint()).y() - due.mapTo(side, QPoint(0, due.height())).y()
    assert 0 <= under <= 8
    due.clear()  # type: ignore[attr-defined] # a line
    write(due, "3/20/2026")
    key(due, Qt.Key.Key_Return)
    wanted = ActionListed(
        report=about, what="Call Mr. Beck", owner="Joan Petrie", due="2026-03-20", author=ANA
    )
    qtbot.waitUntil(lambda: stage.desk.said == [wanted], timeout=3000)
    qtbot.waitUntil(lambda: "Due Mar 20" in said(side), timeout=3000)
    assert "Add an action" in said(side)


def test_an_action_is_done_with_how(qtbot: QtBot, stage: ReportStage) -> None:
    about = beck(stage.desk)
    stage.open(about)
    side = stage.page.side
    settle(qtbot)
    click(button(side, "Done…"))
    settle(qtbot)
    area = field(side, "How was it done?")
    write(area, "Sent today.")
    settle(qtbot)
    click(button(side, "It is done"))
    qtbot.waitUntil(lambda: bool(stage.desk.said), timeout=3000)
    (done,) = stage.desk.said
    assert isinstance(done, ActionDone)
    assert done.how == "Sent today."
    qtbot.waitUntil(lambda: "Ana Ruiz: Sent today." in said(side), timeout=3000)


def test_a_report_is_kept_with_a_reason_and_released_with_one(
    qtbot: QtBot, stage: ReportStage
) -> None:
    about = beck(stage.desk)
    stage.open(about)
    side = stage.page.side
    click(button(side, "Keep…"))
    why = field(side, "Why it is to be kept")
    qtbot.waitUntil(why.hasFocus, timeout=1000)
    click(button(side, "Keep it"))
    assert "Say why it is to be kept" in said(side)
    assert why.property("problem") == "true"
    write(why, "A court case")
    key(why, Qt.Key.Key_Return)
    wanted = ReportKept(report=about, why="A court case", author=ANA)
    qtbot.waitUntil(lambda: stage.desk.said == [wanted], timeout=3000)
    qtbot.waitUntil(lambda: "Ana Ruiz wants it kept" in said(stage.page), timeout=3000)
    settle(qtbot)
    click(button(side, "Release…"))
    settle(qtbot)
    click(button(side, "Release it"))
    settle(qtbot)
    assert "Say why it need not be kept any more." in said(side)
    write(field(side, "Why need it not be kept any more?"), "The case is settled.")
    click(button(side, "Release it"))
    qtbot.waitUntil(lambda: len(stage.desk.said) == 2, timeout=3000)
    released = stage.desk.said[1]
    assert isinstance(released, ReportReleased)
    (mark,) = stage.desk.report(about).keep_marks  # type: ignore[union-attr]  # it is there
    assert (released.marks, released.why) == ((mark.id,), "The case is settled.")
    qtbot.waitUntil(lambda: "by Ana Ruiz: The case is settled." in said(side), timeout=3000)


def test_what_became_of_it_says_who_reads_it(qtbot: QtBot, stage: ReportStage) -> None:
    about = beck(stage.desk)
    stage.open(about)
    assert "Maria Delgado reads these words." in said(stage.page.side)
    write(field(stage.page.side, "What became of it"), "The check was found.")
    settle(qtbot)
    click(button(stage.page.side, "Tell the reporter"))
    wanted = ReportConcluded(report=about, outcome="The check was found.", author=ANA)
    qtbot.waitUntil(lambda: stage.desk.said == [wanted], timeout=3000)


def test_signing_asks_for_the_pin_and_an_amendment_asks_again(
    qtbot: QtBot, stage: ReportStage
) -> None:
    about = beck(stage.desk)
    stage.open(about)
    settle(qtbot)
    click(button(stage.page.side, "Sign"))
    assert stage.desk.said == []
    stage.pins.pop()(True)
    wanted = ReportSigned(report=about, signer=ANA, title="Supervisor", pin_checked=True)
    qtbot.waitUntil(lambda: stage.desk.said == [wanted], timeout=3000)
    qtbot.waitUntil(lambda: "with PIN" in said(stage.page.side), timeout=3000)
    amend(stage.desk, about)
    again = "Signed before the amendment of Mar 10. Sign again."
    qtbot.waitUntil(lambda: again in said(stage.page.side), timeout=3000)
    qtbot.waitUntil(lambda: "Amendments" in said(stage.page), timeout=3000)
    assert "Sign again" in said(stage.page.side)


def test_a_report_that_changed_elsewhere_is_drawn_anew_and_the_comment_stays(
    qtbot: QtBot, stage: ReportStage
) -> None:
    about = beck(stage.desk)
    stage.open(about)
    area = field(stage.page.side, "Comment")
    area.setFocus()
    write(area, "Half a sen")
    amend(stage.desk, about)
    qtbot.waitUntil(lambda: "The glass has a crack." in said(stage.page), timeout=3000)
    assert isinstance(area, QPlainTextEdit)
    assert area.toPlainText() == "Half a sen"
    assert area.hasFocus()
