"""What the rows of the console's lists share: ground, edge, words cut to their room, and badges."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop.ui.fitting import elided
from desktop.ui.theme import Scheme, Theme
from desktop.ui.views.badges import Badge, BadgeTone

HEIGHT = 58
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_FILLS = {
    BadgeTone.NEUTRAL: ("sunken", "ink2"),
    BadgeTone.NEED: ("need_soft", "need_text"),
    BadgeTone.HAND: ("hand_soft", "hand_text"),
}


class RowDrawing(QStyledItemDelegate):
    """Draws rows of one height; ``draw`` says what stands on one."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._strong = theme.font("label", weight=600)
        self._bold = theme.font("label", weight=700)
        self._small = theme.font("caption")
        self._small_strong = theme.font("caption", weight=600)

    def draw(
        self,
        painter: QPainter,
        rect: QRect,
        index: QModelIndex | QPersistentModelIndex,
        *,
        is_chosen: bool,
    ) -> None:
        """Draw what the row says, on its ground."""
        raise NotImplementedError

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
        self.draw(painter, rect, index, is_chosen=is_chosen)
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

    def _text(self, painter: QPainter, box: QRect, text: str, token: str, font: QFont) -> int:
        """Draw ``text``; return where it ends."""
        painter.setFont(font)
        painter.setPen(self._theme.color(token))
        painter.drawText(box, int(LEFT), text)
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
