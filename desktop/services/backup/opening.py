"""Looking through a whole backup before anything of it is believed or written."""

from collections.abc import Mapping
from hashlib import sha256

import msgspec

from desktop.domain.backup.errors import BackupAlteredError, BackupCutOffError
from desktop.domain.errors import BodyTooLargeError, MalformedEventError
from desktop.domain.events.event import Event
from desktop.domain.reports.attachments import BlobId
from desktop.services.backup.frames import (
    Counts,
    FrameKind,
    Head,
    Source,
    frames_in,
    read_head,
    struct_in,
)


class Opened(msgspec.Struct, frozen=True, kw_only=True):
    """What is in a backup. ``attachments`` are those that are what their name says, with their
    size; their bytes are not kept here.
    """

    head: Head
    counts: Counts
    events: tuple[Event, ...]
    files: Mapping[str, bytes]
    attachments: Mapping[BlobId, int]


def look_through(source: Source) -> Opened:
    """Read all of it to its end, and hold what is no attachment.

    Raises what ``source`` does, ``BackupAlteredError``, ``BackupCutOffError`` or
    ``NewerBackupError``.
    """
    frames = frames_in(source)
    head = read_head(next(frames, None))
    events: list[Event] = []
    files: dict[str, bytearray] = {}
    attachments = _Attachments()
    for frame in frames:
        match frame.kind:
            case FrameKind.EVENT:
                events.append(_event_in(frame.body))
            case FrameKind.FILE:
                files.setdefault(frame.name, bytearray()).extend(frame.body)
            case FrameKind.ATTACHMENT:
                attachments.take(frame.name, frame.body)
            case FrameKind.END:
                return Opened(
                    head=head,
                    counts=struct_in(frame, Counts),
                    events=tuple(events),
                    files={name: bytes(content) for name, content in files.items()},
                    attachments=attachments.whole(),
                )
    raise BackupCutOffError


def _event_in(wire: bytes) -> Event:
    try:
        return Event.parse(wire)
    except (MalformedEventError, BodyTooLargeError) as cause:
        raise BackupAlteredError from cause


class _Attachments:
    """Hashes attachments as their pieces come, one after the other."""

    def __init__(self) -> None:
        self._whole: dict[BlobId, int] = {}
        self._begin("")

    def take(self, name: BlobId, piece: bytes) -> None:
        if name != self._name:
            self._end()
            self._begin(name)
        self._digest.update(piece)
        self._size += len(piece)

    def whole(self) -> Mapping[BlobId, int]:
        self._end()
        return self._whole

    def _begin(self, name: BlobId) -> None:
        self._name, self._digest, self._size = name, sha256(), 0

    def _end(self) -> None:
        if self._digest.hexdigest() == self._name:
            self._whole[self._name] = self._size
