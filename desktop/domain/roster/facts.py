"""What the roster is made of: who belongs to the site (DESIGN §3, Trust).

Facts that can be said anew count their ``revision``: the highest one holds, so that an author
whose clock is ten years ahead does not have the last word for ten years.
"""

from desktop.domain.events.body import Fact
from desktop.domain.events.streams import Stream
from desktop.domain.roster.ids import DeviceId
from desktop.domain.roster.roles import Role


class Notice(Fact, frozen=True, kw_only=True):
    """A fact for everyone at the site."""

    STREAM = Stream.NOTICES


class SiteCreated(Notice, frozen=True, kw_only=True):
    """The site key says what the site is called.

    ``ca`` is the certificate authority and ``crl`` its first, empty revocation list, in PEM: a
    relay that had a list from the start takes a new one without restarting.
    """

    TYPE = "site.created"
    name: str
    address: str = ""
    call_instead: str = ""
    ca: str = ""
    crl: str = ""


class SiteNamed(Notice, frozen=True, kw_only=True):
    """The site's name or address changed, or the number to call when no desk answers."""

    TYPE = "site.named"
    name: str
    address: str = ""
    call_instead: str = ""
    revision: int = 0


class DeviceAdmitted(Notice, frozen=True, kw_only=True):
    """This key belongs to a station of the site. ``key`` is the raw Ed25519 public key.

    ``administrator`` counts only for a supervisor's desk, and only when the site key signs.
    ``carries_records`` lets an external relay carry reports, which a broker can read; the relays
    of supervisors' desks always may.
    """

    TYPE = "device.admitted"
    device: DeviceId
    key: bytes
    role: Role
    place: str
    area: str = ""
    name: str = ""
    administrator: bool = False
    carries_records: bool = False
    revision: int = 0


class DeviceEntrusted(Notice, frozen=True, kw_only=True):
    """The site key gives a supervisor's desk the administrator's right, or takes it.

    It is an admission as a supervisor's desk as well, so whoever admitted that desk once cannot
    take its role from it. ``heads`` are the last numbers known of its streams, as pairs of the
    stream's number and the event's: what it signed beyond them is judged by this, and what it
    signed up to them by what held before. ``place`` is that of its admission.
    """

    TYPE = "device.entrusted"
    device: DeviceId
    key: bytes
    place: str
    area: str = ""
    name: str = ""
    administrator: bool
    heads: tuple[tuple[int, int], ...] = ()
    person: str = ""
    revision: int = 0


class DevicePlaced(Notice, frozen=True, kw_only=True):
    """A station stands somewhere else now, or is called something else."""

    TYPE = "device.placed"
    device: DeviceId
    place: str
    area: str = ""
    name: str = ""
    revision: int = 0


class DeviceRevoked(Notice, frozen=True, kw_only=True):
    """This device is trusted no longer, for good.

    ``heads`` are the last numbers known of its streams, as pairs of the stream's number and the
    event's; whatever it signs beyond them is quarantined. ``crl`` is the authority's revocation
    list with this device on it, in PEM, for only administrators' desks can make one and every
    relay needs it; its ``revision`` is the number of devices that its author knew to be revoked.
    """

    TYPE = "device.revoked"
    device: DeviceId
    heads: tuple[tuple[int, int], ...] = ()
    reason: str = ""
    person: str = ""
    crl: str = ""
    revision: int = 0


class RelayNamed(Notice, frozen=True, kw_only=True):
    """A relay can be reached there.

    A station says it of itself. An external relay has no station to say it: for that one an
    administrator does, and names it in ``relay``.
    """

    TYPE = "relay.named"
    port: int
    hostname: str = ""
    addresses: tuple[str, ...] = ()
    is_running: bool = True
    relay: DeviceId = ""
    revision: int = 0


ROSTER_FACTS: tuple[type[Fact], ...] = (
    SiteCreated,
    SiteNamed,
    DeviceAdmitted,
    DeviceEntrusted,
    DevicePlaced,
    DeviceRevoked,
    RelayNamed,
)
