"""The rows of the list of cards, and how each is drawn."""

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from desktop.domain.guidance.ids import CardId
from desktop.ui.console.row_drawing import HEIGHT, RIGHT, RowDrawing
from desktop.ui.fitting import elided
from desktop.ui.views.badges import Badge
from desktop.ui.views.guidance_cards import CardRow, HeadingRow

Index = QModelIndex | QPersistentModelIndex
ROW = int(Qt.ItemDataRole.UserRole)
_HEADING, _WITH_BADGES = 34, 82


class CardRows(QAbstractListModel):
    """Headings and cards; a heading cannot be chosen."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[CardRow | HeadingRow, ...] = ()

    def show(self, rows: Sequence[CardRow | HeadingRow]) -> None:
        """Have these rows, and stay where one is if they are the same cards."""
        rows = tuple(rows)
        if rows == self.rows:
            return
        if [_name(row) for row in rows] == [_name(row) for row in self.rows]:
            self.rows = rows
            self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
            return
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def find(self, card: CardId) -> int | None:
        """The row in which ``card`` is."""
        return next(
            (n for n, row in enumerate(self.rows) if isinstance(row, CardRow) and row.card == card),
            None,
        )

    def first(self) -> int | None:
        """The first row that is a card."""
        return next((n for n, row in enumerate(self.rows) if isinstance(row, CardRow)), None)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own default)
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.rows[index.row()] if 0 <= index.row() < len(self.rows) else None
        if row is None or role == ROW:
            return row
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return row.sentence if isinstance(row, CardRow) else row.text
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        row = self.rows[index.row()] if 0 <= index.row() < len(self.rows) else None
        return super().flags(index) if isinstance(row, CardRow) else Qt.ItemFlag.NoItemFlags


def _name(row: CardRow | HeadingRow) -> tuple[bool, str]:
    """Which row it is."""
    return (True, row.card) if isinstance(row, CardRow) else (False, row.text)


class CardDelegate(RowDrawing):
    """Draws a title, what the card is and whose, and below that how it stands."""

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        row = index.data(ROW)
        if isinstance(row, HeadingRow):
            return QSize(0, self._theme.px(_HEADING))
        is_tall = isinstance(row, CardRow) and bool(row.badges)
        return QSize(0, self._theme.px(_WITH_BADGES if is_tall else HEIGHT))

    def draw(self, painter: QPainter, rect: QRect, index: Index, *, is_chosen: bool) -> None:
        row = index.data(ROW)
        px = self._theme.px
        inside = rect.adjusted(px(16), px(8), -px(14), -px(6))
        if isinstance(row, HeadingRow):
            painter.fillRect(rect, self._theme.color("canvas"))
            self._text(painter, inside.adjusted(0, 0, 0, 0), row.text, "ink2", self._small_strong)
        elif isinstance(row, CardRow):
            self._card(painter, inside, row, is_chosen=is_chosen)

    def _card(self, painter: QPainter, inside: QRect, row: CardRow, *, is_chosen: bool) -> None:
        px = self._theme.px
        font = self._bold if is_chosen else self._strong
        top = QRect(inside.left(), inside.top(), inside.width(), px(20))
        middle = QRect(inside.left(), top.bottom() + px(2), inside.width(), px(18))
        self._text(painter, top, elided(row.title, font, top.width()), "ink", font)
        width = QFontMetrics(self._small).horizontalAdvance(row.reviewed)
        painter.setFont(self._small)
        painter.setPen(self._theme.color("ink3"))
        painter.drawText(middle, int(RIGHT), row.reviewed)
        self._fit(painter, middle.adjusted(0, 0, -width - px(10), 0), row.about, "ink2")
        self._badges(painter, inside, middle.bottom() + px(4), row.badges)

    def _badges(
        self, painter: QPainter, inside: QRect, top: int, badges: tuple[Badge, ...]
    ) -> None:
        """From the left, as many as there is room for."""
        px = self._theme.px
        at = inside.left()
        for badge in badges:
            width = QFontMetrics(self._small_strong).horizontalAdvance(badge.text) + px(14)
            if at + width > inside.right() + 1:
                return
            self._badge(painter, QRect(at, top, width, px(22)), badge)
            at += width + px(6)
