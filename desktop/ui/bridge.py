"""The one way from the services' threads to the windows: a queued Qt signal."""

import logging
from collections import deque
from collections.abc import Callable
from threading import Lock

from PySide6.QtCore import QObject, Qt, Signal

from desktop.domain.board import Board

logger = logging.getLogger(__name__)


class Bridge(QObject):
    """Carries boards and results from any thread to the thread that made this bridge.

    Boards coalesce to the newest: a window that was busy draws the present, never the past.
    What comes for a window that is gone is dropped, and troubles nobody who sent it.
    """

    board_changed = Signal(object)
    _arrived = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lock = Lock()
        self._board: Board | None = None
        self._actions: deque[Callable[[], None]] = deque()
        self._is_due = False
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def publish(self, board: Board) -> None:
        """Let ``board_changed`` announce ``board`` unless a newer one comes first. Any thread."""
        with self._lock:
            self._board = board
        self._wake()

    def post(self, action: Callable[[], None]) -> None:
        """Have ``action`` run in the windows' thread, in the order posted. Any thread."""
        with self._lock:
            self._actions.append(action)
        self._wake()

    def _wake(self) -> None:
        with self._lock:
            if self._is_due:
                return
            self._is_due = True
        try:
            self._arrived.emit()
        except RuntimeError:  # PySide's word for a source that Qt has deleted
            logger.debug("dropped what came for a window that is gone")

    def _deliver(self) -> None:
        with self._lock:
            self._is_due = False
            board, self._board = self._board, None
            actions, self._actions = self._actions, deque()
        try:
            while actions:
                actions.popleft()()
        finally:  # a bug in one of them keeps neither the board nor the others
            if actions:
                with self._lock:
                    self._actions.extendleft(reversed(actions))
                self._wake()
            if board is not None:
                self.board_changed.emit(board)
