"""The left of a page of the console: what is looked for, what narrows it, and the rows it finds."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.ui.console.row_list import RowList
from desktop.ui.console.search_field import SearchField
from desktop.ui.theme import Theme


class SearchedList(QFrame):
    """A search field above ``list``; ``empty`` stands in place of rows where none was found."""

    typed = Signal(str)

    def __init__(self, theme: Theme, *, search: str, typed: str, rows: RowList) -> None:
        super().__init__()
        self._theme = theme
        self.search = SearchField(theme, search)
        self.search.setText(typed)
        self.search.textEdited.connect(self.typed)
        self.search.left_downwards.connect(self.go_to_rows)
        self.list = rows
        self._below = QStackedWidget()
        self._below.addWidget(self.list)

    @property
    def is_empty(self) -> bool:
        """A sentence stands in place of rows."""
        return self._below.currentIndex() > 0

    def go_to_search(self) -> None:
        """Put the keyboard into the search field."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def go_to_rows(self) -> None:
        """Put the keyboard on the list, at its selected row or the first."""
        raise NotImplementedError

    def _lay_out(self, between: Sequence[QWidget | QLayout], empty: QWidget) -> None:
        """Put ``between`` between the search and the rows."""
        px = self._theme.px
        top = QVBoxLayout()
        top.setContentsMargins(px(14), px(14), px(14), px(6))
        top.setSpacing(px(10))
        top.addWidget(self.search)
        for part in between:
            if isinstance(part, QWidget):
                top.addWidget(part)
            else:
                top.addLayout(part)
        self._below.addWidget(empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self._below, 1)

    def _show_rows(self, *, is_so: bool) -> None:
        """Show the rows, or what stands in their place."""
        self._below.setCurrentIndex(0 if is_so else 1)
