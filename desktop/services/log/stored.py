"""A database file in the hands of a command: the log as it rests, and its projections."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol

import msgspec

from desktop.domain.alerts.alert import Alert
from desktop.domain.alerts.facts import AlertId
from desktop.domain.alerts.transitions import State
from desktop.domain.events.event import Event, EventId
from desktop.domain.reports.attachments import BlobId
from desktop.domain.reports.facts import ReportId
from desktop.services.ports import Entry, ToldOutcome

if TYPE_CHECKING:  # reports are no part of a start
    from desktop.domain.reports.report import Report


class StoredEvent(msgspec.Struct, frozen=True, kw_only=True):
    """One row, of which nothing is believed: not even that its columns say what its header says."""

    id: str
    stream: int
    device: bytes
    seq: int
    type: str
    at_ms: int
    header: bytes
    signature: bytes
    body: bytes | None


class Projections(msgspec.Struct, frozen=True, kw_only=True):
    """Everything in a file that follows from its events and can be made anew from them."""

    facts: tuple[tuple[AlertId, EventId], ...] = ()
    standing: tuple[Alert, ...] = ()
    outcomes: tuple[ToldOutcome, ...] = ()
    told: tuple[tuple[ReportId, EventId], ...] = ()


class StoredLog(Protocol):
    """One file: ``alerts`` or ``records``. ``name`` is what people call it.

    ``events`` leaves out rows that are no events; ``rows`` does not. ``strays`` are ids of events
    that other tables speak of and that are not there. ``naming`` gives those of ``blobs`` that an
    event names. ``shred`` makes sure that what was deleted
    is gone from the file's bytes.
    """

    @property
    def name(self) -> str: ...
    def rows(self) -> Iterator[StoredEvent]: ...
    def events(self) -> Iterator[Event]: ...
    def find(self, event: EventId) -> Event | None: ...
    def purged(self) -> frozenset[EventId]: ...
    def naming(self, blobs: frozenset[BlobId]) -> frozenset[BlobId]: ...
    def strays(self) -> tuple[EventId, ...]: ...
    def state_of(self, alert: AlertId) -> State | None: ...
    def events_of(self, alert: AlertId) -> tuple[EventId, ...]: ...
    def events_of_report(self, report: ReportId) -> tuple[EventId, ...]: ...
    def kept_on(self, day: date) -> tuple["Report", ...]: ...
    def closed_before(self, moment: datetime) -> tuple[AlertId, ...]: ...
    def keep(self, entry: Entry) -> None: ...
    def replace(self, projections: Projections) -> None: ...
    def shred(self) -> None: ...
