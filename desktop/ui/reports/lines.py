"""One line of text in the form: its undo is the form's, its writing direction the text's."""

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QMenu, QToolButton

from desktop.ui.labels import mark_problem
from desktop.ui.reports.look import Look

STANDARD = QKeySequence.StandardKey
_ICON, _GAP = 16, 8


def is_undo(event: QEvent) -> bool:
    """Whether a key asks for undo or redo, which the form does for all its fields."""
    return isinstance(event, QKeyEvent) and (
        event.matches(STANDARD.Undo) or event.matches(STANDARD.Redo)
    )


class FormLine(QLineEdit):
    """A line that tells what a person typed, and when they leave it."""

    left = Signal()

    def __init__(self, look: Look, name: str) -> None:
        super().__init__()
        self._look = look
        self._button: QToolButton | None = None
        self.setFont(look.theme.font("body"))
        self.setAccessibleName(name)
        self.setMinimumWidth(look.px(64))
        self.returnPressed.connect(self.left)

    def show_text(self, text: str) -> None:
        """Write ``text`` there, and leave the cursor where it is if nothing changes."""
        if text != self.text():
            self.setText(text)

    def show_problem(self, problem: str) -> None:
        """Mark the line; the sentence stands below it."""
        mark_problem(self, problem)

    def set_read_only(self, *, is_so: bool) -> None:
        """Let nothing be typed or picked."""
        self.setReadOnly(is_so)
        self.set_pickable(is_so=not is_so)

    def pick_from(self, choices: tuple[str, ...], about: str) -> None:
        """Offer ``choices`` behind a chevron at the end of the line."""
        button = self.trailing("chevron-down", about)
        button.clicked.connect(lambda: self._open_menu(choices))

    def trailing(self, icon: str, about: str) -> QToolButton:
        """Put a button at the end of the line.

        Not ``addAction``: Qt draws the icons of a line's actions at one size, however large the
        text is.
        """
        button = self._button = QToolButton(self)
        button.setIcon(self._look.icon(icon, "ink2"))
        size = self._look.px(_ICON)
        button.setIconSize(QSize(size, size))
        button.setToolTip(about)
        button.setAccessibleName(about)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setCursor(Qt.CursorShape.ArrowCursor)
        self.set_pickable(is_so=True)
        return button

    def set_pickable(self, *, is_so: bool) -> None:
        """Show the button at the end of the line, or leave the line to its text."""
        if self._button is None:
            return
        self._button.setVisible(is_so)
        self.setTextMargins(0, 0, self._look.px(_ICON + _GAP) if is_so else 0, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._button is not None:
            wide = self._look.px(_ICON + 2 * _GAP)
            self._button.setGeometry(self.width() - wide, 1, wide - 1, self.height() - 2)

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ShortcutOverride and is_undo(event):
            event.ignore()
            return False
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in {
            Qt.FocusReason.PopupFocusReason,
            Qt.FocusReason.ActiveWindowFocusReason,
        }:
            self.left.emit()

    def _open_menu(self, choices: tuple[str, ...]) -> None:
        menu = QMenu(self)
        menu.setFont(self.font())
        for choice in choices:
            menu.addAction(choice).triggered.connect(lambda _=False, text=choice: self._pick(text))
        menu.setMinimumWidth(self.width())
        menu.popup(self.mapToGlobal(QPoint(0, self.height() + 2)))

    def _pick(self, text: str) -> None:
        self.setText(text)
        self.textEdited.emit(text)
        self.left.emit()
