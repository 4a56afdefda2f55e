"""The records that supervisors keep, and that no counter PC ever holds (DESIGN §3, Streams)."""

from collections.abc import Callable, Mapping
from concurrent.futures import Future

import msgspec

from desktop.domain.alerts.facts import AlertId, AlertOutcome, Outcome
from desktop.domain.drills.facts import DrillFact
from desktop.domain.events.body import Fact
from desktop.domain.events.event import Event
from desktop.domain.events.holdings import Heads
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
from desktop.services.delivery.catching_up import CatchUp
from desktop.services.ports import Entry, ToldOutcome
from desktop.services.records.notes import RecordGot
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


class RecordDigest(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """What a supervisor's station says every 15 s to the others: a digest of its records."""

    holds: bytes


class ReportTold(msgspec.Struct, frozen=True):
    """A fact about a report that is on this station's disk."""

    event: Event
    fact: ReportFact


Word = GuidanceWord | OpeningFact | DrillFact
"""What stations say in one fact that stands alone: nothing but its receipt follows from it."""


class WordTold(msgspec.Struct, frozen=True):
    """A word that is on this station's disk."""

    event: Event
    fact: Word


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
        if fact is not None and not isinstance(fact, AlertOutcome):
            self._holds(event, lambda held: self._learn(event, fact) if held else None)

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

    def _learn(self, event: Event, fact: Fact) -> None:
        """It is on the disk (or shown already): whoever must know is told."""
        if isinstance(fact, AlertOutcome):
            self._outcomes.add(ToldOutcome(event.header.at, event.id, fact))
            self._show()
        elif isinstance(fact, ReportFact):
            for listener in self._reports:
                listener(ReportTold(event, fact))
        elif isinstance(fact, Word):
            for heard in self._words:
                heard(WordTold(event, fact))

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
