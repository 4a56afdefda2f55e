"""Opening tests on the Now page."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from desktop.domain.opening.openings import Told, fold_openings
from desktop.ui.console.window import ConsoleWindow
from desktop.ui.theme import Appearance
from desktop.ui.views.now import NowView
from desktop.ui.views.openings import OpeningsView
from desktop.ui.views.shapes import Shape
from desktop.ui.words import Words
from desktop.words import on_this_clock
from tests.support.openings import a_test, missed, wrong
from tests.ui.hands import click
from tests.ui.opening_stage import todays_tests
from tests.ui.sample import COUNTER_3_DESK, MARCUS_DESK, T0, supervisor_board

DAY = on_this_clock(T0).date()


def plate(*told: Told, day: date = DAY) -> OpeningsView:
    shown = OpeningsView.of(
        supervisor_board(desks=(MARCUS_DESK, COUNTER_3_DESK)),
        fold_openings(told).on(day),
        words=Words.of("en"),
    )
    assert shown is not None
    return shown


def lines(shown: OpeningsView) -> list[tuple[Shape, str, str]]:
    return [(row.shape, row.name, row.detail) for row in shown.rows]


def test_it_names_what_is_wrong_what_nobody_confirmed_and_who_has_not_tested(
    words: Words,
) -> None:
    view = NowView.of(supervisor_board(), words=words, openings=todays_tests())
    assert view.openings is not None
    at = words.time_of_day(T0 - timedelta(hours=1, minutes=58))
    assert lines(view.openings) == [
        (
            Shape.ATTENTION,
            "Counter 2",
            f"Way out not free: boxes in front of the back door (Devon Park, {at})",
        ),
        (Shape.NOBODY, "Window 6", f"Nobody confirmed its test (Maria Delgado, {at})."),
        (Shape.NOBODY, "No opening test yet today", "Counter 4, Counter 5"),
    ]


def test_a_quiet_morning_has_no_line_at_all() -> None:
    shown = plate(a_test(T0))
    assert (lines(shown), shown.summary) == ([], "1 of 1 done today")


def test_nothing_is_missed_while_a_desk_has_not_said_so() -> None:
    shown = plate()
    assert (lines(shown), shown.summary) == ([], "0 of 1 done today")


def test_a_problem_of_another_day_says_which_and_a_test_that_finds_it_right_ends_it() -> None:
    found = a_test(T0 - timedelta(days=3), barrier=wrong(), person="")
    ((shape, name, detail),) = lines(plate(found))
    assert (shape, name) == (Shape.ATTENTION, "Counter 3")
    assert detail.startswith("Barrier not in place (Mar 6, ")
    assert lines(plate(found, a_test(T0))) == []


def test_a_test_of_yesterday_that_nobody_confirmed_is_no_line_today() -> None:
    assert lines(plate(a_test(T0 - timedelta(days=1), by=""))) == []


def test_what_a_removed_or_unknown_station_found_is_no_affair_of_today() -> None:
    assert lines(plate(a_test(T0, "9" * 32, "Counter 9", barrier=wrong("Broken")))) == []


def test_a_desk_that_hears_no_other_says_since_when_it_does_not_know(words: Words) -> None:
    shown = OpeningsView.of(supervisor_board(relays_up=0), todays_tests(), words=words)
    assert shown is not None
    assert shown.summary.startswith("Not known since")


def test_a_site_without_counters_is_told_nothing_of_tests(words: Words) -> None:
    board = supervisor_board(desks=(MARCUS_DESK,))
    assert OpeningsView.of(board, fold_openings([]).on(DAY), words=words) is None


@pytest.mark.parametrize("language", ["en", "es"])
def test_months_are_offered_by_name_the_newest_first(language: str) -> None:
    openings = fold_openings([missed(date(2025, 12, 4)), a_test(T0)]).on(DAY)
    shown = OpeningsView.of(supervisor_board(), openings, words=Words.of(language))
    assert shown is not None
    names = {"en": ["Mar 2026", "Dec 2025"], "es": ["mar 2026", "dic 2025"]}
    assert [month.text for month in shown.months] == names[language]


# --- the page -------------------------------------------------------------------------------


@pytest.fixture
def console(qtbot: QtBot, appearance: Appearance, words: Words) -> Iterator[ConsoleWindow]:
    made = ConsoleWindow(appearance=appearance, words=words)
    qtbot.addWidget(made)
    made.show_board(supervisor_board())
    made.show()
    yield made
    made.hide()


@pytest.mark.qt_log_ignore("does not support", extend=True)
def test_the_plate_appears_once_something_is_known_and_its_month_is_asked_for(
    qtbot: QtBot, console: ConsoleWindow
) -> None:
    plate = console.page._openings
    assert plate.isHidden()
    console.show_openings(todays_tests())
    assert plate.isVisible()
    assert plate.button in console.page.controls
    click(plate.button)
    menu = console.page.findChild(QMenu)
    assert menu is not None
    with qtbot.waitSignal(console.month_chosen, timeout=1_000) as chosen:
        menu.actions()[0].trigger()
    assert chosen.args == [date(2026, 3, 1)]
    menu.close()
