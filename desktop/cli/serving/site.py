"""The site, as commands ask about it: the roster, invitations, revocations, relay kits."""

import time
from base64 import b64encode
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from desktop.app.running import RunningStation
from desktop.cli.serving.boards import Boards
from desktop.cli.serving.shapes import moment
from desktop.cli.serving.verbs import Nothing, Verb
from desktop.domain.board import Desk
from desktop.domain.roster.ids import DeviceId
from desktop.domain.roster.roster import Member
from desktop.services.adapters.keys.making import FreshKeys
from desktop.services.trust.inviting import NotAnAdministratorError

if TYPE_CHECKING:
    from desktop.app.admitting import Admitting
    from desktop.services.adapters.keys.recovery import Recovery
    from desktop.services.trust.invitations import Invitation
    from desktop.services.trust.ports import Key

_LOOK_AGAIN_S = 0.1


class InvitedSeat(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    role: str
    place: str
    area: str = ""
    name: str = ""
    administrator: bool = False


class Invite(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One ``seat``, or a ``csv`` of many; with the recovery file for an administrator's."""

    seat: InvitedSeat | None = None
    csv: str | None = None
    recovery: str | None = None
    passphrase: str = ""


class Invitations(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Wait up to ``wait`` seconds until none of ``codes`` is open any more."""

    codes: list[str]
    wait: float = 0.0


class Place(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is to be new of a station; ``None`` stays as it is."""

    station: str
    place: str | None = None
    area: str | None = None
    name: str | None = None


class Revoke(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    station: str
    reason: str = ""
    recovery: str | None = None
    passphrase: str = ""


class Entrust(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """This desk is to have the administrator's right, or ``station`` is to have it no more."""

    recovery: str
    passphrase: str
    station: str | None = None


class RelayKit(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    host: str
    port: int
    carries_records: bool = False
    renew: bool = False


class Name(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is to be new of the site; ``None`` stays as it is."""

    name: str | None = None
    address: str | None = None
    call_instead: str | None = None


class SiteVerbs:
    """Everything that ``countersign site`` asks of the station."""

    def __init__(self, running: RunningStation, boards: Boards) -> None:
        self._running = running
        self._station = running.station
        self._boards = boards

    def verbs(self) -> dict[str, Verb[Any]]:
        """The verbs by name."""
        return {
            "site roster": Verb(Nothing, self._roster),
            "site name": Verb(Name, self._name),
            "site invite": Verb(Invite, self._invite),
            "site invitations": Verb(Invitations, self._invitations),
            "site place": Verb(Place, self._place),
            "site revoke": Verb(Revoke, self._revoke),
            "site entrust": Verb(Entrust, self._entrust),
            "site dismiss": Verb(Entrust, self._entrust),
            "site relay-kit": Verb(RelayKit, self._relay_kit),
        }

    def _roster(self, _: Nothing) -> dict[str, Any]:
        roster = self._station.roster
        return {
            "site": roster.site,
            "name": roster.name,
            "address": roster.address,
            "call_instead": roster.call_instead,
            "members": [self._of_member(member) for member in roster.members.values()],
        }

    def _name(self, said: Name) -> dict[str, Any]:
        self._admitting().naming().name(
            name=said.name, address=said.address, call_instead=said.call_instead
        )
        roster = self._station.roster
        return {
            "site": roster.site,
            "name": roster.name,
            "address": roster.address,
            "call_instead": roster.call_instead,
        }

    def _of_member(self, member: Member) -> dict[str, Any]:
        named = self._station.roster.relay_notices.get(member.device)
        relay = None
        if named is not None:
            hosts = (*named.addresses, named.hostname)
            relay = {"hosts": [host for host in hosts if host], "port": named.port}
        return {
            "station": member.device,
            "role": member.role.value,
            "place": member.place,
            "area": member.area,
            "name": member.name,
            "administrator": member.administrator,
            "carries_records": self._station.roster.may_carry_records(member.device),
            "revoked": member.is_revoked,
            "kept_apart": desk.kept_apart if (desk := self._desk(member.device)) else 0,
            "me": member.device == self._station.device,
            "relay": relay,
        }

    def _desk(self, device: DeviceId) -> Desk | None:
        return next((d for d in self._station.board.desks if d.device == device), None)

    def _invite(self, said: Invite) -> dict[str, Any]:
        from desktop.services.trust.seats import Seat, seat_of, seats_from_csv

        admitting = self._admitting()
        if said.seat is None:
            made = admitting.invite_many(seats_from_csv(said.csv or ""))
        else:
            wanted = said.seat
            plain = seat_of(
                role=wanted.role, place=wanted.place, area=wanted.area, name=wanted.name
            )
            seat = Seat(
                role=plain.role,
                place=plain.place,
                area=plain.area,
                name=plain.name,
                administrator=wanted.administrator,
            )
            site_key = _site_key(said.recovery, said.passphrase) if said.recovery else None
            made = [admitting.invite(seat, site_key=site_key)]
        return {
            "site": self._station.roster.name,
            "invitations": [self._of_invitation(one) for one in made],
            "addresses": list(admitting.addresses()),
        }

    def _of_invitation(self, one: "Invitation") -> dict[str, Any]:
        return {
            "code": str(one.code),
            "role": one.seat.role.value,
            "place": one.seat.place,
            "area": one.seat.area,
            "name": one.seat.name,
            "administrator": one.seat.administrator,
            "expires": moment(one.expires),
            "state": "open",
        }

    def _invitations(self, said: Invitations) -> dict[str, Any]:
        from desktop.services.trust.codes import JoinCode

        book = self._admitting().book
        nameplates = [JoinCode.parse(code).nameplate for code in said.codes]
        deadline = time.monotonic() + said.wait
        while time.monotonic() < deadline:
            if not set(nameplates) & {one.nameplate for one in book.open()}:
                break
            time.sleep(_LOOK_AGAIN_S)
        states = [book.state(nameplate) for nameplate in nameplates]
        return {"states": [state.value if state else "expired" for state in states]}

    def _place(self, said: Place) -> dict[str, Any]:
        admitting = self._admitting()
        member = admitting.revoking().find(said.station)
        admitting.placing().place(
            member.device,
            place=member.place if said.place is None else said.place,
            area=member.area if said.area is None else said.area,
            name=said.name or "",
        )
        return {"member": self._of_member(self._station.roster.device(member.device) or member)}

    def _revoke(self, said: Revoke) -> dict[str, Any]:
        admitting = self._admitting()
        member = admitting.revoking().find(said.station)
        admitting.revoke(
            member.device,
            reason=said.reason,
            person=self._boards.newest.me.person,
            site_key=_site_key(said.recovery, said.passphrase) if said.recovery else None,
        )
        return {"member": self._of_member(self._station.roster.device(member.device) or member)}

    def _entrust(self, said: Entrust) -> dict[str, Any]:
        from desktop.app.rights import take_right, take_up_right
        from desktop.domain.roster.naming import UnknownDeviceError, member_named

        device, person = self._station.device, self._boards.newest.me.person
        recovery = _opened(said.recovery, said.passphrase)
        if said.station is None:
            take_up_right(self._running, recovery, person=person)
        else:
            device = member_named(self._station.roster, said.station).device
            take_right(self._running, device, recovery, person=person)
        member = self._station.roster.device(device)
        if member is None:
            raise UnknownDeviceError
        return {"member": self._of_member(member)}

    def _relay_kit(self, said: RelayKit) -> dict[str, Any]:
        from desktop.services.adapters.relay_kit import render_relay
        from desktop.services.trust.relay_kit import RelayKits

        self._admitting()
        kits = RelayKits(
            me=self._station.device,
            log=self._station,
            authority=self._running.identity.authority(),
            keys=FreshKeys(),
            render=render_relay,
        )
        if said.renew:
            files, device = kits.renew(said.port), None
        else:
            device, files = kits.make(
                hostname=said.host, port=said.port, carries_records=said.carries_records
            )
        return {
            "station": device,
            "host": said.host,
            "port": said.port,
            "files": {name: b64encode(content).decode() for name, content in files.items()},
        }

    def _admitting(self) -> "Admitting":
        if self._running.admitting is None:
            raise NotAnAdministratorError
        return self._running.admitting


def _site_key(recovery: str, passphrase: str) -> "Key":
    return _opened(recovery, passphrase).site_key


def _opened(recovery: str, passphrase: str) -> "Recovery":
    from desktop.services.adapters.keys.recovery import open_recovery

    return open_recovery(Path(recovery), passphrase)
