"""The Insights page as a supervisor uses it: by mouse, by keyboard, in every look."""

import sys
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.domain.errors import DeskError
from desktop.domain.insights.counting import Wait
from desktop.domain.insights.period import Named, Period
from desktop.ui.theme import Scheme
from tests.support.insights import TODAY, a_busy_winter
from tests.ui.fitting import comes_to_rest
from tests.ui.hands import click, key
from tests.ui.insights_stage import InsightsStage, insights_stage
from tests.ui.loading import loaded_with
from tests.ui.reports_page.reading import button, said

WINTER = Period(date(2025, 12, 1), TODAY)


class DiskGoneError(DeskError):
    """The disk of this PC does not answer."""

    advice = "Look at its cable."


@pytest.fixture
def stage(qtbot: QtBot, fonts: None) -> Iterator[InsightsStage]:
    with insights_stage() as made:
        made.console.resize(1440, 1500)
        made.console.show()
        made.console.activateWindow()
        qtbot.waitUntil(made.console.isActiveWindow, timeout=3000)
        yield made


def test_a_desk_that_never_opens_the_page_loads_none_of_its_plots() -> None:
    modules = (
        "pyqtgraph",
        "numpy",
        "desktop.ui.views.insights",
        "desktop.domain.insights.counting",
    )
    assert loaded_with("desktop.app.supervisor_windows", modules) == []


def test_it_opens_with_this_month_and_counts_anew_each_time(stage: InsightsStage) -> None:
    page = stage.open_page()
    month = Period(date(2026, 2, 1), TODAY)
    assert stage.desk.asked == [month]
    assert page.named.on == [Named.THIS_MONTH.value]
    assert "Feb 1, 2026 to Feb 27, 2026" in said(page)
    stage.console.show_page("now")
    stage.console.show_page("insights")
    stage.counted()
    assert stage.desk.asked == [month, month]


def test_the_programs_own_handlers_of_errors_stay(stage: InsightsStage) -> None:
    before = sys.excepthook
    stage.open_page()
    assert sys.excepthook is before
    assert not type(getattr(sys.excepthook, "__self__", None)).__module__.startswith("pyqtgraph")


def test_a_period_is_chosen_by_dragging_over_the_bars(stage: InsightsStage) -> None:
    page = stage.open_page()
    timeline = page.timeline
    assert timeline is not None
    drag(stage, 0.5, 0.7)
    chosen = stage.desk.asked[-1]
    assert chosen.first > date(2026, 1, 10)
    assert chosen.last < date(2026, 2, 5)
    assert 15 <= chosen.days <= 20
    assert page.named.on == []
    assert said(page).count("2026 to") >= 1


def test_a_click_on_a_bar_chooses_its_day(stage: InsightsStage) -> None:
    page = stage.open_page()
    timeline = page.timeline
    assert timeline is not None
    at = QPoint(round(timeline.viewport().width() * 0.25), timeline.viewport().height() // 3)
    QTest.mouseClick(
        timeline.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at
    )
    stage.wait(lambda: len(stage.desk.asked) == 2)
    assert stage.desk.asked[-1].days == 1


def test_arrows_move_the_period_and_with_shift_its_end(stage: InsightsStage) -> None:
    page = stage.open_page()
    timeline = page.timeline
    assert timeline is not None
    stage.insights.choose(Period(date(2026, 2, 2), date(2026, 2, 8)))
    stage.counted()
    timeline.setFocus()
    key(timeline, Qt.Key.Key_Left)
    stage.counted()
    assert stage.desk.asked[-1] == Period(date(2026, 2, 1), date(2026, 2, 7))
    key(timeline, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    stage.counted()
    assert stage.desk.asked[-1] == Period(date(2026, 2, 1), date(2026, 2, 8))
    assert timeline.accessibleDescription().startswith("Feb 1, 2026 to Feb 8, 2026.")


def test_a_name_chooses_its_period(stage: InsightsStage) -> None:
    page = stage.open_page()
    click(page.named.chips[3])
    stage.counted()
    assert stage.desk.asked[-1] == a_busy_winter().period
    assert page.named.on == [Named.ALL.value]


def test_each_plot_has_its_numbers_as_a_table_by_key_and_by_button(stage: InsightsStage) -> None:
    page = stage.open_page()
    stage.insights.choose(WINTER)
    stage.counted()
    week = page.cards["week"]
    tables = [week.shows_table]
    click(week.switch)
    assert [*tables, week.shows_table] == [False, True]
    assert week.table.accessibleName() == "When do people need help?"
    cell = week.table.item(2, 4)
    assert cell is not None
    assert cell.text() == "6"
    key(page, Qt.Key.Key_T)
    assert all(card.shows_table for card in page.cards.values())
    key(page, Qt.Key.Key_T)
    assert not week.shows_table
    assert page.cards["addresses"].shows_table  # it has no plot


def test_a_table_is_copied_and_saved(stage: InsightsStage) -> None:
    page = stage.open_page()
    stage.insights.choose(WINTER)
    stage.counted()
    places = page.cards["places"]
    click(places.copy)
    assert QApplication.clipboard().text().splitlines()[1] == "Counter 3\t16\t7\t23\t1"
    click(places.csv)
    stage.wait(lambda: bool(stage.saved))
    ((name, saved),) = stage.saved.items()
    assert name == "places-2025-12-01-2026-02-27.csv"
    assert saved.startswith(b"\xef\xbb\xbf")
    assert b"Counter 3" in saved


def test_one_of_the_three_waits_is_shown_and_always_one(stage: InsightsStage) -> None:
    page = stage.open_page()
    assert "Until somebody said they were going" in said(page)
    click(page.waits.chips[2])
    assert "Until somebody was there" in said(page)
    click(page.waits.chips[2])
    assert page.waits.on == [Wait.ACKNOWLEDGED.value]
    assert len(stage.desk.asked) == 1


def test_what_cannot_be_counted_is_said_with_its_fix(stage: InsightsStage) -> None:
    page = stage.open_page()
    stage.desk.error = DiskGoneError()
    stage.insights.choose(WINTER)
    stage.counted()
    assert "The disk of this PC does not answer." in said(page)
    assert "Look at its cable." in said(page)
    stage.desk.error = None
    stage.insights.choose(WINTER)
    stage.counted()
    assert "Look at its cable." not in said(page)


def test_the_month_of_the_period_is_asked_for_on_paper(stage: InsightsStage) -> None:
    page = stage.open_page()
    wanted: list[object] = []
    stage.insights.pdf_pressed.connect(wanted.append)
    stage.insights.choose(Period(date(2025, 12, 9), date(2026, 1, 20)))
    stage.counted()
    assert page.tools is not None
    click(page.tools)
    assert wanted == [date(2026, 1, 1)]


def test_another_look_keeps_the_period_and_its_figures(stage: InsightsStage) -> None:
    stage.open_page()
    stage.insights.choose(WINTER)
    stage.counted()
    stage.console._appearance.choose(scheme=Scheme.DARK)
    QApplication.processEvents()
    assert "72 alerts" in stage.page.sentence
    assert "Counter 3" in stage.page.cards["places"].table.item(0, 0).text()  # type: ignore[union-attr] # it is filled
    stage.counted()
    assert set(stage.desk.asked[1:]) == {WINTER}


@pytest.mark.parametrize("scheme", list(Scheme))
def test_nothing_of_a_card_is_cut_at_twice_the_text(
    qtbot: QtBot, fonts: None, scheme: Scheme
) -> None:
    with insights_stage(scheme, 2.0) as made:
        made.console.resize(1000, 700)
        made.console.show()
        page = made.open_page()
        made.insights.choose(WINTER)
        made.counted()
        for is_table in (False, True):
            for card in page.cards.values():
                card.show_table(is_table=is_table)
            comes_to_rest(page)
            for card in page.cards.values():
                assert card.height() >= card.minimumSizeHint().height()
                assert card.width() <= page.width()


def test_tab_goes_through_the_page_in_reading_order(stage: InsightsStage) -> None:
    page = stage.open_page()
    stage.insights.choose(WINTER)
    stage.counted()
    assert page.timeline is not None
    reached: list[QWidget | None] = []
    page.named.chips[0].setFocus()
    for _ in range(9):
        at = QApplication.focusWidget()
        reached.append(at)
        assert at is not None
        key(at, Qt.Key.Key_Tab)
    week, waits = page.cards["week"], page.cards["waits"]
    assert reached == [
        *(page.named.chips[0], page.timeline, week.switch, week.copy, week.csv),
        *(page.waits.chips[1], waits.switch, waits.copy, waits.csv),
    ]
    assert button(page, "Table") is week.switch


def drag(stage: InsightsStage, begin: float, end: float) -> None:
    """From one part of the bars' width to another, outside of what is chosen."""
    timeline = stage.page.timeline
    assert timeline is not None
    stage.insights.choose(Period(TODAY - timedelta(days=1), TODAY))
    stage.counted()
    view = timeline.viewport()
    middle = view.height() // 3

    def at(part: float) -> QPoint:
        return QPoint(round(view.width() * part), middle)

    asked = len(stage.desk.asked)
    QTest.mousePress(view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at(begin))
    for step in range(1, 6):
        QTest.mouseMove(view, at(begin + (end - begin) * step / 5))
        QTest.qWait(12)
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at(end))
    stage.wait(lambda: len(stage.desk.asked) > asked)
    stage.counted()
