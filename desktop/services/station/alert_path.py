"""Everything on the alert thread, joined: from bytes that come in to a board that goes out."""

import random
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from desktop.domain.alerts.alert import Alert
from desktop.domain.alerts.escalation import Patience
from desktop.domain.alerts.facts import Kind
from desktop.domain.board import Board
from desktop.domain.events.event import Event, EventId
from desktop.domain.events.header import Header
from desktop.domain.events.note import OF_RECORDS, NoteKind, note_kind
from desktop.domain.events.streams import Stream
from desktop.domain.plain_text import plain
from desktop.domain.presence import Absence, until_beat
from desktop.domain.relays import Arrival, LinkTrouble, LinkUp, NetworkFact
from desktop.domain.roster.ids import DeviceId
from desktop.domain.roster.roles import Role
from desktop.domain.roster.roster import Member, Roster
from desktop.services.actor import Actor
from desktop.services.alerts.ageing import Ageing
from desktop.services.alerts.answering import Answering, SupervisorsOnlyError
from desktop.services.alerts.board_making import Desks, draw_up
from desktop.services.alerts.book import AlertBook, alert_of, is_press
from desktop.services.alerts.escalation import Escalation
from desktop.services.alerts.raising import Raising
from desktop.services.alerts.receipts import Receipts
from desktop.services.alerts.telling import Telling
from desktop.services.delivery.bridging import Bridge
from desktop.services.delivery.carrier import Carrier
from desktop.services.delivery.catching_up import CatchUp
from desktop.services.delivery.dispatch import PACES, Dispatch
from desktop.services.delivery.flood import Flood
from desktop.services.delivery.intake import Intake
from desktop.services.delivery.recording import Recorder
from desktop.services.delivery.topics import Topics
from desktop.services.log.ledger import Ledger
from desktop.services.log.notices import Notices
from desktop.services.ports import Entry, Held, Transport
from desktop.services.presence.beating import Beating
from desktop.services.presence.urgency import Urgency
from desktop.services.presence.watch import Watch
from desktop.services.station.arriving import Arriving
from desktop.services.station.company import Company
from desktop.services.station.membership import Membership
from desktop.services.station.parts import STREAMS, Parts
from desktop.services.station.showing import Showing

if TYPE_CHECKING:  # a counter has no protocol, and its bar is to be armed soon
    from desktop.services.alerts.protocol import ProtocolDesk


class AlertPath:
    """The subjects of the alert thread and how they hang together."""

    def __init__(self, parts: Parts, *, actor: Actor, transport: Transport) -> None:
        self._parts = parts
        self._actor = actor
        self._clock = parts.clock
        self.me: DeviceId = parts.signer.id
        self.person = plain(parts.person)
        self._records: Callable[[NetworkFact], None] = lambda _fact: None
        self._links: dict[str, LinkUp] = {}
        self._refused_by: set[str] = set()

        self.notices = Notices(parts.site_key)
        self.ledger = Ledger(
            site=bytes.fromhex(self.roster.site),
            signer=parts.signer,
            verify=parts.verify,
            clock=parts.clock,
            random_bytes=parts.random_bytes,
            streams=STREAMS,
            roster=lambda: self.roster,
            held=parts.held,
        )
        self._noticed = [(event, self.ledger.read(event)) for event in parts.held.notices]
        self.notices.restore(self._noticed)
        self.topics = Topics(self.roster.site, self.me)
        self.transport = transport
        self._revoked: dict[DeviceId, Mapping[int, int]] = {
            member.device: member.revoked_at for member in self.roster.revoked
        }
        self._book = AlertBook(is_supervisor=self._is_supervisors)
        self._watch = Watch(monotonic=parts.clock.monotonic)
        self.urgency = Urgency(roster=lambda: self.roster, watch=self._watch, clock=parts.clock)
        self._join_delivery()
        self._join_alerts()
        self._join_company()
        self._join_arrivals()
        self._restore(parts.held)
        self._desks = Desks(me=self.me, watch=self._watch, kept_apart=self.ledger.beyond)
        self.showing = Showing(
            draw=self._draw,
            drawn=self._look_at_what_is_due,
            is_leaving=lambda: self._recorder.is_leaving,
            schedule=actor.schedule,
            monotonic=parts.clock.monotonic,
            guarded=actor.guarded,
        )

    @property
    def roster(self) -> Roster:
        """The roster as this station knows it."""
        return self.notices.roster

    @property
    def protocol(self) -> "ProtocolDesk":
        """What supervisors do, step by step; raises ``SupervisorsOnlyError`` at other stations."""
        if self._protocol is None or not self.roster.is_trusted(self.me):
            raise SupervisorsOnlyError
        return self._protocol

    @property
    def role(self) -> Role:
        """What this station is, as its inviter fixed it."""
        own = self.roster.device(self.me)
        return own.role if own else Role.COUNTER

    def begin(self) -> None:
        """Reach the relays, beat, and go on with what a restart interrupted."""
        self.membership.reach()
        self._resume()
        self._beating.begin()
        self._company.begin()
        self.membership.begin(self._noticed)
        self._noticed = []

    def forward_records(self, to: Callable[[NetworkFact], None]) -> None:
        """Hand everything of the stream ``records`` to the records thread's inbox, and what
        happens to the links, beginning with those that are up.
        """
        self._records = to
        for link in self._links.values():
            to(link)

    def end(self) -> None:
        """Leave the relays; what is still to be written goes to the journal."""
        self._recorder.catch_up()
        self.transport.close()

    def heard(self, fact: NetworkFact) -> None:
        """Something came in from a relay, or happened to one."""
        if isinstance(fact, Arrival):
            if _is_of_records(fact, self.topics):
                self._records(fact)
            else:
                self.intake.arrived(fact)
            return
        self._refused_by.discard(fact.relay)
        if isinstance(fact, LinkUp):
            self._links[fact.relay] = fact
        else:
            self._links.pop(fact.relay, None)
            if fact.reason == LinkTrouble.REFUSED:
                self._refused_by.add(fact.relay)
        self._records(fact)
        self._changed()
        if isinstance(fact, LinkUp):
            self._dispatch.hurry()
            self._beating.beat()

    def is_someone(self, person: str) -> None:
        """Somebody else sits here now."""
        self.person = plain(person)
        self._changed()
        self._beating.beat()

    def attention_changed(self) -> None:
        """Whoever sits here has come or gone, and said so: the others are told at once."""
        self._beating.beat()

    def wait(self, patience: Mapping[Kind, Patience]) -> None:
        """Go by these times of escalation from now on."""
        self._escalation.wait(patience)

    # --- joining -------------------------------------------------------------------------------

    def _join_delivery(self) -> None:
        parts, schedule = self._parts, self._actor.schedule
        self._carrier = Carrier(
            site=bytes.fromhex(self.roster.site),
            signer=parts.signer,
            clock=parts.clock,
            transport=self.transport,
            topics=self.topics,
        )
        self._recorder = Recorder(
            journal=parts.journal, schedule=schedule, post=self._actor.post_first
        )
        self._dispatch = Dispatch(
            carrier=self._carrier,
            recorder=self._recorder,
            schedule=schedule,
            monotonic=self._clock.monotonic,
        )
        self._bridge = Bridge(
            schedule=schedule,
            spread=random.random,
            up=self._carrier.up,
            carry=self._carrier.carry,
        )
        self._catch_up = CatchUp(
            me=self.me,
            role=self.role,
            streams=STREAMS,
            kind=NoteKind.HEADS,
            holdings=self.ledger.holdings,
            archive=parts.archive,
            carrier=self._carrier,
            schedule=schedule,
            monotonic=self._clock.monotonic,
            post=self._actor.post,
        )
        self.membership = Membership(
            notices=self.notices,
            ledger=self.ledger,
            recorder=self._recorder,
            carrier=self._carrier,
            transport=self.transport,
            roster_changed=self._roster_changed,
            purged=self._purged,
        )

    def _join_alerts(self) -> None:
        schedule, monotonic = self._actor.schedule, self._clock.monotonic
        self._receipts = Receipts(
            me=self.me,
            ledger=self.ledger,
            book=self._book,
            recorder=self._recorder,
            carrier=self._carrier,
            bridge=self._bridge,
            schedule=schedule,
            monotonic=monotonic,
            changed=self._changed,
        )
        telling = Telling(
            me=self.me,
            ledger=self.ledger,
            book=self._book,
            dispatch=self._dispatch,
            monotonic=monotonic,
            present=self._watch.is_present,
            present_supervisors=self._present_supervisors,
            changed=self._changed,
        )
        self.raising = Raising(
            me=self.me,
            ledger=self.ledger,
            book=self._book,
            dispatch=self._dispatch,
            telling=telling,
            schedule=schedule,
            monotonic=monotonic,
            present_supervisors=self._present_supervisors,
            changed=self._changed,
        )
        self.answering = Answering(me=self.me, book=self._book, telling=telling)
        self._protocol = self._own_protocol(telling)
        self._ageing = Ageing(
            book=self._book, schedule=schedule, monotonic=monotonic, changed=self._changed
        )
        self._escalation = Escalation(
            book=self._book,
            schedule=schedule,
            monotonic=monotonic,
            supervisors=self._supervisors_there,
            wants_police=self._wants_police,
            is_anybody_there=self._is_anybody_there,
            changed=self._changed,
        )

    def _own_protocol(self, telling: Telling) -> "ProtocolDesk | None":
        if self.role is not Role.SUPERVISOR:
            return None
        from desktop.services.alerts.protocol import ProtocolDesk

        desk = ProtocolDesk(
            me=self.me,
            book=self._book,
            telling=telling,
            roster=lambda: self.roster,
            held=self._parts.held.notices,
            is_silent=self._is_silent,
            changed=self._changed,
        )
        self.membership.watch_notices(desk.heard)
        return desk

    def _join_company(self) -> None:
        parts = self._parts
        self._beating = Beating(
            role=self.role,
            carrier=self._carrier,
            schedule=self._actor.schedule,
            monotonic=parts.clock.monotonic,
            random_bytes=parts.random_bytes,
            person=lambda: self.person,
            absence=parts.attention.absence,
            is_alone=lambda: not self._present_supervisors(),
            digest=self._catch_up.digest,
            version=parts.version,
            until_beat=lambda: until_beat(parts.clock.now(), self.me, len(self.roster.trusted)),
            changed=self._changed,
        )
        self._company = Company(
            watch=self._watch,
            beating=self._beating,
            catch_up=self._catch_up,
            dispatch=self._dispatch,
            appeared=self.raising.appeared,
            schedule=self._actor.schedule,
            clock=parts.clock,
            changed=self._changed,
        )

    def _join_arrivals(self) -> None:
        parts = self._parts
        arriving = Arriving(
            me=self.me,
            role=self.role,
            roster=lambda: self.roster,
            topics=self.topics,
            clock=parts.clock,
            ledger=self.ledger,
            book=self._book,
            recorder=self._recorder,
            carrier=self._carrier,
            dispatch=self._dispatch,
            bridge=self._bridge,
            receipts=self._receipts,
            catch_up=self._catch_up,
            company=self._company,
            membership=self.membership,
            changed=self._changed,
        )
        self.intake = Intake(
            site=bytes.fromhex(self.roster.site),
            me=self.me,
            topics=self.topics,
            ledger=self.ledger,
            roster=lambda: self.roster,
            verify=parts.verify,
            holds=self._holds,
            took=arriving.took,
            again=arriving.again,
            set_aside=arriving.set_aside,
            noted=arriving.noted,
            flood=Flood(monotonic=parts.clock.monotonic),
        )

    # --- what one subject tells another ----------------------------------------------------------

    def _restore(self, held: Held) -> None:
        """Open alerts as they stood, their clocks running on from when they were raised."""
        now, moment = self._clock.now(), self._clock.monotonic()
        for event in held.alert_events:
            fact = self.ledger.read(event)
            if fact is not None and not self._is_quarantined(event.header):
                age = max(0.0, (now - event.header.at).total_seconds())
                alert = self._book.add(event, fact, heard_at=moment - age)
                if alert is not None and event.header.device_id == self.me and is_press(fact):
                    self.raising.restored(event, alert.id)

    def _is_quarantined(self, header: Header) -> bool:
        """Its own station shows it all the same: whoever pressed must see how far it came."""
        return header.device_id != self.me and self.roster.quarantines(header)

    def _resume(self) -> None:
        """Go on sending the presses that wait for a receipt, unless that is here or it is over."""
        held = self._parts.held
        settled = set(held.waiting)
        for event in held.alert_events:
            fact = self.ledger.read(event) if event.id in held.waiting else None
            alert = self._book.find(alert_of(event, fact)) if fact else None
            if alert and alert.is_open and not alert.signed_for((event.id,)):
                settled.discard(event.id)
                self._dispatch.resume(event, pace=PACES[alert.kind])
                self.raising.resumed(alert.id)
        if settled:
            self._recorder.keep(Entry(settled=tuple(sorted(settled))))

    def _roster_changed(self, roster: Roster) -> None:
        for member in roster.revoked:
            self._company.leaves(member.device)
            if member.device != self.me and self._revoked.get(member.device) != member.revoked_at:
                self._set_apart(member)
        if self._protocol is not None:
            self._protocol.roster_changed()
        self._changed()

    def _set_apart(self, member: Member) -> None:
        """What came in before its device's revocation, and is not believed since."""
        self._revoked[member.device] = member.revoked_at
        self._book.set_apart(self._is_quarantined)
        self._recorder.keep(Entry(revoked=((member.device, member.revoked_at),)))

    def _purged(self, events: tuple[EventId, ...]) -> None:
        if self._book.purge(events):
            self._changed()

    def _is_supervisors(self, device: DeviceId) -> bool:
        return self.roster.is_supervisors(device)

    def _wants_police(self, alert: Alert) -> bool:
        return self._protocol is not None and self._protocol.wants_police(alert)

    def _is_silent(self, device: DeviceId) -> bool:
        return device != self.me and self._watch.is_silent(device)

    def _present_supervisors(self) -> list[DeviceId]:
        return [
            member.device
            for member in self.roster.supervisors
            if member.device != self.me and self._watch.is_present(member.device)
        ]

    def _supervisors_there(self) -> list[DeviceId]:
        """Those desks that may still answer, this one among them."""
        there = self._present_supervisors()
        return [*there, self.me] if self._is_supervisors(self.me) else there

    def _is_anybody_there(self) -> bool:
        """At one of those desks somebody may sit: one without windows is nobody's."""
        absences = [self._watch.absence(desk) for desk in self._present_supervisors()]
        if self._is_supervisors(self.me):
            absences.append(self._beating.absence())
        return any(absence is not Absence.HEADLESS for absence in absences)

    def _holds(self, event: Event, then: Callable[[bool], None]) -> None:
        """Ask the disk whether it holds ``event``; the answer comes back to the alert thread."""
        post = self._actor.post
        self._parts.archive.holds(event.id, lambda is_held: post(lambda: then(is_held)))

    def _is_refused(self) -> bool:
        """A relay does not let this station in, and no other but its own does."""
        is_let_in = any(link.peer != self.me for link in self._links.values())
        return bool(self._refused_by) and not is_let_in

    def _changed(self) -> None:
        self.showing.changed()

    def _draw(self) -> Board:
        return draw_up(
            me=self.me,
            roster=self.roster,
            book=self._book,
            watch=self._watch,
            desks=self._desks,
            delivery=self.raising.delivery,
            stands=self._escalation.standing(),
            person=self.person,
            absence=self._beating.absence(),
            absent_for=self._beating.absent_for(),
            version=self._parts.version,
            relays_up=len(self._carrier.up()),
            is_refused=self._is_refused(),
            protocol=self._protocol.steps if self._protocol is not None else None,
            now=self._clock.now(),
            moment=self._clock.monotonic(),
        )

    def _look_at_what_is_due(self) -> None:
        self._ageing.look()
        self._escalation.look()


def _is_of_records(arrival: Arrival, topics: Topics) -> bool:
    """For the records thread: published to all supervisors, or sent to this station alone."""
    return topics.is_records(arrival.topic) or (
        topics.is_to_me(arrival.topic)
        and (
            _stream_of(arrival.payload) == Stream.RECORDS
            or note_kind(arrival.payload) in OF_RECORDS
        )
    )


def _stream_of(payload: bytes) -> int:
    """The stream byte of an event, wherever it came from; 0 for anything else."""
    return payload[_STREAM_AT] if len(payload) > _STREAM_AT and payload[:1] in b"EH" else 0


_STREAM_AT = 1 + 1 + 16 + 16
