"""What was closed in the last day, each with its report to save."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.ui.buttons import push_button
from desktop.ui.glyph import Glyph
from desktop.ui.labels import Label, dividing_line
from desktop.ui.removal import remove_all
from desktop.ui.theme import Theme
from desktop.ui.views.now import ClosedRow
from desktop.ui.views.shapes import Shape


class ClosedList(QFrame):
    """Draws closed alerts, newest first; nothing is to be seen where there are none."""

    pdf_pressed = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rows: tuple[ClosedRow, ...] = ()
        self.setProperty("plate", "card")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(theme.px(20), theme.px(4), theme.px(20), theme.px(4))
        self._column.setSpacing(0)
        self.hide()

    def show_rows(self, rows: tuple[ClosedRow, ...]) -> None:
        """Draw ``rows``."""
        if rows != self._rows:
            self._rows = rows
            remove_all(self._column)
            for index, row in enumerate(rows):
                if index:
                    self._column.addWidget(dividing_line())
                self._column.addWidget(self._row(row))
        self.setVisible(bool(rows))

    @property
    def controls(self) -> list[QWidget]:
        """What the Tab key reaches, from above."""
        return [*self.findChildren(QPushButton)]

    def _row(self, row: ClosedRow) -> QWidget:
        theme = self._theme
        px = theme.px
        made = QWidget()
        made.setMinimumHeight(px(58))
        glyph = Glyph(theme, 16)
        glyph.show_shape(Shape.CLOSED)
        words = QVBoxLayout()
        words.setSpacing(px(2))
        words.addWidget(Label(theme, "body", row.title, weight=500))
        words.addWidget(Label(theme, "label", row.detail, tone="ink2", weight=400))
        save = push_button(theme, row.pdf_text, measure="row", about=row.title)
        save.clicked.connect(lambda: self.pdf_pressed.emit(row.alert))
        line = QHBoxLayout(made)
        line.setContentsMargins(0, px(8), 0, px(8))
        line.setSpacing(px(14))
        line.addWidget(glyph, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(words, 1)
        line.addWidget(save, 0, Qt.AlignmentFlag.AlignVCenter)
        return made
