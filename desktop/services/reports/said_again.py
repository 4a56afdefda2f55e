"""A report that a PC submitted and no desk heard of before the PC was taken out.

Whoever takes a station out names what is believed of it, and that is what had been heard by then.
The PC that joins again is believed, so it says once more what was submitted on it, as itself and
under the same number.
"""

import logging
from collections import deque
from collections.abc import Callable, Iterable

from msgspec.structs import replace

from desktop.domain.errors import DeskError
from desktop.domain.events.event import Event, EventId
from desktop.domain.reports.facts import ReportAmended, ReportFact, ReportId, ReportSubmitted
from desktop.domain.roster.roster import Roster
from desktop.services.log.reading import read_fact
from desktop.services.records.parts import RecordWriter
from desktop.services.reports.filed_here import FiledHere

log = logging.getLogger(__name__)


class SayingAgain:
    """Does it on the thread of ``writer``. ``filed`` is what was submitted on this PC, and nothing
    else is said again; ``said`` finds what this station has said under a number itself.
    """

    def __init__(
        self,
        *,
        filed: FiledHere,
        writer: RecordWriter,
        roster: Callable[[], Roster],
        said: Callable[[str], ReportId | None],
    ) -> None:
        self._filed = filed
        self._writer = writer
        self._roster = roster
        self._said = said
        self._renewed: dict[ReportId, ReportId] = {}

    def is_believed(self, event: Event) -> bool:
        """The desks believe it as it is."""
        return not self._roster().quarantines(event.header)

    def say(
        self,
        events: Iterable[Event],
        *,
        settled: Callable[[Event], None],
        then: Callable[[], None] = lambda: None,
    ) -> None:
        """Say again what of ``events`` is not believed. ``settled`` is called with each that has a
        successor on the disk, ``then`` once all are looked at.
        """
        waiting = deque(event for event in events if not self.is_believed(event))
        self._next(waiting, settled, then)

    def _next(
        self,
        waiting: deque[Event],
        settled: Callable[[Event], None],
        then: Callable[[], None],
    ) -> None:
        while waiting:
            event = waiting.popleft()
            fact = self._once_more(event)
            if fact is None:
                continue
            before = self._said(fact.number) if isinstance(fact, ReportSubmitted) else None

            def done(new: Event, event: Event = event) -> None:
                self._is_said(event, new.id, waiting, settled, then)

            if before is None:
                self._writer.write(fact, done, _not_yet)
            else:  # an end came between saying it and noting so
                self._is_said(event, before, waiting, settled, then)
            return
        then()

    def _is_said(
        self,
        event: Event,
        new: EventId,
        waiting: deque[Event],
        settled: Callable[[Event], None],
        then: Callable[[], None],
    ) -> None:
        if event.id in self._filed:
            self._renewed[event.id] = new
            self._filed.renew(event.id, new)
        settled(event)
        self._next(waiting, settled, then)

    def _once_more(self, event: Event) -> ReportFact | None:
        """What is to be said again of ``event``."""
        fact = read_fact(event)
        if isinstance(fact, ReportSubmitted) and event.id in self._filed:
            return fact
        if type(fact) is ReportAmended and fact.report in self._renewed:
            return replace(fact, report=self._renewed[fact.report])
        return None


def _not_yet(refusal: DeskError) -> None:
    """The disk does not take it for now; it is tried again, at the next start at the latest."""
    log.warning("a report is not said again yet: %s", refusal)
