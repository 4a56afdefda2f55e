"""What stands in for a database that cannot be used: alerts still leave (DESIGN §3, Fail open)."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from desktop.domain.alerts.facts import AlertId
from desktop.domain.errors import DeskError
from desktop.domain.events.event import Event, EventId
from desktop.domain.events.holdings import Span
from desktop.domain.reports.attachments import BlobId
from desktop.domain.reports.facts import ReportId
from desktop.services.ports import Entry

if TYPE_CHECKING:  # reports are no part of a start
    from desktop.domain.reports.report import Report


class NoJournal:
    """Keeps nothing, and says so each time."""

    def __init__(self, why: DeskError) -> None:
        self._why = why

    def keep(self, entry: Entry, then: Callable[[Exception | None], None]) -> None:  # noqa: ARG002
        """Refuse ``entry`` at once."""
        then(self._why)

    def close(self) -> None:
        """Nothing is open."""


class NoArchive:
    """Holds nothing."""

    def events(
        self,
        spans: Sequence[Span],  # noqa: ARG002
        then: Callable[[Sequence[bytes]], None],
        *,
        most: int,  # noqa: ARG002
    ) -> None:
        """No events."""
        then(())

    def holds(self, event: EventId, then: Callable[[bool], None]) -> None:  # noqa: ARG002
        """It does not."""
        then(False)

    def alerts(self, *, most: int, then: Callable[[Sequence[AlertId]], None]) -> None:  # noqa: ARG002
        """No alerts."""
        then(())

    def facts(self, alert: AlertId, then: Callable[[Sequence[Event]], None]) -> None:  # noqa: ARG002
        """No facts."""
        then(())

    def report(self, report: ReportId, then: Callable[["Report | None"], None]) -> None:  # noqa: ARG002
        """No report."""
        then(None)

    def lately_told(
        self,
        since: datetime,  # noqa: ARG002
        then: Callable[[Sequence[Event]], None],
        *,
        most: int,  # noqa: ARG002
    ) -> None:
        """No facts about reports."""
        then(())

    def of_types(
        self,
        types: Collection[str],  # noqa: ARG002
        then: Callable[[Sequence[Event]], None],
    ) -> None:
        """No events."""
        then(())

    def leaving(self, then: Callable[[frozenset[BlobId]], None]) -> None:
        """No files."""
        then(frozenset())

    def naming(
        self,
        blobs: frozenset[BlobId],  # noqa: ARG002
        then: Callable[[frozenset[BlobId] | None], None],
    ) -> None:
        """That cannot be known."""
        then(None)

    def close(self) -> None:
        """Nothing is open."""
