"""`log verify`: walks every chain that a station holds, and names what is not as it was signed."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum

import msgspec

from desktop.domain.errors import MalformedEventError
from desktop.domain.events.event import Event, EventId
from desktop.domain.events.header import GENESIS, ID_BYTES, Header, header_hash
from desktop.domain.events.streams import Stream
from desktop.domain.roster.roster import Roster
from desktop.services.log.believing import roster_from
from desktop.services.log.reading import read_fact
from desktop.services.log.stored import StoredEvent, StoredLog
from desktop.services.ports import Verify


class Flaw(StrEnum):
    """What can be wrong with a log.

    Gaps, forks and quarantined events need nobody's bad will: a message may still be on its way,
    a home may have been copied, a PC may have been stolen. The others do not happen by themselves.
    """

    GAP = "gap"
    FORK = "fork"
    QUARANTINED = "quarantined"
    MISSING = "missing"
    HEADER = "header"
    INDEX = "index"
    SIGNATURE = "signature"
    BODY = "body"
    LOST_BODY = "lost-body"
    KEPT_BODY = "kept-body"
    LINK = "link"
    SITE = "site"
    AUTHOR = "author"
    AUTHORITY = "authority"


NO_EDIT = frozenset({Flaw.GAP, Flaw.FORK, Flaw.QUARANTINED, Flaw.MISSING})


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is wrong, where, in one sentence."""

    flaw: Flaw
    file: str
    says: str
    stream: str = ""
    device: str = ""
    seq: int | None = None
    event: EventId = ""

    @property
    def is_edit(self) -> bool:
        """It does not happen by itself: somebody or something changed the file."""
        return self.flaw not in NO_EDIT

    @property
    def text(self) -> str:
        """One line for people."""
        where = " ".join(
            part
            for part in (
                self.stream,
                f"of {self.device[:8]}" if self.device else "",
                f"no. {self.seq}" if self.seq is not None else "",
                f"({self.event[:8]})" if self.event else "",
            )
            if part
        )
        return f"{self.file}: {where}: {self.says}" if where else f"{self.file}: {self.says}"


class Verification(msgspec.Struct, frozen=True, kw_only=True):
    """What the walk came to. ``purged`` bodies are counted: their chains verify without them."""

    chains: int
    events: int
    purged: int
    findings: tuple[Finding, ...]

    @property
    def is_sound(self) -> bool:
        """Nothing to tell: no gap, no fork, no edit."""
        return not self.findings

    @property
    def is_edited(self) -> bool:
        """Something was changed that does not change by itself."""
        return any(finding.is_edit for finding in self.findings)


def verify_logs(logs: Sequence[StoredLog], *, site_key: bytes, verify: Verify) -> Verification:
    """Walk every chain in ``logs``, believing nothing but the site key.

    The roster is folded from the notices found there. A chain whose end was cut off verifies;
    that shows only where something else still names what is missing (`missing`), or by comparing
    with another station, as catching up does by itself.
    """
    roster = roster_from(site_key, (event for log in logs for event in log.events()), verify)
    walks = [_Walk(log, roster, verify) for log in logs]
    for walk in walks:
        walk.look_at_rows()
        walk.look_at_chains()
    held = {event for walk in walks for event in walk.ids}
    for walk in walks:
        walk.look_for_the_missing(held)
    return Verification(
        chains=sum(len(walk.chains) for walk in walks),
        events=sum(len(walk.ids) for walk in walks),
        purged=sum(walk.purged for walk in walks),
        findings=tuple(finding for walk in walks for finding in walk.findings),
    )


_Chain = tuple[int, bytes]
"""A stream's number and a device."""


class _Link(msgspec.Struct, frozen=True):
    """One event's place in its chain; a damaged one cannot say what came before it."""

    seq: int
    event: EventId
    hash: bytes
    prev: bytes
    is_damaged: bool


class _Walk(msgspec.Struct):
    """One file's walk."""

    log: StoredLog
    roster: Roster
    verify: Verify
    findings: list[Finding] = msgspec.field(default_factory=list)
    chains: dict[_Chain, list[_Link]] = msgspec.field(default_factory=lambda: defaultdict(list))
    ids: set[EventId] = msgspec.field(default_factory=set)
    named: dict[EventId, StoredEvent] = msgspec.field(default_factory=dict)
    purged: int = 0

    def look_at_rows(self) -> None:
        purged = self.log.purged()
        for row in self.log.rows():
            self.ids.add(row.id)
            flaws = list(self._flaws(row, row.id in purged and row.stream != Stream.NOTICES))
            for flaw, says in flaws:
                self._tell(flaw, row, says)
            self._chain(row, {flaw for flaw, _ in flaws})

    def _flaws(self, row: StoredEvent, is_purged: bool) -> Iterator[tuple[Flaw, str]]:
        try:
            header = Header.unpack(row.header)
        except MalformedEventError:
            yield Flaw.HEADER, "The header was altered: it is none of ours any more."
            return
        if header_hash(row.header)[:ID_BYTES].hex() != row.id:
            yield Flaw.HEADER, "The header was altered: it is not the one that the id stands for."
        elif _columns(header) != (row.stream, row.device, row.seq, row.type, row.at_ms):
            yield Flaw.INDEX, "The row's columns say otherwise than the signed header."
        yield from self._authorship(header, row)
        yield from self._body(header, row, is_purged)

    def _authorship(self, header: Header, row: StoredEvent) -> Iterator[tuple[Flaw, str]]:
        if header.site != bytes.fromhex(self.roster.site):
            yield Flaw.SITE, "It belongs to another site."
            return
        author = self.roster.authority(header.device_id)
        if author is None:
            yield Flaw.AUTHOR, "Nobody in the roster has that key."
            return
        if not self.verify(author.key, row.signature, row.header):
            yield Flaw.SIGNATURE, "The signature is wrong: header or signature were altered."
            return
        if self.roster.quarantines(header):
            yield Flaw.QUARANTINED, "Signed after its device was revoked, or lost the right to."
        if not self.roster.may_author(header.device_id, header.type):
            yield Flaw.AUTHORITY, f"A {author.role} may not say {header.type}."

    def _body(
        self, header: Header, row: StoredEvent, is_purged: bool
    ) -> Iterator[tuple[Flaw, str]]:
        if row.body is None:
            if is_purged:
                self.purged += 1
            else:
                yield Flaw.LOST_BODY, "The body is gone, and nobody purged it."
            return
        event = Event(header, row.header, row.signature, row.body)
        if is_purged:
            yield Flaw.KEPT_BODY, "The body was purged, and is still here: run `log purge` again."
        if not event.body_matches:
            yield Flaw.BODY, "The body was altered: it is not the one that was signed."
            return
        for named in _named_by(event):
            self.named.setdefault(named, row)

    def _chain(self, row: StoredEvent, flaws: set[Flaw]) -> None:
        is_damaged = bool(flaws & {Flaw.HEADER, Flaw.SIGNATURE})
        prev = GENESIS
        if not is_damaged:
            prev = Header.unpack(row.header).prev
        link = _Link(row.seq, row.id, header_hash(row.header), prev, is_damaged)
        self.chains[row.stream, row.device].append(link)

    def look_at_chains(self) -> None:
        for chain, links in self.chains.items():
            by_seq: dict[int, list[_Link]] = defaultdict(list)
            for link in links:
                by_seq[link.seq].append(link)
            expected = 1
            for seq in sorted(by_seq):
                if seq > expected:
                    self._tell_of_chain(Flaw.GAP, chain, expected, _gap(expected, seq))
                expected = seq + 1
                twins = by_seq[seq]
                if len(twins) > 1:
                    names = ", ".join(sorted(twin.event[:8] for twin in twins))
                    says = f"A fork: {len(twins)} events have this number ({names})."
                    self._tell_of_chain(Flaw.FORK, chain, seq, says)
                for link in twins:
                    self._look_at_link(link, by_seq.get(seq - 1, []), chain)

    def _look_at_link(self, link: _Link, before: Sequence[_Link], chain: _Chain) -> None:
        if link.is_damaged or any(earlier.is_damaged for earlier in before):
            return  # said already, or nobody can say
        if link.seq == 1:
            fits = link.prev == GENESIS
        else:
            fits = not before or any(link.prev == earlier.hash for earlier in before)
        if not fits:
            says = "It does not follow the event before it: one of the two was put in later."
            self._tell_of_chain(Flaw.LINK, chain, link.seq, says, link.event)

    def look_for_the_missing(self, held: set[EventId]) -> None:
        for event, row in self.named.items():
            if event not in held:
                says = f"It names the event {event[:8]}, which is not here."
                self._tell(Flaw.MISSING, row, says)
        for event in self.log.strays():
            self.findings.append(
                Finding(
                    flaw=Flaw.MISSING,
                    file=self.log.name,
                    event=event,
                    says="A table speaks of this event, and it is not here.",
                )
            )

    def _tell(self, flaw: Flaw, row: StoredEvent, says: str) -> None:
        self._tell_of_chain(flaw, (row.stream, row.device), row.seq, says, row.id)

    def _tell_of_chain(
        self, flaw: Flaw, chain: _Chain, seq: int, says: str, event: EventId = ""
    ) -> None:
        self.findings.append(
            Finding(
                flaw=flaw,
                file=self.log.name,
                stream=_stream_name(chain[0]),
                device=chain[1].hex(),
                seq=seq,
                event=event,
                says=says,
            )
        )


def _columns(header: Header) -> tuple[int, bytes, int, str, int]:
    return int(header.stream), header.device, header.seq, header.type, header.at_ms


def _gap(first: int, after: int) -> str:
    if after - first == 1:
        return f"A gap: event {first} is not here."
    return f"A gap: events {first} to {after - 1} are not here."


def _named_by(event: Event) -> Iterable[EventId]:
    """The events that a fact speaks of; an alert is named by the event that raised it."""
    if event.header.stream not in {Stream.ALERTS, Stream.RECEIPTS}:
        return ()
    try:
        fact = read_fact(event)
    except MalformedEventError:
        return ()
    presses: tuple[EventId, ...] = getattr(fact, "presses", ())
    alert: EventId = getattr(fact, "alert", "")
    return (*presses, alert) if alert else presses


def _stream_name(stream: int) -> str:
    return Stream(stream).name.lower() if stream in set(Stream) else f"stream {stream}"
