"""A counter's real program, opened as a person does."""

from collections.abc import Iterator
from contextlib import contextmanager

from desktop.app.main import Program
from desktop.app.windows import CounterWindows
from tests.support.workplace import Workplace


@contextmanager
def counter_windows(office: Workplace) -> Iterator[CounterWindows]:
    """The windows of the office's second station, a counter whose own process has ended."""
    program = Program(office.stations[1].home, opened=lambda _running: None)
    program.open()
    assert isinstance(program.windows, CounterWindows)
    yield program.windows
    program.close()
