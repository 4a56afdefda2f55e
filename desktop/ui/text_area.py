"""A field of several lines that grows with what is typed into it."""

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy

from desktop.ui.theme import Theme

_FEWEST, _MOST = 2, 9


class TextArea(QPlainTextEdit):
    """Plain text. Tab goes on to the next control, Ctrl+Enter asks to save."""

    typed = Signal(str)
    submitted = Signal()

    def __init__(self, theme: Theme, name: str, *, hint: str = "", fewest: int = _FEWEST) -> None:
        super().__init__()
        self._fewest = fewest
        self.setFont(theme.font("body"))
        self.setTabChangesFocus(True)
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.textChanged.connect(lambda: self.typed.emit(self.toPlainText()))
        self.document().documentLayout().documentSizeChanged.connect(self._grow)

    def show_text(self, text: str) -> None:
        """Put ``text`` there, unless it stands there already: the cursor then stays."""
        if text != self.toPlainText():
            self.setPlainText(text)

    def sizeHint(self) -> QSize:
        return QSize(120, self._height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._grow()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self.updateGeometry()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.submitted.emit()
        elif event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _height(self) -> int:
        lines = round(self.document().documentLayout().documentSize().height())
        lines = min(_MOST, max(self._fewest, lines))
        around = self.height() - self.viewport().height() if self.isVisible() else 14
        inner = 2 * round(self.document().documentMargin())
        return lines * self.fontMetrics().lineSpacing() + inner + max(around, 12)

    def _grow(self) -> None:
        if self.height() != self._height():
            self.updateGeometry()
