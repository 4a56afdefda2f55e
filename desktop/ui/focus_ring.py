"""The focus ring: 2 px, 2 px outside the control, on whatever has the keyboard (VISUAL §4)."""

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QLineEdit, QTextEdit, QWidget
from shiboken6 import isValid

from desktop.ui.theme import Appearance

_REACH = 4


class FocusRing(QWidget):
    """Lies over a window and follows its focus. Text fields draw their own, in their border."""

    def __init__(self, window: QWidget, appearance: Appearance) -> None:
        super().__init__(window)
        self._window = window
        self._appearance = appearance
        self._watched: QWidget | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._follow)

    def _follow(self, _old: QWidget | None, now: QWidget | None) -> None:
        if self._watched is not None and isValid(self._watched):
            self._watched.removeEventFilter(self)
        self._watched = None
        window = self._window
        if now is None or now.window() is not window or now is window or _draws_itself(now):
            self.hide()
            return
        self._watched = now
        now.installEventFilter(self)
        self._surround(now)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        moves = (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show)
        if isinstance(watched, QWidget) and event.type() in moves:
            self._surround(watched)
        elif event.type() in {QEvent.Type.Hide, QEvent.Type.DeferredDelete}:
            self.hide()
        return False

    def _surround(self, control: QWidget) -> None:
        corner = control.mapTo(self._window, control.rect().topLeft())
        self.setGeometry(QRect(corner, control.size()).adjusted(-_REACH, -_REACH, _REACH, _REACH))
        self.raise_()
        self.show()

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._appearance.theme.color("action"), 2))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 10, 10)
        painter.end()


def _draws_itself(widget: QWidget) -> bool:
    return isinstance(widget, QLineEdit | QTextEdit)
