"""Fetching what an event names from whoever holds it, one chunk at a time (DESIGN §3, Delivery).

One chunk is in flight, whatever is wanted, and the next is asked for only after a pause: an alert
never finds more than one of them before it.
"""

import logging
from collections.abc import Callable, Iterable
from contextlib import suppress

import msgspec

from desktop.domain.errors import DeskError
from desktop.domain.events.note import Note, NoteKind
from desktop.domain.reports.attachments import BlobId, BlobRef
from desktop.domain.roster.ids import DeviceId
from desktop.services.blobs.messages import (
    CHUNK_BYTES,
    MOST_TOLD,
    BlobChunk,
    BlobsHeld,
    BlobsOffered,
    BlobWanted,
)
from desktop.services.blobs.ports import BlobDamagedError, BlobStore
from desktop.services.delivery.carrier import Carrier
from desktop.services.schedule import Schedule, Timer

log = logging.getLogger(__name__)

PAUSE = 0.008
"""Seconds from one asking to the next: two megabytes a second at the most."""
BUSY_SHARE = 3
"""Where a chunk takes long, network or PCs are busy with something else: of the time until the next
one is asked for, it may have taken a third."""
PATIENCE = 0.4
"""Seconds after which a chunk counts as lost and is asked for again."""
TRIES = 3
"""Askings before another holder is tried; one, where a holder did not answer the last time."""
AGAIN_AFTER = (2.0, 5.0, 15.0, 60.0)
"""Seconds after which a station that did not answer is asked again, and for a blob that nobody
gives; the last one repeats. Whoever is off is asked no more for one blob than for a hundred."""
DISK_AGAIN_AFTER = 30.0
"""Seconds after which a disk that took nothing is tried again."""
DAMAGED_AGAIN_AFTER = 600.0
"""Seconds after which a holder is asked again whose bytes were not those named."""


class _Wanted(msgspec.Struct, eq=False):
    """A blob on its way here.

    ``sources`` are those whose bytes are in what was pulled so far, ``absent`` those who do not
    hold it now, ``blamed`` those whose bytes were others, and until when that counts.
    """

    ref: BlobRef
    holders: dict[DeviceId, None]
    got: int
    sources: set[DeviceId]
    due_at: float
    is_from_one: bool = False
    absent: set[DeviceId] = msgspec.field(default_factory=set)
    blamed: dict[DeviceId, float] = msgspec.field(default_factory=dict)
    is_damage_told: bool = True
    rounds: int = 0

    @property
    def lacks(self) -> int:
        return self.ref.size - self.got


class _Quiet(msgspec.Struct, frozen=True):
    """A station that did not answer, ``times`` in a row, and until when it is left alone."""

    times: int
    until: float


class _Asking(msgspec.Struct, eq=False):
    """The one chunk in flight. ``asked`` are those who may still answer."""

    wanted: _Wanted
    holder: DeviceId
    turn: int
    asked: set[DeviceId]
    at: float
    timer: Timer


class BlobPulling:
    """What this station fetches. It belongs to one thread, and all methods are called there.

    ``desks`` are the supervisors' stations, who may hold a blob besides those that are named.
    ``aside`` runs something in a worker, ``post`` brings it back. ``completed``, ``failed`` (and
    tried again later) and ``progressed`` (with the bytes held) are told on this thread.
    """

    def __init__(
        self,
        *,
        me: DeviceId,
        store: BlobStore,
        carrier: Carrier,
        desks: Callable[[], Iterable[DeviceId]],
        schedule: Schedule,
        monotonic: Callable[[], float],
        post: Callable[[Callable[[], None]], None],
        aside: Callable[[Callable[[], None]], object],
        completed: Callable[[BlobRef], None],
        failed: Callable[[BlobRef, DeskError], None],
        progressed: Callable[[BlobRef, int], None] = lambda _ref, _got: None,
        pause: float = PAUSE,
    ) -> None:
        self._me = me
        self._store = store
        self._carrier = carrier
        self._desks = desks
        self._schedule = schedule
        self._monotonic = monotonic
        self._post = post
        self._aside = aside
        self._completed = completed
        self._failed = failed
        self._progressed = progressed
        self._pause = pause
        self._wanted: dict[BlobId, _Wanted] = {}
        self._checking: set[BlobId] = set()
        self._quiet: dict[DeviceId, _Quiet] = {}
        self._asking: _Asking | None = None
        self._waking: Timer | None = None
        self._next_at = 0.0
        self._is_held_up = False

    def want(self, ref: BlobRef, holders: Iterable[DeviceId] = ()) -> None:
        """Fetch ``ref`` from one of ``holders`` or from another desk, unless it is here already.

        What was pulled before a restart is gone on with. Naming more holders later is fine.
        """
        if not ref.is_sound:
            log.warning("an event names a blob that cannot be: %r of %d", ref.sha256, ref.size)
            return
        if self._store.holds(ref.sha256):
            return
        wanted = self._wanted.get(ref.sha256)
        if wanted is None:
            wanted = self._wanted[ref.sha256] = self._begun(ref)
        for holder in holders:
            self._found(wanted, holder)
        self._go_on()

    def forget(self, blob: BlobId) -> None:
        """Its report was purged: fetch it no more, and delete what is here of it."""
        self._wanted.pop(blob, None)
        if self._asking and self._asking.wanted.ref.sha256 == blob:
            self._stop_asking()
        if blob not in self._checking:
            self._remove(blob)
        self._go_on()

    def wanted(self) -> tuple[tuple[BlobRef, int], ...]:
        """What is not here yet, and how many bytes of it are."""
        return tuple((wanted.ref, wanted.got) for wanted in self._wanted.values())

    def appeared(self, device: DeviceId) -> None:
        """``device`` is newly present: it may hold what is wanted, so ask now."""
        self._quiet.pop(device, None)
        for wanted in self._wanted.values():
            if device in self._holders(wanted):
                self._hurry(wanted, device)
        self._go_on()

    def hurry(self) -> None:
        """A relay is back: try at once what waits for its holders."""
        self._quiet.clear()
        for wanted in self._wanted.values():
            self._hurry(wanted)
        self._go_on()

    def hold_up(self, *, is_urgent: bool) -> None:
        """Ask for nothing while something urgent goes on, and go on after it."""
        self._is_held_up = is_urgent
        self._go_on()

    def noted(self, note: Note, sender: DeviceId) -> None:
        """Take in a note about blobs; other kinds are none of ours."""
        match note.kind:
            case NoteKind.BLOB_CHUNK:
                self._got(note.read(BlobChunk), sender)
            case NoteKind.BLOBS_OFFERED:
                self._offered(note.read(BlobsOffered), sender)

    # --- asking --------------------------------------------------------------------------------

    def _go_on(self) -> None:
        """Ask for the next chunk, unless one is in flight or the pause is not over."""
        while self._asking is None and not self._is_held_up and (wanted := self._next()):
            wait = max(wanted.due_at, self._next_at) - self._monotonic()
            if wait > 0:
                self._wake_in(wait)
                return
            if not wanted.lacks:
                self._check(wanted)
            elif (holder := self._holder_for(wanted)) is not None:
                self._ask(wanted, holder, turn=0, asked=set())

    def _next(self) -> _Wanted | None:
        """What can be had now and is soonest whole, so that a letter passes a recording."""
        candidates = [w for blob, w in self._wanted.items() if blob not in self._checking]
        now = self._monotonic()
        return min(candidates, key=lambda w: (max(w.due_at, now), w.lacks), default=None)

    def _wake_in(self, seconds: float) -> None:
        if self._waking is not None:
            self._waking.cancel()
        self._waking = self._schedule.after(seconds, self._go_on)

    def _holder_for(self, wanted: _Wanted) -> DeviceId | None:
        """Whom to ask: who gave it so far, else the first who may give it."""
        now = self._monotonic()
        left = [
            holder
            for holder in self._holders(wanted)
            if holder not in wanted.absent
            and wanted.blamed.get(holder, now) <= now
            and (holder not in self._quiet or self._quiet[holder].until <= now)
        ]
        if not left:
            self._rest(wanted)
            return None
        left.sort(key=lambda holder: (holder not in wanted.sources, holder in self._quiet))
        return left[0]

    def _rest(self, wanted: _Wanted) -> None:
        """None of its holders gives it now."""
        wanted.due_at = self._again_at(wanted.rounds)
        wanted.rounds += 1
        wanted.absent.clear()
        if not wanted.is_damage_told:
            wanted.is_damage_told = True
            self._failed(wanted.ref, BlobDamagedError())

    def _ask(self, wanted: _Wanted, holder: DeviceId, *, turn: int, asked: set[DeviceId]) -> None:
        if wanted.is_from_one and wanted.got and wanted.sources != {holder}:
            self._start_over(wanted)
        now = self._monotonic()
        self._next_at = now + self._pause
        self._asking = _Asking(
            wanted=wanted,
            holder=holder,
            turn=turn,
            asked=asked | {holder},
            at=now,
            timer=self._schedule.after(PATIENCE, self._unanswered),
        )
        ask = BlobWanted(blob=bytes.fromhex(wanted.ref.sha256), offset=wanted.got, turn=turn)
        self._carrier.note(holder, NoteKind.BLOB_WANTED, ask)

    def _unanswered(self) -> None:
        asking = self._asking
        assert asking is not None
        if self._is_held_up:
            self._stop_asking()
            return
        tries = 1 if asking.holder in self._quiet else TRIES
        if asking.turn + 1 < tries:
            self._ask(asking.wanted, asking.holder, turn=asking.turn + 1, asked=asking.asked)
            return
        times = self._quiet[asking.holder].times + 1 if asking.holder in self._quiet else 0
        self._quiet[asking.holder] = _Quiet(times, self._again_at(times))
        self._ask_another(asking)

    def _ask_another(self, asking: _Asking) -> None:
        """Whoever was asked does not give it: try the next who may."""
        self._stop_asking()
        holder = self._holder_for(asking.wanted)
        if holder is not None:
            self._ask(asking.wanted, holder, turn=0, asked=asking.asked)
        else:
            self._go_on()

    def _stop_asking(self) -> None:
        if self._asking is not None:
            self._asking.timer.cancel()
            self._asking = None

    # --- getting -------------------------------------------------------------------------------

    def _got(self, chunk: BlobChunk, sender: DeviceId) -> None:
        asking = self._asking
        if asking is None or sender not in asking.asked:
            return
        wanted = asking.wanted
        if chunk.blob.hex() != wanted.ref.sha256 or chunk.offset != wanted.got:
            return
        if len(chunk.data) != min(CHUNK_BYTES, wanted.lacks):
            wanted.absent.add(sender)
            if sender == asking.holder:
                self._ask_another(asking)
            return
        self._stop_asking()
        took = self._monotonic() - asking.at
        self._next_at = max(self._next_at, asking.at + BUSY_SHARE * took)
        self._quiet.pop(sender, None)
        self._take(wanted, chunk.data, sender)
        self._go_on()

    def _take(self, wanted: _Wanted, data: bytes, sender: DeviceId) -> None:
        try:
            self._store.append(wanted.ref.sha256, wanted.got, data)
        except DeskError as refusal:
            self._refused(wanted, refusal)
            return
        wanted.got += len(data)
        wanted.sources.add(sender)
        wanted.rounds = 0
        self._progressed(wanted.ref, wanted.got)
        if not wanted.lacks:
            self._check(wanted)

    def _refused(self, wanted: _Wanted, refusal: DeskError) -> None:
        """The disk does not take it; what it holds of it may be less than what was given to it."""
        wanted.got = min(wanted.got, self._store.begun(wanted.ref.sha256))
        wanted.due_at = self._monotonic() + DISK_AGAIN_AFTER
        self._failed(wanted.ref, refusal)

    def _check(self, wanted: _Wanted) -> None:
        blob = wanted.ref.sha256
        self._checking.add(blob)

        def check() -> None:  # in a worker
            failure: Exception | None = None
            try:
                self._store.finish(wanted.ref)
            except Exception as error:  # noqa: BLE001 (handed to the thread that asked)
                failure = error
            self._post(lambda: self._checked(wanted, failure))

        self._aside(check)

    def _checked(self, wanted: _Wanted, refusal: Exception | None) -> None:
        if refusal is not None and not isinstance(refusal, DeskError):
            raise refusal
        blob = wanted.ref.sha256
        self._checking.discard(blob)
        if self._wanted.get(blob) is not wanted:  # purged meanwhile
            self._remove(blob)
        elif refusal is None:
            del self._wanted[blob]
            self._completed(wanted.ref)
            for holder in wanted.holders:
                self._carrier.note(
                    holder, NoteKind.BLOBS_HELD, BlobsHeld(blobs=(bytes.fromhex(blob),))
                )
        elif isinstance(refusal, BlobDamagedError):
            self._was_damaged(wanted)
        else:
            self._refused(wanted, refusal)
        self._go_on()

    def _was_damaged(self, wanted: _Wanted) -> None:
        """Begin anew, from one holder alone, so that it is known whose is damaged."""
        log.warning("a blob came in damaged and is fetched anew: %s", wanted.ref.sha256)
        if len(wanted.sources) == 1:
            (holder,) = wanted.sources
            wanted.blamed[holder] = self._monotonic() + DAMAGED_AGAIN_AFTER
        wanted.is_from_one = True
        wanted.is_damage_told = False
        self._start_over(wanted)

    def _remove(self, blob: BlobId) -> None:
        """Delete it; again later where the disk refuses, for what is purged may not stay."""
        try:
            self._store.remove(blob)
        except DeskError as refusal:
            log.warning("a purged blob is not deleted yet: %s", refusal)
            self._schedule.after(DISK_AGAIN_AFTER, lambda: self._remove(blob))

    def _start_over(self, wanted: _Wanted) -> None:
        with suppress(DeskError):  # its first chunk is written over whatever is there
            self._store.discard(wanted.ref.sha256)
        wanted.got = 0
        wanted.sources.clear()

    # --- who holds it --------------------------------------------------------------------------

    def _begun(self, ref: BlobRef) -> _Wanted:
        got = self._store.begun(ref.sha256)
        wanted = _Wanted(ref=ref, holders={}, got=got, sources=set(), due_at=self._monotonic())
        if got > ref.size:
            self._start_over(wanted)
        elif got:
            wanted.sources.add("before the restart")
        return wanted

    def _found(self, wanted: _Wanted, holder: DeviceId) -> None:
        if holder not in wanted.holders:
            wanted.holders[holder] = None
            self._hurry(wanted, holder)

    def _again_at(self, times: int) -> float:
        return self._monotonic() + AGAIN_AFTER[min(times, len(AGAIN_AFTER) - 1)]

    def _hurry(self, wanted: _Wanted, *holders: DeviceId) -> None:
        wanted.absent.difference_update(holders)
        wanted.due_at = min(wanted.due_at, self._monotonic())

    def _holders(self, wanted: _Wanted) -> list[DeviceId]:
        known = dict.fromkeys((*wanted.holders, *self._desks()))
        return [holder for holder in known if holder != self._me]

    def _offered(self, offer: BlobsOffered, sender: DeviceId) -> None:
        """Say what of it is here, and note that ``sender`` holds what is wanted."""
        here: list[bytes] = []
        for blob in offer.blobs[:MOST_TOLD]:
            wanted = self._wanted.get(blob.hex())
            if wanted is not None:
                self._quiet.pop(sender, None)
                self._found(wanted, sender)
                self._hurry(wanted, sender)
            elif self._store.holds(blob.hex()):
                here.append(blob)
        if here:
            self._carrier.note(sender, NoteKind.BLOBS_HELD, BlobsHeld(blobs=tuple(here)))
        self._go_on()
