"""The rows of the list as Qt asks for them: fetched as they are scrolled to, a few pages kept."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial

from msgspec.structs import replace
from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from desktop.domain.errors import DeskError
from desktop.domain.reports.facts import ReportId
from desktop.domain.reports.report import Report
from desktop.services.reports.ports import Query, ReportRow
from desktop.ui.console.reports.newest import Newest
from desktop.ui.settling import Post, settled
from desktop.ui.views.reports import RowView

PAGE = 100
MOST_PAGES = 12
"""Pages kept; others are asked for again when they are scrolled back to."""

Index = QModelIndex | QPersistentModelIndex
Ask = Callable[[Query], Sequence[ReportRow]]
ROW = int(Qt.ItemDataRole.UserRole)


class RowsModel(QAbstractListModel):
    """Reports that answer a query, in pages that follow each other's cursors.

    Rows stand until the first page of a newer query is there, so the list never blinks. Whatever
    the number of reports, no more than ``MOST_PAGES`` pages are held.
    """

    answered = Signal(int)
    """A new query's first page is shown; it has so many rows."""
    refused = Signal(object)

    def __init__(
        self,
        ask: Ask,
        draw: Callable[[ReportRow], RowView],
        *,
        pool: ThreadPoolExecutor,
        post: Post,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._ask = ask
        self._draw = draw
        self._pool = pool
        self._post = post
        self._first: Newest[Sequence[ReportRow]] = Newest(pool, post)
        self._query = Query()
        self._starts: list[str] = []
        self._top: ReportId = ""
        self._count = 0
        self._is_complete = True
        self._kept: OrderedDict[int, Sequence[ReportRow]] = OrderedDict()
        self._on_their_way: set[int] = set()

    @property
    def kept_rows(self) -> int:
        """How many rows are held in memory."""
        return sum(len(rows) for rows in self._kept.values())

    @property
    def is_waiting(self) -> bool:
        """A new query has not been answered yet."""
        return self._first.is_waiting

    @property
    def query(self) -> Query:
        """The query whose rows are shown."""
        return self._query

    def ask(self, query: Query) -> None:
        """Show what answers ``query`` once its first rows are there."""
        first = replace(query, most=PAGE, after="")
        self._first.ask(partial(self._ask, first), partial(self._begin, first), self.refused.emit)

    def find(self, report: ReportId) -> int | None:
        """The row in which ``report`` is, among those held."""
        for page, rows in self._kept.items():
            for at, row in enumerate(rows):
                if row.report == report:
                    return page * PAGE + at
        return None

    def row(self, number: int) -> ReportRow | None:
        """The report in that row; ``None`` while it is fetched (again)."""
        page, at = divmod(number, PAGE)
        rows = self._kept.get(page)
        if rows is None:
            if 0 <= number < self._count:
                self._fetch(page)
            return None
        self._kept.move_to_end(page)
        return rows[at] if at < len(rows) else None

    def places(self) -> list[str]:
        """Where the incidents held happened, each once."""
        rows = (row for page in self._kept.values() for row in page)
        return list(dict.fromkeys(row.place for row in rows if row.place))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own default)
        return 0 if parent.isValid() else self._count

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.row(index.row())
        if role == ROW:
            return self._draw(row) if row else None
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return self._draw(row).sentence if row else ""
        return None

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and not self._is_complete and bool(self._starts)

    def fetchMore(self, parent: Index) -> None:
        if self.canFetchMore(parent):
            self._fetch(len(self._starts) - 1)

    def _begin(self, query: Query, rows: Sequence[ReportRow]) -> None:
        self.beginResetModel()
        self._query = query
        self._kept = OrderedDict({0: rows} if rows else {})
        self._on_their_way = set()
        self._top = rows[0].report if rows else ""
        self._count = len(rows)
        self._is_complete = len(rows) < PAGE
        self._starts = ["", *([rows[-1].cursor] if not self._is_complete else [])]
        self.endResetModel()
        self.answered.emit(len(rows))

    def _fetch(self, page: int) -> None:
        if page in self._on_their_way:
            return
        self._on_their_way.add(page)
        query = replace(self._query, after=self._starts[page])
        starts = self._starts
        self._pool.submit(self._ask, query).add_done_callback(
            lambda done: self._post(partial(self._arrived, starts, page, done))
        )

    def _arrived(self, starts: list[str], page: int, done: "Future[Sequence[ReportRow]]") -> None:
        if starts is not self._starts:
            return  # of an older query
        self._on_their_way.discard(page)
        settled(done, partial(self._take, page), self._give_up)

    def _give_up(self, error: DeskError) -> None:
        self._is_complete = True  # it would ask without end; a new search begins anew
        self.refused.emit(error)

    def _take(self, page: int, rows: Sequence[ReportRow]) -> None:
        first = page * PAGE
        is_further = first >= self._count
        self._keep(page, rows)
        if not is_further:
            self.dataChanged.emit(self.index(first), self.index(min(self._count, first + PAGE) - 1))
            return
        if rows:
            self.beginInsertRows(QModelIndex(), first, first + len(rows) - 1)
            self._count += len(rows)
            self.endInsertRows()
        if len(rows) < PAGE:
            self._is_complete = True
        else:
            self._starts.append(rows[-1].cursor)

    def _keep(self, page: int, rows: Sequence[ReportRow]) -> None:
        self._kept[page] = rows
        self._kept.move_to_end(page)
        while len(self._kept) > MOST_PAGES:
            self._kept.popitem(last=False)

    def held(self) -> frozenset[ReportId]:
        """The reports whose rows are held."""
        return frozenset(row.report for rows in self._kept.values() for row in rows)

    def first(self) -> ReportId:
        """The report on top; "" where there is none."""
        return self._top

    def put(self, report: Report) -> None:
        """Draw ``report`` as it stands now, in its row if that is held.

        It stays there even where the query would not find it any more: a report that was just
        read does not vanish from under the eyes of whoever looks for unread ones.
        """
        at = self.find(report.id)
        if at is None:
            return
        page, row = divmod(at, PAGE)
        rows = [*self._kept[page]]
        rows[row] = replace(
            rows[row],
            standing=report.standing,
            open_actions=sum(not action.is_done for action in report.actions),
            open_dues=report.open_dues,
            is_amended=bool(report.amendments),
        )
        self._kept[page] = rows
        self.dataChanged.emit(self.index(at), self.index(at))
