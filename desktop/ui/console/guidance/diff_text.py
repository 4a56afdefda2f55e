"""A comparison, line by line: what was added and removed by sign and by tone."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import (
    QResizeEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QTextEdit

from desktop.ui.theme import Theme
from desktop.ui.views.guidance_versions import DiffLine, LineKind

_LETTERS = 13


class DiffText(QTextEdit):
    """As high as its lines; it can be copied from and is never edited."""

    def __init__(self, theme: Theme, name: str, lines: tuple[DiffLine, ...]) -> None:
        super().__init__()
        self._theme = theme
        self.setObjectName("diff")
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setAccessibleName(name)
        self.setFont(theme.mono(_LETTERS))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrapMode(self.wordWrapMode().WrapAtWordBoundaryOrAnywhere)
        cursor = QTextCursor(self.document())
        for at, line in enumerate(lines):
            block, letters = self._formats(line.kind)
            if at:
                cursor.insertBlock(block, letters)
            else:
                cursor.setBlockFormat(block)
            sign = QTextCharFormat(letters)
            sign.setFontStrikeOut(False)
            cursor.insertText(f"{line.sign} ", sign)
            cursor.insertText(line.text, letters)

    def sizeHint(self) -> QSize:
        return QSize(200, self._height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.height() != self._height():
            self.setFixedHeight(self._height())

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # the page scrolls, and not a text that is as high as it needs

    def _height(self) -> int:
        around = max(self.height() - self.viewport().height(), 12) if self.isVisible() else 16
        return round(self.document().size().height()) + around

    def _formats(self, kind: LineKind) -> tuple[QTextBlockFormat, QTextCharFormat]:
        theme = self._theme
        block, letters = QTextBlockFormat(), QTextCharFormat()
        indent = self.fontMetrics().horizontalAdvance("+ ")
        block.setLeftMargin(indent)
        block.setTextIndent(-indent)
        letters.setFont(self.font())
        letters.setForeground(theme.color("ink2"))
        if kind is LineKind.ADDED:
            letters.setForeground(theme.color("ink"))
            block.setBackground(theme.color("sunken"))
        elif kind is LineKind.REMOVED:
            letters.setForeground(theme.color("ink3"))
            letters.setFontStrikeOut(True)
        return block, letters
