"""Lines about stations under a title: those that need something, each with its fix."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.buttons import push_button
from desktop.ui.glyph import Glyph
from desktop.ui.labels import Label, dividing_line
from desktop.ui.removal import remove_all
from desktop.ui.theme import Theme
from desktop.ui.views.station_rows import Row

_TWO_COLUMNS = 640


class StationList(QFrame):
    """Draws the rows in two columns where there is room, else in one."""

    button_pressed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rows: tuple[Row, ...] = ()
        self._columns = 1
        self.setProperty("plate", "card")
        px = theme.px
        self._title = Label(theme, "lead", weight=600, wraps=False)
        self._summary = Label(theme, "label", tone="ink2", weight=400)
        top = QHBoxLayout()
        top.setSpacing(px(12))
        top.addWidget(self._title, 0, Qt.AlignmentFlag.AlignBaseline)
        top.addWidget(self._summary, 1, Qt.AlignmentFlag.AlignBaseline)
        self.button = push_button(theme, "", measure="row")
        self.button.clicked.connect(self.button_pressed)
        self.button.hide()
        top.addWidget(self.button)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(px(32))
        self._grid.setVerticalSpacing(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(20), px(16), px(20), px(12))
        column.setSpacing(px(8))
        column.addLayout(top)
        column.addLayout(self._grid)

    def show_rows(self, title: str, summary: str, rows: tuple[Row, ...], button: str) -> None:
        """Draw ``rows`` under ``title``; nothing is drawn anew where nothing changed.

        ``button`` is what the button says; "" where there is none.
        """
        self.button.setText(button)
        self.button.setVisible(bool(button))
        self._title.setText(title)
        self._summary.setText(summary)
        if rows != self._rows:
            self._rows = rows
            self._fill()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        columns = 2 if self.width() >= self._theme.px(_TWO_COLUMNS) else 1
        if columns != self._columns:
            self._columns = columns
            self._fill()

    def _fill(self) -> None:
        remove_all(self._grid)
        for index, row in enumerate(self._rows):
            self._grid.addWidget(self._row(row), index // self._columns, index % self._columns)
        for column in range(2):
            self._grid.setColumnStretch(column, 1 if column < self._columns else 0)

    def _row(self, row: Row) -> QWidget:
        theme = self._theme
        px = theme.px
        made = QWidget()
        made.setMinimumHeight(px(58))
        made.setAccessibleName(f"{row.name}. {row.detail}")
        glyph = Glyph(theme, 16)
        glyph.show_shape(row.shape)
        words = QVBoxLayout()
        words.setSpacing(px(2))
        words.addWidget(Label(theme, "body", row.name, weight=500))
        words.addWidget(Label(theme, "label", row.detail, tone="ink2", weight=400))
        line = QHBoxLayout()
        line.setContentsMargins(0, px(9), 0, px(9))
        line.setSpacing(px(14))
        line.addWidget(glyph, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(words, 1)
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(dividing_line())
        column.addLayout(line)
        column.addStretch(1)
        return made
