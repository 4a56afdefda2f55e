"""A line to type into, in a window that has no keyboard until it is asked for."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QLineEdit


class TypingLine(QLineEdit):
    """Says when somebody clicks into it: that is how the keyboard is asked for."""

    clicked = Signal()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.clicked.emit()
        super().mousePressEvent(event)
