"""The Reports page, driven as a supervisor drives it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QMenu, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop.domain.reports.attachments import Attachment
from desktop.domain.reports.facts import (
    ActionDone,
    ActionListed,
    ReportCommented,
    ReportConcluded,
    ReportRead,
    ReportSigned,
    Standing,
)
from desktop.services.reports.identifying import Detail, Found
from desktop.services.reports.ports import Query, SavedView
from desktop.services.reports.sb553 import IdentifyingDetailsError, Leak
from desktop.ui.console.reports.papers import Described, Exported
from desktop.ui.glyph import Glyph
from desktop.ui.labels import Label
from desktop.ui.theme import Appearance, Scheme
from desktop.ui.views.report_papers import Blank, Finding, Variant, Verdict
from tests.support.reports import (
    ANA,
    LETTER,
    PHOTO,
    TODAY,
    HugeShelf,
    a_busy_desk,
    amend,
    beck,
)
from tests.ui.hands import click, key, write
from tests.ui.report_stage import DiskFullError, ReportStage, report_stage
from tests.ui.shots import LOOKS

APOSTROPHE = "\N{RIGHT SINGLE QUOTATION MARK}"


def seen() -> set[QWidget]:
    """The windows on the screen; other tests of this process may have left some."""
    return {widget for widget in QApplication.topLevelWidgets() if widget.isVisible()}


@pytest.fixture
def stage(qtbot: QtBot, fonts: None) -> Iterator[ReportStage]:
    with report_stage() as made:
        made.console.resize(1440, 900)
        made.console.show()
        made.console.activateWindow()
        qtbot.waitUntil(made.console.isActiveWindow, timeout=3000)
        made.open_page()
        yield made


def test_building_the_page_opens_no_window_that_takes_the_keyboard(
    qtbot: QtBot, fonts: None
) -> None:
    before = seen()
    with report_stage() as made:
        made.console.show()
        made.console.activateWindow()
        qtbot.waitUntil(made.console.isActiveWindow, timeout=3000)
        made.open_page()
        assert made.console.isActiveWindow()
        assert seen() - before == {made.console}


def said(widget: QWidget) -> str:
    shown = [label.text() for label in widget.findChildren(Label) if label.isVisible()]
    shown += [b.text().strip() for b in widget.findChildren(QAbstractButton) if b.isVisible()]
    return "\n".join(shown)


def button(widget: QWidget, text: str, about: str = "") -> QAbstractButton:
    return next(
        b
        for b in widget.findChildren(QAbstractButton)
        if b.isVisible() and b.text().strip() == text and about in b.accessibleDescription()
    )


def field(widget: QWidget, name: str) -> QWidget:
    return next(
        w
        for w in widget.findChildren(QWidget)
        if w.isVisible()
        and w.accessibleName() == name
        and w.focusPolicy() & Qt.FocusPolicy.TabFocus
    )


def settle(qtbot: QtBot) -> None:
    for _ in range(3):
        QApplication.processEvents()


def rows(stage: ReportStage) -> list[str]:
    model = stage.reports.finding.rows
    found = [model.row(n) for n in range(model.rowCount())]
    return [row.number for row in found if row is not None]


# Finding


def test_the_first_look_says_what_waits_and_lists_the_newest_first(stage: ReportStage) -> None:
    assert "1 report waits to be read" in said(stage.console)
    assert rows(stage) == [f"2026-C3-00{n}" for n in (5, 4, 3, 2, 1)]
    assert "5 reports" in said(stage.page)
    assert "Choose a report to read it." in said(stage.page)
    assert stage.desk.said == []


def test_typing_searches_and_escape_brings_everything_back(
    qtbot: QtBot, stage: ReportStage
) -> None:
    search = stage.page.panel.search
    key(stage.page.panel.list, Qt.Key.Key_Slash)
    qtbot.waitUntil(search.hasFocus)
    write(search, "perm")
    qtbot.waitUntil(lambda: rows(stage) == ["2026-C3-003"], timeout=3000)
    key(search, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: len(rows(stage)) == 5, timeout=3000)


def test_nothing_found_says_so_and_offers_the_way_back(qtbot: QtBot, stage: ReportStage) -> None:
    write(stage.page.panel.search, "parking")
    qtbot.waitUntil(lambda: "Nothing for “parking”." in said(stage.page), timeout=3000)
    click(button(stage.page, "Clear the search"))
    qtbot.waitUntil(lambda: len(rows(stage)) == 5, timeout=3000)
    assert stage.page.panel.search.text() == ""


def test_a_site_without_reports_offers_to_begin_one(qtbot: QtBot, fonts: None) -> None:
    desk = a_busy_desk()
    desk.facts.clear()
    with report_stage(desk=desk) as stage:
        stage.console.show()
        stage.open_page()
        qtbot.waitUntil(lambda: "No reports yet. Start one" in said(stage.page), timeout=3000)
        assert "Choose a report" not in said(stage.page)
        with qtbot.waitSignal(stage.reports.new_pressed, timeout=1000):
            click(button(stage.page.panel, "New report"))


def test_a_filter_is_chosen_from_its_menu_and_cleared(qtbot: QtBot, stage: ReportStage) -> None:
    filters = stage.page.panel.filters
    filters._kind_menu().actions()[5].trigger()
    qtbot.waitUntil(lambda: rows(stage) == ["2026-C3-005"], timeout=3000)
    assert button(filters, "Threat call").property("on") == "true"
    click(button(filters, "Clear"))
    qtbot.waitUntil(lambda: len(rows(stage)) == 5, timeout=3000)
    click(button(filters, "Hurt"))
    qtbot.waitUntil(lambda: rows(stage) == ["2026-C3-001"], timeout=3000)
    click(button(filters, "Hurt"))
    place = next(a for a in filters._place_menu().actions() if a.text() == "Window 6")
    place.trigger()
    qtbot.waitUntil(lambda: rows(stage) == ["2026-C3-001"], timeout=3000)


def test_days_that_are_none_are_answered_in_place(qtbot: QtBot, stage: ReportStage) -> None:
    filters = stage.page.panel.filters
    next(a for a in filters._period_menu().actions() if a.text() == "Other days…").trigger()
    qtbot.waitUntil(filters._days.isVisible, timeout=1000)
    write(filters._days.lines[0], "soon")
    click(button(filters._days, "Show"))
    assert "“soon” is no date." in said(filters)
    assert filters._days.lines[0].text() == "soon"
    filters._days.lines[0].setText("3/9/2026")
    key(filters._days.lines[0], Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(rows(stage)) == 3, timeout=3000)
    assert not filters._days.isVisible()
    assert "Since Mar 9" in said(filters)


def test_escape_puts_the_days_away_and_goes_back_to_their_button(
    qtbot: QtBot, stage: ReportStage
) -> None:
    filters = stage.page.panel.filters
    next(a for a in filters._period_menu().actions() if a.text() == "Other days…").trigger()
    qtbot.waitUntil(filters._days.lines[0].hasFocus, timeout=1000)
    key(filters._days.lines[0], Qt.Key.Key_Escape)
    assert not filters._days.isVisible()
    assert filters._period.hasFocus()


def test_a_view_is_saved_chosen_and_forgotten(qtbot: QtBot, stage: ReportStage) -> None:
    filters = stage.page.panel.filters
    click(button(filters, "Threats"))
    qtbot.waitUntil(lambda: len(rows(stage)) == 2, timeout=3000)
    next(a for a in filters._views_menu().actions() if a.text().startswith("Save this")).trigger()
    write(filters._name.lines[0], "Threats & more")
    key(filters._name.lines[0], Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Threats & more" in said(filters), timeout=3000)
    assert stage.desk.saved == {
        "Threats & more": SavedView("Threats & more", Query(only_threats=True))
    }
    click(button(filters, "Clear"))
    qtbot.waitUntil(lambda: len(rows(stage)) == 5, timeout=3000)
    filters._views_menu().actions()[0].trigger()
    qtbot.waitUntil(lambda: len(rows(stage)) == 2, timeout=3000)
    forget = filters._views_menu().findChildren(QMenu)[-1]
    forget.actions()[0].trigger()
    qtbot.waitUntil(lambda: stage.desk.saved == {}, timeout=3000)


def test_a_disk_that_refuses_is_said_in_one_line_and_typing_goes_on(
    qtbot: QtBot, stage: ReportStage
) -> None:
    stage.desk.shelf_refusal = DiskFullError()
    write(stage.page.panel.search, "beck")
    qtbot.waitUntil(lambda: "The disk of this PC is full." in said(stage.page), timeout=3000)
    stage.desk.shelf_refusal = None
    write(stage.page.panel.search, " h")
    qtbot.waitUntil(lambda: rows(stage) == ["2026-C3-003"], timeout=3000)
    assert "full" not in said(stage.page.panel)


def test_the_list_of_a_hundred_thousand_opens_with_one_page(qtbot: QtBot, fonts: None) -> None:
    shelf = HugeShelf()
    with report_stage(desk=shelf) as stage:
        stage.console.show()
        page = stage.open_page()
        settle(qtbot)
        assert len(shelf.asked) == 1
        page.panel.list.scrollToBottom()
        qtbot.waitUntil(lambda: stage.reports.finding.rows.rowCount() == 200, timeout=3000)
        assert "100,000 reports" in said(page)


# By keyboard alone


def test_arrows_enter_and_escape_read_a_report_and_come_back(
    qtbot: QtBot, stage: ReportStage
) -> None:
    panel = stage.page.panel
    panel.go_to_rows()
    key(panel.list, Qt.Key.Key_Down)
    key(panel.list, Qt.Key.Key_Down)
    key(panel.list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Harold Beck" in said(stage.page), timeout=3000)
    assert stage.page.detail is not None
    qtbot.waitUntil(stage.page.detail.pdf.hasFocus, timeout=1000)
    key(stage.page.detail.pdf, Qt.Key.Key_Escape)
    qtbot.waitUntil(panel.list.hasFocus, timeout=1000)
    assert panel.list.currentIndex().row() == 2
    key(panel.list, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: "Choose a report" in said(stage.page), timeout=3000)


def test_running_down_the_list_fetches_only_what_it_rests_on(
    qtbot: QtBot, stage: ReportStage
) -> None:
    opened: list[object] = []
    stage.reports.finding.opened.connect(opened.append)
    stage.page.panel.go_to_rows()
    for _ in range(4):
        key(stage.page.panel.list, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: "Devon Park" in said(stage.page), timeout=3000)
    assert len(opened) == 1


def test_ones_own_reports_and_a_threat_call_are_a_quiet_button_away(
    qtbot: QtBot, stage: ReportStage
) -> None:
    assert stage.page.tools is not None
    for text, signal in (
        ("My reports", stage.reports.mine_pressed),
        ("Threat call", stage.reports.call_pressed),
    ):
        pressed = button(stage.page.tools, text)
        assert pressed.property("role") == "quiet"
        with qtbot.waitSignal(signal, timeout=1000):
            click(pressed)


def test_tools_fold_into_a_menu_before_the_header_s_sentence_has_no_room(
    qtbot: QtBot, stage: ReportStage
) -> None:
    tools = stage.page.tools
    assert tools is not None
    stage.console.resize(980, 800)
    qtbot.waitUntil(lambda: said(tools) == "More", timeout=3000)
    assert stage.page.panel.isVisible()
    assert stage.page.pane.isVisible()


def test_tab_goes_in_reading_order(qtbot: QtBot, stage: ReportStage) -> None:
    stage.open(beck(stage.desk))
    settle(qtbot)
    stage.console.setFocus()
    key(stage.console, Qt.Key.Key_Tab)
    order = []
    for _ in range(32):
        focus = QApplication.focusWidget()
        assert focus is not None
        order.append(focus.accessibleName() or getattr(focus, "text", str)())
        key(focus, Qt.Key.Key_Tab)
    wanted = [
        "Now",
        "Reports 1",
        f"I{APOSTROPHE}m away",
        "Verify a copy",
        "Export a period",
        "My reports",
        "Threat call",
        "New report",
        "Search the reports",
        "Kind",
        "Standing",
        "Period",
        "Place",
        "Threats",
        "Hurt",
        "Saved views",
        "Reports",
        "Save PDF",
        "Show the alert",
        "Open",
        "Save as…",
        "Open",
        "Save as…",
        "Mark as read",
        "Done…",
        "Add an action",
        "What became of it",
        "Tell the reporter",
        "Sign",
        "Comment",
        "Add the comment",
    ]
    assert order[: len(wanted)] == wanted


def test_a_narrow_window_shows_the_list_or_the_report_with_a_way_back(
    qtbot: QtBot, stage: ReportStage
) -> None:
    stage.console.resize(820, 700)
    settle(qtbot)
    panel = stage.page.panel
    panel.go_to_rows()
    assert not stage.page.pane.isVisible()
    key(panel.list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: stage.page.detail is not None, timeout=3000)
    assert not panel.isVisible()
    assert stage.page.detail is not None
    qtbot.waitUntil(stage.page.detail.pdf.hasFocus, timeout=1000)
    click(button(stage.page, "Back to the list"))
    assert panel.isVisible()
    assert not stage.page.pane.isVisible()


# Reading and reviewing


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
    assert "Amendments" in said(stage.page)
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


# On paper


def test_each_paper_is_asked_for_under_its_name(qtbot: QtBot, stage: ReportStage) -> None:
    about = beck(stage.desk)
    stage.open(about)
    assert stage.page.detail is not None
    for action in stage.page.detail.build_menu().actions():
        action.trigger()
    names = [(variant, file.name) for _, variant, file in stage.papers.saved]
    assert names == [
        (Variant.FULL, "2026-C3-003.pdf"),
        (Variant.REDACTED, "2026-C3-003-redacted.pdf"),
        (Variant.OSHA_301, "2026-C3-003-osha-301.pdf"),
        (Variant.SB_553, "2026-C3-003-sb-553.pdf"),
    ]
    qtbot.waitUntil(lambda: "2026-C3-003-sb-553.pdf is saved" in said(stage.page), timeout=3000)


def test_a_paper_that_cannot_be_saved_is_said_in_place(qtbot: QtBot, stage: ReportStage) -> None:
    stage.open(beck(stage.desk))
    stage.papers.refusal = DiskFullError()
    assert stage.page.detail is not None
    stage.page.detail.build_menu().actions()[0].trigger()
    qtbot.waitUntil(lambda: "The disk of this PC is full." in said(stage.page), timeout=3000)


def test_attachments_are_opened_and_saved(qtbot: QtBot, stage: ReportStage) -> None:
    stage.open(beck(stage.desk))
    settle(qtbot)
    click(button(stage.page, "Open", about=PHOTO.name))
    click(button(stage.page, "Save as…", about=LETTER.name))
    assert stage.papers.files == [("open", PHOTO), ("save", LETTER)]


def test_a_name_with_folders_in_it_is_saved_as_a_plain_file(
    qtbot: QtBot, stage: ReportStage
) -> None:
    asked: list[str] = []

    def ask(_title: str, proposed: str) -> str:
        asked.append(proposed)
        return ""

    stage.reports._parts = replace(stage.reports._parts, ask_file=ask)
    evil = Attachment(name="..\\..\\/etc/passwd", media="", size=1, sha256="0" * 64)
    stage.reports._save_attachment(beck(stage.desk), evil)
    assert [Path(one).name for one in asked] == ["passwd"]


def test_a_period_is_exported_with_a_count_and_can_be_stopped(
    qtbot: QtBot, stage: ReportStage
) -> None:
    click(button(stage.console, "Export a period"))
    dialog = stage.page.open_export()
    qtbot.waitUntil(dialog.isVisible, timeout=1000)
    assert dialog.lines[Blank.SINCE].text() == "3/1/2026"
    click(dialog.export)
    assert "Choose a folder for the files." in said(dialog)
    dialog.lines[Blank.FOLDER].setText("/somewhere/March")
    dialog.papers[Variant.REDACTED].click()
    click(dialog.export)
    (request,) = stage.papers.exports
    assert (request.since, request.until) == (date(2026, 3, 1), TODAY)
    assert request.variant is Variant.REDACTED
    assert stage.papers.on_progress is not None
    assert stage.papers.is_cancelled is not None
    stage.papers.on_progress(12, 87)
    qtbot.waitUntil(lambda: "Report 12 of 87" in said(dialog), timeout=3000)
    assert (dialog._bar.value(), dialog._bar.maximum()) == (12, 87)
    click(dialog.cancel)
    assert stage.papers.is_cancelled()
    assert "Stopping after this report" in said(dialog)
    assert stage.papers.exporting is not None
    stage.papers.exporting.set_result(Exported(13, is_cancelled=True))
    qtbot.waitUntil(lambda: "Canceled. 13 reports saved in March" in said(dialog), timeout=3000)
    assert dialog.lines[Blank.FOLDER].text() == "/somewhere/March"


def test_an_export_names_the_reports_that_it_lacks(qtbot: QtBot, stage: ReportStage) -> None:
    dialog = stage.page.open_export()
    dialog.lines[Blank.FOLDER].setText("/somewhere/March")
    click(dialog.export)
    assert stage.papers.exporting is not None
    stage.papers.exporting.set_result(Exported(86, failed=(("2026-C3-004", DiskFullError()),)))
    qtbot.waitUntil(lambda: "86 reports saved in March" in said(dialog), timeout=3000)
    assert "Not saved: 2026-C3-004. The disk of this PC is full." in said(dialog)


def test_the_log_says_who_is_told_in_it_and_takes_other_words(
    qtbot: QtBot, stage: ReportStage
) -> None:
    dialog = stage.page.open_export()
    dialog.lines[Blank.FOLDER].setText("/somewhere/March")
    assert dialog.papers[Variant.SB_553].text() == "SB 553 log, CSV and PDF"
    dialog.papers[Variant.SB_553].click()
    assert not dialog.description.isVisible()
    click(dialog.export)
    refusal = told_of("2026-C3-001", "Mr. Beck shouted.", "Beck")
    exported = Exported(
        2,
        failed=(("2026-C3-001", refusal), ("2026-C3-004", refusal)),
        unfit=Described("2026-C3-001", "Mr. Beck shouted."),
    )
    assert stage.papers.exporting is not None
    stage.papers.exporting.set_result(exported)
    qtbot.waitUntil(dialog.description.isVisible, timeout=3000)
    sentence = "2026-C3-001: Detailed description, character 5: a name, “Beck”."
    assert "2 of 4 incidents are in the log, CSV and PDF, in March." in said(dialog)
    assert f"{sentence} Write “the customer”" in said(dialog)
    assert "Not in it either: 2026-C3-004." in said(dialog)
    assert dialog.description.toPlainText() == "Mr. Beck shouted."
    dialog.description.setPlainText("The customer shouted.")
    click(dialog.export)
    assert stage.papers.exports[-1].descriptions == {"2026-C3-001": "The customer shouted."}
    stage.papers.exporting.set_result(Exported(4))
    qtbot.waitUntil(lambda: "4 of 4 incidents are in the log" in said(dialog), timeout=3000)
    assert not dialog.description.isVisible()


def told_of(number: str, text: str, name: str) -> IdentifyingDetailsError:
    found = Found(Detail.NAME, name, text.index(name), text.index(name) + len(name))
    return IdentifyingDetailsError(number, (Leak("Detailed description", found),))


def test_an_export_that_fails_says_so_and_keeps_what_was_typed(
    qtbot: QtBot, stage: ReportStage
) -> None:
    dialog = stage.page.open_export()
    dialog.lines[Blank.FOLDER].setText("/somewhere")
    click(dialog.export)
    assert stage.papers.exporting is not None
    stage.papers.exporting.set_exception(DiskFullError())
    qtbot.waitUntil(lambda: "The disk of this PC is full." in said(dialog), timeout=3000)
    assert dialog.lines[Blank.FOLDER].text() == "/somewhere"
    assert dialog.export.isVisible()


@pytest.mark.parametrize(
    ("verdict", "sentence"),
    [
        (Verdict(Finding.GENUINE, "2026-C3-003"), "Genuine: it is report 2026-C3-003."),
        (
            Verdict(Finding.ALTERED, "2026-C3-003", "page 1"),
            "Altered: it is not what report 2026-C3-003 says.",
        ),
        (Verdict(Finding.UNKNOWN), "Unknown: no report here has that code."),
    ],
)
def test_a_copy_is_verified_by_its_code(
    qtbot: QtBot, stage: ReportStage, verdict: Verdict, sentence: str
) -> None:
    stage.papers.verdict = verdict
    click(button(stage.console, "Verify a copy"))
    dialog = stage.page.open_verify()
    click(dialog.verify)
    assert "Choose a file, or type the code" in said(dialog)
    write(dialog.line, "7F3K-92QX")
    key(dialog.line, Qt.Key.Key_Return)
    assert stage.papers.verified == ["7F3K-92QX"]
    qtbot.waitUntil(lambda: sentence in said(dialog), timeout=3000)


# Looks


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize("width", [1280, 1920])
def test_nothing_is_cut_and_targets_are_large(
    qtbot: QtBot, fonts: None, width: int, scale: float, language: str
) -> None:
    with report_stage(scale=scale, language=language) as stage:
        stage.console.resize(width, 800)
        stage.console.show()
        stage.open_page()
        for about in ("", beck(stage.desk)):
            if about:
                amend(stage.desk, about)
                stage.open(about)
                stage.page.side.open_action_form()
            settle(qtbot)
            qtbot.wait(30)
            check_room(stage.console)


def check_room(window: QWidget) -> None:
    for button in window.findChildren(QAbstractButton):
        if button.isVisible():
            assert min(button.width(), button.height()) >= 28, button.text()
            assert button.width() >= button.sizeHint().width(), button.text()
    for label in window.findChildren(Label):
        if label.isVisible() and label.text().strip():
            assert label.height() >= label.heightForWidth(label.width()) - 1, label.text()
            assert label.width() >= longest_word(label), label.text()


def longest_word(label: Label) -> int:
    metrics = label.fontMetrics()
    words = label.text().split() if label.wordWrap() else [label.text()]
    return max(metrics.horizontalAdvance(word) for word in words)


@pytest.mark.parametrize(("scheme", "scale"), LOOKS)
def test_every_sign_stands_beside_a_word(
    qtbot: QtBot, fonts: None, scheme: Scheme, scale: float
) -> None:
    with report_stage(scheme, scale) as stage:
        stage.console.show()
        stage.open_page()
        stage.open(beck(stage.desk))
        settle(qtbot)
        for glyph in stage.page.findChildren(Glyph):
            around = glyph.parentWidget()
            assert around is not None
            assert around.findChildren(Label) or glyph.accessibleName()


def test_another_look_keeps_what_was_searched_and_opened(
    qtbot: QtBot, stage: ReportStage, appearance: Appearance
) -> None:
    write(stage.page.panel.search, "beck")
    qtbot.waitUntil(lambda: len(rows(stage)) == 1, timeout=3000)
    stage.open(beck(stage.desk))
    before = stage.page
    stage.console._appearance.choose(scheme=Scheme.DARK, text_scale=1.5)
    assert stage.page is not before
    assert stage.page.panel.search.text() == "beck"
    assert len(rows(stage)) == 1
    assert "Harold Beck" in said(stage.page) or not stage.page.pane.isVisible()


@pytest.mark.parametrize(
    "story",
    [
        "wort " * 200_000,
        "x" * 50_000,
        "line\n" * 10_000,
        "<b>bold</b> </para> &amp; <img src='file:///etc/passwd'>",
        "עברית العربية हिन्दी 日本語 한국어 🙂 " * 20,
    ],
    ids=["long", "no-spaces", "lines", "markup", "scripts"],
)
def test_no_text_breaks_the_page_or_is_taken_for_markup(
    qtbot: QtBot, stage: ReportStage, story: str
) -> None:
    about = stage.desk.submit({"began": "2026-03-09T10:00", "narrative": story})
    stage.open(about)
    settle(qtbot)
    assert stage.page.detail is not None
    assert stage.page.detail.width() <= stage.page.width()
    shown = said(stage.page) + "".join(
        area.toPlainText() for area in stage.page.detail.findChildren(QPlainTextEdit)
    )
    assert story.split(maxsplit=1)[0][:1000] in shown
    areas = stage.page.detail.findChildren(QPlainTextEdit)
    if areas:
        kept = "".join(areas[0].toPlainText().split())
        assert kept == "".join(story.split())
