"""A counter's real bar, joined to a station that reaches its supervisor."""

import time
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from desktop.app.counter_windows import CounterWindows
from desktop.app.hotkeys import HotkeyDesk
from desktop.domain.alerts.alert import Alert
from desktop.domain.alerts.facts import Context, Kind
from desktop.domain.alerts.transitions import State
from desktop.domain.drills.facts import DrillCalled, Stage
from desktop.domain.hotkeys import DEFAULTS, Action
from desktop.domain.pressing import Way, Ways
from desktop.services.adapters.keys.duress import TakeBackCodes
from desktop.ui.views.shapes import Shape
from tests.support.played_keyboard import PlayedKeyboard
from tests.support.programs import ana, windows
from tests.support.workplace import StationAtWork, Workplace, office
from tests.ui.hands import click, key, write

__all__ = ["ana", "office", "windows"]


def test_a_call_from_the_bar_carries_the_name_of_whoever_took_over_the_counter(
    qtbot: QtBot, office: Workplace, ana: StationAtWork, windows: CounterWindows
) -> None:
    counter = office.stations[1]
    qtbot.waitUntil(lambda: any(d.is_present for d in ana.board.desks), timeout=15_000)
    windows.bar.person_changed.emit("Devon Park")
    windows.bar.panic_pressed.emit()
    qtbot.waitUntil(lambda: bool(ana.board.alerts), timeout=15_000)
    (live,) = ana.board.alerts
    assert live.alert.person == "Devon Park"
    assert counter.home.person_file.read_text("utf-8") == "Devon Park"
    qtbot.waitUntil(lambda: windows.bar._view.person == "Devon Park")


# What the buttons and the menu say, seen at the supervisor's desk


class Bar:
    """The counter's bar under a hand, and what Ana sees of it."""

    def __init__(self, qtbot: QtBot, windows: CounterWindows, ana: StationAtWork) -> None:
        self._qtbot = qtbot
        self.windows = windows
        self.ana = ana
        qtbot.waitUntil(lambda: windows._board.readiness.is_ready, timeout=15_000)

    def presses(self, name: str) -> None:
        bar = self.windows.bar
        click(next(b for b in (bar._assist, bar._panic) if b.accessibleName() == name))

    def chooses(self, *path: str) -> None:
        """Take the menu's item that ``path`` leads to, once it can be chosen."""
        self._qtbot.waitUntil(lambda: self._take(path), timeout=15_000)

    def _take(self, path: tuple[str, ...]) -> bool:
        menu: QMenu = self.windows.bar.build_menu()
        self._qtbot.addWidget(menu)
        for text in path:
            found = next((a for a in menu.actions() if a.text() == text), None)
            if found is None or not found.isEnabled():
                return False
            below = found.menu()
            if isinstance(below, QMenu):
                menu = below
            else:
                found.trigger()
        return True

    def waits(self, until: Callable[[], object]) -> None:
        self._qtbot.waitUntil(lambda: bool(until()), timeout=15_000)

    def ana_sees(self, is_so: Callable[[Alert], bool]) -> None:
        def sees() -> bool:
            return any(is_so(live.alert) for live in self.ana.board.alerts)

        self._qtbot.waitUntil(sees, timeout=15_000)


PANIC, ASSIST = "Panic: silent call for help", "Call a supervisor to this counter"


@pytest.fixture
def bar(qtbot: QtBot, windows: CounterWindows, ana: StationAtWork) -> Bar:
    return Bar(qtbot, windows, ana)


def test_a_call_and_what_is_said_of_it_from_the_bar_is_known_at_the_desk(bar: Bar) -> None:
    bar.presses(ASSIST)
    bar.ana_sees(lambda alert: alert.kind is Kind.ASSIST and alert.place == "Counter 3")
    bar.chooses("Add a note", "Threat")
    bar.ana_sees(lambda alert: alert.context is Context.THREAT)
    bar.windows.bar.note_added.emit("He shouts")
    bar.ana_sees(lambda alert: "He shouts" in alert.notes)
    bar.presses(PANIC)
    bar.ana_sees(lambda alert: alert.kind is Kind.PANIC and len(alert.presses) == 2)
    bar.chooses("Take it back")
    bar.ana_sees(lambda alert: alert.is_withdrawn and alert.state is State.RAISED)
    bar.chooses("They are here")
    bar.ana_sees(lambda alert: alert.state is State.ATTENDED)


@pytest.mark.expects_log("the bar does without its drill")
def test_a_bar_that_cannot_learn_of_its_drill_shows_its_calls_all_the_same(
    bar: Bar, caplog: pytest.LogCaptureFixture
) -> None:
    asking = bar.windows._running.late.drilling().asking
    told = DrillCalled(drill="d1" * 16, stage=Stage.ANNOUNCED, at=datetime.now(UTC))
    bar.ana.running.station.publish(told).result(10)
    bar.waits(asking.all)
    asking._now = _no_clock
    bar.windows._hear_of_drills()
    bar.presses(ASSIST)
    bar.ana_sees(lambda alert: alert.kind is Kind.ASSIST)
    bar.chooses("They are here")
    bar.ana_sees(lambda alert: alert.state is State.ATTENDED)
    assert caplog.text.count("the bar does without its drill") == 1


def _no_clock() -> datetime:
    raise OSError("this PC's clock cannot be read")


def test_a_call_can_be_for_another_place_before_it_is_made_and_after(
    office: Workplace, bar: Bar
) -> None:
    office.counter("Counter 4")
    bar.chooses("Not here", "Counter 4")
    bar.presses(PANIC)
    bar.ana_sees(lambda alert: alert.place == "Counter 4")
    bar.chooses("Not here: Counter 4", "Here, Counter 3")
    bar.presses(PANIC)
    bar.ana_sees(lambda alert: alert.place == "Counter 3")
    bar.chooses("Not here", "Counter 4")
    bar.ana_sees(lambda alert: alert.place == "Counter 4" and len(alert.presses) == 2)


def test_a_place_that_was_chosen_stays_chosen_while_the_board_changes(
    office: Workplace, bar: Bar
) -> None:
    office.counter("Counter 4")
    bar.chooses("Not here", "Counter 4")
    bar.windows._show(bar.windows._board)  # as every few seconds
    bar.presses(ASSIST)
    bar.ana_sees(lambda alert: alert.place == "Counter 4")


def test_a_place_that_nobody_called_to_is_forgotten_after_two_minutes(
    office: Workplace, bar: Bar
) -> None:
    office.counter("Counter 4")
    bar.chooses("Not here", "Counter 4")
    assert bar.windows._place_is_stale.remainingTime() > 110_000
    bar.windows._place_is_stale.timeout.emit()
    bar.presses(ASSIST)
    bar.ana_sees(lambda alert: alert.place == "Counter 3")


def test_a_key_calls_to_the_place_that_was_chosen_in_the_menu(office: Workplace, bar: Bar) -> None:
    office.counter("Counter 4")
    keyboard = PlayedKeyboard()
    desk = HotkeyDesk(
        bar.windows._running, bar.windows, screen="xcb", keyboard=lambda _screen: keyboard
    )
    desk.start()
    keyboard.is_waited_for()
    bar.presses(ASSIST)
    bar.ana_sees(lambda alert: alert.place == "Counter 3")
    bar.chooses("Not here", "Counter 4")
    keyboard.returns(DEFAULTS[Action.PANIC])
    bar.ana_sees(lambda alert: alert.place == "Counter 4" and alert.kind is Kind.PANIC)
    desk.close()


def test_the_menu_beside_the_clock_says_the_same(bar: Bar) -> None:
    bar.windows.settle()
    menu = bar.windows.tray._menu
    menu.aboutToShow.emit()
    name = "Opening test (due today)"
    next(action for action in menu.actions() if action.text() == name).trigger()
    window = bar.windows._opening_tests().window
    assert window is not None
    assert window.isVisible()


def test_two_clicks_beside_the_clock_call_and_the_tip_says_no_more_than_the_cue(
    qtbot: QtBot, bar: Bar
) -> None:
    bar.windows.settle()
    tray = bar.windows.tray
    tray._menu.aboutToShow.emit()
    next(action for action in tray._menu.actions() if action.text() == "Panic").trigger()
    bar.ana_sees(lambda alert: alert.kind is Kind.PANIC)
    qtbot.waitUntil(lambda: tray._icon.toolTip() == "1/1", timeout=10_000)


# A site may want its buttons pressed deliberately


def test_half_a_press_shows_in_the_cue_for_as_long_as_the_other_half_counts(
    qtbot: QtBot, windows: CounterWindows
) -> None:
    windows._ways = Ways(panic=Way.DOUBLE)
    windows._begun_is_stale.setInterval(200)
    windows.bar.press_begun.emit(Kind.PANIC)
    assert windows._view().cue.words == ("Again",)
    qtbot.waitUntil(lambda: windows._view().cue.words != ("Again",), timeout=5000)


# Where a call is taken back by a code


def types_code(qtbot: QtBot, bar: Bar, code: str) -> None:
    qtbot.waitUntil(lambda: bar.windows.bar._code is not None, timeout=5000)
    field = bar.windows.bar._code
    assert field is not None
    qtbot.waitUntil(field.isVisible, timeout=5000)
    write(field._line, code)
    key(field._line, Qt.Key.Key_Return)


def asks_for(bar: Bar) -> str:
    field = bar.windows.bar._code
    return field._line.accessibleName() if field is not None else ""


def shown_here(bar: Bar) -> Alert:
    mine = bar.windows._board.mine()
    assert mine is not None
    return mine.alert


def test_a_call_is_taken_back_by_the_code_and_the_duress_code_calls_everybody(
    qtbot: QtBot, office: Workplace, bar: Bar
) -> None:
    home = office.stations[1].home
    TakeBackCodes(home.take_back_file, monotonic=time.monotonic).set("4711", "4712")
    bar.presses(ASSIST)
    bar.ana_sees(lambda alert: alert.kind is Kind.ASSIST)
    bar.chooses("Take it back")
    types_code(qtbot, bar, "1234")
    qtbot.waitUntil(lambda: asks_for(bar).startswith("Not that code"), timeout=5000)
    assert not bar.ana.board.alerts[0].alert.is_withdrawn

    types_code(qtbot, bar, "4712")
    bar.ana_sees(lambda alert: alert.is_forced and alert.kind is Kind.PANIC)
    qtbot.waitUntil(lambda: shown_here(bar).is_withdrawn, timeout=15_000)
    assert (shown_here(bar).is_forced, shown_here(bar).kind) == (False, Kind.ASSIST)
    assert bar.windows._view().cue.shape is not Shape.HALF


def test_the_right_code_takes_it_back_and_no_more(
    qtbot: QtBot, office: Workplace, bar: Bar
) -> None:
    home = office.stations[1].home
    TakeBackCodes(home.take_back_file, monotonic=time.monotonic).set("4711", "4712")
    bar.presses(PANIC)
    bar.chooses("Take it back")
    types_code(qtbot, bar, "4711")
    bar.ana_sees(lambda alert: alert.stands_withdrawn and not alert.is_forced)
