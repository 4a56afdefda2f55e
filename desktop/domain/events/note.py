"""Notes: short signed messages between stations that are no facts and leave no trace in the log.

Beats, checks, heads and the like. They are signed like events, so a station believes only
stations of its own site; they are not chained, because nothing depends on their order.
"""

import struct
from collections.abc import Callable
from enum import IntEnum
from typing import TypeVar

import msgspec

from desktop.domain.errors import MalformedEventError
from desktop.domain.events.event import SIGNATURE_BYTES

NOTE_MARK = b"N"
MAX_NOTE_BYTES = 60 * 1024
EVERYONE = bytes(16)

_LAYOUT = struct.Struct(">cB16s16s16sBq")
_KIND_AT = 1 + 1 + 16 + 16 + 16
_VERSION = 1

T = TypeVar("T", bound=msgspec.Struct)


class NoteKind(IntEnum):
    """What a note is for."""

    BEAT = 1
    CHECK = 2
    GOT = 3
    HEADS = 4
    RECORD_HEADS = 5
    RECORD_DIGEST = 6
    BLOB_WANTED = 7
    BLOB_CHUNK = 8
    BLOBS_OFFERED = 9
    BLOBS_HELD = 10
    RECORD_GOT = 20
    REPORT_ASKED = 21
    REPORT_NEWS = 22
    RECORDS_OFFERED = 23
    RECORDS_LACKED = 24


OF_BLOBS = frozenset(
    {NoteKind.BLOB_WANTED, NoteKind.BLOB_CHUNK, NoteKind.BLOBS_OFFERED, NoteKind.BLOBS_HELD}
)
OF_RECORDS = OF_BLOBS | {
    *(NoteKind.RECORD_HEADS, NoteKind.RECORD_GOT, NoteKind.REPORT_ASKED, NoteKind.REPORT_NEWS),
    *(NoteKind.RECORDS_OFFERED, NoteKind.RECORDS_LACKED),
}
"""Notes to one station that are for its records thread."""


class Note(msgspec.Struct, frozen=True, kw_only=True):
    """One message as its sender signed it. ``to`` is a device or ``EVERYONE``."""

    site: bytes
    sender: bytes
    to: bytes
    kind: NoteKind
    at_ms: int
    body: bytes
    signed: bytes
    signature: bytes

    @property
    def sender_id(self) -> str:
        """The sender's device id."""
        return self.sender.hex()

    def is_for(self, device: str) -> bool:
        """It is for ``device``, or for everyone."""
        return self.to in {bytes.fromhex(device), EVERYONE}

    def read(self, kind: type[T]) -> T:
        """The body as ``kind``; raises ``MalformedEventError`` when it is something else."""
        try:
            return msgspec.msgpack.decode(self.body, type=kind)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as cause:
            raise MalformedEventError(f"not a {kind.__name__}: {cause}") from cause

    @classmethod
    def parse(cls, wire: bytes) -> "Note":
        """Take ``wire`` apart without believing any of it."""
        if not _LAYOUT.size + SIGNATURE_BYTES <= len(wire) <= MAX_NOTE_BYTES:
            raise MalformedEventError("a note of an impossible length")
        mark, version, site, sender, to, kind, at_ms = _LAYOUT.unpack_from(wire)
        if mark != NOTE_MARK or version != _VERSION:
            raise MalformedEventError("not a note of ours")
        try:
            known = NoteKind(kind)
        except ValueError as cause:
            raise MalformedEventError(f"a note of unknown kind {kind}") from cause
        return cls(
            site=site,
            sender=sender,
            to=to,
            kind=known,
            at_ms=at_ms,
            body=wire[_LAYOUT.size : -SIGNATURE_BYTES],
            signed=wire[:-SIGNATURE_BYTES],
            signature=wire[-SIGNATURE_BYTES:],
        )


def note_kind(wire: bytes) -> int:
    """The kind a note claims, to sort it by before anything is believed; 0 for anything else."""
    return wire[_KIND_AT] if wire[:1] == NOTE_MARK and len(wire) > _KIND_AT else 0


def write_note(
    *,
    site: bytes,
    sender: bytes,
    to: bytes,
    kind: NoteKind,
    at_ms: int,
    body: msgspec.Struct,
    signature_of: Callable[[bytes], bytes],
) -> bytes:
    """The bytes of a signed note, ready to send."""
    head = _LAYOUT.pack(NOTE_MARK, _VERSION, site, sender, to, kind, at_ms)
    signed = head + msgspec.msgpack.encode(body)
    return signed + signature_of(signed)
