"""Giving stations the blobs that they ask for and may have, and knowing when desks have them."""

import logging
from collections.abc import Callable, Iterable

from desktop.domain.errors import DeskError
from desktop.domain.events.note import Note, NoteKind
from desktop.domain.reports.attachments import MOST_BYTES, BlobId, is_blob_id
from desktop.domain.roster.ids import DeviceId
from desktop.domain.roster.roles import Role
from desktop.domain.roster.roster import Roster
from desktop.services.blobs.messages import (
    CHUNK_BYTES,
    MOST_TOLD,
    BlobChunk,
    BlobsHeld,
    BlobsOffered,
    BlobWanted,
)
from desktop.services.blobs.ports import BlobStore
from desktop.services.delivery.carrier import Carrier
from desktop.services.schedule import Schedule, Timer

log = logging.getLogger(__name__)

PAUSE = 0.008
"""Seconds from one chunk to the next, whoever asks: twenty desks get no more than one does."""
OFFER_EVERY = 60.0
"""Seconds between two offers of what no desk has said that it holds."""


class BlobServing:
    """What this station gives. It belongs to one thread, and all methods are called there.

    It gives blobs of ``store`` to stations of the roster: any to supervisors', to others those that
    ``is_for_everyone``, as what a notice names is. ``kept`` is told when a desk says that it holds
    what was offered.
    """

    def __init__(
        self,
        *,
        me: DeviceId,
        store: BlobStore,
        carrier: Carrier,
        roster: Callable[[], Roster],
        schedule: Schedule,
        is_for_everyone: Callable[[BlobId], bool] = lambda _blob: False,
        kept: Callable[[BlobId, DeviceId], None] = lambda _blob, _desk: None,
        pause: float = PAUSE,
    ) -> None:
        self._me = me
        self._store = store
        self._carrier = carrier
        self._roster = roster
        self._schedule = schedule
        self._is_for_everyone = is_for_everyone
        self._kept = kept
        self._pause = pause
        self._asked: dict[DeviceId, BlobWanted] = {}
        self._is_pausing = False
        self._offered: dict[BlobId, None] = {}
        self._offering: Timer | None = None

    def offer(self, blobs: Iterable[BlobId]) -> None:
        """Ask the desks again and again whether they hold ``blobs``, until one of them does."""
        self._offered.update(dict.fromkeys(blobs))
        self.offer_now()

    def offer_now(self) -> None:
        """Offer what no desk has yet: a relay is back, or there is more of it."""
        if self._offering is not None:
            self._offering.cancel()
        self._offer_again()

    def withdraw(self, blob: BlobId) -> None:
        """It is purged or safe elsewhere: offer it no more."""
        self._offered.pop(blob, None)

    def appeared(self, device: DeviceId) -> None:
        """``device`` is newly present: a desk is offered what no desk has yet."""
        if self._is_desk(device):
            self._offer_to(device)

    def noted(self, note: Note, sender: DeviceId) -> None:
        """Take in a note about blobs; other kinds, and those of no station, are none of ours."""
        match note.kind:
            case NoteKind.BLOB_WANTED if self._is_station(sender):
                self._asked[sender] = note.read(BlobWanted)  # the last one counts
                self._serve()
            case NoteKind.BLOBS_HELD if self._is_desk(sender):
                self._held(note.read(BlobsHeld), sender)

    def _is_desk(self, device: DeviceId) -> bool:
        member = self._roster().device(device)
        return member is not None and member.role is Role.SUPERVISOR and not member.is_revoked

    def _is_station(self, device: DeviceId) -> bool:
        member = self._roster().device(device)
        return member is not None and member.role is not Role.RELAY and not member.is_revoked

    def _serve(self) -> None:
        """Answer whoever has waited longest, then pause."""
        if self._is_pausing or not self._asked:
            return
        asker = next(iter(self._asked))
        wanted = self._asked.pop(asker)
        self._is_pausing = True
        self._schedule.after(self._pause, self._end_pause)
        chunk = BlobChunk(
            blob=wanted.blob, offset=wanted.offset, data=self._bytes_for(wanted, asker)
        )
        self._carrier.note(asker, NoteKind.BLOB_CHUNK, chunk, only=self._one_relay(wanted.turn))

    def _end_pause(self) -> None:
        self._is_pausing = False
        self._serve()

    def _bytes_for(self, wanted: BlobWanted, asker: DeviceId) -> bytes:
        """None where it is not here or not for the asker, which has it turn to somebody else."""
        blob = wanted.blob.hex()
        if not (self._is_desk(asker) or self._is_for_everyone(blob)):
            return b""
        is_within = 0 <= wanted.offset < MOST_BYTES
        if not is_blob_id(blob) or not is_within or not self._store.holds(blob):
            return b""
        try:
            return self._store.read(blob, wanted.offset, CHUNK_BYTES)
        except DeskError as refusal:
            log.warning("a blob that is held cannot be given: %s", refusal)
            return b""

    def _one_relay(self, turn: int) -> frozenset[str]:
        """A chunk travels once; where it was lost, the next one goes another way."""
        relays = sorted(self._carrier.up())
        return frozenset({relays[turn % len(relays)]} if relays else ())

    def _held(self, told: BlobsHeld, desk: DeviceId) -> None:
        for blob in (blob.hex() for blob in told.blobs[:MOST_TOLD]):
            if blob in self._offered:
                del self._offered[blob]
                self._kept(blob, desk)

    def _offer_again(self) -> None:
        self._offering = None
        if not self._offered:
            return
        for desk in self._roster().supervisors:
            self._offer_to(desk.device)
        self._offering = self._schedule.after(OFFER_EVERY, self._offer_again)

    def _offer_to(self, desk: DeviceId) -> None:
        blobs = [bytes.fromhex(blob) for blob in self._offered]
        if desk == self._me:
            return
        for first in range(0, len(blobs), MOST_TOLD):
            offer = BlobsOffered(blobs=tuple(blobs[first : first + MOST_TOLD]))
            self._carrier.note(desk, NoteKind.BLOBS_OFFERED, offer)
