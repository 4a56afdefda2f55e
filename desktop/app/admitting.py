"""An administrator's desk at work: letting stations in, revoking them, and naming the site."""

import logging
import os
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from pathlib import Path

from desktop.domain.errors import DeskError
from desktop.domain.events.body import Fact
from desktop.domain.events.event import Event
from desktop.domain.roster.ids import DeviceId
from desktop.domain.roster.naming import member_of
from desktop.domain.roster.roles import Role
from desktop.domain.roster.roster import Roster
from desktop.services.adapters.clock import SystemClock
from desktop.services.adapters.keys.device_key import verify
from desktop.services.adapters.keys.identity import Identity
from desktop.services.adapters.keys.private_files import write_private
from desktop.services.adapters.machine import reached_at
from desktop.services.adapters.pairing.server import PairingServer
from desktop.services.records.records import Records
from desktop.services.station import Station
from desktop.services.trust.invitations import Invitation, InvitationBook
from desktop.services.trust.inviting import Inviting
from desktop.services.trust.naming import Naming
from desktop.services.trust.placing import Placing
from desktop.services.trust.ports import Key
from desktop.services.trust.revoking import Revoking
from desktop.services.trust.seats import Seat
from desktop.services.trust.standing import Standing

log = logging.getLogger(__name__)

LOOKS_EVERY = 5.0
"""Seconds between looks whether any code is still alive; the port is open no longer than that."""


class Admitting:
    """The way into the site, at this desk.

    The port for joiners is open while a code lives, and only then, also after a restart: a
    printed sheet of codes outlives the program.
    """

    def __init__(
        self,
        *,
        station: Station,
        records: Records | None,
        identity: Identity,
        book_file: Path,
        bind: str | None,
        port: int,
        relays: Callable[[], Sequence[tuple[str, int]]],
    ) -> None:
        self._station = station
        self._log = WholeLog(station, records)
        self._identity = identity
        self._bind = bind
        self._wanted_port = port
        self._relays = relays
        self._lock = threading.Lock()
        self._server: PairingServer | None = None
        self._closing: threading.Timer | None = None
        self._is_stopped = False
        self._kept: Inviting | None = None
        self._troubles: dict[str, DeskError] = {}
        self._watchers: list[Callable[[], None]] = []
        self.book = InvitationBook(now=SystemClock().now, keeper=_BookFile(book_file))
        self.book.watch(self._tell)

    def start(self) -> None:
        """Open the port again if codes from before still live."""
        self._look()
        self._station.watch_roster(self._look_at_right)

    def stop(self) -> None:
        """Close the port; the codes live on."""
        with self._lock:
            self._is_stopped = True
            if self._closing:
                self._closing.cancel()
            self._shut()

    @property
    def port(self) -> int | None:
        """The port that joiners connect to, while it is open."""
        return self._server.port if self._server else None

    @property
    def wanted_port(self) -> int:
        """The port that is opened unless another program holds it; a firewall knows this one."""
        return self._wanted_port

    def addresses(self) -> tuple[str, ...]:
        """Where a PC that joins finds the open port, as a person types it; the likeliest first.

        There are none while the port is closed.
        """
        port = self.port
        if port is None:
            return ()
        hosts = reached_at(self._bind)
        return tuple(f"[{host}]:{port}" if ":" in host else f"{host}:{port}" for host in hosts)

    def watch(self, changed: Callable[[], None]) -> None:
        """Call ``changed`` whenever an invitation stands differently, but when its time is over.

        It is called on any thread, and passes the word on: it asks nothing here.
        """
        self._watchers.append(changed)

    def invite(self, seat: Seat, *, site_key: Key | None = None) -> Invitation:
        """Give out one short code; see ``Inviting.invite``.

        Raises ``PairingPortError``, too, and then gave out none.
        """
        invitation = self._inviting().invite(seat, site_key=site_key)
        self._let_in([invitation])
        return invitation

    def invite_many(self, seats: Sequence[Seat]) -> list[Invitation]:
        """Give out long codes for many places; see ``Inviting.invite_many`` and ``invite``."""
        invitations = self._inviting().invite_many(seats)
        self._let_in(invitations)
        return invitations

    def cancel(self, nameplates: Sequence[str]) -> None:
        """Withdraw codes: they let nobody in from now on. Raises ``PrivateFileNotSavedError``."""
        self.book.cancel(*nameplates)
        self._look()

    def standing(self, nameplate: str) -> Standing | None:
        """How an invitation stands now; ``None`` for one that nobody remembers."""
        invitation = self.book.find(nameplate)
        if invitation is None:
            return None
        return Standing(
            invitation=invitation,
            state=invitation.state_at(SystemClock().now()),
            has_joined=self._log.roster.device(invitation.used_by) is not None,
            trouble=self._troubles.get(nameplate),
        )

    def open_codes(self) -> list[str]:
        """The nameplates of all codes that still let a PC in, the soonest to expire first."""
        return [invitation.nameplate for invitation in self.book.open()]

    def naming(self) -> Naming:
        """What names the site anew."""
        return Naming(me=self._identity.device, log=self._log)

    def placing(self) -> Placing:
        """What says where a station stands."""
        return Placing(me=self._identity.device, log=self._log)

    def revoking(self) -> Revoking:
        """What revokes a device; only an administrator's desk has the authority for it."""
        return Revoking(
            me=self._identity.device,
            log=self._log,
            authority=self._identity.authority(),
            clock=SystemClock(),
            random_bytes=os.urandom,
        )

    def revoke(
        self, device: DeviceId, *, reason: str, person: str, site_key: Key | None = None
    ) -> None:
        """Revoke ``device`` for good; see ``Revoking.revoke``."""
        self.revoking().revoke(device, reason=reason, person=person, site_key=site_key)

    def reseat(self, device: DeviceId, role: Role, *, person: str) -> Invitation:
        """Take ``device`` out, with a code for another role at the same place in its stead.

        A role stands in a station's certificate, so another one is another station. Without a
        code nothing is taken out. Raises as ``invite`` and ``revoke`` do.
        """
        member = member_of(self._log.roster, device)
        seat = Seat(role=role, place=member.place, area=member.area, name=member.name)
        invitation = self.invite(seat)
        try:
            self.revoke(device, reason=f"another role: {role.value}", person=person)
        except DeskError:
            self.cancel([invitation.nameplate])
            raise
        return invitation

    def _look_at_right(self, roster: Roster) -> None:
        """Without the right the authority's key is of no use here, and lies about; and a code lets
        nobody in.
        """
        me = roster.device(self._identity.device)
        has_lost_it = me is not None and bool(me.rights) and not me.administrator
        if has_lost_it and self._identity.has_authority:
            threading.Thread(target=self._give_up, daemon=True).start()

    def _give_up(self) -> None:
        self._identity.forget_authority()
        try:
            self.cancel(self.open_codes())
        except DeskError:  # they let nobody in all the same, and whoever tries is told
            log.warning("the codes of this desk could not be withdrawn", exc_info=True)

    def _inviting(self) -> Inviting:
        if self._kept is None:
            self._kept = Inviting(
                me=self._identity.device,
                book=self.book,
                log=self._log,
                authority=self._identity.authority(),
                clock=SystemClock(),
                random_bytes=os.urandom,
                relays=self._relays,
            )
        return self._kept

    def _let_in(self, invitations: Sequence[Invitation]) -> None:
        """Open the port for them; without one, a code would be worth nothing."""
        try:
            self._look()
        except DeskError:
            self.book.cancel(*(invitation.nameplate for invitation in invitations))
            raise

    def _admit(self, invitation: Invitation, key: bytes, pc: str) -> bytes:
        """``Inviting.admit``, and what came of it for those who watch."""
        self._troubles.pop(invitation.nameplate, None)
        try:
            return self._inviting().admit(invitation, key, pc)
        except DeskError as trouble:
            self._troubles[invitation.nameplate] = trouble
            raise
        finally:
            self._tell()

    def _tell(self) -> None:
        for changed in self._watchers:
            changed()

    def _look(self) -> None:
        """Open the port while any code lives, and look again until none does."""
        with self._lock:
            if self._is_stopped:
                return
            if not self.book.open():
                self._shut()
                return
            if self._server is None:
                self._server = PairingServer(
                    book=self.book,
                    admit=self._admit,
                    verify=verify,
                    bind=self._bind,
                    port=self._wanted_port,
                )
            if self._closing:
                self._closing.cancel()
            self._closing = threading.Timer(LOOKS_EVERY, self._look)
            self._closing.daemon = True
            self._closing.start()

    def _shut(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None


class WholeLog:
    """The roster's side of a station's log, with what the records thread knows of a device."""

    def __init__(self, station: Station, records: Records | None) -> None:
        self._station = station
        self._records = records

    @property
    def roster(self) -> Roster:
        """The roster as this station knows it."""
        return self._station.roster

    def publish(self, fact: Fact) -> "Future[Event]":
        """Sign a notice with this station's key; set once it is on the disk."""
        return self._station.publish(fact)

    def hand_on(self, event: Event) -> "Future[Event]":
        """Take in a notice that the site key signed; set once it is on the disk."""
        return self._station.hand_on(event)

    def roster_events(self) -> "Future[tuple[Event, ...]]":
        """The roster's own events."""
        return self._station.roster_events()

    def heads_of(self, device: DeviceId) -> "Future[tuple[tuple[int, int], ...]]":
        """The last numbers held of a device, of every stream this station keeps."""
        known = self._station.heads_of(device)
        if self._records is None:
            return known
        records = self._records.heads_of(device)
        both: Future[tuple[tuple[int, int], ...]] = Future()
        known.add_done_callback(
            lambda _: records.add_done_callback(
                lambda _: both.set_result((*known.result(), *records.result()))
            )
        )
        return both


class _BookFile:
    """Keeps the invitations in a file for this account alone."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def load(self) -> bytes | None:
        """What was saved last, if anything was."""
        return self._file.read_bytes() if self._file.exists() else None

    def save(self, content: bytes) -> None:
        """Put ``content`` in place of it, whole or not at all."""
        write_private(self._file, content)
