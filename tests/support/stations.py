"""A whole office in one thread: real stations on named relays of memory, by a clock of our own.

Everything a station decides can be watched here without waiting for anything: time moves only in
``advance``, messages pass only in ``settle``, relays and links break on command, asymmetric
splits included. Databases are real SQLite in memory, so a station can be restarted from its own.
"""

import random
import sqlite3
from collections.abc import Callable, Collection, Iterable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from desktop.domain.alerts.alert import Alert
from desktop.domain.alerts.facts import AlertId, Kind
from desktop.domain.board import Board, LiveAlert
from desktop.domain.events.body import Fact, body_hash, encode_body
from desktop.domain.events.event import Event, EventId, sealed
from desktop.domain.events.header import GENESIS, Header
from desktop.domain.events.holdings import Span
from desktop.domain.events.streams import Stream
from desktop.domain.presence import Absence
from desktop.domain.relays import Arrival, LinkDown, LinkUp, NetworkFact, RelayTarget
from desktop.domain.reports.facts import ReportId
from desktop.domain.reports.report import Report
from desktop.domain.roster.facts import DeviceAdmitted, SiteCreated
from desktop.domain.roster.roles import Role
from desktop.services.actor import Actor
from desktop.services.adapters.keys.device_key import DeviceKey, verify
from desktop.services.adapters.sqlite import reading, report_rows
from desktop.services.adapters.sqlite.journal import write_entry
from desktop.services.adapters.sqlite.schema import File
from desktop.services.alerts.raising import Pressed
from desktop.services.bell import Bell
from desktop.services.delivery.topics import Topics
from desktop.services.ports import Entry
from desktop.services.records.parts import RecordsParts
from desktop.services.records.records import Records
from desktop.services.station import Parts, Station
from desktop.services.station.alert_path import AlertPath
from tests.support.memory import in_memory

T = TypeVar("T")
MORNING = datetime(2026, 7, 1, 8, 0, tzinfo=UTC)


@cache
def key_of(name: str) -> DeviceKey:
    """The same key for the same name in every run, so that nothing depends on luck."""
    return DeviceKey(Ed25519PrivateKey.from_private_bytes(sha256(name.encode()).digest()))


SITE = key_of("the site")
verified = lru_cache(maxsize=10_000)(verify)
"""What one station signs, all others of an office check: here it is worked out once."""


class Clock:
    """Both clocks of every station. ``off_by`` puts one station's wall clock wrong."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def monotonic(self) -> float:
        return self.seconds

    def now(self) -> datetime:
        return MORNING + timedelta(seconds=self.seconds - 1000.0)


class OwnClock:
    """The office's clock as one PC shows it."""

    def __init__(self, clock: Clock, off_by: timedelta = timedelta()) -> None:
        self._clock = clock
        self.off_by = off_by
        self.monotonic = clock.monotonic

    def now(self) -> datetime:
        return self._clock.now() + self.off_by


@dataclass(slots=True)
class Author:
    """Signs events of one device by hand, with any sequence and clock a test wants."""

    key: DeviceKey
    seq: dict[Stream, int] = field(default_factory=dict)
    prev: dict[Stream, bytes] = field(default_factory=dict)

    def says(
        self,
        fact: Fact,
        *,
        at: datetime = MORNING,
        seq: int | None = None,
        salt: bytes = bytes(32),
        site: str = SITE.id,
    ) -> Event:
        body = encode_body(fact, salt)
        return self.signs(fact.TYPE, body, stream=fact.STREAM, at=at, seq=seq, site=site)

    def signs(
        self,
        kind: str,
        body: bytes,
        *,
        stream: Stream,
        at: datetime = MORNING,
        seq: int | None = None,
        site: str = SITE.id,
    ) -> Event:
        number = seq or self.seq.get(stream, 0) + 1
        header = Header(
            site=bytes.fromhex(site),
            device=bytes.fromhex(self.key.id),
            stream=stream,
            seq=number,
            prev=self.prev.get(stream, GENESIS),
            at_ms=int(at.timestamp() * 1000),
            type=kind,
            type_version=1,
            body_hash=body_hash(body),
        )
        event = sealed(header, body, self.key.sign)
        self.seq[stream] = max(number, self.seq.get(stream, 0))
        self.prev[stream] = event.hash
        return event


@cache
def _empty_database(file: File) -> sqlite3.Connection:
    return in_memory(file)


class Disk:
    """A database in memory behind ``Journal`` and ``Archive``, which hangs or fails on command."""

    def __init__(self, file: File = File.ALERTS) -> None:
        self.conn = sqlite3.connect(":memory:", isolation_level=None)
        _empty_database(file).backup(self.conn)
        self.hangs = False
        self.error: Exception | None = None
        self.kept: list[Entry] = []
        self._waiting: list[tuple[Entry, Callable[[Exception | None], None]]] = []

    def keep(self, entry: Entry, then: Callable[[Exception | None], None]) -> None:
        if self.hangs:
            self._waiting.append((entry, then))
        elif self.error is not None:
            self._waiting.append((entry, then))
            then(self.error)
        else:
            self._write(entry, then)

    def recovers(self) -> None:
        """Everything that waited gets to the disk after all."""
        self.hangs, self.error = False, None
        waiting, self._waiting = self._waiting, []
        for entry, then in waiting:
            self._write(entry, then)

    def close(self) -> None:
        """Memory keeps it for the next start."""

    def events(
        self, spans: Sequence[Span], then: Callable[[Sequence[bytes]], None], *, most: int
    ) -> None:
        then(reading.in_spans(self.conn, spans, most=most))

    def holds(self, event: EventId, then: Callable[[bool], None]) -> None:
        then(reading.holds(self.conn, event))

    def alerts(self, *, most: int, then: Callable[[Sequence[AlertId]], None]) -> None:
        then(reading.latest_alerts(self.conn, most=most))

    def facts(self, alert: AlertId, then: Callable[[Sequence[Event]], None]) -> None:
        then(reading.of_alert(self.conn, alert))

    def report(self, report: ReportId, then: Callable[[Report | None], None]) -> None:
        then(report_rows.find(self.conn, report))

    def lately_told(
        self, since: datetime, then: Callable[[Sequence[Event]], None], *, most: int
    ) -> None:
        then(reading.lately_told(self.conn, since, most=most))

    def of_types(self, types: Collection[str], then: Callable[[Sequence[Event]], None]) -> None:
        then(reading.of_types(self.conn, types))

    def leaving(self, then: Callable[[frozenset[str]], None]) -> None:
        then(reading.leaving(self.conn))

    def naming(self, blobs: frozenset[str], then: Callable[[frozenset[str] | None], None]) -> None:
        then(reading.naming(self.conn, blobs))

    def _write(self, entry: Entry, then: Callable[[Exception | None], None]) -> None:
        write_entry(self.conn, entry)
        self.kept.append(entry)
        then(None)


@dataclass(frozen=True, slots=True)
class Sent:
    """A message on its way through one relay."""

    relay: str
    topic: str
    payload: bytes
    sender: str


class Switchboard:
    """Relays of memory. A message reaches whoever is linked to the relay and listens there.

    ``loses`` is asked about every message at every relay; ``passed`` remembers those that came
    through.
    """

    def __init__(self, clock: Clock) -> None:
        self.lines: dict[str, Line] = {}
        self._clock = clock
        self.loses: Callable[[Sent], bool] = lambda _sent: False
        self.passed: list[Sent] = []

    def carry(self, sent: Sent) -> None:
        if self.loses(sent):
            return
        self.passed.append(sent)
        for device, line in list(self.lines.items()):
            if device != sent.sender and sent.relay in line.linked and line.listens(sent.topic):
                at = self._clock.monotonic()
                line.inbox(Arrival(sent.relay, sent.topic, sent.payload, at))


class Line(Bell):
    """One station's links: a ``Transport`` that a test can cut relay by relay."""

    def __init__(
        self,
        board: Switchboard,
        device: str,
        subscriptions: tuple[str, ...],
        inbox: Callable[[NetworkFact], None],
        linked: set[str],
    ) -> None:
        super().__init__()
        self.board = board
        self.device = device
        self.inbox = inbox
        self.linked = linked
        self._prefixes = tuple(topic.rstrip("+") for topic in subscriptions)
        board.lines[device] = self

    def listens(self, topic: str) -> bool:
        return topic.startswith(self._prefixes)

    def reach(self, relays: Iterable[RelayTarget]) -> None:
        """The test decides what is linked."""

    def publish(
        self,
        topic: str,
        payload: bytes,
        *,
        certain: bool = True,
        only: frozenset[str] | None = None,
    ) -> frozenset[str]:
        took = frozenset(r for r in self.linked if only is None or r in only)
        for relay in sorted(took):
            self.board.carry(Sent(relay, topic, payload, self.device))
        return took

    def up(self) -> frozenset[str]:
        return frozenset(self.linked)

    def cut(self, relay: str) -> None:
        self.linked.discard(relay)
        self.inbox(LinkDown(relay, "lost"))

    def link(self, relay: str) -> None:
        self.linked.add(relay)
        self.inbox(LinkUp(relay, key_of(relay).id))

    def close(self) -> None:
        if self.board.lines.get(self.device) is self:
            del self.board.lines[self.device]


class Sitting:
    """Somebody at the desk, unless ``why`` says otherwise."""

    why: Absence | None = None

    def absence(self) -> Absence | None:
        return self.why


@dataclass(slots=True)
class Desk:
    """One PC of the office."""

    name: str
    key: DeviceKey
    role: Role
    relays: set[str]
    disk: Disk
    records_disk: Disk
    clock: OwnClock
    sitting: Sitting
    station: Station | None = None
    records: Records | None = None
    line: Line | None = None
    is_asleep: bool = False

    @property
    def id(self) -> str:
        return self.key.id

    @property
    def at_work(self) -> Station:
        assert self.station is not None, f"{self.name} is off"
        return self.station

    @property
    def links(self) -> Line:
        assert self.line is not None, f"{self.name} is off"
        return self.line

    @property
    def records_at_work(self) -> Records:
        assert self.records is not None, f"{self.name} keeps no records now"
        return self.records

    @property
    def path(self) -> AlertPath:
        """The parts on its alert thread."""
        return self.at_work._path

    @property
    def board(self) -> Board:
        return self.at_work.board

    @property
    def alerts(self) -> tuple[LiveAlert, ...]:
        """What is open on its board."""
        return self.board.alerts

    @property
    def alert(self) -> Alert:
        """The one open alert on its board."""
        (live,) = self.alerts
        return live.alert


class Office:
    """Supervisors, staff desks and counters, all of one site, on relays named by who runs them.

    A relay that is nobody's desk is an external one. The first supervisor is the administrator.
    """

    def __init__(
        self,
        *,
        supervisors: Sequence[str] = ("Ana",),
        counters: Sequence[str] = ("Counter 3",),
        staff: Sequence[str] = (),
        relays: Sequence[str] = (),
    ) -> None:
        random.seed(7)
        relays = relays or supervisors[:1]
        self.clock = Clock()
        self.switchboard = Switchboard(self.clock)
        self.desks: dict[str, Desk] = {}
        roles = (
            *((name, Role.SUPERVISOR) for name in supervisors),
            *((name, Role.STAFF) for name in staff),
            *((name, Role.COUNTER) for name in counters),
        )
        self.site = Author(SITE)
        self.founding = [self.site.says(SiteCreated(name="Alder Street"))]
        for index, (name, role) in enumerate(roles):
            is_first = index == 0 and role is Role.SUPERVISOR
            self.founding.append(self.site.says(admission(name, role, administrator=is_first)))
            self.desks[name] = Desk(
                name=name,
                key=key_of(name),
                role=role,
                relays=set(relays),
                disk=Disk(),
                records_disk=Disk(File.RECORDS),
                clock=OwnClock(self.clock),
                sitting=Sitting(),
            )
        self.founding.extend(
            self.site.says(admission(relay, Role.RELAY))
            for relay in relays
            if relay not in self.desks
        )
        for desk in self.desks.values():
            write_entry(desk.disk.conn, Entry(events=tuple(self.founding)))

    def __getitem__(self, name: str) -> Desk:
        return self.desks[name]

    def opens(self, *names: str) -> "Office":
        """Start these stations, or all of them, and let them find each other."""
        for name in names or tuple(self.desks):
            self.start(name)
        self.settle()
        return self

    def start(self, name: str) -> Desk:
        """Start one station from what its disk holds."""
        desk = self.desks[name]
        held = reading.held(
            desk.disk.conn,
            bytes.fromhex(desk.id),
            closed_since=desk.clock.now() - timedelta(hours=24),
        )

        def transport(inbox: Callable[[NetworkFact], None]) -> Line:
            topics = Topics(SITE.id, desk.id)
            desk.line = Line(
                self.switchboard, desk.id, topics.subscriptions(desk.role), inbox, set(desk.relays)
            )
            return desk.line

        desk.station = Station(
            Parts(
                site_key=SITE.public_bytes,
                signer=desk.key,
                verify=verified,
                clock=desk.clock,
                random_bytes=random.randbytes,
                journal=desk.disk,
                archive=desk.disk,
                attention=desk.sitting,
                transport=transport,
                held=held,
                person=name,
                version="0",
            )
        )
        if desk.role is Role.SUPERVISOR:
            desk.records = Records(records_parts(desk, desk.records_disk))
            desk.records._actor.post(desk.records._begin)
        desk.station._actor.post(desk.station._path.begin)
        for relay in sorted(desk.relays):
            desk.links.link(relay)
        return desk

    def stop(self, name: str) -> None:
        """Switch a PC off, as a power cut does."""
        desk = self.desks[name]
        desk.links.close()
        desk.station = desk.records = desk.line = None

    def sleeps(self, name: str) -> None:
        """Somebody closes the lid of a PC: nothing runs there, and nothing reaches it."""
        desk = self.desks[name]
        desk.is_asleep = True
        desk.links.close()

    def wakes(self, name: str) -> None:
        """The lid is opened. Its links are gone, which it has not noticed yet."""
        desk = self.desks[name]
        desk.is_asleep = False
        self.switchboard.lines[desk.id] = desk.links
        for actor in self._actors():
            finish_batch(actor)

    def settle(self) -> None:
        """Let every message and every journal entry arrive, without time passing."""
        while any(drain(actor) for actor in self._actors()):
            pass
        for desk in self.desks.values():
            if desk.station and not desk.is_asleep:
                desk.path._recorder.catch_up()

    def advance(self, seconds: float) -> None:
        """Let time pass, with everything that is due in it, in order."""
        until = self.clock.seconds + seconds
        self.settle()
        while True:
            waits = [w for a in self._actors() if (w := a.schedule.seconds_to_next()) is not None]
            if not waits or self.clock.seconds + min(waits) > until:
                break
            self.clock.seconds += min(waits)
            for actor in self._actors():
                finish_batch(actor)
            self.settle()
        self.clock.seconds = until

    def press(self, name: str, kind: Kind = Kind.PANIC, **more: object) -> Pressed:
        """Press at a counter; returns what the press came to, at once or after its 50 ms."""
        return self.done(self.desks[name].at_work.press(kind, **more))  # type: ignore[arg-type]  # as press

    def done(self, answer: "Future[T]") -> T:
        """What a command came to, at once or after the 50 ms that a disk may take."""
        self.settle()
        if not answer.done():
            self.advance(0.06)
        return answer.result(0)

    def _actors(self) -> list[Actor]:
        awake = [desk for desk in self.desks.values() if not desk.is_asleep]
        stations = [desk.station._actor for desk in awake if desk.station]
        records = [desk.records._actor for desk in awake if desk.records]
        return [*stations, *records]


def records_parts(desk: Desk, disk: Disk) -> RecordsParts:
    """What a records thread at ``desk`` is joined from, with its file on ``disk``."""
    return RecordsParts(
        station=desk.at_work,
        signer=desk.key,
        verify=verified,
        clock=desk.clock,
        random_bytes=random.randbytes,
        journal=disk,
        archive=disk,
        transport=desk.links,
        held=reading.held(disk.conn, bytes.fromhex(desk.id), closed_since=desk.clock.now()),
    )


def admission(name: str, role: Role, *, administrator: bool = False) -> DeviceAdmitted:
    """The notice that lets a desk in."""
    key = key_of(name)
    return DeviceAdmitted(
        device=key.id,
        key=key.public_bytes,
        role=role,
        place=name,
        name=name,
        administrator=administrator,
    )


def drain(actor: Actor) -> bool:
    """Work off an actor's inbox on this thread; whether there was anything in it."""
    had_work = actor.has_work
    while actor.has_work:
        actor.turn()
    return had_work


def finish_batch(actor: Actor) -> None:
    """What an actor does between two batches."""
    actor._do_what_could_wait()
    actor.guarded(actor.schedule.run_due)
    actor.guarded(actor.settled)


def raw_rows(path: Path) -> sqlite3.Connection:
    """A hand in the database that asks nobody."""
    return sqlite3.connect(path, isolation_level=None)
