"""The Reports page joined to what it needs; the program makes one and hands it to the console."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMetaObject, QObject, QStandardPaths, Signal

from desktop.domain.reports.attachments import Attachment
from desktop.domain.reports.facts import ReportId
from desktop.domain.reports.report import Report
from desktop.domain.retention.holding import oldest_day
from desktop.services.reports.ports import Reviewing, Shelf
from desktop.ui.console.pages import PageEntry
from desktop.ui.console.reports.finding import FindingDesk
from desktop.ui.console.reports.papers import Papers, PapersDesk
from desktop.ui.console.reports.reviewing import AskPin, ReviewingDesk
from desktop.ui.settling import Post
from desktop.ui.system_dialogs import ask_to_save
from desktop.ui.theme import Theme
from desktop.ui.views.dates import written_day
from desktop.ui.views.report_detail import DetailView
from desktop.ui.views.report_papers import Variant
from desktop.ui.views.reports import EmptyView
from desktop.ui.words import Words

if TYPE_CHECKING:  # 3.5 MB that a desk needs once somebody opens the page
    from desktop.ui.console.reports.page import ReportsPage

KEY = "reports"

AskFile = Callable[[str, str], str]
"""Ask under which path to save: a title and a proposal in, a path or "" out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptReports:
    """The reports that this desk keeps: what finds them, what is done with them, their papers."""

    shelf: Shelf
    reviewing: Reviewing
    papers: Papers


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportsParts:
    """What the page needs. ``person`` and ``title`` are of whoever sits here now.

    ``kept`` is asked once, when the first report is wanted: it may have to wait for the disk.
    ``oldest_day`` is the first last day that keeps a report still. ``places`` are the site's, for
    the filter. ``ask_file`` is the system's dialog unless given.
    """

    kept: Callable[[], KeptReports]
    post: Post
    words: Words
    person: Callable[[], str]
    ask_pin: AskPin
    title: Callable[[], str] = lambda: ""
    places: Callable[[], Sequence[str]] = tuple
    today: Callable[[], date] = date.today
    oldest_day: Callable[[], date] = lambda: oldest_day(None)
    ask_file: AskFile | None = None


@dataclass(frozen=True, slots=True)
class _Desks:
    """What stands behind the page."""

    finding: FindingDesk
    reviewing: ReviewingDesk
    papers: PapersDesk


class Reports(QObject):
    """Owns the page's desks. ``entry`` goes to the console, ``start`` is called once it is seen."""

    count_changed = Signal(str)
    """How many reports nobody has read, for the navigation; "" for none."""
    new_pressed = Signal()
    mine_pressed = Signal()
    call_pressed = Signal()
    """Somebody is on the phone with a threat."""
    alert_pressed = Signal(str)

    def __init__(self, parts: ReportsParts, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._parts = parts
        self._words = parts.words
        self._page: ReportsPage | None = None
        self._empty: EmptyView | None = None
        self._joined: list[QMetaObject.Connection] = []

    @property
    def finding(self) -> FindingDesk:
        """Finds reports, and knows which one is shown."""
        return self._desks.finding

    @property
    def reviewing(self) -> ReviewingDesk:
        """What is done with the one that is shown."""
        return self._desks.reviewing

    @property
    def papers(self) -> PapersDesk:
        """Reports on paper."""
        return self._desks.papers

    @cached_property
    def _desks(self) -> _Desks:
        """Made for the first report that is wanted, and joined to each other and the page."""
        parts, kept = self._parts, self._parts.kept()
        finding = FindingDesk(
            kept.shelf,
            post=parts.post,
            words=parts.words,
            today=parts.today,
            places=parts.places,
            parent=self,
        )
        reviewing = ReviewingDesk(
            kept.reviewing,
            post=parts.post,
            words=parts.words,
            today=parts.today,
            oldest_day=parts.oldest_day,
            person=parts.person,
            title=parts.title,
            ask_pin=parts.ask_pin,
            parent=self,
        )
        papers = PapersDesk(
            kept.papers, post=parts.post, words=parts.words, today=parts.today, parent=self
        )
        finding.unread_changed.connect(
            lambda unread: self.count_changed.emit(str(unread) if unread else "")
        )
        reviewing.done.connect(finding.show)
        reviewing.changed.connect(self._review_changed)
        finding.opened.connect(self._show_report)
        kept.reviewing.watch(lambda ids: parts.post(lambda: finding.changed(ids)))
        return _Desks(finding, reviewing, papers)

    def entry(self) -> PageEntry:
        """The page for the console's navigation."""
        return PageEntry(key=KEY, name=self._words("Reports"), icon="file-text", build=self._build)

    def start(self) -> None:
        """Count what waits to be read, off the windows' thread; the page itself is not built."""
        self.finding.count_unread()

    def open(self, report: ReportId) -> None:
        """Show that report on the page, as if it had been chosen from the list."""
        self.finding.open(report)
        if self._page is not None:
            self._page.turn_to_report()

    def close(self) -> None:
        """Ask nothing any more."""
        if "_desks" in self.__dict__:
            self.finding.close()

    def _build(self, theme: Theme) -> "ReportsPage":
        from desktop.ui.console.reports.page import ReportsPage

        finding, words = self.finding, self._words
        today = self._parts.today()
        month = written_day(today.replace(day=1), words)
        while self._joined:  # of the page in the look before
            QObject.disconnect(self._joined.pop())
        page = self._page = ReportsPage(
            theme,
            words,
            sentence=finding.headline,
            rows=finding.rows,
            choose_days=finding.choose_days,
            query=finding.query.words,
            export_days=(month, written_day(today, words)),
        )
        self._join_finding(page)
        self._join_review(page)
        self._join_papers(page)
        page.panel.show_filters(finding.filters, finding.query.words)
        page.show_empty(self._empty)
        if finding.report is not None:
            self._show_report(finding.report)
        finding.begin()
        return page

    def _join_finding(self, page: "ReportsPage") -> None:
        finding, panel, filters = self.finding, page.panel, page.panel.filters
        panel.typed.connect(finding.type)
        panel.empty_pressed.connect(self._leave_emptiness)
        panel.news_pressed.connect(finding.catch_up)
        filters.kind_switched.connect(finding.switch_kind)
        filters.standing_switched.connect(finding.switch_standing)
        filters.period_chosen.connect(finding.choose_period)
        filters.place_chosen.connect(finding.choose_place)
        filters.threats_switched.connect(finding.switch_threats)
        filters.hurt_switched.connect(finding.switch_hurt)
        filters.cleared.connect(finding.clear_filters)
        filters.view_chosen.connect(finding.choose_view)
        filters.view_saved.connect(finding.save_view)
        filters.view_forgotten.connect(finding.forget_view)
        page.opened.connect(finding.open)
        page.shut.connect(finding.shut)
        page.new_pressed.connect(self.new_pressed)
        page.mine_pressed.connect(self.mine_pressed)
        page.call_pressed.connect(self.call_pressed)
        page.alert_pressed.connect(self.alert_pressed)
        joins = (
            (
                finding.filters_changed,
                lambda view: panel.show_filters(view, finding.query.words),
            ),
            (finding.empty_changed, self._show_empty),
            (finding.counted, panel.show_count),
            (finding.news_came, panel.show_news),
            (finding.refused, panel.show_advice),
            (finding.headline_changed, page.say),
            (finding.rows.answered, lambda _: panel.mark(finding.chosen)),
        )
        for signal, slot in joins:
            self._joined.append(signal.connect(slot))

    def _join_review(self, page: "ReportsPage") -> None:
        desk = self.reviewing
        page.read_pressed.connect(desk.read)
        page.comment_pressed.connect(desk.comment)
        page.action_pressed.connect(desk.list_action)
        page.done_pressed.connect(desk.finish)
        page.outcome_pressed.connect(desk.conclude)
        page.sign_pressed.connect(desk.sign)
        page.keep_pressed.connect(desk.keep)
        page.release_pressed.connect(desk.release)

    def _join_papers(self, page: "ReportsPage") -> None:
        papers = self.papers
        page.pdf_pressed.connect(self._save_pdf)
        page.file_opened.connect(papers.open_attachment)
        page.file_saved.connect(self._save_attachment)
        page.export_pressed.connect(papers.export)
        page.export_cancelled.connect(papers.cancel_export)
        page.verify_pressed.connect(papers.verify)
        for signal, slot in (
            (papers.noticed, page.show_notice),
            (papers.export_changed, page.show_export),
            (papers.verified, page.show_verdict),
        ):
            self._joined.append(signal.connect(slot))
        if papers.export_state.progress:
            page.open_export().show_state(papers.export_state)

    def _show_report(self, report: Report | None) -> None:
        page = self._page
        if page is None:
            return
        if report is None:
            page.show_report(None)
            page.show_review(None)
            return
        page.show_report(DetailView.of(report, words=self._words))
        page.show_review(self.reviewing.view(report), self.reviewing.typed(report.id))

    def _review_changed(self, report: ReportId) -> None:
        shown = self.finding.report
        if self._page is not None and shown is not None and shown.id == report:
            self._page.show_review(self.reviewing.view(shown), self.reviewing.typed(report))

    def _show_empty(self, view: EmptyView | None) -> None:
        self._empty = view
        if self._page is not None:
            self._page.show_empty(view)

    def _leave_emptiness(self) -> None:
        """The one button of an empty list: widen the search, or begin the first report."""
        finding = self.finding
        if finding.query.words.strip() and finding.filters.is_narrowed:
            finding.clear_filters()
        elif finding.query.words.strip() or finding.filters.is_narrowed:
            finding.clear_all()
        else:
            self.new_pressed.emit()

    def _save_pdf(self, report: ReportId, variant: Variant) -> None:
        shown = self.finding.report
        number = shown.number if shown is not None and shown.id == report else report
        suffix = "" if variant is Variant.FULL else f"-{variant.value.replace('_', '-')}"

        def save_as(file: Path) -> None:
            self.papers.save(report, variant, file)

        self._ask_file(self._words("Save PDF"), f"{number}{suffix}.pdf", save_as)

    def _save_attachment(self, report: ReportId, attachment: Attachment) -> None:
        name = Path(attachment.name.replace("\\", "/")).name or "file"

        def save_as(file: Path) -> None:
            self.papers.save_attachment(report, attachment, file)

        self._ask_file(self._words("Save as…"), name, save_as)

    def _ask_file(self, title: str, name: str, chosen: Callable[[Path], None]) -> None:
        documents = QStandardPaths.StandardLocation.DocumentsLocation
        proposed = Path(QStandardPaths.writableLocation(documents)) / name
        if self._parts.ask_file is None:
            assert self._page is not None
            ask_to_save(self._page, title, proposed, "", chosen)
        elif file := self._parts.ask_file(title, str(proposed)):
            chosen(Path(file))
