"""A supervisor's real windows, and what the counters know of who sits before them."""

from collections.abc import Iterator
from threading import Event as Flag

import pytest
from pytestqt.qtbot import QtBot

from desktop.app.main import Program
from desktop.app.supervisor_windows import SupervisorWindows
from desktop.domain.alerts.facts import Kind
from desktop.domain.presence import Unready
from desktop.services.adapters import machine
from desktop.ui.console.window import ConsoleWindow
from tests.support.workplace import StationAtWork, Workplace, office
from tests.ui.hands import click

__all__ = ["office"]

HEARD = "desktop.services.adapters.sound.player.what_keeps_sound_from_being_heard"


@pytest.fixture
def counter(office: Workplace) -> StationAtWork:
    """A counter whose supervisor has left the program."""
    ana = office.supervisor("Ana Ruiz")
    counter = office.counter("Counter 3")
    ana.leaves()
    return counter


@pytest.fixture
def program(office: Workplace, counter: StationAtWork) -> Iterator[Program]:
    """The supervisor's program, opened as a person does."""
    program = Program(office.founder.home, opened=lambda _running: None)
    yield program
    program.close()


def console_of(program: Program) -> ConsoleWindow:
    assert isinstance(program.windows, SupervisorWindows)
    return program.windows.console


def choose(program: Program, qtbot: QtBot, text: str) -> None:
    button = console_of(program)._navigation.choice
    qtbot.waitUntil(lambda: button.text().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'") == text)
    click(button)


def finds(counter: StationAtWork, why: Unready | None) -> bool:
    """What the counter knows; its next beat asks the desk again."""
    counter.running.station.attention_changed()
    return counter.board.readiness.why is why


def test_a_supervisor_who_says_away_is_not_counted_on_until_back(
    program: Program, counter: StationAtWork, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(HEARD, lambda: None)
    program.open()
    qtbot.waitUntil(lambda: finds(counter, None), timeout=15_000)

    choose(program, qtbot, "I'm away")
    qtbot.waitUntil(lambda: finds(counter, Unready.NOBODY_ATTENDS), timeout=15_000)
    choose(program, qtbot, "I'm here")
    qtbot.waitUntil(lambda: finds(counter, None), timeout=15_000)


def test_a_desk_that_has_no_sound_makes_no_counter_ready(
    program: Program, counter: StationAtWork, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(HEARD, lambda: "this PC has no audio device")
    program.open()
    qtbot.waitUntil(lambda: finds(counter, Unready.NOBODY_ATTENDS), timeout=15_000)
    qtbot.waitUntil(lambda: console_of(program)._navigation._state.text() == "No sound here")


def test_a_session_that_does_not_answer_keeps_no_receipt_from_leaving(
    program: Program, counter: StationAtWork, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(HEARD, lambda: None)
    answers = Flag()
    monkeypatch.setattr(machine, "is_session_locked", lambda: answers.wait(60))
    program.open()
    qtbot.waitUntil(lambda: finds(counter, None), timeout=15_000)
    counter.running.station.press(Kind.PANIC)

    def is_delivered() -> bool:
        mine = counter.board.mine()
        return mine is not None and mine.delivery is not None and mine.delivery.got == 1

    qtbot.waitUntil(is_delivered, timeout=15_000)
    assert not answers.is_set()
    answers.set()
