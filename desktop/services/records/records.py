"""The records thread: what supervisors keep and no counter PC ever holds (DESIGN §3, Threads).

It has an inbox, a file and a ledger of its own, so nothing here can delay an alert. It shares the
links with the alert thread, and uses those of trusted relays alone.
"""

from collections.abc import Callable, Mapping
from concurrent.futures import Future

import msgspec

from desktop.domain.alerts.facts import AlertId, AlertOutcome, Outcome
from desktop.domain.errors import DeskError
from desktop.domain.events.body import Fact
from desktop.domain.events.event import Event, EventId
from desktop.domain.events.holdings import Heads
from desktop.domain.events.note import Note, NoteKind
from desktop.domain.events.streams import Stream
from desktop.domain.relays import Arrival, LinkUp, NetworkFact
from desktop.domain.reports.facts import ReportFact, ThreatCallTicked, report_of
from desktop.domain.roster.ids import DeviceId
from desktop.domain.roster.roles import Role
from desktop.domain.roster.roster import Roster
from desktop.services.actor import Actor
from desktop.services.delivery.carrier import Carrier
from desktop.services.delivery.catching_up import CatchUp
from desktop.services.delivery.flood import Flood
from desktop.services.delivery.intake import Intake
from desktop.services.delivery.topics import Topics
from desktop.services.delivery.turnstile import Turnstile
from desktop.services.log.ledger import Ledger
from desktop.services.ports import Entry, ToldOutcome
from desktop.services.records.notes import RecordGot
from desktop.services.records.outcomes import Outcomes
from desktop.services.records.parts import (
    Done,
    Failed,
    RecordsParts,
    SupervisorsKeepRecordsError,
    not_saved,
)
from desktop.services.records.relays import RecordRelays
from desktop.services.schedule import Schedule

STREAMS = frozenset({Stream.RECORDS})

DIGEST_EVERY = 15.0
"""Seconds between two digests; a difference that two of them show is looked into."""
SILENT_AFTER = 3 * DIGEST_EVERY
"""Seconds without a digest after which a supervisor's station counts as new when it speaks."""
PAUSE = 0.02
"""Seconds between two records sent to a late station: an alert must not queue behind them."""


class RecordDigest(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """What a supervisor's station says every 15 s to the others: a digest of its records."""

    holds: bytes


class ReportTold(msgspec.Struct, frozen=True):
    """A fact about a report that is on this station's disk."""

    event: Event
    fact: ReportFact


class Records:
    """A supervisor station's records. Every method may be called from any thread.

    ``purged`` is called on the records thread once bodies have left the disk.

    Make it before the station starts: it listens to the station from then on.
    """

    def __init__(self, parts: RecordsParts) -> None:
        self._parts = parts
        self._me: DeviceId = parts.signer.id
        self._actor = Actor("records", parts.clock.monotonic)
        self._turnstile = Turnstile()
        self._outcomes = Outcomes(parts.held.outcomes)
        self._shown = self._outcomes.latest()
        self._listeners: list[Callable[[dict[AlertId, AlertOutcome]], None]] = []
        self._heard_at: dict[DeviceId, float] = {}
        self._revoked: dict[DeviceId, Mapping[int, int]] = {}
        self._reports: list[Callable[[ReportTold], None]] = []
        self.got: Callable[[EventId, DeviceId], None] = lambda _event, _device: None
        self.noted: Callable[[Note, DeviceId], None] = lambda _note, _sender: None
        self.purged: Callable[[], None] = lambda: None
        self.linked: Callable[[], None] = lambda: None
        self.appeared: Callable[[DeviceId], None] = lambda _device: None
        self._join_parts()
        parts.station.forward_records(self.hear)
        parts.station.watch_purged(self.purge)
        parts.station.watch_roster(lambda roster: self._actor.post(lambda: self._set_apart(roster)))

    def start(self) -> None:
        """Begin to work off what came in, and to compare with the other supervisors' stations."""
        self._actor.start()
        self._actor.post(self._begin)

    def stop(self) -> None:
        """Finish what is in the inbox, then end."""
        self._actor.stop()

    def hear(self, fact: NetworkFact) -> None:
        """Take in what the station hands on; never waits. Of a carrier that floods it, messages
        are dropped.
        """
        if not isinstance(fact, Arrival) or self._turnstile.enters(fact):
            self._actor.post(lambda: self._heard(fact))

    def purge(self, events: tuple[EventId, ...]) -> None:
        """These bodies were purged: delete them here too, and refuse them from now on."""
        self._actor.post(lambda: self._purge(events))

    def watch(self, listener: Callable[[dict[AlertId, AlertOutcome]], None]) -> None:
        """Call ``listener`` with all outcomes now and after every change, on this thread."""
        self._actor.post(lambda: self._listeners.append(listener))
        self._actor.post(lambda: listener(self._shown))

    def watch_reports(self, listener: Callable[[ReportTold], None]) -> None:
        """Call ``listener`` with each fact about a report once it is on this disk, on this thread:
        what was said here, and what came in.
        """
        self._actor.post(lambda: self._reports.append(listener))

    @property
    def schedule(self) -> Schedule:
        """What is done on this thread later."""
        return self._actor.schedule

    @property
    def carrier(self) -> Carrier:
        """Reaches other stations over trusted relays; for this thread alone."""
        return self._carrier

    def post(self, action: Callable[[], None]) -> None:
        """Do ``action`` on this thread."""
        self._actor.post(action)

    def write(self, fact: Fact, done: Done, failed: Failed) -> None:
        """Sign ``fact`` and keep it; see ``RecordWriter``."""
        self._actor.post(lambda: self._write(fact, done, failed))

    def outcome(
        self, alert: AlertId, outcome: Outcome, note: str, person: str
    ) -> "Future[AlertOutcome]":
        """Put on record how ``alert`` ended; a later word on it replaces this one.

        The future is set once it is on this disk, and raises ``RecordNotSavedError`` when it is
        not; other supervisors' stations have it a moment later. Refused elsewhere than at a
        supervisor's desk.
        """
        answer: Future[AlertOutcome] = Future()
        fact = AlertOutcome(alert=alert, outcome=outcome, note=note, person=person)
        self.write(
            fact,
            lambda _event: None if answer.done() else answer.set_result(fact),
            lambda refusal: None if answer.done() else answer.set_exception(refusal),
        )
        return answer

    def outcomes(self) -> dict[AlertId, AlertOutcome]:
        """How each alert ended, of the latest ones."""
        return dict(self._shown)

    def heads_of(self, device: DeviceId) -> "Future[tuple[tuple[int, int], ...]]":
        """The last record held of a device, as the stream's number and the event's."""
        return self._actor.ask(lambda: self._ledger.heads_of(device))

    def refusals(self) -> "Future[dict[str, int]]":
        """How many messages were refused since the start, by reason."""
        return self._actor.ask(lambda: dict(self._intake.refused + self._ledger.refused))

    # --- on the records thread ---------------------------------------------------------------

    def _join_parts(self) -> None:
        parts, clock = self._parts, self._parts.clock
        site = bytes.fromhex(self._roster().site)
        self._topics = Topics(self._roster().site, self._me)
        self._relays = RecordRelays(parts.transport, self._roster)
        self._ledger = Ledger(
            site=site,
            signer=parts.signer,
            verify=parts.verify,
            clock=clock,
            random_bytes=parts.random_bytes,
            streams=STREAMS,
            roster=self._roster,
            held=parts.held,
        )
        self._carrier = Carrier(
            site=site,
            signer=parts.signer,
            clock=clock,
            transport=self._relays,
            topics=self._topics,
        )
        self._catch_up = CatchUp(
            me=self._me,
            role=Role.SUPERVISOR,
            streams=STREAMS,
            kind=NoteKind.RECORD_HEADS,
            holdings=self._ledger.holdings,
            archive=parts.archive,
            carrier=self._carrier,
            schedule=self._actor.schedule,
            monotonic=clock.monotonic,
            post=self._actor.post,
            pause=PAUSE,
        )
        self._intake = Intake(
            site=site,
            me=self._me,
            topics=self._topics,
            ledger=self._ledger,
            roster=self._roster,
            verify=parts.verify,
            holds=self._holds,
            took=self._took,
            again=self._took_again,
            set_aside=lambda event: self._keep(Entry(events=(event,))),
            noted=self._noted,
            flood=Flood(monotonic=clock.monotonic),
        )

    def _roster(self) -> Roster:
        return self._parts.station.roster

    def _begin(self) -> None:
        self._tell_digest()
        self._actor.schedule.after(DIGEST_EVERY, self._begin)

    def _heard(self, fact: NetworkFact) -> None:
        if isinstance(fact, Arrival):
            self._turnstile.leaves(fact)
            self._intake.arrived(fact)
            return
        self._relays.changed(fact)
        if isinstance(fact, LinkUp):
            self.linked()
        self._tell_digest()

    def _write(self, fact: Fact, done: Done, failed: Failed) -> None:
        roster = self._roster()
        if not (roster.is_trusted(self._me) and roster.may_author(self._me, fact.TYPE)):
            failed(SupervisorsKeepRecordsError())
            return
        try:
            event = self._ledger.write(fact)
        except DeskError as refusal:  # it is too large, and nothing of it was signed
            failed(refusal)
            return

        def written(error: Exception | None) -> None:  # on the journal's thread
            if error is None:
                self._actor.post(lambda: self._written(event, fact, done))
            else:
                self._actor.post(lambda: failed(not_saved(error)))

        self._parts.journal.keep(_entry(event, fact), written)

    def _written(self, event: Event, fact: Fact, done: Done) -> None:
        self._learn(event, fact)
        self._carrier.publish(event)
        done(event)

    def _took(self, event: Event, _arrival: Arrival) -> None:
        fact = self._ledger.read(event)

        def written(error: Exception | None) -> None:  # on the journal's thread
            if error is None and fact is not None:
                self._actor.post(lambda: self._learn(event, fact))

        if isinstance(fact, AlertOutcome):  # shown at once; a report is read from the disk
            self._keep(_entry(event, fact))
            self._learn(event, fact)
        else:
            self._parts.journal.keep(_entry(event, fact), written)

    def _took_again(self, event: Event, _arrival: Arrival) -> None:
        """Its author did not hear our receipt; what is not on the disk yet says so by itself."""
        fact = self._ledger.read(event)
        if isinstance(fact, ReportFact):
            self._holds(event, lambda held: self._tell(event, fact) if held else None)

    def _noted(self, note: Note, sender: DeviceId) -> None:
        member = self._roster().device(sender)
        if member is None or not note.is_for(self._me):
            return
        if member.role is not Role.SUPERVISOR:
            self.noted(note, sender)
            return
        match note.kind:
            case NoteKind.RECORD_HEADS:
                self._catch_up.told(sender, member.role, note.read(Heads))
            case NoteKind.RECORD_DIGEST:
                self._compare(sender, note.read(RecordDigest).holds)
            case NoteKind.RECORD_GOT:
                for event in note.read(RecordGot).events:
                    self.got(event, sender)
            case _:
                self.noted(note, sender)

    def _compare(self, sender: DeviceId, digest: bytes) -> None:
        now = self._parts.clock.monotonic()
        is_new = now - self._heard_at.get(sender, -SILENT_AFTER) >= SILENT_AFTER
        self._heard_at[sender] = now
        if is_new:
            self._catch_up.appeared(sender, Role.SUPERVISOR)
            self.appeared(sender)
            self._tell_digest()  # it may be the one of us two who begins
        else:
            self._catch_up.compare(sender, Role.SUPERVISOR, digest)

    def _tell_digest(self) -> None:
        self._carrier.announce(
            Stream.RECORDS,
            NoteKind.RECORD_DIGEST,
            RecordDigest(holds=self._catch_up.digest()),
        )

    def _purge(self, events: tuple[EventId, ...]) -> None:
        news = tuple(event for event in events if event not in self._ledger.purged)
        if not news:
            return
        self._ledger.purge(news)
        self._parts.journal.keep(Entry(purged=news), self._purged)
        if self._outcomes.forget(news):
            self._show()

    def _purged(self, error: Exception | None) -> None:  # on the journal's thread
        if error is None:
            self._actor.post(self.purged)

    def _set_apart(self, roster: Roster) -> None:
        """Take out what revoked devices said beyond what is believed; once for each of them."""
        news = tuple(
            (member.device, member.revoked_at)
            for member in roster.revoked
            if self._revoked.get(member.device) != member.revoked_at
        )
        if news:
            self._revoked.update(news)
            self._keep(Entry(revoked=news))

    def _learn(self, event: Event, fact: Fact) -> None:
        """It is on the disk (or shown already): whoever must know is told."""
        if isinstance(fact, AlertOutcome):
            self._outcomes.add(ToldOutcome(event.header.at, event.id, fact))
            self._show()
        elif isinstance(fact, ReportFact):
            self._tell(event, fact)

    def _tell(self, event: Event, fact: ReportFact) -> None:
        for listener in self._reports:
            listener(ReportTold(event, fact))

    def _show(self) -> None:
        self._shown = self._outcomes.latest()
        for listener in self._listeners:
            listener(self._shown)

    def _keep(self, entry: Entry) -> None:
        self._parts.journal.keep(entry, lambda _error: None)

    def _holds(self, event: Event, then: Callable[[bool], None]) -> None:
        self._parts.archive.holds(event.id, lambda held: self._actor.post(lambda: then(held)))


def _entry(event: Event, fact: Fact | None) -> Entry:
    """What keeps ``event``, with what follows from it."""
    if isinstance(fact, AlertOutcome):
        return Entry(events=(event,), outcomes=(ToldOutcome(event.header.at, event.id, fact),))
    if isinstance(fact, ReportFact) and not isinstance(fact, ThreatCallTicked):
        return Entry(events=(event,), told=((report_of(event.id, fact), event.id),))
    return Entry(events=(event,))
