"""A site for a benchmark: homes as joining leaves them, and a running relay.

The homes are written straight to the disk, for what is measured is not the joining.
"""

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.homes import identity_of
from desktop.domain.events.body import Fact, body_hash, encode_body
from desktop.domain.events.event import sealed
from desktop.domain.events.header import GENESIS, Header
from desktop.domain.roster.facts import DeviceAdmitted, SiteCreated
from desktop.domain.roster.roles import Role
from desktop.services.adapters.home import Home
from desktop.services.adapters.keys.certificates import CertificateAuthority
from desktop.services.adapters.keys.device_key import DeviceKey
from desktop.services.adapters.keys.identity import IdentityFolder
from desktop.services.adapters.mosquitto.config import RelayAccess
from desktop.services.adapters.mosquitto.relay import MosquittoRelay
from desktop.services.trust.ports import NewIdentity
from desktop.services.trust.seats import Seat

LOOPBACK = "127.0.0.1"
AREA = "Front desk, ground floor"
_SETTINGS = f"""
bind = "{LOOPBACK}"
relay = false
discovery = false
sound = false
language = "en"
"""


@dataclass(frozen=True, slots=True)
class _Admitted:
    home: Home
    key: DeviceKey
    seat: Seat


class Site:
    """A site that is being made in ``folder``. Its relay is a process beside the stations'."""

    def __init__(self, folder: Path, *, carries_records: bool = False) -> None:
        self._folder = folder
        self._key = DeviceKey.generate()
        self._authority = CertificateAuthority.create(self._key.id)
        self._facts: list[Fact] = [
            SiteCreated(
                name="Alder County Health Department",
                address="118 Court Street, Alder",
                ca=self._authority.certificate_pem.decode(),
            )
        ]
        self._admitted: list[_Admitted] = []
        self._desks: list[str] = []
        self._host = self.admit(Role.RELAY, "Relay", carries_records=carries_records)

    def admit(
        self, role: Role, name: str, *, in_roster: bool = True, carries_records: bool = False
    ) -> Home:
        """Let a station in; its home is there once the site is open.

        The floor's ends have a certificate and are in no roster.
        """
        key = DeviceKey.generate()
        home = Home(self._folder / key.id)
        is_first = role is Role.SUPERVISOR and not self._desks
        seat = Seat(role=role, place=name, area=AREA, name=name, administrator=is_first)
        self._admitted.append(_Admitted(home, key, seat))
        if in_roster:
            self._facts.append(
                DeviceAdmitted(
                    device=key.id,
                    key=key.public_bytes,
                    role=role,
                    place=name,
                    area=AREA,
                    name=name,
                    administrator=is_first,
                    carries_records=carries_records,
                )
            )
            if role is Role.SUPERVISOR:
                self._desks.append(key.id)
        return home

    @contextmanager
    def open(self) -> Iterator[MosquittoRelay]:
        """Sign the roster, write the homes, and run the relay until the block ends."""
        notices = self._signed_roster()
        host = self._admitted[0]
        self._save(host, notices, port=None)
        relay = MosquittoRelay(
            folder=host.home.relay, certificate=identity_of(host.home).tls, port=0, bind=LOOPBACK
        )
        relay.start(
            RelayAccess(self._key.id, frozenset(self._desks)), self._authority.revocation_list(())
        )
        try:
            for admitted in self._admitted[1:]:
                self._save(admitted, notices, port=relay.port)
            yield relay
        finally:
            relay.stop()

    def _save(self, admitted: _Admitted, notices: list[bytes], *, port: int | None) -> None:
        home, key, seat = admitted.home, admitted.key, admitted.seat
        home.path.mkdir(mode=0o700)
        home.settings_file.write_text(_SETTINGS)
        IdentityFolder.of(home).save(
            NewIdentity(
                site_key=self._key.public_bytes,
                site_name="Alder County Health Department",
                seat=seat,
                key=key,
                certificate=self._authority.issue(key.public_bytes, seat.role),
                ca=self._authority.certificate_pem,
                notices=notices,
                relays=[(LOOPBACK, port)] if port else [],
            )
        )

    def _signed_roster(self) -> list[bytes]:
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
            wires.append(event.wire())
        return wires


@contextmanager
def new_site(*, carries_records: bool = False) -> Iterator[Site]:
    """An empty site in a temporary folder, on whatever disk the system has for these.

    Its relay carries records and blobs where that is asked for.
    """
    with tempfile.TemporaryDirectory(prefix="countersign-bench-") as folder:
        yield Site(Path(folder), carries_records=carries_records)
