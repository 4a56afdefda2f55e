"""What was closed in the last day, each with its paper to save and a report to begin."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.buttons import push_button
from desktop.ui.glyph import Glyph
from desktop.ui.labels import Label, dividing_line
from desktop.ui.removal import remove
from desktop.ui.theme import Theme
from desktop.ui.views.now import ClosedRow
from desktop.ui.views.shapes import Shape

_BESIDE = 460
"""From this width on a row's buttons lie side by side, and its words keep more than they."""


class ClosedList(QFrame):
    """Draws closed alerts, newest first; nothing is to be seen where there are none."""

    pdf_pressed = Signal(str)
    report_pressed = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shown: dict[ClosedRow, _Row] = {}
        self.setProperty("plate", "card")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(theme.px(20), theme.px(4), theme.px(20), theme.px(4))
        self._column.setSpacing(0)
        self.hide()

    def show_rows(self, rows: tuple[ClosedRow, ...]) -> None:
        """Draw ``rows``. Those that stay are left alone: a day's list is slow to make anew."""
        if rows != tuple(self._shown):
            for gone in [row for row in self._shown if row not in rows]:
                remove(self._shown.pop(gone))
            before, self._shown = self._shown, {}
            for index, row in enumerate(rows):
                made = before.get(row)
                if made is None:
                    made = self._row(row)
                    self._column.insertWidget(index, made)
                elif self._column.indexOf(made) != index:
                    self._column.insertWidget(index, made)
                made.set_first(is_first=index == 0)
                self._shown[row] = made
        self.setVisible(bool(rows))

    @property
    def controls(self) -> list[QWidget]:
        """What the Tab key reaches, from above."""
        return [button for row in self._shown.values() for button in (row.report, row.save)]

    def _row(self, row: ClosedRow) -> "_Row":
        made = _Row(self._theme, row)
        made.save.clicked.connect(lambda: self.pdf_pressed.emit(row.alert))
        made.report.clicked.connect(lambda: self.report_pressed.emit(row.alert))
        return made


class _Row(QWidget):
    """One closed alert, below a line that parts it from the one before."""

    def __init__(self, theme: Theme, row: ClosedRow) -> None:
        super().__init__()
        self._theme = theme
        px = theme.px
        glyph = Glyph(theme, 16)
        glyph.show_shape(Shape.CLOSED)
        words = QVBoxLayout()
        words.setSpacing(px(2))
        words.addWidget(Label(theme, "body", row.title, weight=500))
        words.addWidget(Label(theme, "label", row.detail, tone="ink2", weight=400))
        self.report = push_button(theme, row.report_text, measure="row", about=row.title)
        self.save = push_button(theme, row.pdf_text, role="quiet", measure="row", about=row.title)
        self._buttons = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._buttons.setSpacing(px(6))
        self._buttons.addWidget(self.report)
        self._buttons.addWidget(self.save)
        content = QWidget()
        content.setMinimumHeight(px(58))
        line = QHBoxLayout(content)
        line.setContentsMargins(0, px(8), 0, px(8))
        line.setSpacing(px(14))
        line.addWidget(glyph, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(words, 1)
        line.addLayout(self._buttons)
        line.setAlignment(self._buttons, Qt.AlignmentFlag.AlignVCenter)
        self._parting = dividing_line()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._parting)
        column.addWidget(content)

    def set_first(self, *, is_first: bool) -> None:
        """The first row needs no line above it."""
        self._parting.setVisible(not is_first)

    def resizeEvent(self, event: QResizeEvent) -> None:
        is_wide = event.size().width() >= self._theme.px(_BESIDE)
        direction = QBoxLayout.Direction
        self._buttons.setDirection(direction.LeftToRight if is_wide else direction.TopToBottom)
        super().resizeEvent(event)
