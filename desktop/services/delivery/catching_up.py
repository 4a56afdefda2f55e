"""Stations tell each other what they hold, and whoever holds more sends the original bytes.

That is how a late supervisor sees open alerts at once, how a station that was off catches up, and
how a lost message is found: beats carry a digest, and two different digests lead to heads.
"""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from desktop.domain.events.holdings import DIGEST_BYTES, Heads, Holdings, Span
from desktop.domain.events.note import NoteKind
from desktop.domain.events.streams import FOR_EVERYONE, FOR_SUPERVISORS, Stream
from desktop.domain.roster.ids import DeviceId
from desktop.domain.roster.roles import Role
from desktop.services.delivery.carrier import Carrier
from desktop.services.ports import Archive
from desktop.services.schedule import Schedule

MOST_AT_ONCE = 400
"""Events sent in one answer; the next beat's digest asks for the rest."""
ASK_AGAIN_AFTER = 8.0
"""Seconds before the same station is asked again."""
MOST_DOUBLINGS = 6
"""Each asking that changes nothing on either side doubles that time, up to eight minutes: a fork,
or an event that only one of the two believes, is a difference that stays."""
ONE_AT_A_TIME = 0.4
"""Seconds given to one station's answer before another is asked for the same."""
MOST_SPANS = 2_000
"""What fits into a note. Who is told of less is sent some events twice, and no harm is done."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """When a station was asked, and about what: our digest and its own."""

    at: float
    difference: tuple[bytes, bytes] | None
    doublings: int


class CatchUp:
    """Exchanges heads with other stations for the streams of one ledger.

    ``pause`` is the seconds between two events sent, where they are large or can wait.
    """

    def __init__(
        self,
        *,
        me: DeviceId,
        role: Role,
        streams: frozenset[Stream],
        kind: NoteKind,
        holdings: Holdings,
        archive: Archive,
        carrier: Carrier,
        schedule: Schedule,
        monotonic: Callable[[], float],
        post: Callable[[Callable[[], None]], None],
        pause: float = 0.0,
    ) -> None:
        self._me = me
        self._role = role
        self._streams = streams
        self._kind = kind
        self._holdings = holdings
        self._archive = archive
        self._carrier = carrier
        self._schedule = schedule
        self._monotonic = monotonic
        self._post = post
        self._pause = pause
        self._asked: dict[DeviceId, _Asked] = {}
        self._differed: set[DeviceId] = set()
        self._answer_expected_until = 0.0

    def digest(self) -> bytes:
        """The digest of what we hold. Its first part is of the streams that everybody shares."""
        return self._holdings.digest(self._shared_with(self._role))

    def appeared(self, device: DeviceId, role: Role) -> None:
        """``device`` is newly present: compare what we both hold."""
        if self._starts_with(device, role):
            self._ask(device)

    def compare(self, device: DeviceId, role: Role, digest: bytes) -> None:
        """``device`` told its digest. A difference that lasts two beats is looked into."""
        if not digest or len(digest) % DIGEST_BYTES or not self._starts_with(device, role):
            return
        ours = self.digest()
        both = min(len(digest), len(ours))
        if digest[:both] == ours[:both]:
            self._differed.discard(device)
        elif device in self._differed:
            self._ask(device, difference=(ours, digest))
        else:
            self._differed.add(device)

    def told(self, device: DeviceId, role: Role, heads: Heads) -> None:
        """``device`` told what it holds: send what it lacks, and ask for what we lack."""
        theirs = [
            Span(Stream(stream), bytes(owner), first, last)
            for stream, owner, first, last in heads.spans
            if stream in set(Stream)
        ]
        shared = self._shared_with(role)
        lacked = self._holdings.lacked_by(theirs, shared)
        if lacked:
            self._archive.events(
                lacked, lambda wires: self._found(device, wires), most=MOST_AT_ONCE
            )
        if heads.answer and self._lack_any(theirs, shared):
            self._answer(device, theirs, shared)

    def _answer(self, device: DeviceId, theirs: list[Span], shared: frozenset[Stream]) -> None:
        """Tell ``device`` what we hold, unless another one is just about to send the same."""
        wait = self._answer_expected_until - self._monotonic()
        if wait > 0:
            self._schedule.after(
                wait,
                lambda: (
                    self._answer(device, theirs, shared) if self._lack_any(theirs, shared) else None
                ),
            )
            return
        self._answer_expected_until = self._monotonic() + ONE_AT_A_TIME
        self._carrier.note(device, self._kind, self._heads(shared, answer=False))

    def _ask(self, device: DeviceId, *, difference: tuple[bytes, bytes] | None = None) -> None:
        now, asked = self._monotonic(), self._asked.get(device)
        is_same = asked is not None and asked.difference == difference is not None
        doublings = min(asked.doublings + 1, MOST_DOUBLINGS) if asked and is_same else 0
        if asked and now - asked.at < ASK_AGAIN_AFTER * 2**doublings:
            return
        self._asked[device] = _Asked(now, difference, doublings)
        self._differed.discard(device)
        self._carrier.note(
            device, self._kind, self._heads(self._shared_with(Role.SUPERVISOR), answer=True)
        )

    def _found(self, device: DeviceId, wires: Sequence[bytes]) -> None:
        """Called by the archive with the events; they leave one by one from our own thread."""
        if wires:
            self._post(lambda: self._send(device, deque(wires)))

    def _send(self, device: DeviceId, wires: deque[bytes]) -> None:
        self._carrier.send(device, wires.popleft())
        if not wires:
            return
        if self._pause:
            self._schedule.after(self._pause, lambda: self._send(device, wires))
        else:
            self._post(lambda: self._send(device, wires))

    def _heads(self, shared: frozenset[Stream], *, answer: bool) -> Heads:
        spans = sorted(self._holdings.spans(shared), key=lambda s: s.last, reverse=True)
        spans = spans[:MOST_SPANS]
        return Heads(
            spans=tuple((int(s.stream), s.device, s.first, s.last) for s in spans), answer=answer
        )

    def _lack_any(self, theirs: list[Span], shared: frozenset[Stream]) -> bool:
        others = Holdings()
        others.restore((span for span in theirs if span.stream in shared), {})
        return bool(others.lacked_by(self._holdings.spans(shared), shared))

    def _starts_with(self, device: DeviceId, role: Role) -> bool:
        """Whether we are the one of the two who begins: counters do, and the lower id."""
        if role is not Role.SUPERVISOR:
            return False
        return self._role is not Role.SUPERVISOR or self._me < device

    def _shared_with(self, role: Role) -> frozenset[Stream]:
        both = self._role is Role.SUPERVISOR and role is Role.SUPERVISOR
        return self._streams & (FOR_SUPERVISORS if both else FOR_EVERYONE)
