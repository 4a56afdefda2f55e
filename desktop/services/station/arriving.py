"""What comes in over the relays, handed to the subject it belongs to."""

from collections.abc import Callable

from desktop.domain.alerts.alert import Alert
from desktop.domain.alerts.facts import AlertReceived
from desktop.domain.events.body import Fact
from desktop.domain.events.event import Event
from desktop.domain.events.holdings import Heads
from desktop.domain.events.note import Note, NoteKind
from desktop.domain.events.streams import Stream
from desktop.domain.relays import Arrival
from desktop.domain.roster.ids import DeviceId
from desktop.domain.roster.roles import Role
from desktop.domain.roster.roster import Roster
from desktop.services.alerts.book import AlertBook, alert_of, is_press
from desktop.services.alerts.receipts import Got, Receipts
from desktop.services.delivery.bridging import Bridge
from desktop.services.delivery.carrier import Carrier
from desktop.services.delivery.catching_up import CatchUp
from desktop.services.delivery.dispatch import Dispatch
from desktop.services.delivery.recording import Recorder
from desktop.services.delivery.topics import Topics, carrier_of
from desktop.services.log.ledger import Ledger
from desktop.services.ports import Clock, Entry
from desktop.services.station.company import Company
from desktop.services.station.membership import Membership


class Arriving:
    """Acts on events and notes that the intake has checked. Of the alert thread."""

    def __init__(
        self,
        *,
        me: DeviceId,
        role: Role,
        roster: Callable[[], Roster],
        topics: Topics,
        clock: Clock,
        ledger: Ledger,
        book: AlertBook,
        recorder: Recorder,
        carrier: Carrier,
        dispatch: Dispatch,
        bridge: Bridge,
        receipts: Receipts,
        catch_up: CatchUp,
        company: Company,
        membership: Membership,
        changed: Callable[[], None],
    ) -> None:
        self._me = me
        self._is_supervisor = role is Role.SUPERVISOR
        self._roster = roster
        self._topics = topics
        self._clock = clock
        self._ledger = ledger
        self._book = book
        self._recorder = recorder
        self._carrier = carrier
        self._dispatch = dispatch
        self._bridge = bridge
        self._receipts = receipts
        self._catch_up = catch_up
        self._company = company
        self._membership = membership
        self._changed = changed

    def took(self, event: Event, arrival: Arrival) -> None:
        """An event new to this station."""
        fact = self._ledger.read(event)
        if event.header.stream is Stream.NOTICES:
            self._membership.take(event, fact)
        elif fact is None:
            self._recorder.keep(Entry(events=(event,)))
        else:
            self._take_fact(event, fact, arrival)

    def again(self, event: Event, arrival: Arrival) -> None:
        """An event that is here already: its receipt may have been lost."""
        if self._roster().quarantines(event.header):
            return
        self._note_route(event, arrival)
        if event.header.stream is Stream.NOTICES or event.header.device_id == self._me:
            return
        fact = self._ledger.read(event)
        alert = self._book.find(alert_of(event, fact)) if fact else None
        if fact is None or alert is None or isinstance(fact, AlertReceived):
            return
        if not is_press(fact):
            if self._is_concerned(alert):
                self._receipts.got(event)
        elif self._is_supervisor and not self._receipts.sign_again(event):
            self._receipts.sign(event, alert)

    def set_aside(self, event: Event) -> None:
        """What a device said since it was revoked, or lost the right to: kept for the record, and
        believed by nothing.
        """
        if event.header.stream is Stream.NOTICES:
            self._membership.take_aside(event, self._ledger.read(event))
        else:
            self._recorder.keep(Entry(events=(event,)))
        self._changed()

    def noted(self, note: Note, arrival: Arrival) -> None:
        """A note of another station of this site."""
        if not note.is_for(self._me):
            if note.kind is NoteKind.GOT:  # we carried the fact; carry this back
                self._carrier.forward(note.to.hex(), note)
            return
        sender = note.sender_id
        member = self._roster().device(sender)
        if member is None:
            return
        match note.kind:
            case NoteKind.BEAT:
                self._company.beat_came(note, member.role, at=arrival.at)
            case NoteKind.CHECK:
                self._company.check_came(note, member.role)
            case NoteKind.GOT:
                for event in note.read(Got).events:
                    self._dispatch.got(event, sender)
            case NoteKind.HEADS:
                self._catch_up.told(sender, member.role, note.read(Heads))

    def _take_fact(self, event: Event, fact: Fact, arrival: Arrival) -> None:
        alert = self._book.add(event, fact, heard_at=self._heard_at(event, arrival))
        self._note_route(event, arrival)
        if alert is None:
            facts = ((alert_of(event, fact), event.id),)
            self._recorder.keep(Entry(events=(event,), facts=facts))
            return
        if is_press(fact) and self._is_supervisor and alert.is_open:
            self._receipts.sign(event, alert)
        else:
            self._keep(event, fact, alert)
        if isinstance(fact, AlertReceived):
            self._receipt_came(event, fact, alert)
        if not alert.is_open:
            self._dispatch.end(alert.press_ids)
        self._changed()

    def _keep(self, event: Event, fact: Fact, alert: Alert) -> None:
        self._recorder.keep(
            Entry(events=(event,), facts=((alert.id, event.id),), standing=(alert,))
        )
        is_answer = not isinstance(fact, AlertReceived) and not is_press(fact)
        if is_answer and self._is_concerned(alert):
            self._receipts.got(event)

    def _receipt_came(self, event: Event, fact: AlertReceived, alert: Alert) -> None:
        for press in fact.presses:
            self._dispatch.received(press, event.header.device_id)
        if alert.station != self._me and not self._is_supervisor:
            self._carrier.send(alert.station, event.wire())  # we carried the press; carry this back

    def _is_concerned(self, alert: Alert) -> bool:
        """Whoever told something about it waits until this station has it."""
        return alert.station == self._me or self._is_supervisor

    def _note_route(self, event: Event, arrival: Arrival) -> None:
        if event.header.stream is Stream.ALERTS and not self._topics.is_to_me(arrival.topic):
            self._bridge.heard(event, relay=arrival.relay, carrier=carrier_of(arrival.topic))

    def _heard_at(self, event: Event, arrival: Arrival) -> float:
        """When the alert's clock began here: now, or earlier if it comes by catching up."""
        moment = self._clock.monotonic()
        if not self._topics.is_to_me(arrival.topic):
            return moment
        return moment - max(0.0, (self._clock.now() - event.header.at).total_seconds())
