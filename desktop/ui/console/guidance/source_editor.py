"""The text of a card as its file has it, in letters of one width."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit

from desktop.ui.theme import Theme

_LETTERS = 13
_LEAST = 160


class SourceEditor(QPlainTextEdit):
    """Plain text with undo. Tab goes on to the next control; ``typed`` carries all of it."""

    typed = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._least = theme.px(_LEAST)
        self._key = ""
        self.setFont(theme.mono(_LETTERS))
        self.setTabChangesFocus(True)
        self.textChanged.connect(lambda: self.typed.emit(self.toPlainText()))

    def show_text(self, key: str, text: str) -> None:
        """Show ``text``, which is that of ``key``.

        Of the same key as before, only what differs is put in place, and can be undone; of another
        one undoing begins anew.
        """
        before = self.toPlainText()
        if key == self._key and text == before:
            return
        self.blockSignals(True)
        if key != self._key:
            self._key = key
            self.setPlainText(text)
        else:
            self._put_in_place(before, text)
        self.blockSignals(False)

    def _put_in_place(self, before: str, text: str) -> None:
        same = _alike(before, text)
        room = min(len(before), len(text)) - same
        same_end = min(_alike(before[::-1], text[::-1]), room)
        cursor = QTextCursor(self.document())
        cursor.setPosition(_units(before[:same]))
        end = before[: len(before) - same_end]
        cursor.setPosition(_units(end), QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(text[same : len(text) - same_end])

    def minimumSizeHint(self) -> QSize:
        return QSize(160, self._least)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)


def _alike(one: str, other: str) -> int:
    """With how many letters both begin."""
    pairs = zip(one, other, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _units(text: str) -> int:
    """How many places ``text`` takes in a document of Qt's, which counts in UTF-16."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
