"""Making a backup: what a station keeps, written as one stream while the station goes on."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from hashlib import sha256

import msgspec

from desktop.domain.events.event import Event
from desktop.domain.reports.attachments import BlobId, BlobRef
from desktop.domain.reports.facts import ReportAmended, ReportFact, ReportSubmitted, files_of
from desktop.services.backup.frames import PIECE, Counts, FrameKind, Head, Sink, put
from desktop.services.blobs.ports import BlobNotHeldError, BlobStore
from desktop.services.log.reading import facts_of
from desktop.services.log.stored import StoredLog

_NAME_FILES = frozenset({ReportSubmitted.TYPE, ReportAmended.TYPE})


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """What goes into it.

    ``logs`` opens the databases, each read at one moment and in this order: what was purged in the
    first is known as such to the last, which has the notices. They are closed before the
    attachments are read, which may take minutes. ``founding`` is the roster as it was on joining,
    which a station that has not run yet has in no log. ``files`` are small, by name.
    """

    logs: Callable[[], AbstractContextManager[Sequence[StoredLog]]]
    blobs: BlobStore
    founding: Sequence[Event] = ()
    files: Mapping[str, bytes] = {}


class Pace(msgspec.Struct, frozen=True, kw_only=True):
    """``breathe`` is called after every piece: it may wait, so that everything else goes on, or
    raise, to end it. ``done`` is told how many bytes of attachments are written, and of how many.
    """

    breathe: Callable[[], None] = lambda: None
    done: Callable[[int, int], None] = lambda _done, _all: None


def write_backup(sink: Sink, head: Head, kept: Kept, pace: Pace) -> Counts:
    """Write all of it to ``sink``, and count it.

    Attachments of drafts stay out: a draft is for its author alone. One that cannot be read or is
    damaged is left out and counted, for another desk may hold it; so is one of a report that a
    supervisor's desk has not fetched yet. Raises what ``sink`` does.
    """
    put(sink, FrameKind.HEAD, msgspec.json.encode(head))
    held = {ref.sha256: ref for ref in kept.blobs.held()}
    with kept.logs() as logs:
        events, named, of_reports = _write_events(sink, logs, frozenset(held), pace)
        for event in kept.founding:
            if not any(log.find(event.id) for log in logs):
                events += 1
                _write_event(sink, event)
    for name, content in kept.files.items():
        for at in range(0, max(1, len(content)), PIECE):
            put(sink, FrameKind.FILE, content[at : at + PIECE], name)
    wanted = [held[blob] for blob in sorted(named)]
    whole = _write_attachments(sink, wanted, kept.blobs, pace)
    lacking = of_reports - held.keys() if head.has_records else frozenset()
    counts = Counts(
        events=events,
        attachments=len(whole),
        attachment_bytes=sum(ref.size for ref in whole),
        left_out=len(wanted) - len(whole) + len(lacking),
    )
    put(sink, FrameKind.END, msgspec.json.encode(counts))
    return counts


def _write_events(
    sink: Sink, logs: Sequence[StoredLog], held: frozenset[BlobId], pace: Pace
) -> tuple[int, frozenset[BlobId], frozenset[BlobId]]:
    """Write every event; how many, which of ``held`` they name, and all that reports name."""
    for log in logs:
        log.purged()  # from here on it reads what the file held at this moment
    count, size, named, of_reports = 0, 0, frozenset[BlobId](), set[BlobId]()
    for log in logs:
        for event in log.events():
            size += _write_event(sink, event)
            count += 1
            of_reports.update(_files_of(event))
            if size >= PIECE:
                size = 0
                pace.breathe()
        named |= log.naming(held)
    return count, named, frozenset(of_reports)


def _files_of(event: Event) -> Iterator[BlobId]:
    if event.header.type in _NAME_FILES:
        for _, fact in facts_of([event]):
            if isinstance(fact, ReportFact):
                yield from (file.sha256 for file in files_of(fact))


def _write_event(sink: Sink, event: Event) -> int:
    wire = event.wire()
    put(sink, FrameKind.EVENT, wire)
    return len(wire)


def _write_attachments(
    sink: Sink, wanted: Sequence[BlobRef], blobs: BlobStore, pace: Pace
) -> Sequence[BlobRef]:
    """Write them piece by piece; returns those that were what their names say."""
    everything, done, whole = sum(ref.size for ref in wanted), 0, []
    for ref in wanted:
        digest = sha256()
        for piece in _pieces(ref, blobs):
            put(sink, FrameKind.ATTACHMENT, piece, ref.sha256)
            digest.update(piece)
            done += len(piece)
            pace.done(done, everything)
            pace.breathe()
        if digest.hexdigest() == ref.sha256:
            whole.append(ref)
    return whole


def _pieces(ref: BlobRef, blobs: BlobStore) -> Iterator[bytes]:
    """Its bytes, as far as they can be read: it may be purged at this moment."""
    with suppress(BlobNotHeldError):
        for at in range(0, ref.size, PIECE):
            yield blobs.read(ref.sha256, at, PIECE)
