"""Stations tell each other what they hold, and whoever holds more sends the original bytes.

That is how a late supervisor sees open alerts at once, how a station that was off catches up, and
how a lost message is found: beats carry a digest, and two different digests lead to heads.
"""

from collections import Counter, deque
from collections.abc import Callable, Iterable, Sequence

import msgspec

from desktop.domain.events.holdings import DIGEST_BYTES, Heads, Holdings, Span, spans_of
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
LONG_BYTES = 2 * 1024
LONG_PAUSE = 0.004
"""Seconds after an event that is longer, as the guidance's are: hundreds of them at once would be
before the next alert on a slow network."""
MOST_SPANS = 1_500
"""What fits into a note, however large the numbers are."""
MOST_LOOKED_UP = 500
"""Spans looked for at a time: each is a question to the disk."""


class _Asked(msgspec.Struct, frozen=True):
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
        self._offers: dict[DeviceId, tuple[list[Span], frozenset[Stream]]] = {}
        self._is_turn_taken = False
        self._sending_to: set[DeviceId] = set()

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
        theirs = spans_of(heads.spans)
        shared = self._shared_with(role)
        lacked = self._holdings.lacked_by(theirs, shared)
        if lacked and device not in self._sending_to:
            self._sending_to.add(device)
            self._archive.events(
                _newest_of_each(lacked, MOST_LOOKED_UP),
                lambda wires: self._post(lambda: self._send(device, deque(wires))),
                most=MOST_AT_ONCE,
            )
        if heads.answer:
            self._offers[device] = (theirs, shared)
            self._take_offer()

    def _take_offer(self) -> None:
        """Tell one of those who hold more what we hold; the next one when it has had its time, for
        it will have sent much of the same.
        """
        while self._offers and not self._is_turn_taken:
            device = next(iter(self._offers))
            theirs, shared = self._offers.pop(device)
            if self._lack_any(theirs, shared):
                self._is_turn_taken = True
                self._schedule.after(ONE_AT_A_TIME, self._end_turn)
                self._carrier.note(device, self._kind, self._heads(shared, answer=False))

    def _end_turn(self) -> None:
        self._is_turn_taken = False
        self._take_offer()

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

    def _send(self, device: DeviceId, wires: deque[bytes]) -> None:
        """One by one, so that whatever is urgent comes between."""
        if not wires:
            self._sending_to.discard(device)
            return
        wire = wires.popleft()
        self._carrier.send(device, wire)
        pause = max(self._pause, LONG_PAUSE if len(wire) > LONG_BYTES else 0.0)
        if pause:
            self._schedule.after(pause, lambda: self._send(device, wires))
        else:
            self._post(lambda: self._send(device, wires))

    def _heads(self, shared: frozenset[Stream], *, answer: bool) -> Heads:
        spans = _told_briefly(self._holdings.spans(shared))
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


def _newest_of_each(spans: Iterable[Span], most: int) -> list[Span]:
    """Up to ``most`` of ``spans``: the newest of each chain, then the second newest of each, so
    that no chain full of holes crowds out the others.
    """
    ranks: Counter[tuple[Stream, bytes]] = Counter()
    ranked: list[tuple[int, Span]] = []
    for span in sorted(spans, key=lambda span: span.last, reverse=True):
        chain = (span.stream, span.device)
        ranked.append((ranks[chain], span))
        ranks[chain] += 1
    ranked.sort(key=lambda entry: entry[0])
    return [span for _, span in ranked[:most]]


def _told_briefly(spans: Sequence[Span]) -> list[Span]:
    """What is held in no more than ``MOST_SPANS``: where there are too many holes to tell, a
    chain's oldest part is told as held, and what it lacks there is not asked for.
    """
    told = _newest_of_each(spans, MOST_SPANS)
    if len(told) == len(spans):
        return told
    left_out: dict[tuple[Stream, bytes], int] = {}
    for span in set(spans).difference(told):
        chain = (span.stream, span.device)
        left_out[chain] = min(span.first, left_out.get(chain, span.first))
    oldest = {(span.stream, span.device): span for span in told}  # told has the newest first
    for chain, first in left_out.items():
        if chain in oldest:
            told[told.index(oldest[chain])] = oldest[chain]._replace(first=first)
    return told
