"""A counter's real bar, joined to a station that reaches its supervisor."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from desktop.app.main import Program
from desktop.app.windows import CounterWindows
from tests.support.workplace import StationAtWork, Workplace, office

__all__ = ["office"]


@pytest.fixture
def ana(office: Workplace) -> StationAtWork:
    """A supervisor, and a counter whose program was quit."""
    ana = office.supervisor("Ana Ruiz")
    office.counter("Counter 3").leaves()
    return ana


@pytest.fixture
def windows(office: Workplace, ana: StationAtWork) -> Iterator[CounterWindows]:
    """The counter's program, opened as a person does."""
    program = Program(office.stations[1].home, opened=lambda _running: None)
    program.open()
    assert isinstance(program.windows, CounterWindows)
    yield program.windows
    program.close()


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
