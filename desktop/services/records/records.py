"""The records that supervisors keep, and that no counter PC ever holds (DESIGN §3, Streams)."""

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future
from functools import partial

import msgspec

from desktop.domain.alerts.facts import AlertId, AlertOutcome, Outcome
from desktop.domain.drills.facts import DrillFact
from desktop.domain.events.body import Fact
from desktop.domain.events.event import Event
from desktop.domain.events.holdings import Heads, Holdings, spans_of
from desktop.domain.events.ids import EventIds
from desktop.domain.events.note import Note, NoteKind
from desktop.domain.events.streams import Stream
from desktop.domain.guidance.facts import GuidanceWord
from desktop.domain.opening.facts import OpeningFact
from desktop.domain.relays import Arrival
from desktop.domain.reports.facts import ReportFact, ThreatCallTicked, report_of
from desktop.domain.roster.ids import DeviceId
from desktop.domain.roster.roles import Role
from desktop.domain.roster.roster import Roster
from desktop.services.delivery.catching_up import MOST_SPANS, CatchUp
from desktop.services.delivery.topics import carrier_of
from desktop.services.ports import Entry, ToldOutcome
from desktop.services.records.notes import RecordGot, RecordsLacked, RecordsOffered
from desktop.services.records.outcomes import Outcomes
from desktop.services.records.parts import (
    Done,
    Failed,
    RecordsParts,
    SupervisorsKeepRecordsError,
)
from desktop.services.records.thread import STREAMS, RecordThread

DIGEST_EVERY = 15.0
"""Seconds between two digests; a difference that two of them show is looked into."""
SILENT_AFTER = 3 * DIGEST_EVERY
"""Seconds without a digest after which a supervisor's station counts as new when it speaks."""
PAUSE = 0.02
"""Seconds between two records sent to a late station: an alert must not queue behind them."""

CARRIED_AFTER = (0.0, 2.0, 10.0, 60.0)
"""Seconds after which what this PC signed as another station is published."""


class RecordDigest(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """What a supervisor's station says every 15 s to the others: a digest of its records."""

    holds: bytes


class ReportTold(msgspec.Struct, frozen=True):
    """A fact about a report that is on this station's disk. ``carrier`` published it for its
    author, as a PC does that has joined again as another station; "" where that is not known.
    """

    event: Event
    fact: ReportFact
    carrier: DeviceId = ""


Word = GuidanceWord | OpeningFact | DrillFact
"""What stations say in one fact that stands alone: nothing but its receipt follows from it."""


class WordTold(msgspec.Struct, frozen=True):
    """A word that is on this station's disk; ``carrier`` as in ``ReportTold``."""

    event: Event
    fact: Word
    carrier: DeviceId = ""


class Records(RecordThread):
    """A supervisor station's records. Every method may be called from any thread.

    ``purged`` is called on the records thread once bodies have left the disk.
    """

    def __init__(self, parts: RecordsParts) -> None:
        self._outcomes = Outcomes(parts.held.outcomes)
        self._shown = self._outcomes.latest()
        self._listeners: list[Callable[[dict[AlertId, AlertOutcome]], None]] = []
        self._heard_at: dict[DeviceId, float] = {}
        self._revoked: dict[DeviceId, Mapping[int, int]] = {}
        self._carried: list[Event] = []
        self._reports: list[Callable[[ReportTold], None]] = []
        self._words: list[Callable[[WordTold], None]] = []
        self.purged: Callable[[], None] = lambda: None
        super().__init__("records", parts)
        self._catch_up = CatchUp(
            me=self._me,
            role=Role.SUPERVISOR,
            streams=STREAMS,
            kind=NoteKind.RECORD_HEADS,
            holdings=self._ledger.holdings,
            archive=parts.archive,
            carrier=self._carrier,
            schedule=self.schedule,
            monotonic=parts.clock.monotonic,
            post=self.post,
            pause=PAUSE,
        )
        parts.station.watch_roster(lambda roster: self.post(lambda: self._set_apart(roster)))

    def watch(self, listener: Callable[[dict[AlertId, AlertOutcome]], None]) -> None:
        """Call ``listener`` with all outcomes now and after every change, on this thread."""
        self._actor.post(lambda: self._listeners.append(listener))
        self._actor.post(lambda: listener(self._shown))

    def watch_reports(self, listener: Callable[[ReportTold], None]) -> None:
        """Call ``listener`` with each fact about a report once it is on this disk, on this thread:
        what was said here, and what came in.
        """
        self._actor.post(lambda: self._reports.append(listener))

    def watch_words(self, listener: Callable[[WordTold], None]) -> None:
        """As ``watch_reports``, with words of every kind."""
        self._actor.post(lambda: self._words.append(listener))

    def write(self, fact: Fact, done: Done, failed: Failed) -> None:
        """Sign ``fact`` and keep it; see ``RecordWriter``."""
        self._actor.post(lambda: self._write(fact, done, failed))

    def take_in(self, events: Iterable[Event], then: Callable[[Event], None]) -> None:
        """Take in what this PC signed as the station that it was before, checked as if it had
        arrived, and pass it on; ``then`` is called on this thread with each that is on this disk.
        """
        for event in events:
            self._actor.post(partial(self._take_in, event, then))

    def sign_for(self, told: ReportTold | WordTold, *, is_whole: bool) -> None:
        """Tell whoever sends it, its author or who carries it, that it is here; on this thread."""
        got = RecordGot(events=(told.event.id,), is_whole=is_whole)
        for device in {told.event.header.device_id, told.carrier} - {self._me, ""}:
            self._carrier.note(device, NoteKind.RECORD_GOT, got)

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

    def _begin(self) -> None:
        self._tell_digest()
        self._actor.schedule.after(DIGEST_EVERY, self._begin)

    def _links_changed(self) -> None:
        self._tell_digest()
        for event in self._carried:
            self._publish(event)

    def _carry(self, event: Event) -> None:
        """Publish it now and a few times more, for a desk that begins does not sign for it at once;
        and whenever a relay is back, in this run. A desk that was off catches up.
        """
        self._carried.append(event)
        for wait in CARRIED_AFTER:
            self._actor.schedule.after(wait, partial(self._publish, event))

    def _publish(self, event: Event) -> None:
        self._carrier.publish(event)

    def _take_in(self, event: Event, then: Callable[[Event], None]) -> None:
        topic = self._topics.of(Stream.RECORDS)
        at = self._parts.clock.monotonic()
        self._arrived(Arrival(relay="", topic=topic, payload=event.wire(), at=at))

        def looked(is_held: bool) -> None:
            if is_held:
                self._carry(event)
                then(event)

        def written() -> None:
            self._holds(event, looked)

        # The intake may have asked the disk first, and then given it to the journal.
        self._holds(event, lambda _held: self._once_written(written))

    def _once_written(self, then: Callable[[], None]) -> None:
        """Do it on this thread once all that the journal was given is on the disk."""
        self._parts.journal.keep(Entry(), lambda error: None if error else self.post(then))

    def _write(self, fact: Fact, done: Done, failed: Failed) -> None:
        if not self._roster().may_speak(self._me, fact.TYPE):
            failed(SupervisorsKeepRecordsError())
            return

        def written(event: Event) -> None:
            self._learn(event, fact)
            self._carrier.publish(event)
            done(event)

        self._sign(fact, lambda event: _entry(event, fact), written, failed)

    def _set_aside(self, event: Event) -> None:
        self._keep(Entry(events=(event,)))

    def _took(self, event: Event, arrival: Arrival) -> None:
        fact, carrier = self._ledger.read(event), self._published_by(arrival)

        def written(error: Exception | None) -> None:  # on the journal's thread
            if error is None and fact is not None:
                self._actor.post(lambda: self._learn(event, fact, carrier))

        if isinstance(fact, AlertOutcome):  # shown at once; a report is read from the disk
            self._keep(_entry(event, fact))
            self._learn(event, fact)
        else:
            self._parts.journal.keep(_entry(event, fact), written)

    def _took_again(self, event: Event, arrival: Arrival) -> None:
        """Its author did not hear our receipt; what is not on the disk yet says so by itself, and
        there is none for what nobody here will read.
        """
        if self._roster().quarantines(event.header):
            return
        fact, carrier = self._ledger.read(event), self._published_by(arrival)
        if fact is not None and not isinstance(fact, AlertOutcome):
            self._holds(event, lambda held: self._learn(event, fact, carrier) if held else None)

    def _published_by(self, arrival: Arrival) -> DeviceId:
        """Who published it; "" where it came by catching up: nobody waits for a receipt then."""
        return carrier_of(arrival.topic) if self._topics.is_records(arrival.topic) else ""

    def _noted(self, note: Note, sender: DeviceId) -> None:
        member = self._roster().device(sender)
        if member is None or not note.is_for(self._me):
            return
        if member.role is not Role.SUPERVISOR:
            if note.kind is NoteKind.RECORDS_OFFERED:
                self._tell_what_lacks(sender, note.read(RecordsOffered))
            else:
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

    def _tell_what_lacks(self, device: DeviceId, offered: RecordsOffered) -> None:
        """``device`` kept records until it joined as another role; it lets go of what is here, so
        nothing counts that is not on the disk.
        """
        theirs = Holdings()
        theirs.restore(spans_of(offered.spans), {})
        lacked = theirs.lacked_by(self._ledger.holdings.spans(STREAMS), STREAMS)
        answer = RecordsLacked(part=offered.part, spans=tuple(lacked[:MOST_SPANS]))

        def tell() -> None:
            self._carrier.note(device, NoteKind.RECORDS_LACKED, answer)

        self._once_written(tell)

    def _tell_digest(self) -> None:
        self._carrier.announce(
            Stream.RECORDS,
            NoteKind.RECORD_DIGEST,
            RecordDigest(holds=self._catch_up.digest()),
        )

    def _purge(self, events: EventIds) -> None:
        news = self._ledger.purged.lacking(events)
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

    def _learn(self, event: Event, fact: Fact, carrier: DeviceId = "") -> None:
        """It is on the disk (or shown already): whoever must know is told."""
        if isinstance(fact, AlertOutcome):
            self._outcomes.add(ToldOutcome(event.header.at, event.id, fact))
            self._show()
        elif isinstance(fact, ReportFact):
            for listener in self._reports:
                listener(ReportTold(event, fact, carrier))
        elif isinstance(fact, Word):
            for heard in self._words:
                heard(WordTold(event, fact, carrier))

    def _show(self) -> None:
        self._shown = self._outcomes.latest()
        for listener in self._listeners:
            listener(self._shown)

    def _holds(self, event: Event, then: Callable[[bool], None]) -> None:
        self._parts.archive.holds(event.id, lambda held: self._actor.post(lambda: then(held)))


def _entry(event: Event, fact: Fact | None) -> Entry:
    """What keeps ``event``, with what follows from it."""
    if isinstance(fact, AlertOutcome):
        return Entry(events=(event,), outcomes=(ToldOutcome(event.header.at, event.id, fact),))
    if isinstance(fact, ReportFact) and not isinstance(fact, ThreatCallTicked):
        return Entry(events=(event,), told=((report_of(event.id, fact), event.id),))
    return Entry(events=(event,))
