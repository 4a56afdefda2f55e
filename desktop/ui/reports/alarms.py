"""Qt's timer as what plain Python asks for."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer


class QtAlarm:
    """One thing to do later, on the windows' thread, to the millisecond: Qt's usual timers may be a
    twentieth late, which is a tenth of a second of what somebody typed.
    """

    def __init__(self, parent: QObject) -> None:
        self._timer = QTimer(parent)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._ring)
        self._call: Callable[[], None] | None = None

    def set(self, after_ms: int, call: Callable[[], None]) -> None:
        """Call once, ``after_ms`` from now."""
        self._call = call
        self._timer.start(after_ms)

    def cancel(self) -> None:
        """Do not call after all."""
        self._timer.stop()

    def _ring(self) -> None:
        if self._call is not None:
            self._call()
