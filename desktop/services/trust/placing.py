"""Placing: where a station stands now, and what it is called, said by an administrator's desk."""

from dataclasses import dataclass

from desktop.domain.errors import RefusedError
from desktop.domain.events.event import Event
from desktop.domain.roster.facts import DevicePlaced
from desktop.domain.roster.ids import DeviceId
from desktop.domain.roster.naming import member_of
from desktop.services.trust.inviting import require_administrator, settled
from desktop.services.trust.ports import RosterLog
from desktop.services.trust.seats import seat_of


class StationTakenOutError(RefusedError):
    """That station was taken out of the site, for good."""

    code = "station-taken-out"
    advice = "Invite that PC anew."


@dataclass(frozen=True, slots=True)
class Standpoint:
    """Where a station stands, and what it is called."""

    place: str
    area: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Placing:
    """What placing needs."""

    me: DeviceId
    log: RosterLog

    def place(
        self, device: DeviceId, *, place: str, area: str = "", name: str = ""
    ) -> Event | None:
        """Say where ``device`` stands; an empty ``name`` leaves the one that it has.

        On the disk and on its way to everyone when this returns; where nothing is new, nothing is
        said. Numbers of reports keep the place of the admission. Raises
        ``NotAnAdministratorError``, ``UnknownDeviceError``, ``StationTakenOutError``,
        ``InviteListError`` for words that cannot be, or ``LogBusyError``.
        """
        require_administrator(self.log, self.me)
        member = member_of(self.log.roster, device)
        if member.is_revoked:
            raise StationTakenOutError
        seat = seat_of(role=member.role.value, place=place, area=area, name=name or member.name)
        if (seat.place, seat.area, seat.name) == (member.place, member.area, member.name):
            return None
        return settled(
            self.log.publish(
                DevicePlaced(
                    device=device,
                    place=seat.place,
                    area=seat.area,
                    name=seat.name,
                    revision=member.revision + 1,
                )
            )
        )
