"""Reports are found on the console's page: searched, filtered, in saved views."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from desktop.services.reports.ports import Query, SavedView
from tests.support.reports import (
    HugeShelf,
    a_busy_desk,
)
from tests.ui.hands import click, key, write
from tests.ui.report_stage import DiskFullError, ReportStage, report_stage
from tests.ui.reports_page.reading import button, rows, said, settle


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
    assert [one.property("problem") for one in filters._days.lines] == ["true", "false"]
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
