"""When a bar is armed: painted, and its link to the relay up."""

import os
from time import perf_counter

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPaintEvent

from desktop.app.counter_windows import CounterWindows
from desktop.app.main import Program
from desktop.domain.board import Board
from desktop.ui.cue import CueArea


class Armed:
    """Notes when the bar has been painted and when a relay carries our bytes.

    The cue's own method is watched, as the floor's is. An event filter would see every kind of
    event, and PySide takes milliseconds to make classes of them all.
    """

    def __init__(self) -> None:
        self.painted: float | None = None
        self.connected: float | None = None
        paint = CueArea.paintEvent

        def painting(cue: CueArea, event: QPaintEvent) -> None:
            CueArea.paintEvent = paint  # type: ignore[method-assign]  # the first one counts
            paint(cue, event)
            QTimer.singleShot(0, self._note_painted)

        CueArea.paintEvent = painting  # type: ignore[assignment,method-assign]  # as above

    def _note_painted(self) -> None:
        self.painted = perf_counter()
        self._tell_once()

    def show(self, board: Board) -> None:
        """On the alert thread."""
        if self.connected is None and board.relays_up:
            self.connected = perf_counter()
            self._tell_once()

    def _tell_once(self) -> None:
        if self.painted is not None and self.connected is not None:
            begun = float(os.environ["BENCHMARK_BEGUN"])
            print((self.painted - begun) * 1000, (self.connected - begun) * 1000, flush=True)
            os._exit(0)


def tell_when_armed(program: Program) -> None:
    """Have ``program`` say when it is armed, and end then."""
    armed = Armed()
    open_station = program._open_station  # noqa: SLF001 -- the one moment before the first paint

    def opened() -> None:
        open_station()
        assert isinstance(program.windows, CounterWindows)
        assert program.running is not None
        program.running.station.watch(armed.show)

    program._open_station = opened  # type: ignore[method-assign]  # noqa: SLF001 -- as above
