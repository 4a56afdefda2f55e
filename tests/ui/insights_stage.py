"""The console with its Insights page over figures in memory, for tests and pictures."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from time import monotonic

from PySide6.QtCore import QSize
from PySide6.QtTest import QTest

from desktop.domain.errors import DeskError
from desktop.domain.insights.counting import Insights as Counted
from desktop.domain.insights.history import History
from desktop.domain.insights.period import Period
from desktop.ui.bridge import Bridge
from desktop.ui.console.insights.insights import KEY, Insights, InsightsParts
from desktop.ui.console.insights.page import InsightsPage
from desktop.ui.console.window import ConsoleWindow
from desktop.ui.theme import Appearance, Scheme
from desktop.ui.words import Words
from tests.support.insights import TODAY, a_busy_winter, counted
from tests.ui.sample import NOW, supervisor_board


@dataclass
class Desk:
    """Counts in memory. ``asked`` are the periods that were; ``error`` is what it refuses with."""

    asked: list[Period] = field(default_factory=list)
    error: DeskError | None = None

    def today(self) -> date:
        return TODAY

    def opened(self, choose: Callable[[History], Period]) -> tuple[History, Counted]:
        history = a_busy_winter()
        return history, self.read(choose(history))

    def read(self, period: Period) -> Counted:
        if self.error is not None:
            raise self.error
        self.asked.append(period)
        return counted(period)


@dataclass
class InsightsStage:
    """A console, its Insights page, and what was saved."""

    console: ConsoleWindow
    insights: Insights
    desk: Desk
    saved: dict[str, bytes]
    words: Words

    @property
    def page(self) -> InsightsPage:
        page = self.console.built_pages[KEY]
        assert isinstance(page, InsightsPage)
        return page

    def open_page(self) -> InsightsPage:
        """Open the page and wait for its figures."""
        self.console.show_page(KEY)
        self.counted()
        return self.page

    def counted(self) -> None:
        """Wait until what was asked for is shown."""
        self.wait(lambda: not self.insights.is_waiting)

    def wait(self, condition: Callable[[], bool]) -> None:
        """Let the windows' thread work until ``condition`` holds."""
        until = monotonic() + 5
        while not condition():
            assert monotonic() < until, "it did not come"
            QTest.qWait(5)

    def state(self, name: str, size: QSize) -> ConsoleWindow:
        """Bring the page into the state that a picture is named for."""
        self.console.resize(size)
        self.console.show()
        page = self.open_page()
        if name != "month":
            self.insights.choose(Period(date(2025, 12, 1), TODAY))
            self.counted()
        if name == "few":
            self.insights.choose(Period(date(2026, 2, 26), TODAY))
            self.counted()
        if name == "none":
            self.insights.choose(Period(date(2026, 1, 3), date(2026, 1, 4)))
            self.counted()
        if name == "tables":
            for card in page.cards.values():
                card.show_table(is_table=True)
        QTest.qWait(60)
        return self.console


@contextmanager
def insights_stage(
    scheme: Scheme = Scheme.LIGHT, scale: float = 1.0, language: str = "en"
) -> Iterator[InsightsStage]:
    """A supervisor's console with the page in it."""
    appearance = Appearance(scheme=scheme, text_scale=scale)
    words = Words.of(language)
    bridge = Bridge()
    desk = Desk()
    saved: dict[str, bytes] = {}

    def save(document: bytes, file: Path) -> None:
        saved[file.name] = document

    insights = Insights(
        InsightsParts(
            desk=lambda: desk,
            save=save,
            post=bridge.post,
            words=words,
            ask_file=lambda _title, name: name,
        )
    )
    console = ConsoleWindow(
        appearance=appearance, words=words, pages=[insights.entry()], monotonic=lambda: NOW
    )
    console.show_board(supervisor_board())
    try:
        yield InsightsStage(console, insights, desk, saved, words)
    finally:
        insights.close()
        console.hide()
        console.deleteLater()
