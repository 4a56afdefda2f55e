"""The Insights page joined to what it needs; the program makes one and hands it to the console."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QStandardPaths, Signal

from desktop.domain.errors import DeskError
from desktop.ui.console.pages import PageEntry
from desktop.ui.settling import Post, settled
from desktop.ui.system_dialogs import ask_to_save
from desktop.ui.theme import Theme
from desktop.ui.views.advice import Advice
from desktop.ui.words import Words

if TYPE_CHECKING:  # read when somebody opens the page
    from desktop.domain.insights.counting import Insights as Counted
    from desktop.domain.insights.counting import Wait
    from desktop.domain.insights.history import History
    from desktop.domain.insights.period import Named, Period
    from desktop.ui.console.insights.page import InsightsPage
    from desktop.ui.console.reports.newest import Newest
    from desktop.ui.views.insights import CardView

KEY = "insights"

Save = Callable[[bytes, Path], object]
"""Write a file whole or not at all; raises a ``DeskError``. Called on a worker."""
AskFile = Callable[[str, str], str]
"""Ask under which path to save: a title and a proposal in, a path or "" out."""


class Counting(Protocol):
    """Counts on the caller's thread, which is a worker; see ``services.insights``."""

    def today(self) -> date: ...
    def read(self, period: "Period") -> "Counted": ...
    def opened(self, choose: "Callable[[History], Period]") -> "tuple[History, Counted]": ...


@dataclass(frozen=True, slots=True, kw_only=True)
class InsightsParts:
    """What the page needs. ``desk`` is asked for once it is opened. ``ask_file`` is the system's
    dialog unless given.
    """

    desk: Callable[[], Counting]
    save: Save
    post: Post
    words: Words
    ask_file: AskFile | None = None


class Insights(QObject):
    """Keeps what is shown: a new look loses neither the period nor its figures."""

    pdf_pressed = Signal(object)
    """The month that begins on that day is wanted on paper."""

    def __init__(self, parts: InsightsParts, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._parts = parts
        self._words = parts.words
        self._page: InsightsPage | None = None
        self._pool: ThreadPoolExecutor | None = None
        self._history: History | None = None
        self._period: Period | None = None
        self._named: Named | None = None
        self._wait: Wait | None = None
        self._told: Counted | None = None

    def entry(self) -> PageEntry:
        """The page for the console's navigation."""
        return PageEntry(
            key=KEY, name=self._words("Insights"), icon="chart-column", build=self._build
        )

    def close(self) -> None:
        """Ask nothing any more."""
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)

    @property
    def is_waiting(self) -> bool:
        """Something is being counted."""
        return self._pool is not None and self._reading.is_waiting

    @property
    def told(self) -> "Counted | None":
        """What is shown."""
        return self._told

    def choose_named(self, named: "Named") -> None:
        """Show that period."""
        from desktop.domain.insights.period import Period

        if self._history is not None:
            today = self._desk.today()
            earliest = self._history.period.first
            self._choose(Period.named(named, today=today, earliest=earliest), named)

    def choose(self, period: "Period") -> None:
        """Show ``period``."""
        self._choose(period, None)

    def choose_wait(self, wait: "Wait") -> None:
        """Show how long that took."""
        self._wait = wait
        self._show()

    # --- in the windows' thread ----------------------------------------------------------------

    @cached_property
    def _desk(self) -> Counting:
        return self._parts.desk()

    @cached_property
    def _worker(self) -> ThreadPoolExecutor:
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="insights")
        return self._pool

    @cached_property
    def _reading(self) -> "Newest[tuple[History | None, Counted]]":
        from desktop.ui.console.reports.newest import Newest

        return Newest(self._worker, self._parts.post)

    def _build(self, theme: Theme) -> "InsightsPage":
        from desktop.domain.insights.counting import Wait
        from desktop.ui.console.insights.page import InsightsPage

        self._wait = self._wait or Wait.ACKNOWLEDGED
        page = self._page = InsightsPage(theme, self._words, wait=self._wait)
        page.named_chosen.connect(self.choose_named)
        page.period_chosen.connect(self.choose)
        page.wait_chosen.connect(self.choose_wait)
        page.csv_pressed.connect(self._save_csv)
        page.pdf_pressed.connect(self._press_pdf)
        page.opened.connect(self._begin)
        if self._history is not None:  # another look
            self._show_timeline()
            self._show()
        return page

    def _begin(self) -> None:
        """Each time that the page is opened: what happened since is counted, too."""
        from desktop.domain.insights.period import Named, Period

        period, today = self._period, self._desk.today()
        if period is None:
            self._named = Named.THIS_MONTH
        named = self._named

        def choose(history: "History") -> "Period":
            if named is None and period is not None:
                return period
            begin = history.period.first
            return Period.named(named or Named.THIS_MONTH, today=today, earliest=begin)

        def read() -> "tuple[History | None, Counted]":
            """What draws the plots is loaded on the worker, where no takeover waits for it."""
            import_module("desktop.ui.console.insights.plots")
            import_module("desktop.ui.console.insights.timeline")
            return self._desk.opened(choose)

        self._reading.ask(read, self._take, self._refuse)

    def _choose(self, period: "Period", named: "Named | None") -> None:
        self._period, self._named = period, named
        self._show_timeline()
        self._reading.ask(lambda: (None, self._desk.read(period)), self._take, self._refuse)

    def _take(self, read: "tuple[History | None, Counted]") -> None:
        history, self._told = read
        if history is not None:
            self._history, self._period = history, self._told.period
            self._show_timeline()
        self._show()

    def _refuse(self, error: DeskError) -> None:
        if self._page is not None:
            self._page.show_advice(Advice.of(error, self._words))

    def _show_timeline(self) -> None:
        from desktop.ui.views.insights import timeline

        if self._page is None or self._history is None or self._period is None:
            return
        self._page.show_timeline(timeline(self._history, self._period, self._words))
        self._page.show_named(self._named)

    def _show(self) -> None:
        from desktop.ui.views.insights import InsightsView

        if self._page is not None and self._told is not None and self._wait is not None:
            self._page.show_wait(self._wait)
            self._page.show_view(InsightsView.of(self._told, wait=self._wait, words=self._words))

    def _press_pdf(self) -> None:
        day = self._period.last if self._period is not None else self._desk.today()
        self.pdf_pressed.emit(day.replace(day=1))

    def _save_csv(self, card: "CardView") -> None:
        assert self._period is not None
        name = f"{card.key}-{self._period.first}-{self._period.last}.csv"
        table = card.table.as_csv().encode("utf-8-sig")

        def save_as(file: Path) -> None:
            saved = self._worker.submit(self._parts.save, table, file)
            saved.add_done_callback(
                lambda done: self._parts.post(lambda: settled(done, lambda _: None, self._refuse))
            )

        self._ask_file(self._words("Save as CSV…"), name, save_as)

    def _ask_file(self, title: str, name: str, chosen: Callable[[Path], None]) -> None:
        documents = QStandardPaths.StandardLocation.DocumentsLocation
        proposed = Path(QStandardPaths.writableLocation(documents)) / name
        if self._parts.ask_file is None:
            assert self._page is not None
            ask_to_save(self._page, title, proposed, "CSV (*.csv)", chosen)
        elif file := self._parts.ask_file(title, str(proposed)):
            chosen(Path(file))
