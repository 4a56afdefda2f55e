"""What was submitted at this station: numbers, holders and standing, and no story (DESIGN §5)."""

import logging
from collections.abc import Callable, Iterable

from msgspec.structs import replace

from desktop.domain.events.event import EventId
from desktop.domain.reports.draft import Filed
from desktop.domain.reports.facts import ReportId, Standing
from desktop.domain.reports.field import Kind
from desktop.domain.roster.ids import DeviceId
from desktop.domain.roster.roster import Roster
from desktop.services.ports import Clock, Entry, Journal
from desktop.services.records.notes import ReportNews

log = logging.getLogger(__name__)

Listener = Callable[[tuple[Filed, ...]], None]


class FiledHere:
    """Every ``Filed`` of this station, kept with each change. Of the records thread."""

    def __init__(
        self, held: Iterable[Filed], *, journal: Journal, clock: Clock, roster: Callable[[], Roster]
    ) -> None:
        self._by_report: dict[ReportId, Filed] = {filed.report: filed for filed in held}
        self._journal = journal
        self._clock = clock
        self._roster = roster
        self._shown = tuple(self._by_report.values())
        self._listeners: list[Listener] = []

    def all(self) -> tuple[Filed, ...]:
        """Everything, the newest last. Any thread may ask."""
        return self._shown

    def watch(self, listener: Listener) -> None:
        """Call ``listener`` now and after every change."""
        self._listeners.append(listener)
        listener(self._shown)

    def __contains__(self, report: ReportId) -> bool:
        return report in self._by_report

    def __getitem__(self, report: ReportId) -> Filed:
        return self._by_report[report]

    def of_draft(self, draft: str) -> Filed | None:
        """The report that was made of a draft."""
        return next((one for one in self._shown if one.draft == draft), None)

    def unfinished(self) -> tuple[ReportId, ...]:
        """The reports whose standing may still change, the newest first."""
        open_ones = (one.report for one in self._shown if one.standing is not Standing.SIGNED)
        return tuple(open_ones)[::-1]

    def standing_of(self, report: ReportId) -> Filed:
        """How a report stands here; of one from elsewhere only that it is known."""
        if report in self:
            return self[report]
        return Filed(  # a supervisor adds to somebody else's
            report=report, number="", kind=Kind.COUNTER, submitted_at=self._clock.now()
        )

    def keep(self, filed: Filed, *, discarded: str = "") -> None:
        """Keep ``filed`` as it is now; the draft ``discarded`` goes in the same write."""
        self._by_report[filed.report] = filed
        self._journal.keep(
            Entry(filed=(filed,), discarded=(discarded,) if discarded else ()),
            lambda _error: None,
        )
        self._shown = tuple(self._by_report.values())
        for listener in tuple(self._listeners):
            self._tell(listener)

    def renew(self, report: ReportId, new: ReportId) -> None:
        """It was submitted once more, as ``new`` and under its number: that one is followed now."""
        filed = self._by_report.pop(report)
        self.keep(replace(filed, report=new, holders=(), of=self.stations()))

    def amended(self, report: ReportId) -> Filed:
        """It was added to, and waits to be read again; returns how it stands."""
        if report in self:
            self.keep(replace(self[report], standing=Standing.SUBMITTED))
        return self.standing_of(report)

    def got(self, event: EventId, device: DeviceId) -> None:
        """A supervisor's station has signed for all of it."""
        filed = self._by_report.get(event)
        if filed is not None and device not in filed.holders:
            self.keep(replace(filed, holders=(*filed.holders, device), of=self.stations()))

    def news(self, news: ReportNews) -> None:
        """A supervisor's station told how a report stands."""
        filed = self._by_report.get(news.report)
        if filed is None:
            return
        told = replace(filed, standing=news.standing, outcome=news.outcome, news=news.news)
        if told != filed:
            self.keep(told)

    def stations(self) -> int:
        """How many supervisors' stations there are."""
        return len(self._roster().supervisors)

    def _tell(self, listener: Listener) -> None:
        """A bug in a listener must not keep whoever submits from the answer, which is given after
        this; it is told nothing more.
        """
        try:
            listener(self._shown)
        except Exception:
            log.exception("what was filed could not be told")
            self._listeners.remove(listener)
