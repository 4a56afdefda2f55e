"""The left of the Reports page: search, filters, and the list."""

from PySide6.QtCore import QModelIndex, Qt, Signal, SignalInstance
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.reports.facts import ReportId
from desktop.ui.advice_line import AdviceLine
from desktop.ui.buttons import push_button
from desktop.ui.console.reports.filter_row import FilterRow
from desktop.ui.console.reports.row_delegate import RowDelegate
from desktop.ui.console.reports.rows import RowsModel
from desktop.ui.console.row_list import RowList
from desktop.ui.console.searched_list import SearchedList
from desktop.ui.labels import Label
from desktop.ui.theme import Theme
from desktop.ui.views.advice import Advice
from desktop.ui.views.reports import ChooseDays, EmptyView, FiltersView
from desktop.ui.words import Words

WIDTH = 372


class ListPanel(SearchedList):
    """Reports what is typed and chosen; its rows are the model's."""

    rested_on = Signal(str)
    """The arrows rest on that report."""
    pointed_at = Signal(str)
    """A click."""
    opened = Signal(str)
    """Enter: that report is to be read."""
    empty_pressed = Signal()
    news_pressed = Signal()
    """Show the list from its top, with what came meanwhile."""

    def __init__(
        self,
        theme: Theme,
        words: Words,
        rows: RowsModel,
        choose_days: ChooseDays,
        query: str,
    ) -> None:
        super().__init__(
            theme,
            search=words("Search the reports"),
            typed=query,
            rows=RowList(theme, words("Reports"), RowDelegate, rows),
        )
        self.setObjectName("reportList")
        self._rows = rows
        self.filters = FilterRow(theme, words, choose_days)
        self._count = Label(theme, "caption", tone="ink3", wraps=False)
        self._count.setText(" ")
        self._news = push_button(theme, words("Show new ones"), role="quiet", measure="row")
        self._news.clicked.connect(self.news_pressed)
        self._news.hide()
        rows.modelReset.connect(self._news.hide)
        self._advice = AdviceLine(theme)
        self.list.entered_row.connect(lambda index: self._tell(index, self.opened))
        self.list.clicked.connect(lambda index: self._tell(index, self.pointed_at))
        self.list.rested_on.connect(lambda index: self._tell(index, self.rested_on))
        self._empty = _Empty(theme)
        self._empty.button.clicked.connect(self.empty_pressed)
        line = QHBoxLayout()
        line.setSpacing(theme.px(8))
        line.addWidget(self._count, 1)
        line.addWidget(self._news)
        self._lay_out((self.filters, self._advice, line), self._empty)

    @property
    def controls(self) -> list[QWidget]:
        """What the Tab key reaches, from above."""
        return [self.search, *self.filters.controls, self._news, self.list, self._empty.button]

    def show_filters(self, view: FiltersView, query: str) -> None:
        """Draw the quiet row, and the words where something else changed them."""
        self.filters.show_view(view)
        if self.search.text() != query:
            self.search.setText(query)

    def show_empty(self, view: EmptyView | None) -> None:
        """Say ``view`` in place of rows."""
        self._empty.show_view(view)
        self._show_rows(is_so=view is None)

    def show_news(self) -> None:
        """Something belongs on top: show it at once there, else wait until it is asked for."""
        if self.list.verticalScrollBar().value() == 0:
            self.news_pressed.emit()
        else:
            self._news.show()

    def show_count(self, text: str) -> None:
        """Say how many reports answer; a blank line keeps the list where it is meanwhile."""
        self._count.setText(text or " ")

    def show_advice(self, advice: Advice | None) -> None:
        """Say why the list may not be what was asked for."""
        self._advice.show_advice(advice)

    def mark(self, report: ReportId) -> None:
        """Select the row of ``report`` without having it fetched again."""
        self.list.mark(self._rows.find(report) if report else None)

    def go_to_rows(self) -> None:
        if self._rows.rowCount():
            self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)
            if not self.list.currentIndex().isValid():
                self.list.setCurrentIndex(self._rows.index(0))

    def _tell(self, index: QModelIndex, signal: SignalInstance) -> None:
        row = self._rows.row(index.row()) if index.isValid() else None
        if row is not None:
            signal.emit(row.report)


class _Empty(QWidget):
    """One sentence and one button, no picture."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        px = theme.px
        self._sentence = Label(theme, "body", tone="ink2")
        self.button = push_button(theme, "")
        column = QVBoxLayout(self)
        column.setContentsMargins(px(16), px(24), px(16), px(16))
        column.setSpacing(px(14))
        column.addWidget(self._sentence)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)

    def show_view(self, view: EmptyView | None) -> None:
        self._sentence.setText(view.sentence if view else "")
        self.button.setText(view.button if view else "")
        self.button.setVisible(bool(view and view.button))
