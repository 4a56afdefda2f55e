"""Roster events outside a running station: signed by the site key, and read by a newcomer."""

from collections.abc import Callable, Iterable, Sequence

from desktop.domain.errors import BodyTooLargeError, MalformedEventError
from desktop.domain.events.body import SALT_BYTES, body_hash, decode_body, encode_body
from desktop.domain.events.event import Event, sealed
from desktop.domain.events.header import GENESIS, Header
from desktop.domain.events.streams import Stream
from desktop.domain.roster.facts import ROSTER_FACTS, Notice
from desktop.domain.roster.ids import SiteId
from desktop.domain.roster.roster import Roster, Signed, fold_roster
from desktop.services.ports import Clock, Signer, Verify

_KINDS = {kind.TYPE: kind for kind in ROSTER_FACTS}


def signed_by_site(
    fact: Notice,
    *,
    site_key: Signer,
    known: Iterable[Event],
    clock: Clock,
    random_bytes: Callable[[int], bytes],
) -> Event:
    """Sign ``fact`` with the site key, as the next in its chain after those ``known``."""
    site = bytes.fromhex(site_key.id)
    own = [event for event in known if event.header.device == site]
    last = max(own, key=lambda event: event.header.seq, default=None)
    body = encode_body(fact, random_bytes(SALT_BYTES))
    header = Header(
        site=site,
        device=site,
        stream=Stream.NOTICES,
        seq=last.header.seq + 1 if last else 1,
        prev=last.hash if last else GENESIS,
        at_ms=int(clock.now().timestamp() * 1000),
        type=fact.TYPE,
        type_version=fact.VERSION,
        body_hash=body_hash(body),
    )
    return sealed(header, body, site_key.sign)


def roster_from(site_key: bytes, wires: Sequence[bytes], verify: Verify) -> Roster:
    """The roster that signed events make, leaving out whatever does not bear checking.

    An event may come before the one that admits its author, so they are gone through until
    nothing more is found.
    """
    roster = Roster(site_key=site_key)
    waiting = [event for wire in wires if (event := _parsed(wire, roster.site)) is not None]
    signed: list[Signed] = []
    while True:
        good = [event for event in waiting if _is_good(event, roster, verify)]
        if not good:
            return roster
        taken = {event.id for event in good}
        waiting = [event for event in waiting if event.id not in taken]
        signed += [entry for event in good if (entry := _read(event)) is not None]
        roster = fold_roster(site_key, signed)


def _parsed(wire: bytes, site: SiteId) -> Event | None:
    try:
        event = Event.parse(wire)
    except (MalformedEventError, BodyTooLargeError):
        return None
    return event if event.header.site.hex() == site else None


def _is_good(event: Event, roster: Roster, verify: Verify) -> bool:
    author = roster.authority(event.header.device_id)
    return (
        author is not None
        and event.body_matches
        and roster.may_author(event.header.device_id, event.header.type)
        and verify(author.key, event.signature, event.header_bytes)
    )


def _read(event: Event) -> Signed | None:
    kind = _KINDS.get(event.header.type)
    if kind is None or event.body is None:
        return None
    try:
        fact = decode_body(event.body, kind)
    except MalformedEventError:
        return None
    return Signed(event.header, event.id, fact) if isinstance(fact, Notice) else None
