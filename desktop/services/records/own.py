"""A counter's own records: signed here, kept until supervisors' stations have them, then gone.

A counter PC holds no one's story (DESIGN §3, Streams). What was submitted on it rests on its disk
until it is safe elsewhere; then its bodies are purged there, and number and status stay.
"""

from collections.abc import Callable

import msgspec

from desktop.domain.events.body import Fact
from desktop.domain.events.event import Event, EventId
from desktop.domain.events.ids import EventIds
from desktop.domain.events.note import NOTE_MARK, Note, NoteKind
from desktop.domain.relays import Arrival
from desktop.domain.roster.ids import DeviceId
from desktop.domain.roster.roles import Role
from desktop.services.ports import Entry
from desktop.services.records.notes import RecordGot, ReportAsked, ReportNews
from desktop.services.records.parts import Done, Failed, RecordsParts
from desktop.services.records.thread import RecordThread

AGAIN_AFTER = (1.0, 2.0, 5.0, 15.0, 60.0)
"""Seconds between two sendings; the last figure repeats."""
ENOUGH_HOLDERS = 2
"""Supervisors' stations that must hold a record whole before it goes here, where there are so
many: one disk alone is no safe place for the only copy."""
KEPT_AT_MOST = 24 * 3600.0
"""Seconds after the first receipt at which it goes even so: the others may be off for weeks."""
ASK_EVERY = 300.0
"""Seconds between two questions how own reports stand."""

News = Callable[[DeviceId, ReportNews], None]


class _Unsent(msgspec.Struct):
    event: Event
    attempts: int = 0
    reached: set[DeviceId] = msgspec.field(default_factory=set)
    whole: set[DeviceId] = msgspec.field(default_factory=set)
    first_receipt_at: float | None = None


class OwnRecords(RecordThread):
    """Signs records on a counter and sends them until they are safe. Any thread may call it.

    ``on_its_way`` is called with each record that is to be sent, ``got`` for every station that
    signed for one whole, ``gone`` once its body was deleted here, ``news`` when a supervisor's
    station tells how a report stands; all on this service's own thread.
    """

    def __init__(self, parts: RecordsParts) -> None:
        self._unsent: dict[EventId, _Unsent] = {}
        self.on_its_way: Callable[[Event], None] = lambda _event: None
        self.gone: Callable[[Event], None] = lambda _event: None
        self.news: News = lambda _device, _news: None
        self.asks_for: Callable[[], tuple[EventId, ...]] = tuple
        super().__init__("own-records", parts)

    def unsent(self) -> tuple[Event, ...]:
        """The records whose bodies are still here; for this thread alone."""
        return tuple(unsent.event for unsent in self._unsent.values())

    def let_go(self, event: Event) -> None:
        """It need not be sent any more: what it says was said again. For this thread alone."""
        if event.id in self._unsent:
            self._let_go(event)

    def write(self, fact: Fact, done: Done, failed: Failed) -> None:
        """Sign ``fact``; ``done`` is called once it is on this disk, and it is sent from then on.

        ``failed`` is called where the disk refuses it for now. It is tried again as long as this
        program runs, so ``done`` may still come.
        """

        def written(event: Event) -> None:
            self._begin_to_send(event)
            done(event)

        def entry(event: Event) -> Entry:
            return Entry(events=(event,), waiting=(event.id,))

        self.post(lambda: self._sign(fact, entry, written, failed))

    # --- on its own thread -----------------------------------------------------------------

    def _begin(self) -> None:
        site = self._roster().site
        for event in self._parts.held.unsent:
            if event.header.site.hex() == site:  # this PC may have left another one
                self._begin_to_send(event)
        self._ask()

    def _arrived(self, arrival: Arrival) -> None:
        """Notes alone: nobody's records are taken in here."""
        if arrival.payload[:1] == NOTE_MARK:
            super()._arrived(arrival)

    def _holds(self, _event: Event, then: Callable[[bool], None]) -> None:
        then(True)

    def _took(self, event: Event, arrival: Arrival) -> None: ...

    def _took_again(self, event: Event, arrival: Arrival) -> None: ...

    def _set_aside(self, event: Event) -> None: ...

    def _links_changed(self) -> None:
        for unsent in self._unsent.values():
            self._publish(unsent)
        self._ask_now()

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
        self._keep(Entry(settled=(event.id,), purged=(event.id,)))
        self.gone(event)

    def _purge(self, events: EventIds) -> None:
        """An administrator purged them before they were safe elsewhere: they go all the same."""
        self._ledger.purge(events)
        for unsent in [one for event, one in self._unsent.items() if event in events]:
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
