"""What retention needs of a desk's files."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

import msgspec

from desktop.domain.alerts.facts import AlertId, Occasion
from desktop.domain.events.event import Event, EventId
from desktop.domain.reports.facts import ReportId
from desktop.domain.retention.kinds import Kept
from desktop.domain.roster.ids import DeviceId


class Old(msgspec.Struct, frozen=True):
    """What has been over ``since`` then: an alert, a report or an event, by its id."""

    since: datetime
    name: str


class Aged(Protocol):
    """Both files of a supervisor's desk as they stand at one moment, the oldest first.

    Times are those that were signed. An event that was signed before the site was made had a
    wrong clock: it counts from when it came here. None is older than what its author had said
    before it, and what ended something that was open here counts from when it came. ``most`` of
    ``None`` is all of them.
    """

    def alerts(
        self,
        occasions: Collection[Occasion],
        before: datetime,
        *,
        besides: Collection[AlertId] = (),
        most: int | None = None,
    ) -> Sequence[Old]:
        """Alerts that are closed, by the last word on each; none of those ``besides``."""

    def submitted(self) -> frozenset[ReportId]:
        """All reports that came here, gone or not. Takes some 80 ms for 100,000."""

    def alerts_of_reports(self, reports: Collection[ReportId] | None = None) -> frozenset[AlertId]:
        """Those that a report was begun from which is still here: it is printed with their times.
        Of these ``reports`` alone, or of all.

        Takes about a second for 100,000 reports.
        """

    def reports(self, before: datetime, *, now: datetime, most: int | None = None) -> Sequence[Old]:
        """Reports that are signed with nothing left to do, and that no mark keeps at ``now``; by
        the last word on each but that somebody read it.
        """

    def words(
        self, types: Collection[str], before: datetime, *, most: int | None = None
    ) -> Sequence[Old]:
        """Events of these types that say something still."""

    def events(self, types: Collection[str]) -> Iterable[Event]:
        """Those, with what they say."""

    def late(self, most: int) -> Sequence[EventId]:
        """What still says something of an alert or a report that was purged, but for calls that
        are open: somebody may have pressed once more.
        """

    def aside(self, kind: Kept, before: datetime, most: int) -> Sequence[Old]:
        """Events that no alert and no report is made of, where ``kind`` are those: what a desk said
        that was revoked by then, each by its own time. No release of a report that is here.
        """

    def open_alerts(self, occasions: Collection[Occasion]) -> int:
        """How many are not closed."""

    def unfinished_reports(self) -> int:
        """How many are not signed, or have something left to do."""

    def kept_reports(self, now: datetime) -> int:
        """How many a mark keeps at ``now``, signed or not."""

    def staying(self, events: Collection[EventId], now: datetime | None) -> frozenset[EventId]:
        """Those of them that belong to a report which is not signed, has something left to do, or
        is kept by a mark at ``now``; by any with no time at all.
        """

    def events_of(self, alert: AlertId) -> tuple[EventId, ...]:
        """All of an alert, its presses first."""

    def events_of_report(self, report: ReportId) -> tuple[EventId, ...]:
        """All of a report, what submitted it first."""

    def known_since(self, events: Collection[EventId], now: datetime) -> Mapping[EventId, datetime]:
        """When each of these notices was both said and here. A time counts for nothing where it is
        later than ``now``, or earlier than the site, than what its author had said before, or than
        what came here from others about then. Where none is left, it is that of the next thing that
        its author said with a better one, or of what came then; or the notice is missing here.
        """

    def last_said(self) -> Mapping[DeviceId, datetime]:
        """The time of the newest event of each device, by its own clock."""

    def purged(self, events: Collection[EventId]) -> frozenset[EventId]:
        """Those of them whose bodies are refused, in whichever file they would be."""


class AgedFiles(Protocol):
    """Opens them for as long as somebody looks. Raises ``DatabaseUnusableError``."""

    def opened(self) -> AbstractContextManager[Aged]: ...
