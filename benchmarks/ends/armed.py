"""When a bar is armed: painted, and its link to the relay up."""

import os
from time import perf_counter

from PySide6.QtCore import QEvent, QObject, QTimer

from desktop.app.main import Program
from desktop.app.windows import CounterWindows
from desktop.domain.board import Board


class Armed(QObject):
    """Notes when the bar has been painted and when a relay carries our bytes."""

    def __init__(self, windows: CounterWindows) -> None:
        super().__init__()
        self._windows = windows
        self.painted: float | None = None
        self.connected: float | None = None
        windows.bar.cue.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 -- Qt's name
        if self.painted is None and event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self._note_painted)
        return False

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
    open_station = program._open_station  # noqa: SLF001 -- the one moment before the first paint

    def opened() -> None:
        open_station()
        assert isinstance(program.windows, CounterWindows)
        assert program.running is not None
        program.armed = Armed(program.windows)  # type: ignore[attr-defined]  # kept alive with it
        program.running.station.watch(program.armed.show)  # type: ignore[attr-defined]  # as above

    program._open_station = opened  # type: ignore[method-assign]  # noqa: SLF001 -- as above
