"""Lines about stations under a title: those that need something, each with its fix."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from desktop.ui.buttons import push_button
from desktop.ui.glyph import Glyph
from desktop.ui.labels import Label, dividing_line
from desktop.ui.own_height import OwnHeight
from desktop.ui.removal import remove
from desktop.ui.theme import Theme
from desktop.ui.views.station_rows import Row

_TWO_COLUMNS = 640
_SPARE = 4
"""Lines that are kept, hidden, for the next station that falls silent."""


class StationList(QFrame):
    """Draws the rows in two columns where there is room, else in one."""

    button_pressed = Signal()
    more_pressed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rows: tuple[Row, ...] = ()
        self._plates: list[_Plate] = []
        self._columns = 1
        self.setProperty("plate", "card")
        px = theme.px
        self._title = Label(theme, "lead", weight=600, wraps=False)
        self._summary = Label(theme, "label", tone="ink2", weight=400)
        top = self._top = QHBoxLayout()
        top.setSpacing(px(12))
        top.addWidget(self._title, 0, Qt.AlignmentFlag.AlignBaseline)
        top.addWidget(self._summary, 1, Qt.AlignmentFlag.AlignBaseline)
        self.button = push_button(theme, "", measure="row")
        self.button.clicked.connect(self.button_pressed)
        self.button.hide()
        self.more = push_button(theme, "", role="quiet", measure="row")
        self.more.clicked.connect(self.more_pressed)
        self.more.hide()
        top.addWidget(self.more)
        top.addWidget(self.button)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(px(32))
        self._grid.setVerticalSpacing(0)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(px(20), px(16), px(20), px(12))
        column.setSpacing(px(8))
        column.addLayout(top)
        column.addLayout(self._grid)

    def show_rows(
        self,
        title: str,
        summary: str,
        rows: tuple[Row, ...],
        button: str,
        *,
        more: str = "",
    ) -> None:
        """Draw ``rows`` under ``title``; nothing is drawn anew where nothing changed.

        ``button`` and ``more`` are what the two buttons say; "" where there is none.
        """
        for pressed, text in ((self.button, button), (self.more, more)):
            if text != pressed.text():
                pressed.setText(text)
            pressed.setVisible(bool(text))
        self._title.setText(title)
        self._summary.setText(summary)
        if rows != self._rows:
            self._rows = rows
            self._fill()

    def fit_into(self, width: int) -> None:
        """With large letters, let the buttons stand below the title, or the page would be wider
        than its window.
        """
        parts = (self._title, self.more, self.button)
        shown = [part.sizeHint().width() for part in parts if not part.isHidden()]
        around = self._column.contentsMargins()
        least = self._summary.minimumSizeHint().width()
        needed = (
            sum(shown) + least + len(shown) * self._top.spacing() + around.left() + around.right()
        )
        direction = QBoxLayout.Direction
        self._top.setDirection(direction.LeftToRight if needed <= width else direction.TopToBottom)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        columns = 2 if self.width() >= self._theme.px(_TWO_COLUMNS) else 1
        if columns != self._columns:
            self._columns = columns
            self._fill()

    def _fill(self) -> None:
        """Lines that are there take the new words: to make one is slow, and most stay the same."""
        while len(self._plates) > len(self._rows) + _SPARE:
            remove(self._plates.pop())
        for spare in self._plates[len(self._rows) :]:
            spare.hide()
        for index, row in enumerate(self._rows):
            at = index // self._columns, index % self._columns
            if index == len(self._plates):
                self._plates.append(_Plate(self._theme))
                self._grid.addWidget(self._plates[index], *at)
            elif self._grid.getItemPosition(self._grid.indexOf(self._plates[index]))[:2] != at:  # type: ignore[index] # four numbers
                self._grid.addWidget(self._plates[index], *at)
            self._plates[index].show()  # first: one that is hidden is not laid out for its words
            self._plates[index].show_row(row)
        for column in range(2):
            self._grid.setColumnStretch(column, 1 if column < self._columns else 0)


class _Plate(OwnHeight):
    """One line: a sign, a name, and what is to be said of it."""

    def __init__(self, theme: Theme) -> None:
        px = theme.px
        super().__init__(least=px(58))
        self._row: Row | None = None
        self._glyph = Glyph(theme, 16)
        self._name = Label(theme, "body", weight=500)
        self._detail = Label(theme, "label", tone="ink2", weight=400)
        words = QVBoxLayout()
        words.setSpacing(px(2))
        words.addWidget(self._name)
        words.addWidget(self._detail)
        line = QHBoxLayout()
        line.setContentsMargins(0, px(9), 0, px(9))
        line.setSpacing(px(14))
        line.addWidget(self._glyph, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(words, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(dividing_line())
        column.addLayout(line)
        column.addStretch(1)

    def show_row(self, row: Row) -> None:
        """Say ``row``."""
        if row == self._row:
            return
        self._row = row
        self.setAccessibleName(f"{row.name}. {row.detail}")
        self._glyph.show_shape(row.shape)
        self._name.setText(row.name)
        self._detail.setText(row.detail)
