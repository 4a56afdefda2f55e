"""Real programs, opened as a person does.

A test module takes the fixtures that it needs into its own namespace, as with ``office``.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.app.counter_windows import CounterWindows
from desktop.app.main import Program
from desktop.app.supervisor_windows import SupervisorWindows
from tests.support.workplace import StationAtWork, Workplace


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


class SupervisorSite:
    """A counter, and Ana's program opened as she does."""

    def __init__(self, folder: Path) -> None:
        self.workplace = Workplace(folder)
        ana = self.workplace.supervisor("Ana Ruiz")
        self.counter: StationAtWork = self.workplace.counter("Counter 3")
        ana.leaves()
        settings = ana.home.path / "station.toml"
        settings.write_text(settings.read_text("utf-8") + "sound = false\n", "utf-8")
        self.program = Program(ana.home, opened=lambda _running: None)
        self.program.open()

    @property
    def windows(self) -> SupervisorWindows:
        assert isinstance(self.program.windows, SupervisorWindows)
        return self.program.windows

    def closes(self) -> None:
        self.program.close()
        self.workplace.closes_down()
