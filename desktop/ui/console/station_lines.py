"""Lines about stations, in columns: each a sign, a name, and what is to be said of it."""

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QLabel, QWidget

from desktop.ui.glyph import draw_glyph
from desktop.ui.opaque import cover
from desktop.ui.removal import remove
from desktop.ui.scrolling import paint_what_moved
from desktop.ui.theme import Theme
from desktop.ui.views.station_rows import Row
from desktop.ui.written import Laid, Writing

_TWO_COLUMNS = 598
_BETWEEN = 32
_LEAST = 58
_SPARE = 4
"""Lines that are kept, hidden, for the next station that falls silent."""


class StationLines(QWidget):
    """Lays its lines out in two columns where there is room for every word of theirs, else in one,
    and is as high as they need. A site has two hundred, and one that falls silent moves all that
    are below it: neither a layout nor a style sheet is asked for them.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._writings = (
            Writing(theme, "body", weight=500),
            Writing(theme, "label", tone="ink2", weight=400),
        )
        self._rows: tuple[Row, ...] = ()
        self._lines: list[StationLine] = []
        paint_what_moved(self)

    @property
    def rows(self) -> tuple[Row, ...]:
        """What they say."""
        return self._rows

    def show_rows(self, rows: tuple[Row, ...]) -> None:
        """Draw ``rows``; nothing is drawn anew where nothing changed."""
        if rows == self._rows:
            return
        self._rows = rows
        while len(self._lines) > len(rows) + _SPARE:
            remove(self._lines.pop())
        while len(self._lines) < len(rows):
            self._lines.append(StationLine(self._theme, *self._writings, self))
        for line, row in zip(self._lines, rows, strict=False):
            line.show_row(row)
        self._lay()
        for at, line in enumerate(self._lines):  # at its place: shown before, it is painted twice
            line.setVisible(at < len(rows))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._lay()

    def _lay(self) -> None:
        lines = self._lines[: len(self._rows)]
        between = self._theme.px(_BETWEEN)
        columns, width = 2, (self.width() - between) // 2
        if self.width() < self._theme.px(_TWO_COLUMNS) or not all(
            line.fits(width) for line in lines
        ):
            columns, width = 1, self.width()
        y = 0
        for at in range(0, len(lines), columns):
            beside = lines[at : at + columns]
            height = max(line.height_at(width) for line in beside)
            for column, line in enumerate(beside):
                line.setGeometry(column * (width + between), y, width, height)
            y += height
        self.setFixedHeight(y)


class StationLine(QLabel):
    """One of them. It draws itself; to a screen reader it is a text, which is its name."""

    def __init__(self, theme: Theme, name: Writing, detail: Writing, parent: QWidget) -> None:
        super().__init__(parent)
        px = theme.px
        self._theme = theme
        self._ground, self._parting = theme.color("surface"), theme.color("line")
        self._row: Row | None = None
        self._writings = name, detail
        self._laid: tuple[Laid, Laid] | None = None
        self._sign = QRect(0, 1 + px(9), px(16), px(16))
        self._words_at = px(16) + px(14)

    @property
    def wide(self) -> int:
        """How wide it must be for its longest word."""
        return self._words_at + max((laid.wide for laid in self._laid or ()), default=0)

    def show_row(self, row: Row) -> None:
        """Say ``row``."""
        if row != self._row:
            self._row = row
            self.setAccessibleName(f"{row.name}. {row.detail}")
            self.update()

    def fits(self, width: int) -> bool:
        """Whether each of its words has room in a line of that width."""
        room = max(1, width - self._words_at)
        return all(writing.laid(text, room).wide <= room for writing, text in self._written())

    def height_at(self, width: int) -> int:
        """Lay its words out for that width; how high it must be for them. A word that is wider than
        that goes on in the next line.
        """
        if self._row is None:
            return 0
        room = max(1, width - self._words_at)
        name, detail = (_laid(writing, text, room) for writing, text in self._written())
        self._laid = name, detail
        words = self._sign.top() + name.high + self._theme.px(2) + detail.high
        return max(self._theme.px(_LEAST), max(words, self._sign.bottom() + 1) + self._theme.px(9))

    def _written(self) -> tuple[tuple[Writing, str], ...]:
        if self._row is None:
            return ()
        as_name, as_detail = self._writings
        return (as_name, self._row.name), (as_detail, self._row.detail)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        cover(self)

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._ground)
        painter.fillRect(0, 0, self.width(), 1, self._parting)
        if self._row is not None and self._laid is not None:
            draw_glyph(painter, self._theme, self._row.shape, self._sign, self.devicePixelRatio())
            y = self._sign.top()
            for writing, laid in zip(self._writings, self._laid, strict=True):
                writing.draw(painter, laid, self._words_at, y)
                y += laid.high + self._theme.px(2)
        painter.end()


def _laid(writing: Writing, text: str, room: int) -> Laid:
    laid = writing.laid(text, room)
    return laid if laid.wide <= room else writing.broken(text, room)
