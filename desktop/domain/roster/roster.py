"""The roster: who belongs to the site, folded from signed notices as sets.

Any order and any number of the same notices give the same roster. The site key is the root: it
alone makes and revokes administrators, gives their right and takes it, and nothing revokes it.
Administrators admit and revoke everybody else. Revocation is permanent and wins over everything
(DESIGN §3, Trust).
"""

from collections.abc import Iterable, Mapping

import msgspec
from msgspec.structs import replace

from desktop.domain.events.header import Header
from desktop.domain.relays import RelayTarget
from desktop.domain.revisions import in_order
from desktop.domain.roster.authority import Voice, may_say, voice_of
from desktop.domain.roster.facts import (
    DeviceAdmitted,
    DeviceEntrusted,
    DevicePlaced,
    DeviceRevoked,
    Notice,
    RelayNamed,
    SiteCreated,
    SiteNamed,
)
from desktop.domain.roster.ids import DeviceId, fingerprint
from desktop.domain.roster.roles import Role

_NO_LIMIT: dict[int, int] = {}
_LAST_PORT = 65_535
_LONGEST_HOST = 253
MOST_ADDRESSES = 16
"""Addresses of one relay that are tried, besides its host name."""


class Signed(msgspec.Struct, frozen=True):
    """A notice as it stands in the log."""

    header: Header
    event: str
    fact: Notice

    @property
    def author(self) -> DeviceId:
        """Who signed it."""
        return self.header.device_id

    @property
    def order(self) -> tuple[int, int, int, str]:
        """Which of two notices about one thing is the later one.

        What their authors knew comes first, clocks last: one may be ten years ahead.
        """
        revision: int = getattr(self.fact, "revision", 0)
        return revision, self.header.at_ms, self.header.seq, self.event


class Right(msgspec.Struct, frozen=True, kw_only=True):
    """An administrator's right that the site key gave, or took.

    ``heads`` are the last events, by stream, that what held before judges.
    """

    is_given: bool
    heads: tuple[tuple[int, int], ...] = ()
    revision: int = 0

    def judges(self, header: Header) -> bool:
        """The event came after this was said, as far as whoever said it knew."""
        return header.seq > dict(self.heads).get(header.stream, 0)


class Member(msgspec.Struct, frozen=True, kw_only=True):
    """One device of the site.

    ``revoked_at`` maps a stream's number to the last event believed. ``revision`` is that of its
    place and name: whoever changes them says the next one. ``admitted_place`` never changes.
    ``administrator`` is whether it has that right now, ``rights`` how it came and went.
    """

    device: DeviceId
    key: bytes
    role: Role
    place: str
    area: str
    name: str
    administrator: bool
    carries_records: bool = False
    admitted_place: str = ""
    revision: int = 0
    is_revoked: bool = False
    revoked_at: Mapping[int, int] = msgspec.field(default_factory=dict)
    rights: tuple[Right, ...] = ()

    @property
    def was_administrator(self) -> bool:
        """It has an administrator's right, or had it once."""
        return self.administrator or any(right.is_given for right in self.rights)

    def had_right(self, header: Header) -> bool:
        """It was an administrator's desk when it signed that."""
        return _had_right(self.rights, header) if self.rights else self.administrator


class Author(msgspec.Struct, frozen=True):
    """Whoever may sign: a member, or the site key itself."""

    key: bytes
    role: str
    voice: Voice


class Roster(msgspec.Struct, frozen=True, kw_only=True):
    """The site and its members as far as this station knows."""

    site_key: bytes
    name: str = ""
    address: str = ""
    call_instead: str = ""
    revision: int = 0
    ca: str = ""
    crl: str = ""
    members: Mapping[DeviceId, Member] = msgspec.field(default_factory=dict)
    relay_notices: Mapping[DeviceId, RelayNamed] = msgspec.field(default_factory=dict)

    @property
    def site(self) -> str:
        """The site's id: the fingerprint of its key."""
        return fingerprint(self.site_key)

    def device(self, device: DeviceId) -> Member | None:
        """The member with that id, revoked or not."""
        return self.members.get(device)

    @property
    def trusted(self) -> tuple[Member, ...]:
        """The members that were not revoked."""
        return tuple(m for m in self.members.values() if not m.is_revoked)

    @property
    def supervisors(self) -> tuple[Member, ...]:
        """The supervisor desks that were not revoked."""
        return tuple(m for m in self.trusted if m.role is Role.SUPERVISOR)

    @property
    def administrators(self) -> tuple[Member, ...]:
        """The desks that may admit and revoke, and were not revoked themselves."""
        return tuple(m for m in self.trusted if m.administrator)

    @property
    def revoked(self) -> tuple[Member, ...]:
        """The members that were revoked."""
        return tuple(m for m in self.members.values() if m.is_revoked)

    def relays(self) -> tuple[RelayTarget, ...]:
        """Every relay that a trusted member runs, with the ways to reach it."""
        return tuple(
            RelayTarget(device, ways)
            for device, named in sorted(self.relay_notices.items())
            if named.is_running and self.is_trusted(device) and (ways := _ways_to(named))
        )

    def is_supervisors(self, device: DeviceId) -> bool:
        """It is a supervisor's desk, or was one before it was revoked."""
        member = self.members.get(device)
        return member is not None and member.role is Role.SUPERVISOR

    def is_trusted(self, device: DeviceId) -> bool:
        """It was admitted, and nobody revoked it."""
        member = self.members.get(device)
        return member is not None and not member.is_revoked

    def may_carry_records(self, relay: DeviceId) -> bool:
        """Whether reports may pass over that device's relay: its broker sees what it carries."""
        member = self.members.get(relay)
        if member is None or member.is_revoked:
            return False
        return member.role is Role.SUPERVISOR or member.carries_records

    def trusts_key(self, public_key: bytes) -> bool:
        """The key belongs to a member that was not revoked."""
        member = self.members.get(fingerprint(public_key))
        return member is not None and member.key == public_key and not member.is_revoked

    def authority(self, device: DeviceId) -> Author | None:
        """With what key and voice ``device`` signs; ``None`` for a stranger."""
        if device == self.site:
            return Author(self.site_key, "the site key", Voice.SITE)
        member = self.members.get(device)
        if member is None:
            return None
        voice = voice_of(member.role, administrator=member.administrator)
        return Author(member.key, member.role, voice)

    def may_author(self, device: DeviceId, event_type: str) -> bool:
        """Whether the one table lets ``device`` sign an event of that type, or once did.

        Who was an administrator may have signed it then; ``quarantines`` tells when.
        """
        member = self.members.get(device)
        if member is not None and member.was_administrator:
            return may_say(voice_of(member.role, administrator=True), event_type)
        author = self.authority(device)
        return author is not None and may_say(author.voice, event_type)

    def may_speak(self, device: DeviceId, event_type: str) -> bool:
        """Whether others would believe what ``device`` signs of that type from now on."""
        author = self.authority(device)
        return author is not None and self.is_trusted(device) and may_say(author.voice, event_type)

    def believes(self, header: Header) -> bool:
        """Its author may say that. So might one who was revoked since, until that was known."""
        return not self.quarantines(header) and self.may_author(header.device_id, header.type)

    def believes_as(self, header: Header, event_type: str) -> bool:
        """It is believed, and its author might have said ``event_type`` in its place: a right that
        came later, or had gone before, does not count.
        """
        member = self.members.get(header.device_id)
        if member is None or not self.believes(header):
            return False
        return may_say(voice_of(member.role, administrator=member.had_right(header)), event_type)

    def quarantines(self, header: Header) -> bool:
        """Its author was revoked, or lost the right to say it, before it was known: it is kept
        from being believed.
        """
        member = self.members.get(header.device_id)
        if member is None:
            return False
        return _is_beyond(member, header) or _lacked_right(member, header)


def _ways_to(named: RelayNamed) -> tuple[tuple[str, int], ...]:
    """All are tried at once, so a station cannot have the others try thousands."""
    if not 0 < named.port <= _LAST_PORT:
        return ()
    hosts = [*named.addresses[:MOST_ADDRESSES], named.hostname]
    return tuple((host, named.port) for host in hosts if _is_host(host))


def _is_host(host: str) -> bool:
    return 0 < len(host) <= _LONGEST_HOST and host.isascii() and host.isprintable()


def fold_roster(site_key: bytes, notices: Iterable[Signed]) -> Roster:
    """The roster that these notices make; signatures were checked before."""
    everything = sorted(set(notices), key=lambda signed: signed.order)
    site = fingerprint(site_key)
    by_site = _that_count([s for s in everything if s.author == site])
    administrators = _administrators(by_site)
    rights = _rights(by_site)
    dismissed = _revocations(s for s in by_site if isinstance(s.fact, DeviceRevoked))

    def speaks(signed: Signed) -> bool:
        if signed.author == site:
            return True
        if not _had_right(rights.get(signed.author, ()), signed.header):
            return False
        limit = dismissed.get(signed.author)
        return limit is None or signed.header.seq <= limit.get(signed.header.stream, 0)

    believed = _that_count([s for s in everything if speaks(s)])
    revocations = [
        s
        for s in believed
        if isinstance(s.fact, DeviceRevoked)
        and (s.author == site or s.fact.device not in administrators)
    ]
    revoked = _revocations(revocations)

    members = _members(believed, administrators, revoked, rights, site)
    named, ca = _site(believed, site)
    return Roster(
        site_key=site_key,
        name=named.name,
        address=named.address,
        call_instead=named.call_instead,
        ca=ca,
        crl=_crl(by_site, revocations),
        revision=named.revision,
        members=members,
        relay_notices=_relays(everything, believed, members),
    )


def _members(
    believed: list[Signed],
    administrators: Mapping[DeviceId, DeviceAdmitted],
    revoked: Mapping[DeviceId, dict[int, int]],
    rights: Mapping[DeviceId, tuple[Right, ...]],
    site: str,
) -> dict[DeviceId, Member]:
    members: dict[DeviceId, Member] = {}

    def admit(fact: DeviceAdmitted) -> None:
        device = fact.device
        admitted = administrators.get(device, fact)
        members[device] = _member(admitted, revoked.get(device), rights.get(device, ()))

    for signed in believed:
        fact = signed.fact
        if not isinstance(fact, DeviceAdmitted) or not _is_sound(fact):
            continue
        if fact.administrator and signed.author != site:
            continue
        admit(fact)
    for fact in administrators.values():
        admit(fact)
    for signed in believed:
        placed = signed.fact
        if isinstance(placed, DevicePlaced) and placed.device in members:
            members[placed.device] = _moved(members[placed.device], placed)
    return members


def _administrators(by_site: list[Signed]) -> dict[DeviceId, DeviceAdmitted]:
    """Whoever has an administrator's right or had it, as the site key admitted them.

    No administrator revokes those or gives them another role, not even once the right is taken:
    else it would hang on the order of two authors who did not know of each other.
    """
    found = (_as_administrator(signed.fact) for signed in by_site)
    return {fact.device: fact for fact in found if fact is not None}


def _rights(by_site: list[Signed]) -> dict[DeviceId, tuple[Right, ...]]:
    """How the right came and went, the latest last."""
    found: dict[DeviceId, tuple[Right, ...]] = {}
    for signed in by_site:
        fact, admitted = signed.fact, _as_administrator(signed.fact)
        if admitted is None:
            continue
        right = Right(is_given=True)
        if isinstance(fact, DeviceEntrusted):
            right = Right(is_given=fact.administrator, heads=fact.heads, revision=fact.revision)
        found[admitted.device] = (*found.get(admitted.device, ()), right)
    return found


def _as_administrator(fact: Notice) -> DeviceAdmitted | None:
    """The admission that a notice of the site key makes, or once made, of an administrator."""
    if isinstance(fact, DeviceEntrusted):
        fact = DeviceAdmitted(
            device=fact.device,
            key=fact.key,
            role=Role.SUPERVISOR,
            place=fact.place,
            area=fact.area,
            name=fact.name,
            administrator=True,
        )
    if isinstance(fact, DeviceAdmitted) and fact.administrator and _is_sound(fact):
        return fact
    return None


def _had_right(rights: tuple[Right, ...], header: Header) -> bool:
    return next((right.is_given for right in reversed(rights) if right.judges(header)), False)


def _lacked_right(member: Member, header: Header) -> bool:
    """It might have said that as an administrator, and was none then."""
    if not member.was_administrator or member.had_right(header):
        return False
    return may_say(Voice.ADMINISTRATOR, header.type) and not may_say(
        voice_of(member.role, administrator=False), header.type
    )


def _relays(
    everything: list[Signed], believed: list[Signed], members: Mapping[DeviceId, Member]
) -> dict[DeviceId, RelayNamed]:
    """Where each relay was last said to be: by its own station, else by an administrator."""
    found: dict[DeviceId, RelayNamed] = {}
    for signed in believed:
        fact = signed.fact
        if not isinstance(fact, RelayNamed):
            continue
        relay = members.get(fact.relay)
        if relay is not None and relay.role is Role.RELAY:
            found[relay.device] = fact
    # What a station says of itself is ordered by its own chain, whatever its clock does.
    for signed in sorted(everything, key=lambda signed: signed.header.seq):
        fact, member = signed.fact, members.get(signed.author)
        if not isinstance(fact, RelayNamed) or member is None or _is_beyond(member, signed.header):
            continue
        if fact.relay in {"", member.device}:
            found[member.device] = fact
    return found


def _site(believed: list[Signed], site: str) -> tuple[SiteNamed, str]:
    """What the site is called now, and its certificate authority."""
    named, ca = SiteNamed(name=""), ""
    for signed in believed:
        if isinstance(signed.fact, SiteCreated) and signed.author == site:
            ca = signed.fact.ca
            if not named.name:
                created = signed.fact
                named = SiteNamed(
                    name=created.name,
                    address=created.address,
                    call_instead=created.call_instead,
                )
        elif isinstance(signed.fact, SiteNamed):
            named = signed.fact
    return named, ca


def _crl(by_site: list[Signed], revocations: list[Signed]) -> str:
    """The revocation list that knows the most."""
    crl = ""
    for signed in by_site:
        if isinstance(signed.fact, SiteCreated):
            crl = signed.fact.crl or crl
    counted = _counted(revocations)
    for signed in revocations:
        if isinstance(signed.fact, DeviceRevoked) and signed.event in counted:
            crl = signed.fact.crl or crl
    return crl


def _that_count(believed: list[Signed]) -> list[Signed]:
    """Without words that nobody can have come to by counting. That a device is revoked is no word
    that another one outdoes: it holds.
    """
    told: dict[tuple[str, DeviceId], list[Signed]] = {}
    for signed in believed:
        fact = signed.fact
        about = getattr(fact, "device", "") or getattr(fact, "relay", "")
        told.setdefault((fact.TYPE, about), []).append(signed)
    counted = frozenset(event for words in told.values() for event in _counted(words))
    return [s for s in believed if s.event in counted or isinstance(s.fact, DeviceRevoked)]


def _counted(words: Iterable[Signed]) -> frozenset[str]:
    """Those of the words on one subject that count."""
    return frozenset(event for _, event, _ in in_order((s.order[0], s.event, s) for s in words))


def _is_sound(fact: DeviceAdmitted) -> bool:
    if fact.administrator and fact.role is not Role.SUPERVISOR:
        return False
    return fingerprint(fact.key) == fact.device


def _is_beyond(member: Member, header: Header) -> bool:
    return member.is_revoked and header.seq > member.revoked_at.get(header.stream, 0)


def _revocations(signed: Iterable[Signed]) -> dict[DeviceId, dict[int, int]]:
    found: dict[DeviceId, dict[int, int]] = {}
    for entry in signed:
        if isinstance(entry.fact, DeviceRevoked):
            device = entry.fact.device
            found[device] = _stricter(found.get(device), dict(entry.fact.heads))
    return found


def _stricter(one: dict[int, int] | None, other: dict[int, int]) -> dict[int, int]:
    """Two revocations of one device: believe only what both believe."""
    if one is None:
        return dict(other)
    return {stream: min(one[stream], other[stream]) for stream in one.keys() & other.keys()}


def _member(
    fact: DeviceAdmitted, revoked_at: dict[int, int] | None, rights: tuple[Right, ...]
) -> Member:
    return Member(
        device=fact.device,
        key=fact.key,
        role=fact.role,
        place=fact.place,
        area=fact.area,
        name=fact.name,
        administrator=rights[-1].is_given if rights else fact.administrator,
        carries_records=fact.carries_records,
        admitted_place=fact.place,
        rights=rights,
        is_revoked=revoked_at is not None,
        revoked_at=revoked_at if revoked_at is not None else _NO_LIMIT,
    )


def _moved(member: Member, fact: DevicePlaced) -> Member:
    return replace(
        member,
        place=fact.place,
        area=fact.area,
        name=fact.name or member.name,
        revision=fact.revision,
    )
