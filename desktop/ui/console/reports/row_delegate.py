"""One report in the list: three short lines, 58 px high."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF
from PySide6.QtGui import QFontMetrics, QPainter

from desktop.ui.console.reports.rows import ROW
from desktop.ui.console.row_drawing import RIGHT, RowDrawing
from desktop.ui.fitting import elided
from desktop.ui.glyph import paint_glyph
from desktop.ui.views.reports import Mark, RowView


class RowDelegate(RowDrawing):
    """Draws a ``RowView``; a row that is being fetched again is an empty line."""

    def draw(
        self,
        painter: QPainter,
        rect: QRect,
        index: QModelIndex | QPersistentModelIndex,
        *,
        is_chosen: bool,
    ) -> None:
        row = index.data(ROW)
        if isinstance(row, RowView):
            self._row(painter, rect, row, is_chosen=is_chosen)

    def _row(self, painter: QPainter, rect: QRect, row: RowView, *, is_chosen: bool) -> None:
        px = self._theme.px
        inside = rect.adjusted(px(16), px(5), -px(14), -px(4))
        top = QRect(inside.left(), inside.top(), inside.width(), px(18))
        middle = QRect(inside.left(), top.bottom() + 1, inside.width(), px(15))
        foot = QRect(inside.left(), middle.bottom() + 1, inside.width(), px(16))
        left = self._badge(painter, top, row.badge)
        at = self._text(painter, top, row.number, "ink", self._bold if is_chosen else self._strong)
        for mark in row.marks:
            at = self._mark(painter, top, at + px(10), left, mark, is_calm=row.is_calm)
        self._fit(painter, middle, row.where_when, "ink2")
        if row.open_actions:
            width = QFontMetrics(self._small_strong).horizontalAdvance(row.open_actions)
            painter.setFont(self._small_strong)
            painter.setPen(self._theme.color("need_text" if row.is_late else "ink2"))
            painter.drawText(foot, int(RIGHT), row.open_actions)
            foot = foot.adjusted(0, 0, -width - px(10), 0)
        self._fit(painter, foot, row.about, "ink3")

    def _mark(
        self, painter: QPainter, box: QRect, at: int, end: int, mark: Mark, *, is_calm: bool
    ) -> int:
        """Draw a shape and its word, the word as far as there is room; return where it ends."""
        theme = self._theme
        size = theme.px(12)
        color = theme.color
        paint_glyph(
            painter,
            mark.shape,
            QRectF(at, box.center().y() - size / 2 + 1, size, size),
            mark=color("off_mark" if is_calm else "need_mark"),
            inner=color("surface" if is_calm else "on_need"),
            fill=color("off_mark" if is_calm else "need"),
        )
        begin = at + size + theme.px(4)
        room = QRect(begin, box.top(), max(0, end - theme.px(6) - begin), box.height())
        word = elided(mark.word, self._small, room.width())
        return self._text(painter, room, word, "ink2" if is_calm else "need_text", self._small)
