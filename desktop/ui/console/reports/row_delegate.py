"""One report in the list: three short lines, 58 px high."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop.ui.console.reports.rows import ROW
from desktop.ui.fitting import elided
from desktop.ui.glyph import paint_glyph
from desktop.ui.theme import Scheme, Theme
from desktop.ui.views.badges import Badge, BadgeTone
from desktop.ui.views.reports import Mark, RowView

HEIGHT = 58
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_FILLS = {
    BadgeTone.NEUTRAL: ("sunken", "ink2"),
    BadgeTone.NEED: ("need_soft", "need_text"),
    BadgeTone.HAND: ("hand_soft", "hand_text"),
}


class RowDelegate(QStyledItemDelegate):
    """Draws a ``RowView``; a row that is being fetched again is an empty line."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._strong = theme.font("label", weight=600)
        self._bold = theme.font("label", weight=700)
        self._small = theme.font("caption")
        self._small_strong = theme.font("caption", weight=600)

    def sizeHint(
        self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(0, self._theme.px(HEIGHT))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        painter.save()
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        is_chosen = bool(state & QStyle.StateFlag.State_Selected)
        self._ground(painter, rect, state, is_chosen=is_chosen)
        row = index.data(ROW)
        if isinstance(row, RowView):
            self._row(painter, rect, row, is_chosen=is_chosen)
        painter.restore()

    def _ground(
        self, painter: QPainter, rect: QRect, state: QStyle.StateFlag, *, is_chosen: bool
    ) -> None:
        theme = self._theme
        is_pointed_at = bool(state & QStyle.StateFlag.State_MouseOver)
        ground = "action_soft" if is_chosen else "sunken" if is_pointed_at else "surface"
        painter.fillRect(rect, theme.color(ground))
        line = QRect(rect.left(), rect.bottom(), rect.width(), 1)
        painter.fillRect(line, theme.color("line"))
        if is_chosen:
            painter.fillRect(
                QRect(rect.left(), rect.top(), 3, rect.height()), theme.color("action")
            )
        has_keyboard = bool(state & QStyle.StateFlag.State_HasFocus)
        if has_keyboard or (is_chosen and theme.scheme is Scheme.CONTRAST):
            painter.setPen(QPen(theme.color("action"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect.adjusted(1, 1, -1, -2))

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
            painter.drawText(foot, int(_RIGHT), row.open_actions)
            foot = foot.adjusted(0, 0, -width - px(10), 0)
        self._fit(painter, foot, row.about, "ink3")

    def _text(self, painter: QPainter, box: QRect, text: str, token: str, font: object) -> int:
        """Draw ``text``; return where it ends."""
        painter.setFont(font)  # type: ignore[arg-type] # a QFont
        painter.setPen(self._theme.color(token))
        painter.drawText(box, int(_LEFT), text)
        return box.left() + painter.fontMetrics().horizontalAdvance(text)

    def _fit(self, painter: QPainter, box: QRect, text: str, token: str) -> None:
        self._text(painter, box, elided(text, self._small, box.width()), token, self._small)

    def _badge(self, painter: QPainter, box: QRect, badge: Badge) -> int:
        """Draw the badge at the right; return where it begins."""
        px = self._theme.px
        fill, ink = (self._theme.color(token) for token in _FILLS[badge.tone])
        width = QFontMetrics(self._small_strong).horizontalAdvance(badge.text) + px(14)
        height = px(20)
        frame = QRectF(box.right() - width, box.center().y() - height / 2 + 1, width, height)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(ink, 1) if self._theme.scheme is Scheme.CONTRAST else Qt.PenStyle.NoPen)
        painter.setBrush(fill)
        painter.drawRoundedRect(frame, px(6), px(6))
        painter.setPen(ink)
        painter.setFont(self._small_strong)
        painter.drawText(frame, int(Qt.AlignmentFlag.AlignCenter), badge.text)
        return round(frame.left())

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
