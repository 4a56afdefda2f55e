"""A list of the console: rows of one height, gone through with the arrows and opened with Enter."""

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView

from desktop.ui.console.row_drawing import HEIGHT, RowDrawing
from desktop.ui.theme import Theme


class RowList(QListView):
    """Rows of one height, so that Qt measures none of them."""

    entered_row = Signal(QModelIndex)

    def __init__(self, theme: Theme, name: str, drawing: type[RowDrawing]) -> None:
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
