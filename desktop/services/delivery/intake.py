"""What comes in from the wire: taken apart, checked, and handed to its subject.

Nothing is believed before its signature is checked against the roster; a bad message is counted,
logged and dropped, and never stops the loop (STYLE §5).
"""

import logging
from collections import Counter
from collections.abc import Callable

from desktop.domain.errors import (
    BodyTooLargeError,
    ForeignEventError,
    MalformedEventError,
    QuarantinedEventError,
)
from desktop.domain.events.event import Event
from desktop.domain.events.note import NOTE_MARK, Note, NoteKind
from desktop.domain.relays import Arrival
from desktop.domain.roster.authority import ADMINISTRATORS
from desktop.domain.roster.ids import DeviceId
from desktop.domain.roster.roster import Roster
from desktop.services.delivery.flood import Flood
from desktop.services.delivery.topics import Topics, carrier_of
from desktop.services.log.ledger import Ledger
from desktop.services.ports import Verify

log = logging.getLogger(__name__)

_NOTES_REMEMBERED = 2_000
_SMALL_NOTES = frozenset(
    {
        *(NoteKind.BEAT, NoteKind.CHECK, NoteKind.GOT, NoteKind.RECORD_DIGEST),
        *(NoteKind.BLOB_WANTED, NoteKind.BLOBS_OFFERED, NoteKind.BLOBS_HELD),
    }
)
_SMALL_NOTE_BYTES = 4 * 1024
"""Beats and the like are many and small, and a station must not fall silent for what it sent."""
_ASKED_FOR = frozenset({NoteKind.BLOB_CHUNK})
"""Whoever asked for them limits them: one at a time, and of what a report names alone."""


class Intake:
    """Checks arrivals for one ledger and calls back with what may be believed.

    ``took`` gets each event new to this station, ``again`` those it already has; both with the
    arrival that brought it. ``set_aside`` gets what a revoked device said since: to be kept and
    not believed. ``noted`` gets each note once, though several relays bring it, with its first
    arrival.
    """

    def __init__(
        self,
        *,
        site: bytes,
        me: DeviceId,
        topics: Topics,
        ledger: Ledger,
        roster: Callable[[], Roster],
        verify: Verify,
        holds: Callable[[Event, Callable[[bool], None]], None],
        took: Callable[[Event, Arrival], None],
        again: Callable[[Event, Arrival], None],
        set_aside: Callable[[Event], None],
        noted: Callable[[Note, Arrival], None],
        flood: Flood,
    ) -> None:
        self._site = site
        self._me = bytes.fromhex(me)
        self._topics = topics
        self._ledger = ledger
        self._roster = roster
        self._verify = verify
        self._holds = holds
        self._took = took
        self._again = again
        self._set_aside = set_aside
        self._noted = noted
        self._flood = flood
        self._notes: dict[bytes, None] = {}
        self.refused: Counter[str] = Counter()

    def arrived(self, arrival: Arrival) -> None:
        """Take one message apart. Never raises for what a stranger may send."""
        try:
            if arrival.payload[:1] == NOTE_MARK:
                self._note(arrival)
            else:
                self._event(Event.parse(arrival.payload), arrival)
        except (MalformedEventError, BodyTooLargeError, ForeignEventError) as refusal:
            self.refused[refusal.code] += 1
            log.info("from %s: %s", carrier_of(arrival.topic), refusal)

    def _event(self, event: Event, arrival: Arrival) -> None:
        if self._ledger.is_double(event):
            self._again(self._ledger.as_kept(event), arrival)
            return
        try:
            self._ledger.check(event)
        except QuarantinedEventError:
            is_believed = False
        else:
            is_believed = True
        if self._ledger.may_be_known(event) and not self._ledger.knows(event.id):
            self._holds(event, lambda is_held: self._decided(event, arrival, is_believed, is_held))
        else:
            self._decided(event, arrival, is_believed, is_held=False)

    def _decided(self, event: Event, arrival: Arrival, is_believed: bool, is_held: bool) -> None:
        """Memory and disk have said whether it is known; a fork is new, and acted on."""
        if is_held or self._ledger.knows(event.id):
            self._again(self._ledger.as_kept(event), arrival)
        elif self._floods(event, arrival, is_believed):
            self.refused["flood"] += 1
        elif is_believed:
            self._took(self._ledger.hold(event), arrival)
        else:
            self._set_aside(self._ledger.hold(event))

    def _floods(self, event: Event, arrival: Arrival, is_believed: bool) -> bool:
        """Its author brought too much today. Of a revoked one it counts whoever carries it."""
        if is_believed and carrier_of(arrival.topic) != event.header.device_id:
            return False
        author = self._roster().authority(event.header.device_id)
        return not self._flood.admits_event(
            event.header,
            len(arrival.payload),
            is_administrators=author is not None and author.voice in ADMINISTRATORS,
        )

    def _note(self, arrival: Arrival) -> None:
        wire = arrival.payload
        key = wire[-64:]
        if key in self._notes:
            return
        note = Note.parse(wire)
        if note.site != self._site:
            raise ForeignEventError("A note of another site was dropped.")
        if note.sender == self._me:
            return
        member = self._roster().device(note.sender_id)
        if member is None or member.is_revoked:
            raise ForeignEventError(f"A note of {note.sender_id} was dropped: not of this site.")
        if not self._verify(member.key, note.signature, note.signed):
            raise ForeignEventError(f"A note of {note.sender_id} was dropped: wrong signature.")
        is_small = note.kind in _SMALL_NOTES and len(wire) <= _SMALL_NOTE_BYTES
        is_free = is_small or note.kind in _ASKED_FOR
        if not is_free and not self._flood.admits_note(note.sender_id, len(wire)):
            self.refused["flood"] += 1
            return
        self._notes[key] = None
        if len(self._notes) > _NOTES_REMEMBERED:
            del self._notes[next(iter(self._notes))]
        self._noted(note, arrival)
