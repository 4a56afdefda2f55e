"""Stations that stand nowhere on the plan, in rows that break where they are full."""

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QFrame,
    QListView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop.ui.glyph import glyph_colors, paint_glyph, paint_ground
from desktop.ui.theme import Theme
from desktop.ui.views.floor_plan import Mark

ROW = 32
MOST_ROWS = 4
"""Rows that are seen at once; of more, the rest is scrolled to."""
_ANY = QModelIndex()
MARK_ROLE = Qt.ItemDataRole.UserRole


class _Marks(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.marks: tuple[Mark, ...] = ()

    def show(self, marks: tuple[Mark, ...]) -> None:
        """Those; the rows stay where they are while only their signs change."""
        before, self.marks = self.marks, marks
        if [mark.name for mark in before] == [mark.name for mark in marks]:
            for at, (was, mark) in enumerate(zip(before, marks, strict=True)):
                if was != mark:
                    self.dataChanged.emit(self.index(at), self.index(at))
            return
        self.beginResetModel()
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _ANY) -> int:
        return 0 if parent.isValid() else len(self.marks)

    def data(
        self,
        index: QModelIndex | QPersistentModelIndex,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        mark = self.marks[index.row()]
        if role == MARK_ROLE:
            return mark
        if role == Qt.ItemDataRole.DisplayRole:
            return mark.name
        if role in {Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}:
            return mark.sentence
        return None


class _Drawing(QStyledItemDelegate):
    """A sign and a name; who calls is written bold."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._plain = theme.font("label")
        self._strong = theme.font("label", weight=700)

    def sizeHint(
        self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        px = self._theme.px
        wide = QFontMetrics(self._strong).horizontalAdvance(str(index.data()))
        return QSize(min(wide + px(16 + 6 + 20), px(260)), px(ROW))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        theme, px = self._theme, self._theme.px
        mark = index.data(MARK_ROLE)
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(theme.color("action"))
            painter.setBrush(theme.color("action_soft"))
            painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 2.5, -4.5, -2.5), 6, 6)
        elif state & QStyle.StateFlag.State_MouseOver:
            paint_ground(painter, rect.adjusted(0, 2, -4, -2), theme.color("action_soft"))
        side = px(16)
        sign = QRectF(rect.left() + px(6), rect.center().y() - side / 2 + 0.5, side, side)
        colors = glyph_colors(theme, mark.shape)
        paint_glyph(painter, mark.shape, sign, mark=colors[0], inner=colors[1], fill=colors[2])
        painter.setFont(self._strong if mark.alert else self._plain)
        painter.setPen(theme.color("ink" if mark.alert else "ink2"))
        room = rect.adjusted(px(6) + side + px(6), 0, -px(8), 0)
        text = QFontMetrics(painter.font()).elidedText(
            mark.name, Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        painter.restore()


class Beside(QListView):
    """``carried`` tells a station and the place on the screen that it is dragged over, ``dropped``
    where it is let go; ``entered`` one that Enter or a click means.
    """

    carried = Signal(str, QPoint)
    dropped = Signal(str, QPoint)
    entered_mark = Signal(object)

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme = theme
        self._marks = _Marks()
        self._pressed: tuple[Mark, QPoint] | None = None
        self._is_carrying = False
        self.setObjectName("beside")
        self.setAccessibleName(name)
        self.setModel(self._marks)
        self.setItemDelegate(_Drawing(theme, self))
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setUniformItemSizes(False)

    def show_marks(self, marks: tuple[Mark, ...]) -> None:
        """List those."""
        self._marks.show(marks)
        self._fit()

    def _fit(self) -> None:
        """As high as the rows are, which break where the width is full."""
        px = self._theme.px
        delegate = self.itemDelegate()
        option = QStyleOptionViewItem()
        rows, left = 1, self.width()
        for row in range(self._marks.rowCount()):
            wide = delegate.sizeHint(option, self._marks.index(row)).width()
            if wide > left and left != self.width():
                rows, left = rows + 1, self.width()
            left -= wide
        high = px(ROW) * min(rows, MOST_ROWS) + 2
        if high != self.height() or high != self.minimumHeight():
            self.setFixedHeight(high)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        self._is_carrying = False
        self._pressed = None
        if event.button() is Qt.MouseButton.LeftButton and index.isValid():
            self._pressed = index.data(MARK_ROLE), event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None:
            super().mouseMoveEvent(event)
            return
        mark, begun = self._pressed
        far = (event.position().toPoint() - begun).manhattanLength()
        if self._is_carrying or far >= QApplication.startDragDistance():
            self._is_carrying = True
            self.carried.emit(mark.station, event.globalPosition().toPoint())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        pressed, self._pressed = self._pressed, None
        if pressed is None:
            return
        if self._is_carrying:
            self._is_carrying = False
            self.dropped.emit(pressed[0].station, event.globalPosition().toPoint())
        else:
            self.entered_mark.emit(pressed[0])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        keys = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}
        if event.key() in keys and index.isValid():
            self.entered_mark.emit(index.data(MARK_ROLE))
        else:
            super().keyPressEvent(event)
