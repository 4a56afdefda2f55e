"""A list of the console: rows of one height, gone through with the arrows and opened with Enter."""

from PySide6.QtCore import (
    QAbstractItemModel,
    QItemSelection,
    QModelIndex,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView

from desktop.ui.console.row_drawing import HEIGHT, RowDrawing
from desktop.ui.theme import Theme

_RESTS_FOR_MS = 120
"""How long the arrows rest on a row before that is told: running down the list opens nothing."""


class RowList(QListView):
    """Rows of one height, so that Qt measures none of them."""

    entered_row = Signal(QModelIndex)
    rested_on = Signal(QModelIndex)
    """The arrows rest on that row; neither a click nor Enter took it meanwhile."""

    def __init__(
        self, theme: Theme, name: str, drawing: type[RowDrawing], model: QAbstractItemModel
    ) -> None:
        super().__init__()
        self.setObjectName("rows")
        self.setAccessibleName(name)
        self.setItemDelegate(drawing(theme, self))
        self.setUniformItemSizes(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalScrollBar().setSingleStep(theme.px(HEIGHT))
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self._is_marking = False
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_RESTS_FOR_MS)
        self._rest.timeout.connect(lambda: self.rested_on.emit(self.currentIndex()))
        self.entered_row.connect(self._rest.stop)
        self.clicked.connect(self._rest.stop)
        self.setModel(model)
        self.selectionModel().selectionChanged.connect(self._selected)

    def mark(self, row: int | None) -> None:
        """Select that row, or none, and tell nobody of it."""
        if row is None:
            self.clearSelection()
            return
        index = self.model().index(row, 0)
        if self.currentIndex() != index or not self.selectionModel().isSelected(index):
            self._is_marking = True
            self.setCurrentIndex(index)
            self._is_marking = False

    def _selected(self, selected: QItemSelection, _: QItemSelection) -> None:
        if not self._is_marking and not selected.isEmpty():
            self._rest.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if self.currentIndex().isValid():
                self.entered_row.emit(self.currentIndex())
        elif event.text().isprintable() and event.text():
            event.ignore()  # letters are the page's keys, not a search of Qt's own
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(0, 0)
