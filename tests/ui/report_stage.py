"""The console with its Reports page over reports in memory, for tests and pictures."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from time import monotonic

from PySide6.QtCore import QSize
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from desktop.domain.alerts.facts import Kind
from desktop.domain.errors import DeskError
from desktop.domain.reports.facts import ReportKept, ReportReleased, Standing
from desktop.services.reports.details import Detail, Found
from desktop.services.reports.sb553 import IdentifyingDetailsError, Leak
from desktop.services.reports.verifying import Difference
from desktop.ui.bridge import Bridge
from desktop.ui.console.reports.page import ReportsPage
from desktop.ui.console.reports.papers import Described, Exported
from desktop.ui.console.reports.reports import KEY, KeptReports, Reports, ReportsParts
from desktop.ui.console.window import ConsoleWindow
from desktop.ui.theme import Appearance, Scheme
from desktop.ui.views.dates import written_day
from desktop.ui.views.report_papers import Blank, Finding, Variant, Verdict
from desktop.ui.words import Words
from tests.support.reports import ANA, TODAY, Desk, PaperDesk, a_busy_desk, amend, beck
from tests.ui.sample import NOW, Story, live, supervisor_board


class DiskFullError(DeskError):
    """The disk of this PC is full."""

    advice = "Free some space, then press again; what you typed is still there."


@dataclass
class ReportStage:
    """A console, its Reports page, and the reports behind it."""

    console: ConsoleWindow
    reports: Reports
    desk: Desk
    papers: PaperDesk
    pins: list[Callable[[bool], None]]
    words: Words

    @property
    def page(self) -> ReportsPage:
        page = self.console.built_pages[KEY]
        assert isinstance(page, ReportsPage)
        return page

    def open_page(self) -> ReportsPage:
        """Open the page and wait for its first rows."""
        self.console.show_page(KEY)
        self.wait(lambda: not self.reports.finding.rows.is_waiting)
        return self.page

    def open(self, report: str) -> None:
        """Show a report and wait for it."""
        self.reports.open(report)
        self.wait(lambda: self._shown() == report)

    def wait(self, condition: Callable[[], bool]) -> None:
        """Let the windows' thread work until ``condition`` holds."""
        until = monotonic() + 5
        while not condition():
            assert monotonic() < until, "it did not come"
            QTest.qWait(5)

    def _shown(self) -> str:
        return self.reports.finding.report.id if self.reports.finding.report else ""

    def state(self, name: str, size: QSize) -> QWidget:
        """Bring the page into the state that a picture is named for; return what to take."""
        self.console.resize(size)
        self.console.show()
        if name == "empty":
            self.desk.facts.clear()
        if name == "amended":
            self.reports.reviewing.sign(beck(self.desk))
            self.pins.pop()(True)
            amend(self.desk, beck(self.desk))
        self.open_page()
        shown = {"call": 0, "signed": 3, "overdue": 4}.get(name)
        if name in {"open", "amended", "foot", "refused", "alert", "kept"}:
            self.open(beck(self.desk))
        elif shown is not None:
            row = self.reports.finding.rows.row(shown)
            assert row is not None
            self.open(row.report)
        further: dict[str, Callable[[], object]] = {
            "search": lambda: QTest.keyClicks(self.page.panel.search, "count"),
            "nothing": lambda: QTest.keyClicks(self.page.panel.search, "parking"),
            "filters": self._narrow,
            "foot": self._scroll_on,
            "refused": self._be_refused,
            "kept": self._keep,
            "alert": lambda: self.console.show_board(
                supervisor_board(live(Story(), ago=9), live(Story(Kind.ASSIST, name="b2")))
            ),
        }
        if name in further:
            further[name]()
        self.wait(lambda: not self.reports.finding.rows.is_waiting)
        QTest.qWait(30)
        return self._dialog(name) or self.console

    def _narrow(self) -> None:
        finding = self.reports.finding
        finding.switch_standing(Standing.READ)
        finding.switch_standing(Standing.ACTED_ON)
        finding.choose_days("2026-03-01", "2026-03-15")

    def _keep(self) -> None:
        """Two want it kept, one of them no longer; a third says a day that is over."""
        about = beck(self.desk)
        claim = "An insurance claim for the glass"
        self.desk.tell(
            ReportKept(report=about, why=claim, until="2027-03-01", author="Joan Petrie")
        )
        complaint = ReportKept(report=about, why="His complaint at the county", author=ANA)
        old = self.desk.tell(complaint)
        over = "The county wrote that it is closed."
        self.desk.tell(ReportReleased(report=about, marks=(old,), why=over, author=ANA))
        QTest.qWait(50)
        self.page.side.open_keeping_form()
        self.reports.reviewing.typed(about).keep_why = "A court case"
        self.reports.reviewing.typed(about).keep_until = "3/1/2026"
        self.reports.reviewing.keep(about)
        QTest.qWait(50)
        self.page.pane.ensureWidgetVisible(self.page.side.controls[-1], 0, 40)

    def _scroll_on(self) -> None:
        QTest.qWait(50)
        bar = self.page.pane.verticalScrollBar()
        bar.setValue(bar.maximum() // 2)

    def _be_refused(self) -> None:
        """The disk is full while a comment is saved, and a date is none."""
        about = beck(self.desk)
        reviewing = self.reports.reviewing
        self.desk.refusal = DiskFullError()
        typed = reviewing.typed(about)
        typed.comment, typed.what, typed.due = "Call him before Friday.", "Call Mr. Beck", "soon"
        reviewing.comment(about)
        reviewing.list_action(about)
        self.page.side.open_action_form()

    def _dialog(self, name: str) -> QWidget | None:
        said = {
            Blank.SINCE: written_day(date(2026, 3, 1), self.words),
            Blank.UNTIL: written_day(date(2026, 3, 31), self.words),
            Blank.FOLDER: "/home/ana/Documents/March",
        }
        if name == "export":
            self.page.open_export()
            self.reports.papers.export(
                {**said, Blank.FOLDER: "", Blank.SINCE: "March"}, Variant.FULL
            )
            return self.page.open_export()
        if name == "log":
            dialog = self.page.open_export()
            for blank, text in said.items():
                dialog.lines[blank].setText(text)
            dialog.papers[Variant.SB_553].setChecked(True)
            self.reports.papers.export(said, Variant.SB_553)
            assert self.papers.exporting is not None
            self.papers.exporting.set_result(unfit_for_the_log())
            QTest.qWait(60)
            return dialog
        if name in {"exporting", "exported"}:
            dialog = self.page.open_export()
            for blank, text in said.items():
                dialog.lines[blank].setText(text)
            dialog.papers[Variant.REDACTED].setChecked(True)
            self.reports.papers.export(said, Variant.REDACTED)
            assert self.papers.on_progress is not None
            self.papers.on_progress(12, 87)
            QTest.qWait(30)
            if name == "exported":
                assert self.papers.exporting is not None
                self.papers.exporting.set_result(Exported(87))
                QTest.qWait(30)
            return dialog
        if name == "verified":
            verify = self.page.open_verify()
            where = Difference(1, 24, "He struck the counter twice.", "He struck the counter.")
            self.papers.verdict = Verdict(Finding.ALTERED, "2026-C3-003", where.sentence)
            verify.line.setText("/home/ana/Downloads/2026-C3-003.pdf")
            self.reports.papers.verify(verify.line.text())
            QTest.qWait(30)
            return verify
        return None


@contextmanager
def report_stage(
    scheme: Scheme = Scheme.LIGHT,
    scale: float = 1.0,
    language: str = "en",
    desk: Desk | None = None,
) -> Iterator[ReportStage]:
    """A console that is not shown yet, over a week of reports."""
    words = Words.of(language)
    bridge = Bridge()
    papers = PaperDesk()
    desk = desk or a_busy_desk()
    pins: list[Callable[[bool], None]] = []
    reports = Reports(
        ReportsParts(
            kept=lambda: KeptReports(shelf=desk, reviewing=desk, papers=papers),
            post=bridge.post,
            words=words,
            person=lambda: ANA,
            title=lambda: "Supervisor",
            ask_pin=lambda _person, tell: pins.append(tell),
            places=lambda: ("Counter 3", "Counter 4", "Window 6"),
            today=lambda: TODAY,
            ask_file=lambda _title, proposed: str(Path("/tmp") / Path(proposed).name),
        )
    )
    console = ConsoleWindow(
        appearance=Appearance(scheme=scheme, text_scale=scale),
        words=words,
        pages=(reports.entry(),),
        monotonic=lambda: NOW,
    )
    reports.count_changed.connect(lambda count: console.show_count(KEY, count))
    console.show_board(supervisor_board())
    reports.start()
    try:
        yield ReportStage(console, reports, desk, papers, pins, words)
    finally:
        console.hide()
        console.close()
        reports.close()
        console.deleteLater()


def unfit_for_the_log() -> Exported:
    """Two incidents whose descriptions name somebody."""
    text = "Harold Beck said we had lost his check, and struck the counter twice with his hand."
    found = Found(Detail.NAME, "Harold Beck", 0, 11)
    refusal = IdentifyingDetailsError("2026-C3-001", (Leak("Detailed description", found),))
    return Exported(
        12,
        failed=(("2026-C3-001", refusal), ("2026-W6-002", refusal)),
        unfit=Described("2026-C3-001", text),
    )
