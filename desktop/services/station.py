"""A station at work: the alert thread with everything on it, and the way in for everyone else.

Bytes, timers and commands come in at one end; facts are folded; a board goes out at the other
(DESIGN §3). Nothing here knows a screen, a broker or a file.
"""

import random
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from desktop.domain.alerts.alert import Alert
from desktop.domain.alerts.facts import (
    AlertId,
    AlertReceived,
    Context,
    Kind,
    Message,
    Occasion,
)
from desktop.domain.board import Board
from desktop.domain.errors import DeskError
from desktop.domain.events.body import Fact
from desktop.domain.events.event import Event, EventId
from desktop.domain.events.holdings import Heads
from desktop.domain.events.note import Note, NoteKind, note_kind
from desktop.domain.events.streams import Stream
from desktop.domain.presence import Beat, Check
from desktop.domain.relays import Arrival, LinkDown, LinkUp, NetworkFact, RelayTarget, merged
from desktop.domain.roster.ids import DeviceId
from desktop.domain.roster.roles import Role
from desktop.domain.roster.roster import Roster
from desktop.services.actor import Actor
from desktop.services.alerts.answering import Answering
from desktop.services.alerts.board_making import draw_up
from desktop.services.alerts.book import AlertBook, alert_of, is_press
from desktop.services.alerts.raising import Pressed, Raising
from desktop.services.alerts.receipts import Got, Receipts
from desktop.services.alerts.telling import Telling
from desktop.services.delivery.bridging import Bridge
from desktop.services.delivery.carrier import Carrier
from desktop.services.delivery.catching_up import CatchUp
from desktop.services.delivery.dispatch import PACES, Dispatch
from desktop.services.delivery.flood import Flood
from desktop.services.delivery.intake import Intake
from desktop.services.delivery.recording import Recorder
from desktop.services.delivery.topics import Topics, carrier_of
from desktop.services.log.ledger import Ledger
from desktop.services.log.notices import Notices, purged_by
from desktop.services.ports import (
    Archive,
    Attention,
    Clock,
    Entry,
    Held,
    Journal,
    Signer,
    Transport,
    Verify,
)
from desktop.services.presence.beating import Beating
from desktop.services.presence.watch import Watch

T = TypeVar("T")

STREAMS = frozenset({Stream.ALERTS, Stream.NOTICES, Stream.RECEIPTS})
"""What the alert thread keeps; ``RECORDS`` have a thread and a file of their own."""
SHOW_WITHIN = 0.005
"""Seconds that a new board may wait for presses and receipts that are about to leave."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """Everything a station is joined from, chosen in ``app`` and ``cli`` alone."""

    site_key: bytes
    signer: Signer
    verify: Verify
    clock: Clock
    random_bytes: Callable[[int], bytes]
    journal: Journal
    archive: Archive
    attention: Attention
    transport: Callable[[Callable[[NetworkFact], None]], Transport]
    held: Held
    person: str
    version: str


class Station:
    """One station. Every method may be called from any thread; answers come as futures.

    ``watch`` hands out each new board; it is called on the alert thread and must not block.
    """

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._clock = parts.clock
        self._me: DeviceId = parts.signer.id
        self._person = parts.person
        self._listeners: list[Callable[[Board], None]] = []
        self._roster_listeners: list[Callable[[Roster], None]] = []
        self._dirty = True
        self._show_by: float | None = None
        self._when_shown: list[Callable[[], None]] = []
        self._silence_timer_at: float | None = None
        self._records: Callable[[NetworkFact], None] = lambda _fact: None
        self._purged_listeners: list[Callable[[tuple[EventId, ...]], None]] = []
        self._ways: dict[str, tuple[RelayTarget, ...]] = {}

        self._actor = Actor("alerts", parts.clock.monotonic)
        self._actor.settled = self._show
        self._notices = Notices(parts.site_key, self._roster_changed)
        self._ledger = Ledger(
            site=bytes.fromhex(self._notices.roster.site),
            signer=parts.signer,
            verify=parts.verify,
            clock=parts.clock,
            random_bytes=parts.random_bytes,
            streams=STREAMS,
            roster=lambda: self._notices.roster,
            held=parts.held,
        )
        self._notices.restore((event, self._ledger.read(event)) for event in parts.held.notices)
        self._topics = Topics(self.roster.site, self._me)
        self._transport = parts.transport(self.hear)
        self._join_parts()
        self._restore(parts.held)
        self._board = self._draw()

    # --- what everyone may ask -------------------------------------------------------------

    def start(self) -> None:
        """Begin to work: reach the relays, beat, go on with what a restart interrupted."""
        self._actor.start()
        self._actor.post(self._begin)

    def stop(self) -> None:
        """Stop working. What is in the journal's hands still gets to the disk."""
        self._actor.stop()
        self._transport.close()

    @property
    def board(self) -> Board:
        """The newest board."""
        return self._board

    @property
    def roster(self) -> Roster:
        """The roster as this station knows it."""
        return self._notices.roster

    @property
    def device(self) -> DeviceId:
        """This station's device id."""
        return self._me

    def watch(self, listener: Callable[[Board], None]) -> None:
        """Call ``listener`` with every new board, on the alert thread."""
        self._actor.post(lambda: self._listeners.append(listener))
        self._actor.post(lambda: listener(self._board))

    def watch_roster(self, listener: Callable[[Roster], None]) -> None:
        """Call ``listener`` with the roster now and whenever it changes, on the alert thread."""
        self._actor.post(lambda: self._roster_listeners.append(listener))
        self._actor.post(lambda: listener(self.roster))

    def hear(self, fact: NetworkFact) -> None:
        """The transport's inbox: may be called from any thread, and never waits."""
        self._actor.post(partial(self._heard, fact))

    def reach_also(self, source: str, relays: Iterable[RelayTarget]) -> None:
        """Try these ways to relays besides the roster's; a later call from ``source`` replaces
        its earlier one. Sources: this station's own relay, its settings, and discovery.
        """
        ways = tuple(relays)

        def change() -> None:
            self._ways[source] = ways
            self._reach()

        self._actor.post(change)

    def forward_records(self, to: Callable[[NetworkFact], None]) -> None:
        """Hand everything of the stream ``records``, and what happens to the links, to the
        records thread.
        """
        self._records = to

    def watch_purged(self, listener: Callable[[tuple[EventId, ...]], None]) -> None:
        """Call ``listener`` with the events whose bodies are purged, those known and each news,
        on the alert thread.
        """
        self._actor.post(lambda: self._purged_listeners.append(listener))
        self._actor.post(lambda: listener(tuple(self._ledger.purged)))

    def press(
        self,
        kind: Kind,
        *,
        place: str | None = None,
        note: str = "",
        occasion: Occasion = Occasion.REAL,
        alert: AlertId | None = None,
    ) -> "Future[Pressed]":
        """Call somebody, here or to ``place``; naming an ``alert`` presses again for that one.

        The future is set once the press has left and the board shows it, which is when it is on
        the disk, or after 50 ms without it.
        """
        answer: Future[Pressed] = Future()

        def press() -> None:
            own = self.roster.device(self._me)
            self._raising.press(
                kind,
                place=place or (own.place if own else ""),
                area=own.area if own and not place else "",
                person=self._person,
                note=note,
                occasion=occasion,
                again=alert,
                answer=lambda done: self._when_shown.append(partial(answer.set_result, done)),
            )

        self._actor.post(press)
        return answer

    def note(
        self, alert: AlertId, *, context: Context | None = None, text: str = ""
    ) -> "Future[None]":
        """Say what is happening."""
        return self._act(
            lambda: self._raising.note(alert, context=context, text=text, person=self._person)
        )

    def withdraw(self, alert: AlertId) -> "Future[None]":
        """Take it back; a supervisor still looks."""
        return self._act(lambda: self._raising.withdraw(alert, person=self._person))

    def acknowledge(self, alert: AlertId, *, minutes: int | None = None) -> "Future[Alert]":
        """*I'm going.*"""
        return self._act(
            lambda: self._answering.acknowledge(
                alert, person=self._person, minutes=minutes, roster=self.roster
            )
        )

    def tell(self, alert: AlertId, message: Message) -> "Future[Alert]":
        """Any other answer."""
        return self._act(
            lambda: self._answering.tell(alert, message, person=self._person, roster=self.roster)
        )

    def attend(self, alert: AlertId) -> "Future[Alert]":
        """Somebody is there: said here or at the counter."""
        return self._act(
            lambda: self._answering.attend(alert, person=self._person, roster=self.roster)
        )

    def close(self, alert: AlertId) -> "Future[Alert]":
        """It is over."""
        return self._act(
            lambda: self._answering.close(alert, person=self._person, roster=self.roster)
        )

    def publish(self, fact: Fact) -> "Future[Event]":
        """Sign a notice for everyone at the site; the future is set once it is on the disk."""
        answer: Future[Event] = Future()
        self._actor.post(lambda: self._issue(self._ledger.write(fact), fact, answer))
        return answer

    def hand_on(self, event: Event) -> "Future[Event]":
        """Take in a notice that another key signed (the site key), as if a peer had sent it, and
        send it on; the future is set once it is on the disk. Raises ``ForeignEventError`` there
        when the roster does not let its author say this.
        """
        answer: Future[Event] = Future()

        def take() -> None:
            try:
                self._ledger.check(event)
            except DeskError as refusal:
                answer.set_exception(refusal)
                return
            self._issue(self._ledger.hold(event), self._ledger.read(event), answer)

        self._actor.post(take)
        return answer

    def heads_of(self, device: DeviceId) -> "Future[tuple[tuple[int, int], ...]]":
        """The last numbers held of a device, as pairs of the stream's number and the event's."""
        owner = bytes.fromhex(device)
        return self._actor.ask(
            lambda: tuple(
                (int(stream), last)
                for stream in sorted(STREAMS)
                if (last := self._ledger.holdings.last(stream, owner))
            )
        )

    def is_someone(self, person: str) -> None:
        """Somebody else sits here now."""

        def change() -> None:
            self._person = person
            self._dirty = True
            self._beating.beat()

        self._actor.post(change)

    def roster_events(self) -> "Future[tuple[Event, ...]]":
        """The roster's own events, as a newcomer needs them."""
        return self._actor.ask(lambda: self._notices.events)

    def refusals(self) -> "Future[dict[str, int]]":
        """How many messages were refused since the start, by reason."""
        return self._actor.ask(lambda: dict(self._intake.refused + self._ledger.refused))

    # --- the parts on the alert thread -------------------------------------------------------

    def _join_parts(self) -> None:
        parts, schedule, monotonic = self._parts, self._actor.schedule, self._clock.monotonic
        self._book = AlertBook()
        self._watch = Watch(monotonic=monotonic)
        self._carrier = Carrier(
            site=bytes.fromhex(self.roster.site),
            signer=parts.signer,
            clock=parts.clock,
            transport=self._transport,
            topics=self._topics,
        )
        self._recorder = Recorder(journal=parts.journal, schedule=schedule, post=self._actor.post)
        self._dispatch = Dispatch(
            carrier=self._carrier,
            recorder=self._recorder,
            schedule=schedule,
            monotonic=monotonic,
        )
        self._bridge = Bridge(
            schedule=schedule,
            spread=random.random,
            up=self._carrier.up,
            carry=lambda event, relays: self._carry(event, relays),
        )
        self._receipts = Receipts(
            me=self._me,
            ledger=self._ledger,
            book=self._book,
            recorder=self._recorder,
            carrier=self._carrier,
            bridge=self._bridge,
            schedule=schedule,
            monotonic=monotonic,
            changed=self._changed,
        )
        self._telling = Telling(
            me=self._me,
            ledger=self._ledger,
            book=self._book,
            dispatch=self._dispatch,
            monotonic=monotonic,
            present=self._watch.is_present,
            present_supervisors=self._present_supervisors,
            changed=self._changed,
        )
        self._raising = Raising(
            me=self._me,
            ledger=self._ledger,
            book=self._book,
            dispatch=self._dispatch,
            telling=self._telling,
            schedule=schedule,
            monotonic=monotonic,
            present_supervisors=self._present_supervisors,
            changed=self._changed,
        )
        self._answering = Answering(me=self._me, book=self._book, telling=self._telling)
        self._catch_up = CatchUp(
            me=self._me,
            role=self.role,
            streams=STREAMS,
            kind=NoteKind.HEADS,
            holdings=self._ledger.holdings,
            archive=parts.archive,
            carrier=self._carrier,
            schedule=schedule,
            monotonic=monotonic,
            post=self._actor.post,
        )
        self._beating = Beating(
            role=self.role,
            carrier=self._carrier,
            schedule=schedule,
            random_bytes=parts.random_bytes,
            person=lambda: self._person,
            absence=parts.attention.absence,
            digest=self._catch_up.digest,
            version=parts.version,
        )
        self._intake = Intake(
            site=bytes.fromhex(self.roster.site),
            me=self._me,
            topics=self._topics,
            ledger=self._ledger,
            roster=lambda: self.roster,
            verify=parts.verify,
            holds=self._holds,
            took=self._took,
            again=self._again,
            noted=self._noted,
            flood=Flood(monotonic=monotonic),
        )

    @property
    def role(self) -> Role:
        """What this station is, as its inviter fixed it."""
        own = self.roster.device(self._me)
        return own.role if own else Role.COUNTER

    def _restore(self, held: Held) -> None:
        """Open alerts as they stood, their clocks running on from when they were raised."""
        now, moment = self._clock.now(), self._clock.monotonic()
        for event in held.alert_events:
            fact = self._ledger.read(event)
            if fact is not None:
                age = max(0.0, (now - event.header.at).total_seconds())
                self._book.add(event, fact, heard_at=moment - age)

    def _begin(self) -> None:
        self._reach()
        self._beating.begin()
        for event in self._parts.held.alert_events:
            if event.id in self._parts.held.waiting:
                self._resume(event)

    def _resume(self, event: Event) -> None:
        fact = self._ledger.read(event)
        alert = self._book.find(alert_of(event, fact)) if fact else None
        if (
            alert
            and alert.is_open
            and not any(
                event.id in r.fact.presses
                for r in alert.timeline
                if isinstance(r.fact, AlertReceived)
            )
        ):
            self._dispatch.resume(event, pace=PACES[alert.kind])

    # --- what comes in -----------------------------------------------------------------------

    def _heard(self, fact: NetworkFact) -> None:
        match fact:
            case Arrival():
                if _is_of_records(fact, self._topics):
                    self._records(fact)
                else:
                    self._intake.arrived(fact)
            case LinkUp():
                self._records(fact)
                self._changed()
                self._dispatch.hurry()
                self._beating.beat()
            case LinkDown():
                self._records(fact)
                self._changed()

    def _took(self, event: Event, arrival: Arrival) -> None:
        """An event new to this station."""
        fact = self._ledger.read(event)
        if event.header.stream is Stream.NOTICES:
            self._take_notice(event, fact)
            return
        if fact is None:
            self._recorder.keep(Entry(events=(event,)))
            return
        is_live = not self._topics.is_to_me(arrival.topic)
        alert = self._book.add(event, fact, heard_at=self._heard_at(event, is_live=is_live))
        self._note_route(event, arrival)
        if alert is None:
            self._recorder.keep(Entry(events=(event,), facts=((alert_of(event, fact), event.id),)))
            return
        self._keep_or_sign(event, fact, alert)
        if isinstance(fact, AlertReceived):
            self._receipt_came(event, fact, alert)
        if not alert.is_open:
            self._dispatch.end(alert.press_ids)
        self._changed()

    def _keep_or_sign(self, event: Event, fact: Fact, alert: Alert) -> None:
        if is_press(fact) and self.role is Role.SUPERVISOR and alert.is_open:
            self._receipts.sign(event, alert)
            return
        self._recorder.keep(
            Entry(events=(event,), facts=((alert.id, event.id),), standing=(alert,))
        )
        is_concerned = alert.station == self._me or self.role is Role.SUPERVISOR
        if is_concerned and not isinstance(fact, AlertReceived) and not is_press(fact):
            self._receipts.got(event)

    def _receipt_came(self, event: Event, fact: AlertReceived, alert: Alert) -> None:
        for press in fact.presses:
            self._dispatch.got(press, event.header.device_id)
        if alert.station != self._me and self.role is not Role.SUPERVISOR:
            self._carrier.send(alert.station, event.wire())  # we carried the press; carry this back

    def _again(self, event: Event, arrival: Arrival) -> None:
        """An event that is here already: its receipt may have been lost."""
        self._note_route(event, arrival)
        if event.header.stream is not Stream.ALERTS or event.header.device_id == self._me:
            return
        fact = self._ledger.read(event)
        alert = self._book.find(alert_of(event, fact)) if fact else None
        if fact is None or alert is None:
            return
        if not is_press(fact):
            if alert.station == self._me or self.role is Role.SUPERVISOR:
                self._receipts.got(event)
        elif self.role is Role.SUPERVISOR and not self._receipts.sign_again(event):
            self._receipts.sign(event, alert)

    def _noted(self, note: Note, sender: DeviceId) -> None:
        if not self._intake.is_for_me(note):
            if note.kind is NoteKind.GOT:
                self._carrier.forward(note.to.hex(), note)
            return
        member = self.roster.device(sender)
        if member is None:
            return
        match note.kind:
            case NoteKind.BEAT:
                beat = note.read(Beat)
                self._beating.answer(sender, beat)
                self._present(sender, member.role, beat, note.at_ms)
            case NoteKind.CHECK:
                check = note.read(Check)
                if member.role is Role.SUPERVISOR and self._beating.asked_for(check):
                    self._present(sender, member.role, check, note.at_ms)
            case NoteKind.GOT:
                for event in note.read(Got).events:
                    self._dispatch.got(event, sender)
            case NoteKind.HEADS:
                self._catch_up.told(sender, member.role, note.read(Heads))

    def _present(self, device: DeviceId, role: Role, beat: Beat | Check, at_ms: int) -> None:
        was_present = self._watch.is_present(device)
        if self._watch.beat(device, beat, at_ms=at_ms, now=self._clock.now()):
            self._changed()
        if not was_present and self._watch.is_present(device):
            self._catch_up.appeared(device, role)
            if role is Role.SUPERVISOR:
                self._dispatch.hurry()
        else:
            self._catch_up.compare(device, role, beat.holds)
        self._await_silence()

    def _await_silence(self) -> None:
        """Look again when the next station may have become silent."""
        seconds = self._watch.seconds_to_next()
        if seconds is None or self._silence_timer_at is not None:
            return
        self._silence_timer_at = self._clock.monotonic() + seconds
        self._actor.schedule.after(seconds + 0.01, self._look_for_silence)

    def _look_for_silence(self) -> None:
        self._silence_timer_at = None
        for device in self._watch.expire():
            self._dispatch.leave_out(device)
            self._changed()
        self._await_silence()

    # --- notices -----------------------------------------------------------------------------

    def _take_notice(self, event: Event, fact: Fact | None) -> None:
        purged = self._purge(fact)
        self._recorder.keep(Entry(events=(event,), purged=purged))
        self._notices.add(event, fact)

    def _purge(self, fact: Fact | None) -> tuple[EventId, ...]:
        """Forget the bodies that a notice deletes, here and on the records thread."""
        purged = purged_by(fact)
        if purged:
            self._ledger.purge(purged)
            if self._book.purge(purged):
                self._changed()
            for listener in self._purged_listeners:
                listener(purged)
        return purged

    def _issue(self, event: Event, fact: Fact | None, answer: "Future[Event]") -> None:
        """A notice that starts here: fold it, record it, send it."""
        purged = self._purge(fact)
        self._notices.add(event, fact)

        def leave(_is_recorded: bool) -> None:
            self._carrier.publish(event)
            answer.set_result(event)

        self._recorder.then(Entry(events=(event,), purged=purged), leave)

    def _roster_changed(self, roster: Roster) -> None:
        self._reach()
        for member in roster.revoked:
            self._watch.forget(member.device)
            self._dispatch.leave_out(member.device)
        for listener in self._roster_listeners:
            listener(roster)
        self._changed()

    # --- small things ------------------------------------------------------------------------

    def _reach(self) -> None:
        self._transport.reach(merged(self.roster.relays(), *self._ways.values()))

    def _present_supervisors(self) -> list[DeviceId]:
        return [
            member.device
            for member in self.roster.supervisors
            if member.device != self._me and self._watch.is_present(member.device)
        ]

    def _note_route(self, event: Event, arrival: Arrival) -> None:
        if event.header.stream is Stream.ALERTS and not self._topics.is_to_me(arrival.topic):
            self._bridge.heard(event, relay=arrival.relay, carrier=carrier_of(arrival.topic))

    def _carry(self, event: Event, relays: frozenset[str]) -> None:
        self._carrier.publish(event, only=relays)

    def _heard_at(self, event: Event, *, is_live: bool) -> float:
        """When the alert's clock began here: now, or earlier if it comes by catching up."""
        moment = self._clock.monotonic()
        if is_live:
            return moment
        return moment - max(0.0, (self._clock.now() - event.header.at).total_seconds())

    def _holds(self, event: Event, then: Callable[[bool], None]) -> None:
        self._parts.archive.holds(event.id, lambda is_held: self._actor.post(lambda: then(is_held)))

    def _changed(self) -> None:
        self._dirty = True

    def _show(self) -> None:
        if not self._dirty or self._lets_go_first():
            return
        self._dirty = False
        self._board = self._draw()
        for listener in self._listeners:
            listener(self._board)
        told, self._when_shown = self._when_shown, []
        for tell in told:
            tell()

    def _act(self, action: Callable[[], T]) -> "Future[T]":
        """Do ``action`` on the alert thread; the future is set once the board shows it."""
        answer: Future[T] = Future()

        def perform() -> None:
            result = action()
            self._when_shown.append(lambda: answer.set_result(result))
            self._changed()

        def performed(done: "Future[None]") -> None:
            error = done.exception()
            if error is not None:
                answer.set_exception(error)

        self._actor.ask(perform).add_done_callback(performed)
        return answer

    def _lets_go_first(self) -> bool:
        """Whether the board waits for what is about to leave.

        Windows hold the interpreter for milliseconds while they draw: a receipt that waited for
        that took 16 ms instead of 6. A screen does not wait for a disk that hangs.
        """
        if not self._recorder.is_leaving:
            self._show_by = None
            return False
        moment = self._clock.monotonic()
        if self._show_by is None:
            self._show_by = moment + SHOW_WITHIN
            self._actor.schedule.after(SHOW_WITHIN, lambda: None)  # wakes us, and so shows
        if moment < self._show_by:
            return True
        self._show_by = None
        return False

    def _draw(self) -> Board:
        return draw_up(
            me=self._me,
            roster=self.roster,
            book=self._book,
            watch=self._watch,
            deliveries={a.id: self._raising.delivery(a.id) for a in self._book.open()},
            person=self._person,
            absence=self._beating.absence(),
            version=self._parts.version,
            relays_up=len(self._carrier.up()),
            now=self._clock.now(),
        )


def _is_of_records(arrival: Arrival, topics: Topics) -> bool:
    return topics.is_records(arrival.topic) or (
        topics.is_to_me(arrival.topic)
        and (
            _stream_of(arrival.payload) == Stream.RECORDS
            or note_kind(arrival.payload) == NoteKind.RECORD_HEADS
        )
    )


def _stream_of(payload: bytes) -> int:
    """The stream byte of an event, wherever it came from; 0 for anything else."""
    return payload[_STREAM_AT] if len(payload) > _STREAM_AT and payload[:1] in b"EH" else 0


_STREAM_AT = 1 + 1 + 16 + 16
