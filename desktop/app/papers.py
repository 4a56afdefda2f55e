"""Saving papers from the Now page: asked where, made off the windows' thread."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths
from PySide6.QtWidgets import QWidget

from desktop.app.running import RunningStation
from desktop.domain.errors import DeskError
from desktop.ui.bridge import Bridge
from desktop.ui.settling import settled
from desktop.ui.system_dialogs import ask_to_save, warn
from desktop.ui.views.advice import Advice
from desktop.ui.words import Words

READ_WITHIN_S = 10.0


class Papers(QObject):
    """Makes the PDF that a person asked for, and says plainly when it could not be saved."""

    def __init__(
        self, running: RunningStation, window: QWidget, bridge: Bridge, words: Words
    ) -> None:
        super().__init__(window)
        self._running = running
        self._window = window
        self._bridge = bridge
        self._words = words
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="papers")

    def save(self, alert: str) -> None:
        """Ask where, then save the report of ``alert`` there."""
        board = self._running.station.board
        found = board.find(alert)
        if found is None:
            return
        self._ask(f"{found.number}.pdf", lambda file: self._make(alert, file))

    def save_month(self, first: date) -> None:
        """Ask where, then save the opening tests of the month that begins on ``first`` there."""
        self._ask(f"opening-tests-{first:%Y-%m}.pdf", lambda file: self._make_month(first, file))

    def save_insights(self, first: date) -> None:
        """Ask where, then save the figures of the month that begins on ``first`` there."""
        self._ask(f"insights-{first:%Y-%m}.pdf", lambda file: self._make_insights(first, file))

    def close(self) -> None:
        """Finish what is being written."""
        self._worker.shutdown(wait=True)

    def _ask(self, name: str, make: Callable[[Path], None]) -> None:
        documents = QStandardPaths.StandardLocation.DocumentsLocation
        proposed = Path(QStandardPaths.writableLocation(documents)) / name

        def save_as(file: Path) -> None:
            self._worker.submit(make, file).add_done_callback(
                lambda done: self._bridge.post(lambda: self._settle(done))
            )

        ask_to_save(self._window, self._words("Save PDF"), proposed, "PDF (*.pdf)", save_as)

    def _make(self, alert: str, file: Path) -> None:
        from desktop.services.adapters.pdf.alert_report import save_alert_report  # 130 ms
        from desktop.services.reports.from_board import report_of

        records = self._running.records
        outcome = records.outcomes().get(alert) if records else None
        save_alert_report(report_of(self._running.station.board, alert, outcome=outcome), file)

    def _make_month(self, first: date, file: Path) -> None:
        from desktop.services.adapters.pdf.opening_month import opening_month_pdf  # 130 ms
        from desktop.services.adapters.pdf.page import Paper
        from desktop.services.adapters.pdf.saving import save_document
        from desktop.services.opening.month_paper import MonthPaper

        openings = self._running.late.openings()
        board = self._running.station.board
        paper = MonthPaper.of(
            openings.month(openings.read(within=READ_WITHIN_S), first),
            site_name=board.site_name,
            site_address=board.site_address,
            made_at=self._running.clock.now(),
            words=self._words,
        )
        save_document(opening_month_pdf(paper, on=Paper.LETTER), file)

    def _make_insights(self, first: date, file: Path) -> None:
        from desktop.domain.insights.period import Period
        from desktop.services.adapters.pdf.insights_month import insights_month_pdf  # 130 ms
        from desktop.services.adapters.pdf.page import Paper
        from desktop.services.adapters.pdf.saving import save_document
        from desktop.services.insights.month_paper import InsightsPaper

        board = self._running.station.board
        paper = InsightsPaper.of(
            self._running.late.insights().read(Period.month(first)),
            site_name=board.site_name,
            site_address=board.site_address,
            made_at=self._running.clock.now(),
            words=self._words,
        )
        save_document(insights_month_pdf(paper, on=Paper.LETTER), file)

    def _settle(self, done: "Future[None]") -> None:
        settled(done, lambda _: None, self._warn)

    def _warn(self, error: DeskError) -> None:
        said = Advice.of(error, self._words)
        warn(self._window, said.sentence, said.fix)
