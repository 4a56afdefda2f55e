"""What a backup is made of, in the order in which it is written: a head, events, files, attachments
in pieces, and an end that counts them.

Each frame says what it is, its name and its length. A kind that this program does not know is
passed over, so that a newer one may add some.
"""

import struct
from collections.abc import Iterator
from enum import IntEnum
from typing import Protocol, TypeVar

import msgspec

from desktop.domain.backup.errors import BackupAlteredError, NewerBackupError
from desktop.domain.roster.ids import DeviceId, SiteId

FORMAT = 1
PIECE = 64 * 1024
"""Bytes of an attachment in one frame."""
_FRAME = struct.Struct(">BHI")
_MOST = 1024 * 1024
"""Bytes of a frame at the most: nothing that ours writes comes near."""


class FrameKind(IntEnum):
    """What a frame holds."""

    HEAD = 1
    EVENT = 2
    FILE = 3
    ATTACHMENT = 4
    END = 5


class Sink(Protocol):
    """Takes the bytes of a backup."""

    def write(self, data: bytes, /) -> None: ...


class Source(Protocol):
    """Gives them back: ``size`` bytes, or what is left where that is less."""

    def read(self, size: int, /) -> bytes: ...


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """Whose backup it is. ``at_ms`` is the clock of the PC where it was made."""

    format: int = FORMAT
    site: SiteId
    site_name: str
    desk: DeviceId
    place: str
    has_records: bool
    at_ms: int
    version: str


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """How much is in it. ``left_out`` are attachments of reports that were not at that desk yet,
    and whatever could not be read whole.
    """

    events: int = 0
    attachments: int = 0
    attachment_bytes: int = 0
    left_out: int = 0


class Frame(msgspec.Struct, frozen=True):
    """One of them; ``kind`` is a number, for it may be a newer program's."""

    kind: int
    name: str
    body: bytes


T = TypeVar("T", bound=msgspec.Struct)


def put(sink: Sink, kind: FrameKind, body: bytes, name: str = "") -> None:
    """Write one frame."""
    named = name.encode("utf-8")
    sink.write(_FRAME.pack(kind, len(named), len(body)) + named + body)


def frames_in(source: Source) -> Iterator[Frame]:
    """Every frame, from the first to the last; raises what ``source`` does, and
    ``BackupAlteredError`` where it is none of ours.
    """
    while begin := source.read(_FRAME.size):
        if len(begin) < _FRAME.size:
            raise BackupAlteredError
        kind, named, length = _FRAME.unpack(begin)
        if length > _MOST:
            raise BackupAlteredError
        text = source.read(named + length)
        if len(text) < named + length:
            raise BackupAlteredError
        yield Frame(kind, text[:named].decode("utf-8", "replace"), text[named:])


def read_head(frame: Frame | None) -> Head:
    """The head; raises ``NewerBackupError`` or ``BackupAlteredError``."""
    if frame is None or frame.kind != FrameKind.HEAD:
        raise BackupAlteredError
    head = struct_in(frame, _Format)
    if head.format > FORMAT:
        raise NewerBackupError
    return struct_in(frame, Head)


def struct_in(frame: Frame, kind: type[T]) -> T:
    """What its JSON says; raises ``BackupAlteredError``."""
    try:
        return msgspec.json.decode(frame.body, type=kind)
    except msgspec.DecodeError as cause:
        raise BackupAlteredError from cause


class _Format(msgspec.Struct, frozen=True):
    format: int
