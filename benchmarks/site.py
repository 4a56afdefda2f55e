"""A site on disk for a benchmark: keys, certificates, a signed roster, and a running relay.

It is made without commands and windows, so that what is measured is the station alone.
"""

import json
import os
import struct
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from desktop.domain.events.body import Fact, body_hash, encode_body
from desktop.domain.events.event import Event, sealed
from desktop.domain.events.header import GENESIS, Header
from desktop.domain.relays import RelayTarget, TlsFiles
from desktop.domain.roster.facts import DeviceAdmitted, SiteCreated
from desktop.domain.roster.roles import Role
from desktop.services.adapters.keys.certificates import CertificateAuthority
from desktop.services.adapters.keys.device_key import DeviceKey
from desktop.services.adapters.mosquitto.config import RelayAccess
from desktop.services.adapters.mosquitto.process import MosquittoRelay

LOOPBACK = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Place:
    """One station's folder, as its own process finds it."""

    folder: Path

    @property
    def tls(self) -> TlsFiles:
        return TlsFiles(
            ca=self.folder / "ca.pem",
            certificate=self.folder / "certificate.pem",
            key=self.folder / "key.pem",
        )

    @property
    def database(self) -> Path:
        return self.folder / "alerts.db"

    @property
    def roster_file(self) -> Path:
        return self.folder.parent / "roster"

    @property
    def facts(self) -> "PlaceFacts":
        return PlaceFacts(**json.loads((self.folder / "place.json").read_text()))

    def key(self) -> DeviceKey:
        return DeviceKey.load(self.tls.key)

    def relay(self) -> RelayTarget:
        found = json.loads((self.folder.parent / "relay.json").read_text())
        return RelayTarget(found["device"], ((LOOPBACK, found["port"]),))

    def site_key(self) -> bytes:
        return (self.folder.parent / "site.key").read_bytes()

    def roster(self) -> tuple[Event, ...]:
        """The signed notices that every station of the site was given on joining."""
        raw, events, at = self.roster_file.read_bytes(), [], 0
        while at < len(raw):
            (length,) = struct.unpack_from(">I", raw, at)
            events.append(Event.parse(raw[at + 4 : at + 4 + length]))
            at += 4 + length
        return tuple(events)


@dataclass(frozen=True, slots=True)
class PlaceFacts:
    """Who a station is."""

    device: str
    role: str
    place: str


class Site:
    """A site that is being made in ``folder``; its first supervisor's desk runs the relay."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._key = DeviceKey.generate()
        self._authority = CertificateAuthority.create(self._key.id)
        self._facts: list[Fact] = [SiteCreated(name="Alder County Health")]
        self.places: list[Place] = []
        (folder / "site.key").write_bytes(self._key.public_bytes)

    @property
    def id(self) -> str:
        return self._key.id

    def admit(self, role: Role, name: str, *, in_roster: bool = True) -> Place:
        """Give a new station its folder. The bare floor's ends are in no roster."""
        key = DeviceKey.generate()
        place = Place(self._folder / key.id)
        place.folder.mkdir()
        key.save(place.tls.key)
        place.tls.certificate.write_bytes(self._authority.issue(key.public_bytes, role))
        place.tls.ca.write_bytes(self._authority.certificate_pem)
        facts = {"device": key.id, "role": role.value, "place": name}
        (place.folder / "place.json").write_text(json.dumps(facts))
        if in_roster:
            self._facts.append(
                DeviceAdmitted(
                    device=key.id,
                    key=key.public_bytes,
                    role=role,
                    place=name,
                    area="Front desk, ground floor",
                    name=name,
                    administrator=not self.places,
                )
            )
            self.places.append(place)
        return place

    def supervisors(self) -> list[Place]:
        return [p for p in self.places if p.facts.role == Role.SUPERVISOR]

    @contextmanager
    def open(self) -> Iterator[MosquittoRelay]:
        """Sign the roster and run the relay until the block ends."""
        self._write_roster()
        host = self.places[0]
        relay = MosquittoRelay(
            folder=self._folder / "relay", certificate=host.tls, port=0, bind=LOOPBACK
        )
        access = RelayAccess(self.id, frozenset(p.facts.device for p in self.supervisors()))
        relay.start(access, self._authority.revocation_list(()))
        try:
            found = {"device": host.facts.device, "port": relay.port}
            (self._folder / "relay.json").write_text(json.dumps(found))
            yield relay
        finally:
            relay.stop()

    def _write_roster(self) -> None:
        prev, wires = GENESIS, []
        site = bytes.fromhex(self._key.id)
        for number, fact in enumerate(self._facts, start=1):
            body = encode_body(fact, os.urandom(32))
            header = Header(
                site=site,
                device=site,
                stream=fact.STREAM,
                seq=number,
                prev=prev,
                at_ms=int(time.time() * 1000),
                type=fact.TYPE,
                type_version=fact.VERSION,
                body_hash=body_hash(body),
            )
            event = sealed(header, body, self._key.sign)
            prev = event.hash
            wire = event.wire()
            wires.append(struct.pack(">I", len(wire)) + wire)
        (self._folder / "roster").write_bytes(b"".join(wires))


@contextmanager
def new_site() -> Iterator[Site]:
    """An empty site in a temporary folder on the disk that the system gives us."""
    with tempfile.TemporaryDirectory(prefix="countersign-bench-") as folder:
        yield Site(Path(folder))
