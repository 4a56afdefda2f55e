"""A start of the real program, as ``python -m desktop`` does it, that says when it is armed."""

import os
import sys
from time import perf_counter

from desktop.cli import main

# isort: split
import desktop.app.main as program  # as ``main`` would in a moment; only to be told when

# isort: split
from PySide6.QtCore import QEvent, QObject, QTimer

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


def watch_starts() -> None:
    """Have the program say when it is armed, and end then."""
    open_station = program.Program._open_station  # noqa: SLF001 -- the one moment before the first paint

    def opened(self: program.Program) -> None:
        open_station(self)
        assert isinstance(self.windows, CounterWindows)
        assert self.running is not None
        self.armed = Armed(self.windows)  # type: ignore[attr-defined]  # kept alive with it
        self.running.station.watch(self.armed.show)  # type: ignore[attr-defined]  # as above

    program.Program._open_station = opened  # type: ignore[method-assign]  # noqa: SLF001 -- as above


if __name__ == "__main__":
    watch_starts()
    sys.exit(main(["--home", sys.argv[1]]))
