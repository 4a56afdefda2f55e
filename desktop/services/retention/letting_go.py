"""An administrator's desk lets go of what has been kept for its time: the same signed notices as
`log purge`, in small portions, with nobody calling meanwhile.
"""

import logging
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from datetime import datetime
from functools import partial
from typing import Protocol

import msgspec

from desktop.domain.alerts.facts import AlertId
from desktop.domain.board import Board
from desktop.domain.events.body import Fact
from desktop.domain.events.event import Event, EventId
from desktop.domain.log_facts import BodyPurged
from desktop.domain.retention.kinds import OCCASIONS, WORDS, Kept
from desktop.domain.retention.periods import cutoff
from desktop.domain.roster.ids import DeviceId
from desktop.domain.roster.roster import Roster
from desktop.services.log.purging import notices_for
from desktop.services.retention.ports import Aged, AgedFiles
from desktop.services.retention.standing import Retention, drills_of, waits

log = logging.getLogger(__name__)

AT_ONCE = 20
"""Alerts, reports or drills in one portion. A call waits no longer than the disk takes for one."""
MOST_EVENTS = 200
"""Events that one notice names: a press waits some 20 ms for the disk while they go, of the 50 that
it has.
"""
PUBLISHED_WITHIN_S = 10.0
GONE_WITHIN_S = 30.0
"""Seconds in which a portion must have left this desk's files, or the disk has trouble enough."""
LOOK_AGAIN_S = 0.05
BETWEEN_S = 0.25
"""Seconds between two portions: calls go first, and the files are rewritten once, after the last
(``SHRED_WHEN_IDLE``).
"""
CALLS_FOR_S = 900.0
"""Seconds for which a call that is open holds it up: one that nobody ever closes must not for good.
"""
QUIET_AGAIN_S = 5.0
"""Seconds after which it is seen whether somebody still calls."""

Pause = Callable[[float], bool]
"""Waits so many seconds; true where the station is ending."""


class Site(Protocol):
    """The station, as this needs it."""

    @property
    def device(self) -> DeviceId: ...
    @property
    def roster(self) -> Roster: ...
    @property
    def board(self) -> Board: ...
    def publish(self, fact: Fact) -> "Future[Event]": ...


class LettingGo:
    """Looks when it is told to, on the caller's thread. Two desks that look at once do no harm:
    what one has named, the other finds no more.
    """

    def __init__(
        self,
        files: AgedFiles,
        retention: Retention,
        *,
        site: Site,
        monotonic: Callable[[], float],
        pause: Pause,
    ) -> None:
        self._files = files
        self._retention = retention
        self._site = site
        self._monotonic = monotonic
        self._pause = pause

    def look(self) -> int:
        """Let go of all that is due now; how many events that were.

        Nothing at other desks than administrators', where no other station vouches for the time,
        and from when the disk no longer takes it; the next look goes on from there. Raises
        ``DatabaseUnusableError``.
        """
        gone = 0
        if not self._site.roster.may_speak(self._site.device, BodyPurged.TYPE):
            return gone
        with self._files.opened() as aged:
            kept = _KeptCalls(aged)
        portions: list[Callable[[], _Portion | None]] = [
            self._late,
            *(partial(self._portion, kind, kept) for kind in Kept),
        ]
        for next_portion in portions:
            while portion := next_portion():
                for notice in notices_for(
                    portion.events,
                    roster=self._site.roster,
                    me=self._site.device,
                    reason=portion.reason,
                    person="",
                    most=MOST_EVENTS,
                ):
                    left = self._let_go(notice, kept)
                    if left is None:
                        return gone
                    gone += left
        return gone

    def _late(self) -> "_Portion | None":
        """What came when the call or the report that it belongs to was purged already: whatever
        is kept, and for how long, that was said of it.
        """
        with self._files.opened() as aged:
            return _portion_of(aged, aged.late(MOST_EVENTS), reason="the rest of it was purged")

    def _portion(self, kind: Kept, kept: "_KeptCalls") -> "_Portion | None":
        """The next events that are due, with for how many months they were kept."""
        if waits(kind, self._site.board):
            return None
        with self._files.opened() as aged:
            now = self._retention.clock(aged)
            if now is None:
                return None
            months = self._retention.period(kind, aged, now).in_force
            if months is None:
                return None
            before, reason = cutoff(now, months), f"kept {months} months"
            due = _due(kind, aged, before, kept.alerts, now=now)
            return _portion_of(aged, due, reason=reason) or _portion_of(
                aged, (old.name for old in aged.aside(kind, before, MOST_EVENTS)), reason=reason
            )

    def _let_go(self, notice: BodyPurged, kept: "_KeptCalls") -> int | None:
        """Publish it while nobody calls, and see it done here; how many events went, ``None`` where
        it cannot be.
        """
        while self._is_anybody_calling():
            if self._pause(QUIET_AGAIN_S):
                return None
        if self._pause(BETWEEN_S):
            return None
        notice = self._without_what_stays(notice, kept)
        if not notice.events:
            return 0
        try:
            self._site.publish(notice).result(PUBLISHED_WITHIN_S)
        except TimeoutError:
            log.warning("a purge did not leave in time; the rest waits for the next look")
            return None
        for _ in range(round(GONE_WITHIN_S / LOOK_AGAIN_S)):
            with self._files.opened() as aged:
                if len(aged.purged(notice.events)) == len(notice.events):
                    return len(notice.events)
            if self._pause(LOOK_AGAIN_S):
                return None
        log.warning("what was purged is in the files still; the rest waits for the next look")
        return None

    def _without_what_stays(self, notice: BodyPurged, kept: "_KeptCalls") -> BodyPurged:
        """Without the reports of which somebody has said since that they are to be kept, or that
        something is left to do, and without the calls that one was begun from which came since: a
        call may have held it up for a quarter of an hour.
        """
        with self._files.opened() as aged:
            staying = aged.staying(notice.events, self._retention.clock(aged))
            staying |= kept.of_news(aged)
        left = tuple(event for event in notice.events if event not in staying)
        return msgspec.structs.replace(notice, events=left)

    def _is_anybody_calling(self) -> bool:
        moment = self._monotonic()
        return any(moment - live.since < CALLS_FOR_S for live in self._site.board.alerts)


class _KeptCalls:
    """The calls that are kept with a report. One that goes within a look leaves its call until the
    next.
    """

    def __init__(self, aged: Aged) -> None:
        self._reports = aged.submitted()
        self._first = self.alerts = aged.alerts_of_reports()

    def of_news(self, aged: Aged) -> frozenset[EventId]:
        """The events of those that came to be kept within this look. A call of which a part has
        gone goes whole.
        """
        reports = aged.submitted()
        alerts = aged.alerts_of_reports(reports - self._reports)
        self._reports = reports
        self.alerts |= alerts - aged.purged(alerts)
        news = self.alerts - self._first
        return frozenset(event for alert in news for event in aged.events_of(alert))


class _Portion(msgspec.Struct, frozen=True):
    """Events that go together, and why."""

    events: tuple[EventId, ...]
    reason: str


def _portion_of(aged: Aged, events: Iterable[EventId], *, reason: str) -> _Portion | None:
    """Those of them that did not go before."""
    due = tuple(dict.fromkeys(events))
    gone = aged.purged(due)
    news = tuple(event for event in due if event not in gone)
    return _Portion(news, reason) if news else None


def _due(
    kind: Kept, aged: Aged, before: datetime, kept: frozenset[AlertId], *, now: datetime
) -> Iterator[EventId]:
    """The oldest of that kind, each whole; no alert that is ``kept`` with a report."""
    if kind in OCCASIONS:
        for old in aged.alerts(OCCASIONS[kind], before, besides=kept, most=AT_ONCE):
            yield from aged.events_of(old.name)
    if kind is Kept.REPORTS:
        for old in aged.reports(before, now=now, most=AT_ONCE):
            yield from aged.events_of_report(old.name)
    if kind is Kept.TESTS:
        for at, events in drills_of(aged)[:AT_ONCE]:
            if at < before:
                yield from events
    if kind in WORDS:
        for old in aged.words(WORDS[kind], before, most=MOST_EVENTS):
            yield old.name
