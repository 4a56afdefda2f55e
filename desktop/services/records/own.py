"""A counter's own records: signed here, kept until supervisors' stations have them, then gone.

A counter PC holds no one's story (DESIGN §3, Streams). What was submitted on it rests on its disk
until it is safe elsewhere; then its bodies are purged there, and number and status stay.
"""

from collections.abc import Callable

import msgspec

from desktop.domain.errors import DeskError
from desktop.domain.events.body import Fact
from desktop.domain.events.event import Event, EventId
from desktop.domain.events.note import Note, NoteKind
from desktop.domain.events.streams import Stream
from desktop.domain.relays import Arrival, LinkUp, NetworkFact
from desktop.domain.roster.ids import DeviceId
from desktop.domain.roster.roles import Role
from desktop.domain.roster.roster import Roster
from desktop.services.actor import Actor
from desktop.services.delivery.carrier import Carrier
from desktop.services.delivery.flood import Flood
from desktop.services.delivery.intake import Intake
from desktop.services.delivery.topics import Topics
from desktop.services.delivery.turnstile import Turnstile
from desktop.services.log.ledger import Ledger
from desktop.services.ports import Entry
from desktop.services.records.notes import RecordGot, ReportAsked, ReportNews
from desktop.services.records.parts import Done, Failed, RecordsParts, not_saved
from desktop.services.records.relays import RecordRelays
from desktop.services.schedule import Schedule

STREAMS = frozenset({Stream.RECORDS})
AGAIN_AFTER = (1.0, 2.0, 5.0, 15.0, 60.0)
"""Seconds between two sendings; the last figure repeats."""
ENOUGH_HOLDERS = 2
"""Supervisors' stations that must hold a record whole before it goes here, where there are so
many: one disk alone is no safe place for the only copy."""
KEPT_AT_MOST = 24 * 3600.0
"""Seconds after the first receipt at which it goes even so: the others may be off for weeks."""
ASK_EVERY = 300.0
"""Seconds between two questions how own reports stand."""

Got = Callable[[EventId, DeviceId], None]
News = Callable[[DeviceId, ReportNews], None]


class _Unsent(msgspec.Struct):
    event: Event
    attempts: int = 0
    reached: set[DeviceId] = msgspec.field(default_factory=set)
    whole: set[DeviceId] = msgspec.field(default_factory=set)
    first_receipt_at: float | None = None


class OwnRecords:
    """Signs records on a counter and sends them until they are safe. Any thread may call it.

    ``on_its_way`` is called with each record that is to be sent, ``got`` for every station that
    signed for one whole, ``gone`` once its body was deleted here, ``news`` when a supervisor's
    station tells how a report stands; all on this service's own thread.
    """

    def __init__(self, parts: RecordsParts) -> None:
        self._parts = parts
        self._me: DeviceId = parts.signer.id
        self._actor = Actor("own-records", parts.clock.monotonic)
        self._turnstile = Turnstile()
        self._unsent: dict[EventId, _Unsent] = {}
        self.got: Got = lambda _event, _device: None
        self.on_its_way: Callable[[Event], None] = lambda _event: None
        self.gone: Callable[[Event], None] = lambda _event: None
        self.news: News = lambda _device, _news: None
        self.asks_for: Callable[[], tuple[EventId, ...]] = tuple
        self.noted: Callable[[Note, DeviceId], None] = lambda _note, _sender: None
        self.linked: Callable[[], None] = lambda: None
        self.appeared: Callable[[DeviceId], None] = lambda _device: None
        self._join_parts()
        parts.station.forward_records(self.hear)
        parts.station.watch_purged(lambda events: self._actor.post(lambda: self._purge(events)))

    def start(self) -> None:
        """Go on sending what a restart interrupted."""
        self._actor.start()
        self._actor.post(self._begin)

    def stop(self) -> None:
        """Finish what is in the inbox, then end."""
        self._actor.stop()

    @property
    def schedule(self) -> Schedule:
        """What is done on this thread later."""
        return self._actor.schedule

    @property
    def carrier(self) -> Carrier:
        """Reaches other stations over trusted relays; for this thread alone."""
        return self._carrier

    def unsent(self) -> tuple[Event, ...]:
        """The records whose bodies are still here; for this thread alone."""
        return tuple(unsent.event for unsent in self._unsent.values())

    def post(self, action: Callable[[], None]) -> None:
        """Do ``action`` on this service's thread."""
        self._actor.post(action)

    def hear(self, fact: NetworkFact) -> None:
        """Take in what the station hands on; never waits."""
        if not isinstance(fact, Arrival) or self._turnstile.enters(fact):
            self._actor.post(lambda: self._heard(fact))

    def write(self, fact: Fact, done: Done, failed: Failed) -> None:
        """Sign ``fact``; ``done`` is called once it is on this disk, and it is sent from then on.

        ``failed`` is called where the disk refuses it for now. It is tried again as long as this
        program runs, so ``done`` may still come.
        """
        self._actor.post(lambda: self._write(fact, done, failed))

    # --- on its own thread -----------------------------------------------------------------

    def _join_parts(self) -> None:
        parts = self._parts
        site = bytes.fromhex(self._roster().site)
        topics = Topics(self._roster().site, self._me)
        self._relays = RecordRelays(parts.transport, self._roster)
        self._ledger = Ledger(
            site=site,
            signer=parts.signer,
            verify=parts.verify,
            clock=parts.clock,
            random_bytes=parts.random_bytes,
            streams=STREAMS,
            roster=self._roster,
            held=parts.held,
        )
        self._carrier = Carrier(
            site=site,
            signer=parts.signer,
            clock=parts.clock,
            transport=self._relays,
            topics=topics,
        )
        self._intake = Intake(
            site=site,
            me=self._me,
            topics=topics,
            ledger=self._ledger,
            roster=self._roster,
            verify=parts.verify,
            holds=lambda _event, then: then(True),  # nobody's records are taken in here
            took=lambda _event, _arrival: None,
            again=lambda _event, _arrival: None,
            set_aside=lambda _event: None,
            noted=self._noted,
            flood=Flood(monotonic=parts.clock.monotonic),
        )

    def _roster(self) -> Roster:
        return self._parts.station.roster

    def _begin(self) -> None:
        for event in self._parts.held.unsent:
            self._begin_to_send(event)
        self._ask()

    def _heard(self, fact: NetworkFact) -> None:
        if isinstance(fact, Arrival):
            self._turnstile.leaves(fact)
            if fact.payload[:1] == b"N":
                self._intake.arrived(fact)
            return
        self._relays.changed(fact)
        if isinstance(fact, LinkUp):
            self.linked()
        for unsent in self._unsent.values():
            self._publish(unsent)
        self._ask_now()

    def _write(self, fact: Fact, done: Done, failed: Failed) -> None:
        try:
            event = self._ledger.write(fact)
        except DeskError as refusal:  # it is too large, and nothing of it was signed
            failed(refusal)
            return

        def written(error: Exception | None) -> None:  # on the journal's thread
            if error is None:
                self._actor.post(lambda: self._written(event, done))
            else:
                self._actor.post(lambda: failed(not_saved(error)))

        self._parts.journal.keep(Entry(events=(event,), waiting=(event.id,)), written)

    def _written(self, event: Event, done: Done) -> None:
        self._begin_to_send(event)
        done(event)

    def _begin_to_send(self, event: Event) -> None:
        self._unsent[event.id] = _Unsent(event)
        if event.id in self._ledger.purged:  # told before a restart had come to it
            self._let_go(event)
            return
        self._send(event.id)
        self.on_its_way(event)

    def _send(self, event: EventId) -> None:
        """Send it, and again after a while, until enough supervisors' stations have it."""
        unsent = self._unsent.get(event)
        if unsent is None:
            return
        self._settle(unsent)
        if event not in self._unsent:
            return
        self._publish(unsent)
        wait = AGAIN_AFTER[min(unsent.attempts, len(AGAIN_AFTER) - 1)]
        unsent.attempts += 1
        self._actor.schedule.after(wait, lambda: self._send(event))

    def _publish(self, unsent: _Unsent) -> None:
        """Send it unless enough have it: the first that got it may die before it tells the next."""
        if self._count(unsent.reached) < self._wanted():
            self._carrier.publish(unsent.event)

    def _count(self, holders: set[DeviceId]) -> int:
        """How many of them may be relied on: a revoked station may be a stolen one."""
        return sum(member.device in holders for member in self._roster().supervisors)

    def _wanted(self) -> int:
        return max(1, min(ENOUGH_HOLDERS, len(self._roster().supervisors)))

    def _noted(self, note: Note, sender: DeviceId) -> None:
        member = self._roster().device(sender)
        if member is None or member.role is not Role.SUPERVISOR or not note.is_for(self._me):
            return
        match note.kind:
            case NoteKind.RECORD_GOT:
                self._take_receipt(sender, note.read(RecordGot))
            case NoteKind.REPORT_NEWS:
                self.news(sender, note.read(ReportNews))
            case _:
                self.noted(note, sender)

    def _take_receipt(self, sender: DeviceId, receipt: RecordGot) -> None:
        for event in receipt.events:
            unsent = self._unsent.get(event)
            if unsent is not None:
                unsent.reached.add(sender)
                if receipt.is_whole:
                    unsent.whole.add(sender)
                    if unsent.first_receipt_at is None:
                        unsent.first_receipt_at = self._parts.clock.monotonic()
            if receipt.is_whole:
                self.got(event, sender)
            if unsent is not None:
                self._settle(unsent)

    def _settle(self, unsent: _Unsent) -> None:
        """Delete the body here once it is safe elsewhere."""
        holders = self._count(unsent.whole)
        if not holders:
            return
        age = self._parts.clock.monotonic() - (unsent.first_receipt_at or 0.0)
        if holders < self._wanted() and age < KEPT_AT_MOST:
            return
        self._let_go(unsent.event)

    def _let_go(self, event: Event) -> None:
        del self._unsent[event.id]
        self._ledger.purge((event.id,))
        self._parts.journal.keep(
            Entry(settled=(event.id,), purged=(event.id,)), lambda _error: None
        )
        self.gone(event)

    def _purge(self, events: tuple[EventId, ...]) -> None:
        """An administrator purged them before they were safe elsewhere: they go all the same."""
        self._ledger.purge(events)
        for event in events:
            unsent = self._unsent.get(event)
            if unsent is not None:
                self._let_go(unsent.event)

    def _ask(self) -> None:
        self._ask_now()
        self._actor.schedule.after(ASK_EVERY, self._ask)

    def _ask_now(self) -> None:
        wanted = self.asks_for()
        if wanted:
            for member in self._roster().supervisors:
                asked = ReportAsked(reports=wanted)
                self._carrier.note(member.device, NoteKind.REPORT_ASKED, asked)
