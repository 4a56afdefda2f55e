"""The Reports page by keyboard alone."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.support.reports import (
    beck,
)
from tests.ui.hands import click, key
from tests.ui.report_stage import ReportStage, report_stage
from tests.ui.reports_page.reading import said, settle

APOSTROPHE = "\N{RIGHT SINGLE QUOTATION MARK}"


def seen() -> set[QWidget]:
    """The windows on the screen; other tests of this process may have left some."""
    return {widget for widget in QApplication.topLevelWidgets() if widget.isVisible()}


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
        "Settings",
        f"I{APOSTROPHE}m away",
        "Verify a copy",
        "Export a period",
        "My reports",
        "Threat call",
        "New report",
        "Search the reports",
        "Kind",
        "Status",
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


def test_after_a_click_on_a_button_the_pages_keys_still_act(
    qtbot: QtBot, stage: ReportStage
) -> None:
    stage.console.activateWindow()
    qtbot.waitUntil(stage.console.isActiveWindow, timeout=3000)
    panel = stage.page.panel
    panel.go_to_rows()
    key(panel.list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: stage.page.detail is not None, timeout=3000)
    click(stage.page._back if stage.page._back.isVisible() else stage.page.side)
    focused = QApplication.focusWidget()
    assert focused is not None
    assert focused is stage.page or stage.page.isAncestorOf(focused)
    key(focused, Qt.Key.Key_Slash)
    qtbot.waitUntil(panel.search.hasFocus, timeout=3000)
