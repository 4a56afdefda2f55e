"""The log of some streams, as the one thread that owns them sees it.

It signs this device's events into their chains, and lets in the events of others: signature and
roster are checked before a byte of a body is parsed (DESIGN §3, Event).
"""

import logging
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterable

from desktop.domain.errors import (
    ForeignEventError,
    MalformedEventError,
    QuarantinedEventError,
)
from desktop.domain.events.body import SALT_BYTES, Fact, body_hash, encode_body
from desktop.domain.events.event import Event, EventId, sealed
from desktop.domain.events.header import GENESIS, Header, milliseconds
from desktop.domain.events.holdings import Holdings
from desktop.domain.events.ids import EventIds
from desktop.domain.events.streams import Stream
from desktop.domain.roster.roster import Member, Roster
from desktop.services.log.admission import Admission
from desktop.services.log.reading import read_fact
from desktop.services.ports import ChainHead, Clock, Held, Signer, Verify

log = logging.getLogger(__name__)

_REMEMBERED = 20_000
"""Event ids kept in memory, to tell a double from a fork without asking the disk."""


class Ledger:
    """Own chains, others' chains, and who may say what. It belongs to one thread."""

    def __init__(
        self,
        *,
        site: bytes,
        signer: Signer,
        verify: Verify,
        clock: Clock,
        random_bytes: Callable[[int], bytes],
        streams: frozenset[Stream],
        roster: Callable[[], Roster],
        held: Held,
    ) -> None:
        self._site = site
        self._signer = signer
        self._me = bytes.fromhex(signer.id)
        self._admission = Admission(site=site, streams=streams, verify=verify)
        self._clock = clock
        self._random_bytes = random_bytes
        self._roster = roster
        self._heads = dict(held.heads)
        self._purged = held.purged.copy()
        self._recent: OrderedDict[EventId, bytes] = OrderedDict()
        self.holdings = Holdings()
        self.holdings.restore(held.spans, held.digests)
        for event in (*held.notices, *held.alert_events):
            self._remember(event)
        self.refused: Counter[str] = Counter()

    @property
    def streams(self) -> frozenset[Stream]:
        """The streams this ledger keeps."""
        return self._admission.streams

    def write(self, fact: Fact) -> Event:
        """Sign ``fact`` as this device's next event in its stream. It is not on a disk yet."""
        body = encode_body(fact, self._random_bytes(SALT_BYTES))
        head = self._heads.get(fact.STREAM)
        header = Header(
            site=self._site,
            device=self._me,
            stream=fact.STREAM,
            seq=head.seq + 1 if head else 1,
            prev=head.hash if head else GENESIS,
            at_ms=milliseconds(self._clock.now()),
            type=fact.TYPE,
            type_version=fact.VERSION,
            body_hash=body_hash(body),
        )
        event = sealed(header, body, self._signer.sign)
        self._heads[fact.STREAM] = ChainHead(seq=header.seq, hash=event.hash)
        self._hold(event)
        return event

    def is_double(self, event: Event) -> bool:
        """This very event was here before, byte for byte (as far as memory reaches).

        Nothing of a double is checked again, so a header that came before must come with the
        signature and the body that came with it then, or with none where the body was purged.
        """
        return self._recent.get(event.id) == event.signature and event.body_matches

    def knows(self, event: EventId) -> bool:
        """An event with this id was here before (as far as memory reaches)."""
        return event in self._recent

    def may_be_known(self, event: Event) -> bool:
        """Its number was here before: known, or a fork. Only the disk can tell."""
        return self.holdings.covers(event.header)

    def check(self, event: Event) -> None:
        """Raise ``ForeignEventError`` unless the roster lets its author say this.

        ``QuarantinedEventError`` is the one that may be held all the same: to be shown, and
        neither believed nor acted on.
        """
        refusal = self._admission.refusal(event, self._roster(), is_purged=self.is_purged(event))
        if refusal is not None:
            self.refused[refusal.reason] += 1
            kind = QuarantinedEventError if refusal.is_quarantine else ForeignEventError
            raise kind(
                f"Event {event.id} of device {event.header.device_id} was refused. {refusal.why}"
            )

    def hold(self, event: Event) -> Event:
        """Take a checked event in; returns it as it may be kept."""
        header = event.header
        event = self.as_kept(event)
        if header.device == self._me:
            head = self._heads.get(header.stream)
            if head is None or header.seq > head.seq:
                # A restored home hears its own later events from the others: go on after them.
                self._heads[header.stream] = ChainHead(seq=header.seq, hash=event.hash)
        self._hold(event)
        return event

    def as_kept(self, event: Event) -> Event:
        """The event as it may be kept: a purged body is cut off."""
        return event.without_body() if self.is_purged(event) else event

    def purge(self, events: Iterable[EventId]) -> None:
        """Refuse these bodies from now on."""
        self._purged.update(events)

    @property
    def purged(self) -> EventIds:
        """The events whose bodies are refused."""
        return self._purged

    def is_purged(self, event: Event) -> bool:
        """Its body is refused for good. Notices are never purged: the roster rests on them."""
        return event.id in self._purged and event.header.stream is not Stream.NOTICES

    def beyond(self, member: Member) -> int:
        """How many events of a revoked member are held beyond those that are believed."""
        if not member.is_revoked:
            return 0
        owner = bytes.fromhex(member.device)
        return sum(
            self.holdings.count_after(stream, owner, member.revoked_at.get(stream, 0))
            for stream in self.streams
        )

    def heads_of(self, device: str) -> tuple[tuple[int, int], ...]:
        """The last numbers held of a device, as pairs of the stream's number and the event's."""
        owner = bytes.fromhex(device)
        return tuple(
            (int(stream), last)
            for stream in sorted(self.streams)
            if (last := self.holdings.last(stream, owner))
        )

    def read(self, event: Event) -> Fact | None:
        """What the event says, as ``read_fact`` does.

        A body that is no such fact counts as refused, and reads as ``None``.
        """
        try:
            return read_fact(event)
        except MalformedEventError as cause:
            self.refused["body"] += 1
            log.info("event %s of %s: %s", event.id, event.header.device_id, cause)
            return None

    def _hold(self, event: Event) -> None:
        self.holdings.add(event.header, event.id)
        self._remember(event)

    def _remember(self, event: Event) -> None:
        self._recent[event.id] = event.signature
        if len(self._recent) > _REMEMBERED:
            self._recent.popitem(last=False)
