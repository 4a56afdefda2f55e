"""Presses as frightened hands make them: many at once, both kinds at once, and too early."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.app.counter_windows import CounterWindows
from desktop.app.hotkeys import HotkeyDesk
from desktop.cli.serving.desk import CommandDesk
from desktop.domain.alerts.facts import MOST_UNANSWERED, Kind
from desktop.domain.hotkeys import Action, Holding
from desktop.services.adapters.control.client import ControlClient
from desktop.services.adapters.control.server import ControlServer
from desktop.services.adapters.hotkeys.x11 import X11Keyboard
from desktop.services.alerts.raising import Pressed
from desktop.ui.views.counter_bar import CounterBarView, Cue
from desktop.ui.words import Words
from tests.support.display import Display
from tests.support.fingers import fingers_on
from tests.support.keys import press_key
from tests.support.programs import ana, windows
from tests.support.workplace import StationAtWork, Workplace, office, wait_until
from tests.ui.hands import click

__all__ = ["ana", "office", "windows"]

WITHIN = 2.0
EACH = 67
"""Presses of the bar, of the keys and of commands: two hundred together."""


@pytest.fixture
def commands(windows: CounterWindows) -> Iterator[Callable[[], dict[str, Any]]]:
    """Press by a command, as ``countersign alert raise panic`` does once it is started."""
    running = windows._running
    desk = CommandDesk(running, show=lambda: None, quit=lambda: None)
    control = ControlServer(running.home, desk)
    control.start()

    def press() -> dict[str, Any]:
        with ControlClient.connect(running.home) as client:
            return client.ask("alert raise", {"kind": "panic"})

    yield press
    control.stop()


@pytest.mark.display
@pytest.mark.xdist_group("display")
def test_two_hundred_presses_in_two_seconds_are_one_alert_and_each_is_answered(
    qtbot: QtBot,
    ana: StationAtWork,
    windows: CounterWindows,
    commands: Callable[[], dict[str, Any]],
    display: Display,
) -> None:
    desk = HotkeyDesk(
        windows._running, windows, screen="xcb", keyboard=lambda _: X11Keyboard(display.name)
    )
    desk.start()
    qtbot.waitUntil(lambda: windows._board.readiness.is_ready, timeout=15_000)
    qtbot.waitUntil(lambda: holds_panic(windows), timeout=15_000)
    answers, refuses = answers_of(windows)

    def keys() -> None:
        with fingers_on(display) as fingers:
            for _ in range(EACH):
                fingers.press("Control_L", "Shift_L", "F11")
                time.sleep(0.01)  # a finger

    with ThreadPoolExecutor(9) as hands:
        begun = time.monotonic()
        pressing = hands.submit(keys)
        told = [hands.submit(commands) for _ in range(EACH)]
        for _ in range(EACH):
            click(windows.bar._panic)
            QApplication.processEvents()
        took = time.monotonic() - begun
        qtbot.waitUntil(
            lambda: pressing.done() and all(done.done() for done in told), timeout=15_000
        )
        qtbot.waitUntil(lambda: len(answers) == 3 * EACH, timeout=15_000)
    assert took < WITHIN
    assert refuses == []
    assert len({answer.result()["alert"]["id"] for answer in told}) == 1
    assert sum(pressed.is_new for pressed in answers) == 1
    (alert,) = {pressed.alert for pressed in answers}
    qtbot.waitUntil(lambda: presses_seen(ana) == MOST_UNANSWERED, timeout=15_000)
    (live,) = ana.board.alerts
    assert (live.id, live.alert.kind) == (alert, Kind.PANIC)
    qtbot.waitUntil(
        lambda: (
            (mine := windows._board.mine()) is not None
            and mine.delivery is not None
            and mine.delivery.got == 1
        ),
        timeout=15_000,
    )
    desk.close()


def holds_panic(windows: CounterWindows) -> bool:
    keys = windows._running.hotkeys or ()
    return any(key.action is Action.PANIC and key.holding is Holding.HELD for key in keys)


def answers_of(windows: CounterWindows) -> tuple[list[Pressed], list[BaseException]]:
    """What every press comes to, by whichever way it was made."""
    station = windows._running.station
    answers: list[Pressed] = []
    refusals: list[BaseException] = []
    press = station.press

    def pressed(*kind: Any, **said: Any) -> Any:
        answer = press(*kind, **said)

        def note(done: Any) -> None:
            error = done.exception()
            if error is None:
                answers.append(done.result())
            else:
                refusals.append(error)

        answer.add_done_callback(note)
        return answer

    station.press = pressed  # type: ignore[method-assign]  # to count what is answered
    return answers, refusals


def presses_seen(ana: StationAtWork) -> int:
    return max((len(live.alert.presses) for live in ana.board.alerts), default=0)


@pytest.mark.parametrize("first", [Kind.ASSIST, Kind.PANIC])
def test_both_kinds_pressed_within_a_millisecond_are_one_alert_and_a_panic(
    office: Workplace, ana: StationAtWork, first: Kind
) -> None:
    counter = office.stations[1]
    counter.comes_back()
    wait_until(lambda: counter.is_ready)
    second = Kind.PANIC if first is Kind.ASSIST else Kind.ASSIST
    together = threading.Barrier(2)
    at: list[float] = []

    def press(kind: Kind) -> Pressed:
        together.wait()
        at.append(time.monotonic())
        return counter.running.station.press(kind).result(20)

    with ThreadPoolExecutor(2) as hands:
        made = [hands.submit(press, kind) for kind in (first, second)]
        alerts = {pressed.result().alert for pressed in made}
    assert len(alerts) == 1
    assert sorted(pressed.result().is_new for pressed in made) == [False, True]
    wait_until(lambda: ana.board.alerts and len(ana.board.alerts[0].alert.presses) == 2)
    (live,) = ana.board.alerts
    assert live.alert.kind is Kind.PANIC


def test_a_press_before_the_network_is_up_says_so_and_leaves_with_the_first_relay(
    office: Workplace, ana: StationAtWork
) -> None:
    counter = office.stations[1]
    ana.leaves()  # and her relay with her
    counter.comes_back()
    press = counter.presses(Kind.PANIC)
    assert press.is_recorded
    assert not press.is_sent
    assert cue(counter).words[0] == "Sending"
    assert "reaches no other desk yet" in cue(counter).sentence
    ana.comes_back()
    wait_until(lambda: ana.is_called_by(press.alert))
    wait_until(lambda: cue(counter).words[0] == "1 of 1")


def cue(station: StationAtWork) -> Cue:
    return CounterBarView.of(station.board, words=Words.of("en")).cue


def test_a_key_pressed_before_the_network_is_up_leaves_with_the_first_relay(
    office: Workplace, ana: StationAtWork
) -> None:
    counter = office.stations[1]
    ana.leaves()
    counter.comes_back()
    press_key(counter, Action.PANIC)
    wait_until(lambda: is_calling(counter))
    ana.comes_back()
    wait_until(lambda: ana.board.alerts)
    assert ana.board.alerts[0].alert.kind is Kind.PANIC


def is_calling(station: StationAtWork) -> bool:
    return station.board.mine() is not None
