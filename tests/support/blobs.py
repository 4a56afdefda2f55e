"""An office whose stations also keep blobs: each with its folder, its thread and its exchange.

office = BlobOffice(tmp_path, supervisors=("Ana",)).opens()
ref = office.blobs["Counter 3"].keeps(recording)
office.blobs["Ana"].wants(ref, "Counter 3")
office.advance(5)
assert office.blobs["Ana"].has(ref)
"""

import random
from collections import deque
from collections.abc import Callable
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from desktop.domain.errors import DeskError
from desktop.domain.events.note import Note, NoteKind
from desktop.domain.relays import Arrival, NetworkFact
from desktop.domain.reports.attachments import BlobId, BlobRef
from desktop.domain.roster.ids import DeviceId
from desktop.services.actor import Actor
from desktop.services.adapters.blob_files import BlobFiles
from desktop.services.adapters.keys.device_key import verify
from desktop.services.blobs.exchange import BlobExchange
from desktop.services.blobs.messages import CHUNK_BYTES
from desktop.services.delivery.carrier import Carrier
from desktop.services.delivery.topics import Topics
from desktop.services.records.relays import RecordRelays
from tests.support.stations import SITE, Desk, Office, Sent, key_of

RECORDING = random.Random(5).randbytes(40 * CHUNK_BYTES + 77)
CHUNKS = 41
LETTER = b"Dear Sir or Madam, " * 200
DAMAGED = "a blob came in damaged"


def ref_of(data: bytes) -> BlobRef:
    return BlobRef(sha256=sha256(data).hexdigest(), size=len(data))


def add(files: BlobFiles, source: BinaryIO, name: str, **watched: Callable[..., Any]) -> BlobRef:
    """Take in what ``source`` holds; see ``BlobFiles.added``."""
    with files.added(source, name, **watched) as ref:
        return ref


class BlobDesk:
    """One station's blobs, on an actor that the office works off."""

    def __init__(self, desk: Desk, folder: Path) -> None:
        self.desk = desk
        self.files = BlobFiles(folder, free=lambda _folder: self.free)
        self.free = 10**12
        self.actor = Actor(f"blobs of {desk.name}", desk.clock.monotonic)
        self.completed: list[BlobRef] = []
        self.failed: list[tuple[BlobRef, DeskError]] = []
        self.progress: list[int] = []
        self.kept: list[tuple[BlobId, DeviceId]] = []
        self.for_everyone: set[BlobId] = set()
        """What a notice names, as far as this station knows."""
        self.worker: deque[Callable[[], None]] | None = None
        """What a worker has not come to yet, where a test holds it back."""
        self._seen: set[bytes] = set()
        self._relays = RecordRelays(desk.links, lambda: desk.at_work.roster)
        self.carrier = Carrier(
            site=bytes.fromhex(SITE.id),
            signer=desk.key,
            clock=desk.clock,
            transport=self._relays,
            topics=Topics(SITE.id, desk.id),
        )
        self.exchange = BlobExchange(
            me=desk.id,
            store=self.files,
            carrier=self.carrier,
            roster=lambda: desk.at_work.roster,
            schedule=self.actor.schedule,
            post=self.actor.post,
            monotonic=desk.clock.monotonic,
            aside=self._aside,
            is_for_everyone=self.for_everyone.__contains__,
            completed=self.completed.append,
            failed=lambda ref, why: self.failed.append((ref, why)),
            progressed=lambda _ref, got: self.progress.append(got),
            kept=lambda blob, by: self.kept.append((blob, by)),
        )
        self._others = desk.records.hear if desk.records else _nobody
        desk.at_work.forward_records(self.hear)

    def keeps(self, data: bytes) -> BlobRef:
        """Somebody attached it here."""
        return add(self.files, BytesIO(data), "attachment")

    def has(self, ref: BlobRef) -> bool:
        return self.files.holds(ref.sha256)

    def wants(self, ref: BlobRef, *holders: str) -> None:
        """An event names ``ref``, and those who hold it."""
        self.exchange.want(ref, [key_of(name).id for name in holders])

    def hear(self, fact: NetworkFact) -> None:
        self._others(fact)
        self.actor.post(lambda: self._heard(fact))

    def _heard(self, fact: NetworkFact) -> None:
        """As the records thread's intake does it."""
        if not isinstance(fact, Arrival):
            self._relays.changed(fact)
            self.exchange.link_up()
        elif fact.payload[:1] == b"N" and fact.payload[-64:] not in self._seen:
            self._seen.add(fact.payload[-64:])
            note = Note.parse(fact.payload)
            member = self.desk.at_work.roster.device(note.sender_id)
            if member and not member.is_revoked and note.is_for(self.desk.id):
                assert verify(member.key, note.signature, note.signed)
                self.exchange.noted(note, note.sender_id)

    def _aside(self, act: Callable[[], None]) -> None:
        if self.worker is None:
            act()
        else:
            self.worker.append(act)


class BlobOffice(Office):
    """An office in which every station keeps blobs."""

    def __init__(
        self,
        folder: Path,
        *,
        supervisors: tuple[str, ...] = ("Ana", "Marcus"),
        counters: tuple[str, ...] = ("Counter 1", "Counter 3"),
        relays: tuple[str, ...] = (),
    ) -> None:
        super().__init__(supervisors=supervisors, counters=counters, relays=relays)
        self.folder = folder
        self.blobs: dict[str, BlobDesk] = {}

    def start(self, name: str) -> Desk:
        desk = super().start(name)
        self.blobs[name] = BlobDesk(desk, self.folder / name)
        return desk

    def stop(self, name: str) -> None:
        del self.blobs[name]
        super().stop(name)

    def _actors(self) -> list[Actor]:
        return [*super()._actors(), *(blobs.actor for blobs in self.blobs.values())]

    def notes(self, kind: NoteKind, *, to: str = "", since: int = 0) -> list[Sent]:
        """The notes of that kind that passed a relay."""
        inbox = f"cs1/{SITE.id}/to/{key_of(to).id if to else ''}"
        return [
            sent
            for sent in self.switchboard.passed[since:]
            if sent.topic.startswith(inbox) and is_note(sent, kind)
        ]

    def advance_until(self, condition: Callable[[], bool], *, within: float = 60.0) -> float:
        """Let time pass until ``condition`` holds; returns the seconds that it took."""
        begun = self.clock.seconds
        while not condition():
            assert self.clock.seconds - begun < within, f"not within {within} s"
            self.advance(0.05)
        return self.clock.seconds - begun


def _nobody(_fact: NetworkFact) -> None:
    """A counter's records thread, which has no part in this."""


def is_note(sent: Sent, kind: NoteKind) -> bool:
    """Whether it is a note of that kind."""
    return sent.payload[:1] == b"N" and Note.parse(sent.payload).kind is kind
