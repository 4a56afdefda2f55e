"""The log of some streams, as the one thread that owns them sees it.

It signs this device's events into their chains, and lets in the events of others: signature and
roster are checked before a byte of a body is parsed (DESIGN §3, Event).
"""

import logging
from collections import Counter, OrderedDict
from collections.abc import Callable

from desktop.domain.alerts.facts import AlertFact
from desktop.domain.errors import ForeignEventError, MalformedEventError
from desktop.domain.events.body import SALT_BYTES, Fact, body_hash, decode_body, encode_body
from desktop.domain.events.event import Event, EventId, sealed
from desktop.domain.events.header import GENESIS, Header
from desktop.domain.events.holdings import Holdings
from desktop.domain.events.streams import Stream
from desktop.domain.facts import FACTS
from desktop.domain.roster.roster import Roster
from desktop.services.ports import ChainHead, Clock, Held, Signer, Verify

log = logging.getLogger(__name__)

_REMEMBERED = 20_000
"""Event ids kept in memory, to tell a double from a fork without asking the disk."""


class UnreadFact(AlertFact, frozen=True, kw_only=True):
    """A fact of a newer program in ``alerts``: what every version of a fact is likely to say."""

    TYPE = "unread"
    alert: str = ""
    place: str = ""
    person: str = ""


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
        self._verify = verify
        self._clock = clock
        self._random_bytes = random_bytes
        self._streams = streams
        self._roster = roster
        self._heads = dict(held.heads)
        self._purged = set(held.purged)
        self._recent: OrderedDict[EventId, None] = OrderedDict()
        self.holdings = Holdings()
        self.holdings.restore(held.spans, held.digests)
        for event in (*held.notices, *held.alert_events):
            self._remember(event.id)
        self.refused: Counter[str] = Counter()

    @property
    def streams(self) -> frozenset[Stream]:
        """The streams this ledger keeps."""
        return self._streams

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
            at_ms=int(self._clock.now().timestamp() * 1000),
            type=fact.TYPE,
            type_version=fact.VERSION,
            body_hash=body_hash(body),
        )
        event = sealed(header, body, self._signer.sign)
        self._heads[fact.STREAM] = ChainHead(seq=header.seq, hash=event.hash)
        self._hold(event)
        return event

    def is_double(self, event: Event) -> bool:
        """This very event was here before (as far as memory reaches)."""
        return event.id in self._recent

    def may_be_double(self, event: Event) -> bool:
        """Its number was here before: a double, or a fork. Only the disk knows."""
        return event.id not in self._recent and self.holdings.covers(event.header)

    def check(self, event: Event) -> None:
        """Raise ``ForeignEventError`` unless the roster lets its author say this.

        Checks, in this order: site, stream, author, signature, body, quarantine, authority.
        """
        header = event.header
        author = header.device_id
        member = self._roster().authority(author)
        if header.site != self._site:
            raise self._refusal("site", event, "It belongs to another site.")
        if header.stream not in self._streams:
            raise self._refusal("stream", event, "It is not for this station.")
        if member is None:
            raise self._refusal("device", event, "No device of this site has that key.")
        if not self._verify(member.key, event.signature, event.header_bytes):
            raise self._refusal("signature", event, "Its signature is wrong.")
        if not event.body_matches:
            raise self._refusal("body", event, "Its body is not the one that was signed.")
        if event.body is None and event.id not in self._purged:
            raise self._refusal("withheld", event, "Its body is missing, and nobody purged it.")
        if self._roster().quarantines(header):
            raise self._refusal("revoked", event, "Its device was revoked before.")
        if not self._roster().may_author(author, header.type):
            raise self._refusal("authority", event, f"{member.role} may not say {header.type}.")

    def hold(self, event: Event) -> Event:
        """Take a checked event in; returns it as it may be kept (a purged body is cut off)."""
        header = event.header
        if event.id in self._purged:
            event = event.without_body()
        if header.device == self._me:
            head = self._heads.get(header.stream)
            if head is None or header.seq > head.seq:
                # A restored home hears its own later events from the others: go on after them.
                self._heads[header.stream] = ChainHead(seq=header.seq, hash=event.hash)
        self._hold(event)
        return event

    def purge(self, events: tuple[EventId, ...]) -> None:
        """Refuse these bodies from now on."""
        self._purged.update(events)

    def is_purged(self, event: EventId) -> bool:
        """Its body is refused for good."""
        return event in self._purged

    def read(self, event: Event) -> Fact | None:
        """What the event says; ``None`` when its body is gone or its type is of no use here.

        An unknown type in ``alerts`` is read as far as it goes: someone may need help.
        """
        if event.body is None:
            return None
        kind = FACTS.get(event.header.type)
        if kind is None:
            if event.header.stream is not Stream.ALERTS:
                return None
            kind = UnreadFact
        try:
            return decode_body(event.body, kind)
        except MalformedEventError as cause:
            self.refused["body"] += 1
            log.info("event %s of %s: %s", event.id, event.header.device_id, cause)
            return None

    def _hold(self, event: Event) -> None:
        self.holdings.add(event.header, event.id)
        self._remember(event.id)

    def _remember(self, event: EventId) -> None:
        self._recent[event] = None
        if len(self._recent) > _REMEMBERED:
            self._recent.popitem(last=False)

    def _refusal(self, reason: str, event: Event, why: str) -> ForeignEventError:
        self.refused[reason] += 1
        return ForeignEventError(
            f"Event {event.id} of device {event.header.device_id} was refused. {why}"
        )
