"""A text of many lines: it grows with what is written, up to a limit, and then scrolls."""

from math import ceil

from PySide6.QtCore import QEvent, QMimeData, QSizeF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QTextBlockFormat, QTextCursor, QTextOption
from PySide6.QtWidgets import QFrame, QTextEdit

from desktop.ui.reports.lines import is_undo
from desktop.ui.reports.look import Look
from desktop.ui.theme import tokens

MOST_LINES = 16


class FormText(QTextEdit):
    """Plain text. Tab leaves it; its undo is the form's."""

    typed = Signal(str)
    left = Signal()

    def __init__(
        self, look: Look, name: str, *, style: str = "body", least: int = 2, most: int = MOST_LINES
    ) -> None:
        super().__init__()
        self._least, self._most = least, most
        self._look = look
        self._is_showing = False
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFont(look.theme.font(style))
        self.setAccessibleName(name)
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setUndoRedoEnabled(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(look.px(4))
        option = QTextOption(self.document().defaultTextOption())
        option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.document().setDefaultTextOption(option)
        self._line_high = look.px(tokens()["type_px"][style]["line"])
        self._set_line_height()
        self.textChanged.connect(self._changed)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self._fit(QSizeF(0, 1))

    def show_text(self, text: str) -> None:
        """Write ``text`` there; the cursor goes where the two texts stop being the same."""
        before = self.toPlainText()
        if text == before:
            return
        self._is_showing = True
        self.setPlainText(text)
        self._set_line_height()
        self._is_showing = False
        cursor = self.textCursor()
        cursor.setPosition(_end_of_change(before, text))
        self.setTextCursor(cursor)

    def end(self) -> None:
        """Put the cursor behind the last word."""
        self.moveCursor(QTextCursor.MoveOperation.End)

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ShortcutOverride and is_undo(event):
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_undo(event):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.left.emit()

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasImage() or source.hasUrls() or super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        if source.hasText() and not _local_files(source):
            super().insertFromMimeData(source)
        elif source.hasImage() or source.hasUrls():
            self._look.take_files(source)

    def _changed(self) -> None:
        if not self._is_showing:
            self.typed.emit(self.toPlainText())

    def _set_line_height(self) -> None:
        """Lines as far apart as the type style says; new ones follow suit."""
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        form = QTextBlockFormat()
        form.setLineHeight(self._line_high, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        cursor.mergeBlockFormat(form)

    def _fit(self, size: QSizeF) -> None:
        margins = 2 * self._look.px(4) + self._look.px(12)
        least, most = (n * self._line_high + margins for n in (self._least, self._most))
        high = min(most, max(least, ceil(size.height()) + self._look.px(12)))
        if high != self.height() or self.minimumHeight() != high:
            self.setFixedHeight(high)


def _local_files(source: QMimeData) -> bool:
    return source.hasUrls() and all(url.isLocalFile() for url in source.urls())


def _end_of_change(before: str, after: str) -> int:
    """Where in ``after`` the part ends that is not in ``before``."""
    most = min(len(before), len(after))
    tail = 0
    while tail < most and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    return len(after) - tail
