"""Blobs of one station, both ways: what it pulls, what it gives, and what it may let go of."""

from collections.abc import Callable, Iterable

import msgspec

from desktop.domain.errors import DeskError
from desktop.domain.events.note import OF_BLOBS, Note
from desktop.domain.reports.attachments import MOST_BYTES, Attachment, BlobId, BlobRef
from desktop.domain.roster.ids import DeviceId
from desktop.domain.roster.roster import Roster
from desktop.services.blobs.ports import BlobStore
from desktop.services.blobs.pulling import BlobPulling
from desktop.services.blobs.serving import BlobServing
from desktop.services.delivery.carrier import Carrier
from desktop.services.schedule import Schedule


class _Fetch(msgspec.Struct, frozen=True):
    """Somebody waits for all of ``lacking``."""

    lacking: set[BlobId]
    then: Callable[[], None]


class BlobExchange:
    """Pulling and serving on one thread, where all methods are called.

    ``carrier`` is one over relays that may carry records. ``aside`` runs something in a worker,
    ``post`` brings it back.
    ``completed`` gets what is here now, ``failed`` what is not yet and why, ``progressed`` how
    many bytes are here; ``kept`` which desk holds one that was offered, so that it may go here.
    Others than supervisors' stations are given what ``is_for_everyone``.
    """

    def __init__(
        self,
        *,
        me: DeviceId,
        store: BlobStore,
        carrier: Carrier,
        roster: Callable[[], Roster],
        schedule: Schedule,
        monotonic: Callable[[], float],
        post: Callable[[Callable[[], None]], None],
        aside: Callable[[Callable[[], None]], object],
        is_for_everyone: Callable[[BlobId], bool] = lambda _blob: False,
        completed: Callable[[BlobRef], None] = lambda _ref: None,
        failed: Callable[[BlobRef, DeskError], None] = lambda _ref, _why: None,
        progressed: Callable[[BlobRef, int], None] = lambda _ref, _got: None,
        kept: Callable[[BlobId, DeviceId], None] = lambda _blob, _desk: None,
    ) -> None:
        self._store = store
        self._told_completed = completed
        self._fetches: list[_Fetch] = []
        self._pulling = BlobPulling(
            me=me,
            store=store,
            carrier=carrier,
            desks=lambda: (desk.device for desk in roster().supervisors),
            schedule=schedule,
            monotonic=monotonic,
            post=post,
            aside=aside,
            completed=self._came,
            failed=failed,
            progressed=progressed,
        )
        self._serving = BlobServing(
            me=me,
            store=store,
            carrier=carrier,
            roster=roster,
            schedule=schedule,
            is_for_everyone=is_for_everyone,
            kept=kept,
        )

    def want(self, ref: BlobRef, holders: Iterable[DeviceId] = ()) -> None:
        """Fetch what an event names, from ``holders`` or from another desk."""
        self._pulling.want(ref, holders)

    def fetch(
        self, files: tuple[Attachment, ...], holders: Iterable[DeviceId], then: Callable[[], None]
    ) -> None:
        """Fetch what an event names from ``holders``, its author among them, or from another desk;
        ``then`` is called once all of it is here, at once where it is. Call it again after a
        restart.
        """
        lacking = {file.sha256 for file in files if not self._store.holds(file.sha256)}
        if not lacking:
            then()
            return
        self._fetches.append(_Fetch(lacking, then))
        for file in files:
            self._pulling.want(file.blob, holders)

    def holds_all(self, files: tuple[Attachment, ...]) -> bool:
        """Whether all of them are here."""
        return all(self._store.holds(file.sha256) for file in files)

    def holds(self, blob: BlobId) -> bool:
        """Whether it is here."""
        return self._store.holds(blob)

    def read(self, file: Attachment) -> bytes | None:
        """All of it, where it is here and can be read."""
        try:
            return self._store.read(file.sha256, 0, MOST_BYTES)
        except DeskError:
            return None

    def wanted(self) -> tuple[tuple[BlobRef, int], ...]:
        """What is on its way here, and how many bytes of it are here."""
        return self._pulling.wanted()

    def offer(self, blobs: Iterable[BlobId]) -> None:
        """Ask the desks until one of them holds them; then ``kept`` is told."""
        self._serving.offer(blobs)

    def forget(self, blob: BlobId) -> None:
        """Its report was purged, or is safe elsewhere: delete it, and neither fetch nor offer it
        any more. Another report that names the same bytes loses them too: ask before.
        """
        self._fetches = [fetch for fetch in self._fetches if blob not in fetch.lacking]
        self._serving.withdraw(blob)
        self._pulling.forget(blob)

    def noted(self, note: Note, sender: DeviceId) -> bool:
        """Take in a note, unless it is of another kind; whether it was about blobs."""
        if note.kind not in OF_BLOBS:
            return False
        self._pulling.noted(note, sender)
        self._serving.noted(note, sender)
        return True

    def appeared(self, device: DeviceId) -> None:
        """``device`` is newly present."""
        self._pulling.appeared(device)
        self._serving.appeared(device)

    def link_up(self) -> None:
        """A relay is back."""
        self._pulling.hurry()
        self._serving.offer_now()

    def hold_up(self, *, is_urgent: bool) -> None:
        """Fetch nothing while something urgent goes on, such as an alert nobody has answered."""
        self._pulling.hold_up(is_urgent=is_urgent)

    def _came(self, ref: BlobRef) -> None:
        for fetch in self._fetches:
            fetch.lacking.discard(ref.sha256)
        whole = [fetch for fetch in self._fetches if not fetch.lacking]
        self._fetches = [fetch for fetch in self._fetches if fetch.lacking]
        self._told_completed(ref)
        for fetch in whole:
            fetch.then()
