"""Blobs of one station, both ways: what it pulls, what it gives, and what it may let go of."""

from collections.abc import Callable, Iterable

from desktop.domain.errors import DeskError
from desktop.domain.events.note import OF_BLOBS, Note
from desktop.domain.reports.attachments import BlobId, BlobRef
from desktop.domain.roster.ids import DeviceId
from desktop.domain.roster.roster import Roster
from desktop.services.actor import Actor
from desktop.services.blobs.ports import BlobStore
from desktop.services.blobs.pulling import BlobPulling
from desktop.services.blobs.serving import BlobServing
from desktop.services.delivery.carrier import Carrier


class BlobExchange:
    """Pulling and serving on one thread, ``actor``'s, where all methods are called.

    ``carrier`` is one over relays that may carry records. ``aside`` runs something in a worker.
    ``completed`` gets what is here now, ``failed`` what is not yet and why, ``progressed`` how
    many bytes are here; ``kept`` which desk holds one that was offered, so that it may go here.
    """

    def __init__(
        self,
        *,
        me: DeviceId,
        store: BlobStore,
        carrier: Carrier,
        roster: Callable[[], Roster],
        actor: Actor,
        monotonic: Callable[[], float],
        aside: Callable[[Callable[[], None]], object],
        completed: Callable[[BlobRef], None] = lambda _ref: None,
        failed: Callable[[BlobRef, DeskError], None] = lambda _ref, _why: None,
        progressed: Callable[[BlobRef, int], None] = lambda _ref, _got: None,
        kept: Callable[[BlobId, DeviceId], None] = lambda _blob, _desk: None,
    ) -> None:
        self._pulling = BlobPulling(
            me=me,
            store=store,
            carrier=carrier,
            desks=lambda: (desk.device for desk in roster().supervisors),
            schedule=actor.schedule,
            monotonic=monotonic,
            post=actor.post,
            aside=aside,
            completed=completed,
            failed=failed,
            progressed=progressed,
        )
        self._serving = BlobServing(
            me=me,
            store=store,
            carrier=carrier,
            roster=roster,
            schedule=actor.schedule,
            kept=kept,
        )

    def want(self, ref: BlobRef, holders: Iterable[DeviceId] = ()) -> None:
        """Fetch what an event names, from ``holders`` or from another desk."""
        self._pulling.want(ref, holders)

    def wanted(self) -> tuple[tuple[BlobRef, int], ...]:
        """What is on its way here, and how many bytes of it are here."""
        return self._pulling.wanted()

    def offer(self, blobs: Iterable[BlobId]) -> None:
        """Ask the desks until one of them holds them; then ``kept`` is told."""
        self._serving.offer(blobs)

    def forget(self, blob: BlobId) -> None:
        """Its report was purged: delete it, and neither fetch nor offer it any more."""
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
