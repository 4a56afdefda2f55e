"""Real relays for tests: a site with its devices, and Mosquitto on free ports.

Fixtures, for a ``conftest.py`` to import by name: ``authority``, ``relay_access``, ``relay``,
``stations``.

    def test_an_alert_passes(relay, stations):
        counter, console = stations(), stations(role=Role.SUPERVISOR)
        counter.reaches(relay)
        ...
"""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Condition

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from desktop.domain.relays import (
    Arrival,
    LinkDown,
    LinkUp,
    NetworkFact,
    RelayTarget,
    TlsFiles,
)
from desktop.domain.roster.ids import fingerprint
from desktop.domain.roster.roles import Role
from desktop.services.adapters.keys.certificates import CertificateAuthority
from desktop.services.adapters.mosquitto.config import RelayAccess
from desktop.services.adapters.mosquitto.relay import MosquittoRelay
from desktop.services.delivery.topics import Topics
from tests.support.own_thread import OwnThread

LOOPBACK = "127.0.0.1"
PATIENCE = 10.0
"""Seconds after which a test gives up on what it waits for; none is spent where it comes."""


def until(condition: Callable[[], bool], *, within: float = PATIENCE) -> None:
    """Return as soon as ``condition`` holds; fail the test where it does not in time."""
    deadline = time.monotonic() + within
    while not condition():
        assert time.monotonic() < deadline, f"it did not come to pass within {within} s"
        time.sleep(0.002)


@dataclass(frozen=True, slots=True)
class Identity:
    """A device of a site: its id, its key, and the files its TLS needs."""

    device: str
    private: Ed25519PrivateKey
    public_key: bytes
    files: TlsFiles


class SiteAuthority:
    """A site and the certificate authority that lets devices in; its files are in ``folder``."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self.site = fingerprint(Ed25519PrivateKey.generate().public_key().public_bytes_raw())
        self.certificates = CertificateAuthority.create(self.site)
        self.ca_file = folder / "ca.pem"
        self.ca_file.write_bytes(self.certificates.certificate_pem)

    def device(self, role: Role = Role.COUNTER) -> Identity:
        """Let a new device in."""
        private = Ed25519PrivateKey.generate()
        public_key = private.public_key().public_bytes_raw()
        device = fingerprint(public_key)
        certificate_file = self._folder / f"{device}.pem"
        certificate_file.write_bytes(self.certificates.issue(public_key, role))
        key_file = self._folder / f"{device}.key"
        key_file.touch(mode=0o600)
        key_file.write_bytes(
            private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        )
        files = TlsFiles(ca=self.ca_file, certificate=certificate_file, key=key_file)
        return Identity(device, private, public_key, files)

    def crl(self, revoked: Iterable[str] = ()) -> bytes:
        """The list of those revoked, PEM."""
        return self.certificates.revocation_list(revoked)


@dataclass(eq=False)
class SiteRelay:
    """A running relay, with the access list of its site in hand."""

    authority: SiteAuthority
    identity: Identity
    process: MosquittoRelay
    supervisors: set[str] = field(default_factory=set)
    revoked: set[str] = field(default_factory=set)

    @property
    def target(self) -> RelayTarget:
        """Where the office finds it, by its device id."""
        return RelayTarget(self.identity.device, ((LOOPBACK, self.process.port),))

    @property
    def name(self) -> str:
        return self.identity.device

    def access(self) -> RelayAccess:
        return RelayAccess(
            self.authority.site, frozenset(self.supervisors), frozenset(self.revoked)
        )

    def start(self) -> None:
        self.process.start(self.access(), self.authority.crl(self.revoked))

    def admit(self) -> None:
        """Make the relay serve whom the site lists now."""
        self.process.admit(self.access(), self.authority.crl(self.revoked))

    def appoint(self, device: str) -> None:
        """Let ``device`` read what supervisors read."""
        self.supervisors.add(device)
        self.admit()

    def revoke(self, *devices: str) -> None:
        self.revoked.update(devices)
        self.admit()


class Station:
    """A device on the network: it keeps all it is told, and says what a test asks of it."""

    def __init__(
        self,
        authority: SiteAuthority,
        identity: Identity,
        role: Role,
        *,
        keepalive: int = 5,
        wants: Sequence[str] | None = None,
    ) -> None:
        self.identity = identity
        self.device = identity.device
        self.topics = Topics(authority.site, identity.device)
        self.facts: list[NetworkFact] = []
        self.distrusted: set[bytes] = set()
        self.cursed: set[bytes] = set()
        """Relay keys on which this station's own code fails."""
        self.stumbles: BaseException | None = None
        """What this station raises on the next message, once."""
        self.when_told: Callable[[], None] = lambda: None
        """Called on the thread of the links with each thing that this station is told."""
        self._news = Condition()
        self.transport = OwnThread(
            identity=identity.files,
            device=identity.device,
            subscriptions=self.topics.subscriptions(role) if wants is None else wants,
            trusts=self._trusts,
            inbox=self._take,
            keepalive=keepalive,
        )

    def _trusts(self, key: bytes) -> bool:
        if key in self.cursed:
            raise RuntimeError("cursed")
        return key not in self.distrusted

    def _take(self, fact: NetworkFact) -> None:
        if self.stumbles is not None:
            stone, self.stumbles = self.stumbles, None
            raise stone
        self.when_told()
        with self._news:
            self.facts.append(fact)
            self._news.notify_all()

    def waits_until(self, condition: Callable[[], bool], *, within: float = PATIENCE) -> None:
        """Wait on what this station is told."""
        with self._news:
            assert self._news.wait_for(condition, within), f"not within {within} s: {self.facts}"

    def reaches(self, *relays: SiteRelay) -> None:
        """Connect to the relays and wait until all are up."""
        self.transport.reach([relay.target for relay in relays])
        self.waits_until(lambda: {relay.name for relay in relays} <= self.transport.up())

    def payloads(self) -> list[bytes]:
        return [fact.payload for fact in list(self.facts) if isinstance(fact, Arrival)]

    def has(self, payload: bytes) -> bool:
        return payload in self.payloads()

    def gets(self, payload: bytes, *, within: float = PATIENCE) -> None:
        """Wait until the message has come."""
        self.waits_until(lambda: self.has(payload), within=within)

    def ups(self) -> list[LinkUp]:
        return [fact for fact in list(self.facts) if isinstance(fact, LinkUp)]

    def downs(self) -> list[str]:
        """The reasons for which links went down or did not come up, in order."""
        return [fact.reason for fact in list(self.facts) if isinstance(fact, LinkDown)]

    def close(self) -> None:
        self.transport.close()


@pytest.fixture
def authority(tmp_path: Path) -> SiteAuthority:
    """A new site."""
    return SiteAuthority(tmp_path / "authority")


@pytest.fixture
def relays(authority: SiteAuthority, tmp_path: Path) -> Iterator[Callable[[], SiteRelay]]:
    """Makes relays of the site, running on free ports."""
    made: list[SiteRelay] = []

    def new_relay() -> SiteRelay:
        identity = authority.device(Role.SUPERVISOR)
        process = MosquittoRelay(
            folder=tmp_path / f"relay-{len(made)}",
            certificate=identity.files,
            port=0,
            bind=LOOPBACK,
        )
        relay = SiteRelay(authority, identity, process)
        made.append(relay)
        relay.start()
        return relay

    yield new_relay
    for relay in made:
        relay.process.stop()


@pytest.fixture
def relay(relays: Callable[[], SiteRelay]) -> SiteRelay:
    """One running relay."""
    return relays()


@pytest.fixture
def stations(authority: SiteAuthority) -> Iterator[Callable[..., Station]]:
    """Makes stations of the site, not yet connected to anything."""
    made: list[Station] = []

    def new_station(
        role: Role = Role.COUNTER,
        *,
        identity: Identity | None = None,
        keepalive: int = 5,
        wants: Sequence[str] | None = None,
    ) -> Station:
        station = Station(
            authority, identity or authority.device(role), role, keepalive=keepalive, wants=wants
        )
        made.append(station)
        return station

    yield new_station
    for station in made:
        station.close()
