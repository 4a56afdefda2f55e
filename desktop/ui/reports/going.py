"""What goes for good in ten seconds, and can be taken back until then."""

from PySide6.QtCore import QObject, QTimer, Signal

SECONDS = 10
TICK_MS = 1000


class Going(QObject):
    """Counts down for one draft, which stays on the disk until it is ``due``.

    ``ticked`` with the seconds that are left, each second; not where it was taken back.
    """

    ticked = Signal(int)
    due = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.left = 0
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)

    @property
    def is_on(self) -> bool:
        """It goes, and can be taken back."""
        return self.left > 0

    def begin(self) -> None:
        """Let it go in ten seconds; asked for again, nothing changes."""
        if not self.is_on:
            self.left = SECONDS
            self._timer.start()

    def take_back(self) -> None:
        """It stays."""
        self.left = 0
        self._timer.stop()

    def end_now(self) -> None:
        """Wait no longer: nobody is there any more who could take it back."""
        if self.is_on:
            self.take_back()
            self.due.emit()

    def _tick(self) -> None:
        self.left -= 1
        if self.is_on:
            self.ticked.emit(self.left)
        else:
            self._timer.stop()
            self.due.emit()
