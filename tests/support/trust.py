"""Desks that create, invite, join and revoke: real keys, real files, the real ledger, no broker."""

import secrets
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import msgspec

from desktop.domain.events.body import Fact
from desktop.domain.events.event import Event
from desktop.domain.events.streams import Stream
from desktop.domain.roster.roles import Role
from desktop.domain.roster.roster import Roster
from desktop.services.adapters.clock import SystemClock
from desktop.services.adapters.keys.device_key import verify
from desktop.services.adapters.keys.identity import Identity, IdentityFolder
from desktop.services.adapters.keys.making import FreshKeys, PassphraseRecovery
from desktop.services.adapters.pairing.client import Joiner, join
from desktop.services.adapters.pairing.server import PairingServer
from desktop.services.log.ledger import Ledger
from desktop.services.log.notices import Notices
from desktop.services.ports import Held
from desktop.services.trust.codes import JoinCode
from desktop.services.trust.creating import Creating, NewSite
from desktop.services.trust.invitations import InvitationBook
from desktop.services.trust.inviting import Inviting
from desktop.services.trust.joining import Joining
from desktop.services.trust.ports import Authority, Key
from desktop.services.trust.revoking import Revoking
from desktop.services.trust.seats import Seat
from desktop.services.trust.welcome import Welcome

T = TypeVar("T")
PASSPHRASE = "otter lantern zurich nine"
LOOPBACK = "127.0.0.1"
COUNTER = Seat(role=Role.COUNTER, place="Counter 3")


class LedgerLog:
    """The log of one station, without its threads: real signatures, chains and checks."""

    def __init__(self, identity: Identity) -> None:
        self._notices = Notices(identity.site_key)
        self._ledger = Ledger(
            site=bytes.fromhex(identity.site),
            signer=identity.key,
            verify=verify,
            clock=SystemClock(),
            random_bytes=secrets.token_bytes,
            streams=frozenset({Stream.ALERTS, Stream.NOTICES, Stream.RECEIPTS}),
            roster=lambda: self.roster,
            held=Held(),
        )
        self.heads: tuple[tuple[int, int], ...] = ()
        self.hears(identity.first_notices())

    @property
    def roster(self) -> Roster:
        return self._notices.roster

    def publish(self, fact: Fact) -> "Future[Event]":
        event = self._ledger.write(fact)
        self._notices.add(event, fact)
        return _done(event)

    def hand_on(self, event: Event) -> "Future[Event]":
        self._ledger.check(event)
        self._notices.add(self._ledger.hold(event), self._ledger.read(event))
        return _done(event)

    def roster_events(self) -> "Future[tuple[Event, ...]]":
        return _done(self._notices.events)

    def heads_of(self, device: str) -> "Future[tuple[tuple[int, int], ...]]":
        notices = self._ledger.holdings.last(Stream.NOTICES, bytes.fromhex(device))
        return _done(((int(Stream.NOTICES), notices), *self.heads))

    def hears(self, wires: Iterable[bytes]) -> None:
        """Take in events as from a peer; raises what the ledger raises."""
        for wire in wires:
            event = Event.parse(wire)
            if not self._ledger.is_double(event):
                self.hand_on(event)


def _done(value: T) -> "Future[T]":
    future: Future[T] = Future()
    future.set_result(value)
    return future


class Desk:
    """A station's desk on a PC of its own, by the name of that PC."""

    def __init__(self, home: Path, *, pc: str = "") -> None:
        self.home = home
        self.pc = pc or home.name
        self.folder = IdentityFolder(home / "identity", lambda: self.pc)

    @property
    def recovery_file(self) -> Path:
        return self.home.parent / f"{self.home.name} recovery.txt"

    def creating(self) -> Creating:
        return Creating(
            keys=FreshKeys(),
            recovery=PassphraseRecovery(),
            identities=self.folder,
            clock=SystemClock(),
            random_bytes=secrets.token_bytes,
        )

    def creates(self, site: str = "City Hall") -> "Desk":
        self.creating().create(
            NewSite(name=site, place="Supervisor's office", address="Main St 1"),
            recovery_file=self.recovery_file,
            passphrase=PASSPHRASE,
        )
        self.opens()
        return self

    def opens(self) -> None:
        """Start from what is on the disk."""
        self.identity = self.folder.load()
        self.log = LedgerLog(self.identity)
        self.book = InvitationBook(now=SystemClock().now)

    def inviting(self, authority: Authority | None = None) -> Inviting:
        return Inviting(
            me=self.identity.device,
            book=self.book,
            log=self.log,
            authority=authority or self.identity.authority(),
            clock=SystemClock(),
            random_bytes=secrets.token_bytes,
            relays=lambda: [(LOOPBACK, 18883)],
        )

    def revoking(self, authority: Authority | None = None) -> Revoking:
        return Revoking(
            me=self.identity.device,
            log=self.log,
            authority=authority or self.identity.authority(),
            clock=SystemClock(),
            random_bytes=secrets.token_bytes,
        )

    @contextmanager
    def at_the_door(self, inviting: Inviting) -> Iterator[tuple[str, int]]:
        """Open the port for joiners; gives its address."""
        server = PairingServer(
            book=self.book, admit=inviting.admit, verify=verify, bind=LOOPBACK, port=0
        )
        with server:
            yield LOOPBACK, server.port

    def joins(self, code: str, address: tuple[str, int], *, again: bool = False) -> "Desk":
        def knock(parsed: JoinCode, key: Key) -> Welcome:
            joiner = Joiner(signer=key, public_key=key.public_bytes, pc=self.pc)
            return join([address], parsed, joiner)

        Joining(
            keys=FreshKeys(),
            knock=knock,
            verify=verify,
            identities=self.folder.replacing() if again else self.folder,
        ).join(code)
        self.opens()
        return self

    def joins_site_of(
        self, inviter: "Desk", seat: Seat = COUNTER, *, again: bool = False
    ) -> "Desk":
        """Be invited and join, over a real socket."""
        inviting = inviter.inviting()
        code = str(inviting.invite(seat).code)
        with inviter.at_the_door(inviting) as address:
            return self.joins(code, address, again=again)


def altered(welcome: Welcome, **fields: object) -> Welcome:
    """The welcome with some of it changed."""
    return msgspec.structs.replace(welcome, **fields)
