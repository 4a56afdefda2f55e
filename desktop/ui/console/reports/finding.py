"""Finding reports: the query that is being typed, its rows, saved views, and what was opened."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial
from typing import TypeVar

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal

from desktop.domain.errors import DeskError
from desktop.domain.reports.facts import ReportId, Standing
from desktop.domain.reports.field import Kind
from desktop.domain.reports.report import Report
from desktop.services.reports.ports import Query, ReportRow, SavedView, Shelf
from desktop.ui.console.reports.newest import Newest
from desktop.ui.console.reports.rows import RowsModel
from desktop.ui.settling import Post, settled
from desktop.ui.views.advice import Advice
from desktop.ui.views.dates import no_date, read_day
from desktop.ui.views.reports import (
    DaysProblem,
    FiltersView,
    Period,
    RowView,
    count_words,
    empty_view,
    headline,
)
from desktop.ui.words import Words

T = TypeVar("T")

_MANY = 20
_UNREAD = Query(standings=frozenset({Standing.SUBMITTED}))


class FindingDesk(QObject):
    """Asks the shelf in the background and keeps what was asked: a new look loses none of it."""

    filters_changed = Signal(object)
    empty_changed = Signal(object)
    """An ``EmptyView``, or ``None`` where there are rows."""
    counted = Signal(str)
    refused = Signal(object)
    """An ``Advice``, or ``None`` once it works again."""
    opened = Signal(object)
    """The ``Report`` to show; ``None``: none is."""
    news_came = Signal()
    """A report that the list does not show yet belongs on its top."""
    unread_changed = Signal(int)
    headline_changed = Signal(str)

    def __init__(
        self,
        shelf: Shelf,
        *,
        post: Post,
        words: Words,
        today: Callable[[], date],
        places: Callable[[], Sequence[str]],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._shelf = shelf
        self._post = post
        self._words = words
        self._today = today
        self._places = places
        self._pool = ThreadPoolExecutor(2, thread_name_prefix="reports")
        self._counters = ThreadPoolExecutor(1, thread_name_prefix="report-counts")
        self._counting: Newest[int] = Newest(self._counters, post)
        self._standing: Newest[tuple[int, int]] = Newest(self._counters, post)
        self._opening: Newest[Report | None] = Newest(self._pool, post)
        self._peeking: Newest[Sequence[ReportRow]] = Newest(self._counters, post)
        self._saved: tuple[SavedView, ...] = ()
        self._unread: int | None = None
        self._total: int | None = None
        self._is_begun = False
        self.query = Query()
        self.report: Report | None = None
        self.chosen: ReportId = ""
        self.rows = RowsModel(
            shelf.rows,
            lambda row: RowView.of(row, words=words, today=today()),
            pool=self._pool,
            post=post,
            parent=self,
        )
        self.rows.answered.connect(self._answered)
        self.rows.refused.connect(self._refuse)

    @property
    def headline(self) -> str:
        """The sentence for the window's header."""
        return headline(unread=self._unread, total=self._total, words=self._words)

    @property
    def filters(self) -> FiltersView:
        """The quiet row as it stands."""
        return FiltersView.of(
            self.query,
            words=self._words,
            places=[*self._places(), *self.rows.places()],
            saved=self._saved,
            today=self._today(),
        )

    def begin(self) -> None:
        """The page was opened: fetch the first rows, and the saved views."""
        if self._is_begun:
            return
        self._is_begun = True
        self.rows.ask(self.query)
        self.count_unread()
        self._in_background(self._shelf.views, self._take_views)

    def count_unread(self) -> None:
        """Find out how many reports nobody has read yet; ``unread_changed`` says it."""
        self._standing.ask(
            lambda: (self._shelf.count(_UNREAD), self._shelf.count(Query())),
            self._take_counts,
            lambda _: None,  # the rows say what is wrong with the disk
        )

    def close(self) -> None:
        """Ask nothing any more."""
        for pool in (self._pool, self._counters):
            pool.shutdown(wait=True, cancel_futures=True)

    # What is looked for

    def type(self, words: str) -> None:
        """Search for ``words``; typing never waits for an answer."""
        if words != self.query.words:
            self._ask(replace(self.query, words=words))

    def switch_kind(self, kind: Kind) -> None:
        """Look for that kind too, or no longer."""
        self._ask(replace(self.query, kinds=self.query.kinds ^ {kind}))

    def switch_standing(self, standing: Standing) -> None:
        """Look for reports that stand so too, or no longer."""
        self._ask(replace(self.query, standings=self.query.standings ^ {standing}))

    def choose_period(self, period: Period | None) -> None:
        """Look within that period as it is today; ``None``: at any time."""
        since, until = period.days(self._today()) if period else (None, None)
        self._ask(replace(self.query, since=since, until=until))

    def choose_days(self, since: str, until: str) -> DaysProblem | None:
        """Look between two days as they were typed; return what is wrong with them, if anything."""
        words, today = self._words, self._today()
        days = []
        for at, text in enumerate((since, until)):
            day = read_day(text, words, today=today)
            if day is None and text.strip():
                return DaysProblem(no_date(text, today, words), at)
            days.append(day)
        if days[0] and days[1] and days[1] < days[0]:
            return DaysProblem(
                Advice(words("It ends before it begins. Change one of the two days.")), 1
            )
        self._ask(replace(self.query, since=days[0], until=days[1]))
        return None

    def choose_place(self, place: str) -> None:
        """Look at one place only; "": anywhere."""
        self._ask(replace(self.query, place=place))

    def switch_threats(self) -> None:
        """Threats only, or everything again."""
        self._ask(replace(self.query, only_threats=not self.query.only_threats))

    def switch_hurt(self) -> None:
        """Only where somebody was hurt, or everything again."""
        self._ask(replace(self.query, only_hurt=not self.query.only_hurt))

    def clear_filters(self) -> None:
        """Let nothing narrow it but the words."""
        self._ask(Query(words=self.query.words))

    def clear_all(self) -> None:
        """Show every report."""
        self._ask(Query())

    # Saved views

    def save_view(self, name: str) -> None:
        """Keep the query under ``name`` on this PC; one of that name is replaced."""
        view = SavedView(name.strip(), replace(self.query, after="", most=Query().most))
        if view.name:
            self._change_views(partial(self._shelf.save_view, view))

    def forget_view(self, name: str) -> None:
        """Keep it no longer."""
        self._change_views(partial(self._shelf.forget_view, name))

    def choose_view(self, name: str) -> None:
        """Ask what was kept under ``name``."""
        for view in self._saved:
            if view.name == name:
                self._ask(replace(view.query, after=""))

    # One report

    def open(self, report: ReportId) -> None:
        """Fetch a report to be read; ``opened`` brings it, unless another was chosen since."""
        if report != self.chosen:
            self.chosen = report
            self._fetch()

    def show(self, report: Report) -> None:
        """Show the report as it stands after something was done to it."""
        if report.id == self.chosen:
            self._opening.forget()
            self.report = report
            self.rows.put(report)
            self.opened.emit(report)

    def shut(self) -> None:
        """Show none."""
        self._opening.forget()
        self.chosen, self.report = "", None
        self.opened.emit(None)

    def changed(self, reports: frozenset[ReportId]) -> None:
        """Reports changed, here or at another station."""
        self.count_unread()
        if not self._is_begun:
            return
        if self.chosen in reports:
            self._fetch()
        held = reports & self.rows.held()
        if len(held) > _MANY:
            self.rows.ask(self.query)
            return
        for report in held - {self.chosen}:
            self._in_background(partial(self._shelf.report, report), self._put)
        if reports - held:
            self._peek()

    def catch_up(self) -> None:
        """Show the list from its top, with what came meanwhile."""
        self.rows.ask(self.query)

    def _peek(self) -> None:
        """Look whether another report is on top now; the list itself is left where it is."""
        top = replace(self.query, most=1, after="")
        self._peeking.ask(
            partial(self._shelf.rows, top),
            lambda rows: (
                self.news_came.emit() if rows and rows[0].report != self.rows.first() else None
            ),
            lambda _: None,
        )

    def _put(self, report: Report | None) -> None:
        if report is not None:
            self.rows.put(report)

    def _fetch(self) -> None:
        self._opening.ask(partial(self._shelf.report, self.chosen), self._take_report, self._refuse)

    def _take_report(self, report: Report | None) -> None:
        self.report = report
        self._put(report)
        self.refused.emit(None)
        self.opened.emit(report)

    def _ask(self, query: Query) -> None:
        self.query = query
        self.filters_changed.emit(self.filters)
        self.rows.ask(query)

    def _answered(self, rows: int) -> None:
        query = self.rows.query
        self.refused.emit(None)
        self.empty_changed.emit(None if rows else empty_view(query, self._words))
        self.filters_changed.emit(self.filters)
        self.counted.emit("")
        self._counting.ask(
            partial(self._shelf.count, replace(query, after="")),
            lambda count: self.counted.emit(count_words(count, self._words)),
            lambda _: None,
        )

    def _refuse(self, error: DeskError) -> None:
        self.refused.emit(Advice.of(error, self._words))

    def _take_counts(self, counts: tuple[int, int]) -> None:
        self._unread, self._total = counts
        self.unread_changed.emit(self._unread)
        self.headline_changed.emit(self.headline)

    def _take_views(self, views: tuple[SavedView, ...]) -> None:
        self._saved = views
        self.filters_changed.emit(self.filters)

    def _change_views(self, change: Callable[[], None]) -> None:
        def changed() -> tuple[SavedView, ...]:
            change()
            return self._shelf.views()

        self._in_background(changed, self._take_views)

    def _in_background(self, work: Callable[[], T], told: Callable[[T], None]) -> None:
        done = self._counters.submit(work)
        done.add_done_callback(lambda _: self._post(lambda: settled(done, told, self._refuse)))
