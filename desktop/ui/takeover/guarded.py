"""A window above all others that is answered by one key or one click, through the typing guard."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from desktop.ui.takeover.buttons import FieldButton
from desktop.ui.takeover.typing_guard import TypingGuard
from desktop.ui.views.acts import SPACE

_NO_LETTER = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)


class GuardedWindow(QWidget):
    """Words typed in another program answer nothing, and while it ``stays`` the window manager
    cannot close it.
    """

    def __init__(self, monotonic: Callable[[], float]) -> None:
        super().__init__(
            None,
            Qt.WindowType.Window
            | Qt.WindowType.FramelessWindowHint
            | Qt.WindowType.WindowStaysOnTopHint,
        )
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setWindowTitle("Countersign")
        self._monotonic = monotonic
        self._guard = TypingGuard(monotonic)
        self._buttons: list[FieldButton] = []
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.timeout.connect(self._show_keys)

    @property
    def buttons(self) -> tuple[FieldButton, ...]:
        """The answers, in reading order."""
        return tuple(self._buttons)

    @property
    def stays(self) -> bool:
        """It shows what only an answer, or its end, takes away."""
        raise NotImplementedError

    def _answer_key(self, key: str) -> None:
        """Do what that letter, digit or ``SPACE`` is for: it passed the guard."""
        raise NotImplementedError

    def _mark_keys(self, *, count: bool) -> None:
        """Draw whether keys count now."""
        for made in self._buttons:
            made.show_keys(count=count)

    def _show_keys(self) -> None:
        wait = self._guard.quiet_in()
        self._mark_keys(count=wait <= 0 and self.isActiveWindow())
        if wait > 0:
            self._quiet.start(round(wait * 1000) + 10)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        counts = self._guard.key_counts()
        self._show_keys()
        event.accept()
        if counts and not event.isAutoRepeat() and not event.modifiers() & _NO_LETTER:
            is_space = event.key() == Qt.Key.Key_Space
            self._answer_key(SPACE if is_space else event.text().upper())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange:
            if self.isActiveWindow():
                self._guard.screen_changed()
            self._show_keys()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.stays:
            event.ignore()
        else:
            super().closeEvent(event)
