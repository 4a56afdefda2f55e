"""The numbers of a plot as a table: for the keyboard, for screen readers, and to copy."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableWidget, QTableWidgetItem

from desktop.ui.theme import Theme
from desktop.ui.views.insights import TableView

_ROW = 30
_MOST_ROWS = 14
_LONG = 24


class NumbersTable(QTableWidget):
    """Reads only; arrows go from cell to cell, Tab goes on to the next control."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setObjectName("numbers")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme.px(_ROW))
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionsClickable(False)
        head.setFont(theme.font("caption", weight=600))
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def show_view(self, name: str, view: TableView) -> None:
        """Fill it anew."""
        self.setAccessibleName(name)
        self.clear()
        self.setColumnCount(len(view.head))
        self.setRowCount(len(view.rows))
        self.setHorizontalHeaderLabels(list(view.head))
        first = self._theme.font("label", weight=500)
        others = self._theme.font("label", tabular=True, weight=400)
        for at, row in enumerate(view.rows):
            for column, text in enumerate(row):
                cell = QTableWidgetItem(text)
                cell.setFont(others if column else first)
                cell.setToolTip(text if len(text) > _LONG else "")
                self.setItem(at, column, cell)
        head = self.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(len(view.head) - 1, QHeaderView.ResizeMode.Stretch)
        high = min(len(view.rows), _MOST_ROWS) * self._theme.px(_ROW)
        self.setFixedHeight(high + head.sizeHint().height() + self._theme.px(4))
