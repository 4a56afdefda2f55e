"""The focus ring: 2 px, 2 px outside the control, on whatever has the keyboard (VISUAL §4)."""

from typing import Protocol

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)
from shiboken6 import isValid

from desktop.ui.theme import Theme

_REACH = 4


class Themed(Protocol):
    """Whatever knows the theme in force: the appearance, or a window of one theme."""

    @property
    def theme(self) -> Theme: ...


class FocusRing(QWidget):
    """Lies over a window and follows its focus. Text fields and lists draw their own.

    It keeps to what can be seen of a control that was scrolled partly away.
    """

    def __init__(self, window: QWidget, appearance: Themed) -> None:
        super().__init__(window)
        self._window = window
        self._appearance = appearance
        self._watched: list[QWidget] = []
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._follow)

    def _follow(self, _old: QWidget | None, now: QWidget | None) -> None:
        for widget in self._watched:
            if isValid(widget):  # a page may have gone with the keyboard in it
                widget.removeEventFilter(self)
        self._watched = []
        window = self._window
        if now is None or now.window() is not window or now is window or _draws_itself(now):
            self.hide()
            return
        part: QWidget | None = now
        while part is not None and part is not window:  # what it lies in may be scrolled
            part.installEventFilter(self)
            self._watched.append(part)
            part = part.parentWidget()
        self._surround(now)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        moves = (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show)
        if not self._watched:
            return False
        if event.type() in moves:
            self._surround(self._watched[0])
        elif watched is self._watched[0] and event.type() in {
            QEvent.Type.Hide,
            QEvent.Type.DeferredDelete,
        }:
            self.hide()
        return False

    def _surround(self, control: QWidget) -> None:
        seen = control.visibleRegion().boundingRect()
        if seen.isEmpty() and control.isVisible():
            seen = control.rect()  # not painted yet
        corner = control.mapTo(self._window, seen.topLeft())
        self.setGeometry(QRect(corner, seen.size()).adjusted(-_REACH, -_REACH, _REACH, _REACH))
        self.raise_()
        self.show()

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._appearance.theme.color("action"), 2))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 10, 10)
        painter.end()


def _draws_itself(widget: QWidget) -> bool:
    return isinstance(widget, QLineEdit | QPlainTextEdit | QTextEdit | QAbstractItemView)
