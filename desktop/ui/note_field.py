"""A one-line field over the bar: for what is happening in a few words, or for a name."""

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QWidget

from desktop.domain.plain_text import MOST_CHARACTERS
from desktop.ui.buttons import push_button
from desktop.ui.taskbar import keep_off_taskbar
from desktop.ui.theme import Theme
from desktop.ui.words import Words


class NoteField(QWidget):
    """Opened on purpose, so it takes the keyboard. Enter sends, Esc hides it at once.

    ``is_secret``: what is typed shows as dots.
    """

    written = Signal(str)

    def __init__(
        self, theme: Theme, *, title: str, label: str, button: str, is_secret: bool = False
    ) -> None:
        super().__init__(
            None,
            Qt.WindowType.Tool
            | Qt.WindowType.FramelessWindowHint
            | Qt.WindowType.WindowStaysOnTopHint,
        )
        self.setObjectName("noteField")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setStyleSheet(theme.style_sheet())
        self.setFont(theme.font("body"))
        self.setWindowTitle(title)
        before = QLabel(label)
        self._line = QLineEdit()
        self._line.setMaxLength(MOST_CHARACTERS)
        if is_secret:
            self._line.setEchoMode(QLineEdit.EchoMode.Password)
        self._line.setMinimumWidth(theme.px(260))
        self._line.returnPressed.connect(self._send)
        before.setBuddy(self._line)
        self._line.setAccessibleName(label)
        send = push_button(theme, button, role="primary")
        send.clicked.connect(self._send)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(12), theme.px(8), theme.px(8), theme.px(8))
        row.setSpacing(theme.px(8))
        for widget in (before, self._line, send):
            row.addWidget(widget)

    @classmethod
    def for_notes(cls, theme: Theme, words: Words) -> "NoteField":
        """What is happening."""
        return cls(theme, title=words("Add a note"), label=words("Note"), button=words("Send"))

    @classmethod
    def for_names(cls, theme: Theme, words: Words) -> "NoteField":
        """Who sits here."""
        return cls(theme, title=words("Who sits here"), label=words("Name"), button=words("Save"))

    @classmethod
    def for_codes(cls, theme: Theme, words: Words, *, is_again: bool = False) -> "NoteField":
        """The code that takes a call back; ``is_again`` after a wrong one."""
        return cls(
            theme,
            title=words("Take it back"),
            label=words("Not that code. Code") if is_again else words("Code"),
            button=words("Take it back"),
            is_secret=True,
        )

    def open_above(self, corner: QPoint, *, text: str = "") -> None:
        """Show the field, lower right at ``corner`` (global), with ``text`` selected in it."""
        self._line.setText(text)
        self._line.selectAll()
        self.adjustSize()
        top = corner.y() - self.height()
        self.move(corner.x() - self.width(), max(0, top))
        self.show()
        self.activateWindow()
        self._line.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        keep_off_taskbar(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)

    def _send(self) -> None:
        text = self._line.text().strip()
        self.hide()
        if text:
            self.written.emit(text)
