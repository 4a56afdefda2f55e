"""What the services need from the world, as small protocols that ``adapters`` make real."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

import msgspec

from desktop.domain.alerts.alert import Alert, Recorded
from desktop.domain.alerts.facts import AlertId, AlertOutcome
from desktop.domain.events.event import Event, EventId
from desktop.domain.events.holdings import Span
from desktop.domain.events.ids import EventIds
from desktop.domain.events.streams import Stream
from desktop.domain.presence import Absence
from desktop.domain.relays import RelayTarget
from desktop.domain.reports.attachments import BlobId
from desktop.domain.reports.facts import ReportId
from desktop.domain.reports.field import Answers
from desktop.domain.roster.ids import DeviceId

if TYPE_CHECKING:  # neither reports nor what follows a logon are part of a start
    from concurrent.futures import Future

    from desktop.domain.autostart import Standing
    from desktop.domain.events.body import Fact
    from desktop.domain.reports.draft import Draft, Filed
    from desktop.domain.reports.report import Report
    from desktop.domain.roster.roster import Roster


class Clock(Protocol):
    """The wall clock (aware, UTC) and the monotonic one (seconds)."""

    def now(self) -> datetime: ...
    def monotonic(self) -> float: ...


class Signer(Protocol):
    """This device's key."""

    @property
    def id(self) -> DeviceId: ...
    def sign(self, data: bytes) -> bytes: ...


Verify = Callable[[bytes, bytes, bytes], bool]
"""``verify(public_key, signature, data)``: whether the key's owner signed exactly this."""


class Transport(Protocol):
    """Links to every relay. Nothing is queued for a link that is down: the outbox does that."""

    def reach(self, relays: Iterable[RelayTarget]) -> None: ...
    def publish(
        self,
        topic: str,
        payload: bytes,
        *,
        certain: bool = True,
        only: frozenset[str] | None = None,
    ) -> frozenset[str]: ...
    def up(self) -> frozenset[str]: ...
    def close(self) -> None: ...


class Waiting(Protocol):
    """How an actor's thread waits, and what comes in meanwhile."""

    def wait(self, seconds: float | None) -> None:
        """Return after ``seconds`` (``None``: never), when woken, or when something has come in,
        which is posted by then.
        """

    def wake(self) -> None:
        """End the wait that is under way, or the next one. May be called from any thread."""


class Network(Transport, Waiting, Protocol):
    """The links, as the alert thread has them: it waits in them, and so reads what comes itself."""


class Attention(Protocol):
    """Whether a person is at this desk who would notice an alert."""

    def absence(self) -> Absence | None: ...


class ToldOutcome(msgspec.Struct, frozen=True):
    """How an alert ended, as one supervisor said it. The one said last is the one that holds."""

    at: datetime
    event: EventId
    fact: AlertOutcome


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """What one write puts into the journal: all of it, or nothing.

    ``waiting`` and ``settled`` are the outbox: events that still wait for receipts, and those
    that do no longer. ``facts``, ``standing`` and ``outcomes`` keep the projections in step with
    the log. The bodies of ``purged`` events go, and are refused from then on; of the notices
    ``carried_out`` everything that they name is purged. ``revoked`` devices
    are believed up to the numbers given, stream by stream: the rest leaves the projections.
    ``told`` says which events belong to which report, and ``untold`` which belong to none.
    ``drafts``, ``filed``, ``numbers`` (the last one given, by year) and ``code`` are this station's
    own, in no event; ``discarded`` drafts leave the file's bytes. The files that discarded drafts
    and purged bodies named, and those that a draft names no more, are noted in the same write as
    ``leaving``; of those ``left`` that is over.
    """

    events: tuple[Event, ...] = ()
    facts: tuple[tuple[AlertId, EventId], ...] = ()
    standing: tuple[Alert, ...] = ()
    outcomes: tuple[ToldOutcome, ...] = ()
    waiting: tuple[EventId, ...] = ()
    settled: tuple[EventId, ...] = ()
    purged: tuple[EventId, ...] = ()
    carried_out: tuple[EventId, ...] = ()
    revoked: tuple[tuple[DeviceId, Mapping[int, int]], ...] = ()
    told: tuple[tuple[ReportId, EventId], ...] = ()
    untold: tuple[EventId, ...] = ()
    longer: tuple[tuple[ReportId, str, Answers], ...] = ()
    drafts: tuple["Draft", ...] = ()
    discarded: tuple[str, ...] = ()
    leaving: tuple[BlobId, ...] = ()
    left: tuple[BlobId, ...] = ()
    filed: tuple["Filed", ...] = ()
    numbers: tuple[tuple[int, int], ...] = ()
    code: str = ""


class Journal(Protocol):
    """The one writer of a database file, on a thread of its own.

    ``keep`` returns at once. ``then`` is called on the journal's thread with ``None`` once the
    entry is on the disk for good, or with the error that kept it off.
    """

    def keep(self, entry: Entry, then: Callable[[Exception | None], None]) -> None: ...
    def close(self) -> None: ...


class NoticeBoard(Protocol):
    """The station, as those need it who read what the site's desks tell all, and tell it."""

    @property
    def device(self) -> DeviceId: ...
    @property
    def roster(self) -> "Roster": ...
    def watch_notices(self, listener: "Callable[[Event, Fact], None]") -> None: ...
    def watch_roster(self, listener: "Callable[[Roster], None]") -> None: ...
    def publish(self, fact: "Fact") -> "Future[Event]": ...


class EventArchive(Protocol):
    """As much of an ``Archive`` as those need who read events by what they are."""

    def of_types(self, types: Collection[str], then: Callable[[Sequence[Event]], None]) -> None: ...


class Archive(EventArchive, Protocol):
    """Reads the log beside its writer, on a thread of its own."""

    def events(
        self, spans: Sequence[Span], then: Callable[[Sequence[bytes]], None], *, most: int
    ) -> None: ...
    def holds(self, event: EventId, then: Callable[[bool], None]) -> None: ...
    def alerts(self, *, most: int, then: Callable[[Sequence[AlertId]], None]) -> None: ...
    def facts(self, alert: AlertId, then: Callable[[Sequence[Event]], None]) -> None: ...
    def report(self, report: ReportId, then: Callable[["Report | None"], None]) -> None: ...
    def lately_told(
        self, since: datetime, then: Callable[[Sequence[Event]], None], *, most: int
    ) -> None: ...
    def leaving(self, then: Callable[[frozenset[BlobId]], None]) -> None: ...
    def naming(
        self, blobs: frozenset[BlobId], then: Callable[[frozenset[BlobId] | None], None]
    ) -> None:
        """Those of ``blobs`` that something in the file still names; ``None`` where that cannot be
        read.
        """
        ...


class ChainHead(msgspec.Struct, frozen=True, kw_only=True):
    """The last event that this device signed in one stream."""

    seq: int
    hash: bytes


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """What a database holds when the station starts.

    ``notices`` are all of them (few, and the roster is among them) but the guidance's, and but
    purges that were carried out; ``facts``
    those of open and of lately closed alerts; ``waiting`` the outbox and ``unsent`` its events,
    where they are own records; ``outcomes`` the latest of a records file. The rest is of a drafts
    file.
    """

    heads: dict[Stream, ChainHead] = msgspec.field(default_factory=dict)
    spans: tuple[Span, ...] = ()
    digests: dict[Stream, int] = msgspec.field(default_factory=dict)
    notices: tuple[Event, ...] = ()
    alert_events: tuple[Event, ...] = ()
    waiting: frozenset[EventId] = frozenset()
    outcomes: tuple[ToldOutcome, ...] = ()
    purged: EventIds = msgspec.field(default_factory=EventIds)
    unsent: tuple[Event, ...] = ()
    drafts: tuple["Draft", ...] = ()
    filed: tuple["Filed", ...] = ()
    numbers: dict[int, int] = msgspec.field(default_factory=dict)
    code: str = ""


__all__ = [
    "Archive",
    "Attention",
    "ChainHead",
    "Clock",
    "Entry",
    "EventArchive",
    "Held",
    "Journal",
    "Recorded",
    "Signer",
    "ToldOutcome",
    "Transport",
    "Verify",
]


class Autostart(Protocol):
    """Where this account notes what starts when it logs on; for a tick box and a command alike.

    ``place`` says to a person where that is.
    """

    place: str

    def standing(self) -> "Standing":
        """Whether this station starts by itself, and why not."""

    def turn_on(self) -> None:
        """Have it start from the next logon on; raises ``AutostartRefusedError``."""

    def turn_off(self) -> None:
        """Have it, or any other station, not start; raises ``AutostartRefusedError``."""
