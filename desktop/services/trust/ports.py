"""What joining, inviting and revoking need from the world; ``adapters`` make it real."""

from collections.abc import Iterable, Sequence
from concurrent.futures import Future
from datetime import date
from pathlib import Path
from typing import Protocol

import msgspec

from desktop.domain.events.body import Fact
from desktop.domain.events.event import Event
from desktop.domain.roster.ids import DeviceId, SiteId
from desktop.domain.roster.roles import Role
from desktop.domain.roster.roster import Roster
from desktop.services.ports import Signer
from desktop.services.trust.seats import Seat


class Key(Signer, Protocol):
    """A private key whose raw public half may be shown."""

    @property
    def public_bytes(self) -> bytes: ...
    def to_pem(self) -> bytes: ...


class Authority(Protocol):
    """The site's certificate authority."""

    @property
    def certificate_pem(self) -> bytes: ...
    def key_pem(self) -> bytes: ...
    def issue(self, public_key: bytes, role: Role) -> bytes: ...
    def revocation_list(self, revoked: Iterable[DeviceId]) -> bytes: ...


class Keys(Protocol):
    """Makes keys from the system's randomness."""

    def new_key(self) -> Key: ...
    def new_authority(self, site: SiteId) -> Authority: ...


class RosterLog(Protocol):
    """The log as a running station keeps it.

    ``publish`` signs with the station's own key; ``hand_on`` takes an event that another key
    signed (the site key), as if it had come from a peer, and sends it on. Both futures are set
    once it is on the disk. ``heads_of`` gives the last numbers held of a device, by stream.
    """

    @property
    def roster(self) -> Roster: ...
    def publish(self, fact: Fact) -> "Future[Event]": ...
    def hand_on(self, event: Event) -> "Future[Event]": ...
    def roster_events(self) -> "Future[tuple[Event, ...]]": ...
    def heads_of(self, device: DeviceId) -> "Future[tuple[tuple[int, int], ...]]": ...


class NewIdentity(msgspec.Struct, frozen=True, kw_only=True):
    """Everything a station is made of, about to be put on the disk at once.

    ``notices`` are the roster's events as they were signed; ``authority_key`` is there at an
    administrator's desk alone.
    """

    site_key: bytes
    site_name: str
    seat: Seat
    key: Key
    certificate: bytes
    ca: bytes
    notices: Sequence[bytes]
    relays: Sequence[tuple[str, int]] = ()
    authority_key: bytes | None = None


class Identities(Protocol):
    """Where a station's identity lies. ``save`` puts all of it there, or nothing."""

    def require_free(self) -> None: ...
    def save(self, identity: NewIdentity) -> None: ...


class RecoveryFiles(Protocol):
    """Writes the recovery file; it is on the disk, and was read back, when ``save`` returns."""

    def require_strong(self, passphrase: str) -> None: ...
    def save(
        self,
        *,
        file: Path,
        passphrase: str,
        made: date,
        site_name: str,
        site_key: Key,
        authority: Authority,
    ) -> None: ...
