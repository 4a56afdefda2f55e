"""A PC that was a supervisor's desk, and is none any more: it hands its records on, then they go.

It offers what it holds to the supervisors' desks, sends each what that one lacks, and its files
besides. Nothing counts as handed on that a desk has not said to be on its disk.
"""

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from functools import partial

from desktop.domain.errors import BodyTooLargeError, MalformedEventError
from desktop.domain.events.event import Event
from desktop.domain.events.holdings import Span, spans_of
from desktop.domain.events.note import Note, NoteKind
from desktop.domain.events.streams import Stream
from desktop.domain.reports.attachments import BlobId
from desktop.domain.roster.ids import DeviceId
from desktop.domain.roster.roster import Roster
from desktop.services.ports import Archive
from desktop.services.records.notes import RecordsLacked, RecordsOffered
from desktop.services.records.parts import RecordWriter

ROUND_AFTER = (1.0, 2.0, 5.0, 15.0, 60.0)
"""Seconds between two offers of everything; the last figure repeats."""
ENOUGH_DESKS = 2
"""Desks that must hold all of it where so many answer: one disk alone is no safe place."""
SPANS_IN_A_NOTE = 500
MOST_AT_ONCE = 400
"""Records sent to a desk before it is asked again what it lacks."""
PAUSE = 0.02
"""Seconds between two of them: an alert must not queue behind them."""


class HandingOn:
    """Does it on the thread of ``writer``, from which all but ``begin`` is called.

    ``spans`` are of the records that ``archive`` reads, ``files`` those here, of which those count
    that the records name; ``offer`` has them offered until ``kept`` was told of each. ``done`` is
    called once, with the desks that hold all of it.
    """

    def __init__(
        self,
        spans: Iterable[Span],
        *,
        archive: Archive,
        files: Callable[[], frozenset[BlobId]],
        offer: Callable[[Iterable[BlobId]], None],
        writer: RecordWriter,
        roster: Callable[[], Roster],
        done: Callable[[frozenset[DeviceId]], None],
    ) -> None:
        self._spans = tuple(span for span in spans if span.stream is Stream.RECORDS)
        self._archive = archive
        self._files = files
        self._offer = offer
        self._writer = writer
        self._roster = roster
        self._done = done
        self._unkept: set[BlobId] | None = None
        self._lacked: dict[DeviceId, dict[int, list[Span]]] = {}
        self._sent: dict[DeviceId, int] = {}
        self._sending: set[DeviceId] = set()
        self._rounds = 0
        self._is_over = False

    def begin(self) -> None:
        """Offer everything soon, and again until it is handed on. What is of another site, which
        this PC has left, is nobody's here: it is offered to none, and stays.
        """
        self._writer.post(self._look)

    def linked(self) -> None:
        """A relay is back."""
        if self._unkept is not None and not self._is_over:
            self._tell_all()

    def kept(self, blob: BlobId) -> None:
        """A desk says that it holds that file."""
        if self._unkept is not None:
            self._unkept.discard(blob)

    def noted(self, note: Note, sender: DeviceId) -> None:
        """A supervisor's desk says what it lacks; other notes are none of ours."""
        if note.kind is not NoteKind.RECORDS_LACKED or self._unkept is None or self._is_over:
            return
        told = note.read(RecordsLacked)
        parts = self._lacked.setdefault(sender, {})
        parts[told.part] = spans_of(told.spans)
        if len(parts) == len(self._parts()):
            self._send_what_lacks(sender)

    # --- on the records thread ---------------------------------------------------------------

    def _look(self) -> None:
        """Whose records they are, and which files they name."""
        self._archive.events(
            self._spans, lambda wires: self._writer.post(lambda: self._looked(wires)), most=1
        )

    def _looked(self, wires: Sequence[bytes]) -> None:
        if self._spans and not any(self._is_of_this_site(wire) for wire in wires):
            return
        self._archive.naming(
            self._files(), lambda named: self._writer.post(lambda: self._found(named))
        )

    def _is_of_this_site(self, wire: bytes) -> bool:
        try:
            return Event.parse(wire).header.site.hex() == self._roster().site
        except (MalformedEventError, BodyTooLargeError):
            return False

    def _found(self, named: frozenset[BlobId] | None) -> None:
        if named is None:  # it cannot be read now; the next start looks again
            return
        self._unkept = set(named)
        self._round()

    def _round(self) -> None:
        if self._is_over:
            return
        whole = self._holders()
        if not self._spans or (whole and not self._unkept):
            self._is_over = True
            self._done(whole)
            return
        self._lacked.clear()
        self._sent.clear()
        self._tell_all()
        wait = ROUND_AFTER[min(self._rounds, len(ROUND_AFTER) - 1)]
        self._rounds += 1
        self._writer.schedule.after(wait, self._round)

    def _holders(self) -> frozenset[DeviceId]:
        """The desks that hold every record, if those are as many as there can be now."""
        believed = {member.device for member in self._roster().supervisors}
        told = {
            desk: parts
            for desk, parts in self._lacked.items()
            if desk in believed and len(parts) == len(self._parts())
        }
        whole = frozenset(desk for desk, parts in told.items() if not any(parts.values()))
        return whole if len(whole) >= min(ENOUGH_DESKS, len(told)) else frozenset()

    def _parts(self) -> list[tuple[Span, ...]]:
        each = SPANS_IN_A_NOTE
        return [self._spans[at : at + each] for at in range(0, len(self._spans), each)]

    def _tell_all(self) -> None:
        for member in self._roster().supervisors:
            self._tell(member.device)
        self._offer_files()

    def _offer_files(self) -> None:
        """A desk wants them once it has the records that name them."""
        if self._unkept:
            self._offer(self._unkept)

    def _tell(self, desk: DeviceId) -> None:
        for part, spans in enumerate(self._parts()):
            offered = RecordsOffered(part=part, spans=spans)
            self._writer.carrier.note(desk, NoteKind.RECORDS_OFFERED, offered)

    def _send_what_lacks(self, desk: DeviceId) -> None:
        """Once in a round, and again as long as that changes something."""
        lacked = [span for part in self._lacked[desk].values() for span in part]
        count = sum(span.last - span.first + 1 for span in lacked)
        if not lacked or desk in self._sending or count >= self._sent.get(desk, count + 1):
            return
        self._sent[desk] = count
        self._sending.add(desk)
        self._archive.events(
            lacked[:SPANS_IN_A_NOTE],
            lambda wires: self._writer.post(lambda: self._send(desk, deque(wires))),
            most=MOST_AT_ONCE,
        )

    def _send(self, desk: DeviceId, wires: deque[bytes]) -> None:
        """One by one, so that whatever is urgent comes between."""
        if not wires:
            self._sending.discard(desk)
            self._lacked.pop(desk, None)
            self._tell(desk)
            self._offer_files()
            return
        wire = wires.popleft()
        if self._is_of_this_site(wire):
            self._writer.carrier.send(desk, wire)
        self._writer.schedule.after(PAUSE, partial(self._send, desk, wires))
