"""Restoring: history out of a backup, as if other stations had sent it. Never a device."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager

import msgspec

from desktop.domain.backup.errors import NoRoomToRestoreError, OtherSitesBackupError
from desktop.domain.events.event import Event
from desktop.domain.reports.attachments import BlobId, BlobRef
from desktop.domain.reports.facts import ReportAmended, ReportSubmitted, report_of
from desktop.domain.reports.field import Answers
from desktop.domain.roster.ids import fingerprint
from desktop.services.backup.frames import FrameKind, Source, frames_in
from desktop.services.backup.opening import Opened
from desktop.services.blobs.ports import BlobStore
from desktop.services.log.importing import Imported, Told, take_in
from desktop.services.log.reading import facts_of
from desktop.services.log.stored import StoredLog
from desktop.services.ports import Entry, Verify

ROOM_LEFT = 64 * 1024 * 1024
"""Bytes that stay free on the disk, for alerts."""
_GROWS = 3
"""What an event takes in a database, with its index and words, as a multiple of its bytes."""


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """The home that history goes into. ``records`` is ``None`` at a counter, which keeps none;
    ``free`` is how many bytes its disk has left.
    """

    site_key: bytes
    verify: Verify
    alerts: StoredLog
    records: StoredLog | None
    blobs: BlobStore
    free: int


class Restored(msgspec.Struct, frozen=True, kw_only=True):
    """What came of it. ``attachments`` were put back, ``held`` were here; ``unnamed`` stay out:
    what named them was purged, or is not for this station.
    """

    events: Imported
    attachments: int
    held: int
    unnamed: int


class Telling(msgspec.Struct, frozen=True, kw_only=True):
    """Who is told how far it is: how many ``events``, and how many bytes of ``attachments``."""

    events: Told = lambda _done, _all: None
    attachments: Told = lambda _done, _all: None


def restore(
    opened: Opened,
    again: Callable[[], AbstractContextManager[Source]],
    place: Place,
    telling: Telling = Telling(),  # noqa: B008 (a value)
) -> Restored:
    """Take in the events of ``opened`` as an import does, then the attachments that they name.

    ``again`` begins the same backup anew, for the bytes of the attachments. Done twice it changes
    nothing. What was cut off is gone on with by doing it once more. Raises
    ``OtherSitesBackupError`` or ``NoRoomToRestoreError`` before anything is written, and what the
    databases and the disk raise.
    """
    if opened.head.site != fingerprint(place.site_key):
        raise OtherSitesBackupError(
            "The backup belongs to another site: {name}.", name=opened.head.site_name
        )
    require_room(opened, place.blobs, free=place.free)
    came = take_in(
        opened.events,
        site_key=place.site_key,
        verify=place.verify,
        alerts=place.alerts,
        records=place.records,
        told=telling.events,
    )
    named = _named(place, frozenset(opened.attachments))
    missing = {blob for blob in named if not place.blobs.holds(blob)}
    with again() as source:
        wanted = {blob: opened.attachments[blob] for blob in missing}
        put_back = _put_back(source, wanted, place.blobs, telling.attachments)
    if place.records is not None:
        _fold_long_answers(opened.events, place.records, place.blobs)
    return Restored(
        events=came,
        attachments=put_back,
        held=len(named) - len(missing),
        unnamed=len(opened.attachments) - len(named),
    )


def _named(place: Place, blobs: frozenset[BlobId]) -> frozenset[BlobId]:
    """What a purged body named stays away: only what something here names comes back."""
    logs = [place.alerts] if place.records is None else [place.alerts, place.records]
    return frozenset().union(*(log.naming(blobs) for log in logs))


def require_room(opened: Opened, blobs: BlobStore, *, free: int) -> None:
    """Raise ``NoRoomToRestoreError`` unless ``free`` bytes are enough for what is not here yet."""
    events = sum(len(event.body or b"") + len(event.header_bytes) for event in opened.events)
    files = sum(size for blob, size in opened.attachments.items() if not blobs.holds(blob))
    needed = _GROWS * events + files + ROOM_LEFT
    if free < needed:
        raise NoRoomToRestoreError(
            "Restoring needs {needed} MB on this PC's disk, and {free} MB are free.",
            needed=-(-needed // 1_000_000),
            free=free // 1_000_000,
        )


def _put_back(source: Source, wanted: Mapping[BlobId, int], blobs: BlobStore, told: Told) -> int:
    """Write the wanted attachments; each is checked by its hash before it is held."""
    done, in_all = 0, sum(wanted.values())
    written = dict.fromkeys(wanted, 0)
    for frame in frames_in(source) if wanted else ():
        blob = frame.name
        if frame.kind != FrameKind.ATTACHMENT or blob not in wanted:
            continue
        blobs.append(blob, written[blob], frame.body)
        written[blob] += len(frame.body)
        done += len(frame.body)
        told(done, in_all)
        if written[blob] == wanted[blob]:
            blobs.finish(BlobRef(sha256=blob, size=wanted[blob]))
    return len(wanted)


def _fold_long_answers(events: Sequence[Event], records: StoredLog, blobs: BlobStore) -> None:
    """Answers that were too long for their event come back from its blob."""
    for event, fact in facts_of(events):
        if not isinstance(fact, ReportSubmitted | ReportAmended):
            continue
        longer = fact.longer
        if longer is None or not blobs.holds(longer.sha256):
            continue
        kept = records.find(event.id)
        if kept is None or kept.body is None:
            continue  # it was purged, or refused
        try:
            data = blobs.read(longer.sha256, 0, longer.size)
            answers = msgspec.json.decode(data, type=Answers)
        except msgspec.DecodeError:
            continue
        report = report_of(event.id, fact)
        records.keep(Entry(longer=((report, longer.sha256, answers),)))
