"""Marks, and their releases, that a desk held before it could read them: an older version kept both
and asked nobody whether their authors may say that.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import partial
from typing import Protocol

from desktop.domain.events.event import Event
from desktop.domain.reports.facts import (
    ReportFact,
    ReportId,
    ReportKept,
    ReportReleased,
    report_of,
)
from desktop.domain.reports.report import Report
from desktop.domain.roster.roster import Roster
from desktop.services.log.reading import facts_of
from desktop.services.ports import Archive, Entry, Journal
from desktop.services.records.records import Records


class Site(Protocol):
    """The station, as this needs it."""

    @property
    def roster(self) -> Roster: ...


class HeldMarks:
    """Folds those that are believed into their reports, and takes the others out: the upgrade of a
    file, which knows nobody, lets each mark keep its report meanwhile, and no release end one.
    """

    def __init__(
        self,
        records: Records,
        *,
        archive: Archive,
        journal: Journal,
        site: Site,
        changed: Callable[[ReportId], None],
    ) -> None:
        self._records = records
        self._archive = archive
        self._journal = journal
        self._site = site
        self._changed = changed

    def judge(self) -> None:
        """Do it on the records thread, as soon as they are read. Where all of it was done, as at
        every start but the first, nothing is written.
        """

        def found(events: Sequence[Event]) -> None:  # on the archive's thread
            self._records.post(lambda: self._sort(events))

        self._archive.of_types({ReportKept.TYPE, ReportReleased.TYPE}, found)

    def _sort(self, events: Sequence[Event]) -> None:
        open_questions: dict[ReportId, list[Event]] = defaultdict(list)
        for event, fact in facts_of(events):
            is_settled = isinstance(fact, ReportKept) and self._site.roster.believes(event.header)
            if isinstance(fact, ReportFact) and not is_settled:  # each mark was folded before
                open_questions[report_of(event.id, fact)].append(event)
        for report, about in open_questions.items():
            self._archive.report(report, partial(self._found, about))

    def _found(self, events: Sequence[Event], report: Report | None) -> None:
        if report is not None:  # on the archive's thread
            self._records.post(lambda: self._settle(report, events))

    def _settle(self, report: Report, events: Sequence[Event]) -> None:
        folded = frozenset(report.events)
        roster = self._site.roster
        believed = {event.id for event in events if roster.believes(event.header)}
        told = tuple((report.id, one) for one in sorted(believed - folded))
        others = {event.id for event in events} - believed
        if told or others & folded:
            self._journal.keep(
                Entry(told=told, untold=tuple(sorted(others & folded))),
                lambda error: None if error else self._changed(report.id),
            )
