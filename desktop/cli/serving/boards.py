"""The newest board, for commands that wait until it shows something."""

import threading
import time
from collections.abc import Callable

from desktop.domain.alerts.forced import as_the_counter_shows
from desktop.domain.board import Board
from desktop.services.station import Station


class Boards:
    """Hears of every board once, however many commands are waiting."""

    def __init__(self, station: Station) -> None:
        self._changed = threading.Condition()
        self._newest = as_the_counter_shows(station.board)
        station.watch(self._hear)

    @property
    def newest(self) -> Board:
        """The site as it looks now."""
        with self._changed:
            return self._newest

    def wait_for(self, shows: Callable[[Board], bool], seconds: float) -> float | None:
        """Wait until a board ``shows`` it; return the seconds that took, ``None`` if too long."""
        started = time.monotonic()
        with self._changed:
            came = self._changed.wait_for(lambda: shows(self._newest), seconds)
        return time.monotonic() - started if came else None

    def _hear(self, board: Board) -> None:
        with self._changed:
            self._newest = as_the_counter_shows(board)
            self._changed.notify_all()
