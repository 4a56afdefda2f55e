"""A supervisor's station and the reports of others: it signs for them, fetches their files, and
tells their reporters how they stand.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Protocol

import msgspec

from desktop.domain.events.event import Event, EventId
from desktop.domain.events.note import Note, NoteKind
from desktop.domain.reports.attachments import Attachment
from desktop.domain.reports.facts import (
    ReportAmended,
    ReportFact,
    ReportSubmitted,
    ThreatCallTicked,
    files_of,
    report_of,
)
from desktop.domain.reports.field import Answers
from desktop.domain.reports.report import Report
from desktop.domain.roster.ids import DeviceId
from desktop.services.log.reading import read_fact
from desktop.services.ports import Archive, Entry, Journal
from desktop.services.records.notes import ReportAsked, ReportNews
from desktop.services.records.records import Records, ReportTold

MOST_RESUMED = 2_000
MOST_ASKED = 100
"""Reports of which one question may ask."""


class Files(Protocol):
    """The blobs that this station holds, and fetching those it lacks.

    ``fetch`` calls back once all of them are here, whenever that is; at once where they are.
    """

    def fetch(
        self, files: tuple[Attachment, ...], holders: Iterable[DeviceId], then: Callable[[], None]
    ) -> None: ...
    def holds_all(self, files: tuple[Attachment, ...]) -> bool: ...
    def read(self, file: Attachment) -> bytes | None: ...


class Receiving:
    """Does it on the records thread. ``changed`` is called with reports that changed here."""

    def __init__(
        self,
        records: Records,
        *,
        archive: Archive,
        journal: Journal,
        files: Files,
        me: DeviceId,
        changed: Callable[[str], None] = lambda _report: None,
    ) -> None:
        self._records = records
        self._archive = archive
        self._journal = journal
        self._files = files
        self._me = me
        self._changed = changed
        records.watch_reports(self._told)

    def start(self, since: datetime) -> None:
        """Go on fetching what reports that came here after ``since`` name and a restart cut off."""

        def found(events: Sequence[Event]) -> None:  # on the archive's thread
            self._records.post(lambda: self._resume(events))

        self._archive.lately_told(since, found, most=MOST_RESUMED)

    def _resume(self, events: Sequence[Event]) -> None:
        for event in events:
            fact = read_fact(event)
            if not isinstance(fact, ReportFact):
                continue
            if self._files.holds_all(files_of(fact)):
                self._keep_longer(event, fact)  # the end may have come between file and fold
            else:
                self._told(ReportTold(event, fact))

    def noted(self, note: Note, sender: DeviceId) -> None:
        """A reporter's station asks how its reports stand."""
        if note.kind is NoteKind.REPORT_ASKED:
            for report in note.read(ReportAsked).reports[:MOST_ASKED]:
                self._find(report, lambda found: self._tell(found, sender))

    def _told(self, told: ReportTold) -> None:
        event, fact = told.event, told.fact
        author = event.header.device_id
        files = files_of(fact)
        is_whole = self._files.holds_all(files)
        self._records.sign_for(told, is_whole=is_whole)
        if not is_whole:
            holders = tuple(filter(None, (author, told.carrier)))
            self._files.fetch(files, holders, lambda: self._whole(told))
        elif files:
            self._keep_longer(event, fact)
        if isinstance(fact, ThreatCallTicked):
            return
        self._changed(report_of(event.id, fact))
        if author == self._me and not isinstance(fact, ReportSubmitted | ReportAmended):
            self._find(report_of(event.id, fact), self._tell_reporter)

    def _whole(self, told: ReportTold) -> None:
        """All its files are here now."""
        self._keep_longer(told.event, told.fact)
        self._records.sign_for(told, is_whole=True)
        self._changed(report_of(told.event.id, told.fact))

    def _keep_longer(self, event: Event, fact: ReportFact) -> None:
        """Fold in the answers that came as a blob."""
        longer = fact.longer if isinstance(fact, ReportSubmitted | ReportAmended) else None
        data = self._files.read(longer) if longer is not None else None
        if longer is None or data is None:
            return
        try:
            answers = msgspec.json.decode(data, type=Answers)
        except msgspec.DecodeError:
            return
        report = report_of(event.id, fact)
        self._journal.keep(
            Entry(longer=((report, longer.sha256, answers),)),
            lambda error: None if error else self._changed(report),
        )

    def _find(self, report: EventId, then: Callable[[Report], None]) -> None:
        def found(read: Report | None) -> None:
            if read is not None:
                self._records.post(lambda: then(read))

        self._archive.report(report, found)

    def _tell_reporter(self, report: Report) -> None:
        self._tell(report, report.station)

    def _tell(self, report: Report, device: DeviceId) -> None:
        if device == report.station and device != self._me:
            self._records.carrier.note(device, NoteKind.REPORT_NEWS, news_of(report))


def news_of(report: Report) -> ReportNews:
    """What the reporter is told: how far it came, what became of it, and what was done."""
    done = (action.how for action in report.actions if action.is_done)
    return ReportNews(
        report=report.id,
        standing=report.standing,
        outcome=report.outcome,
        news=tuple(filter(None, done)),
    )
