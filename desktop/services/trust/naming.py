"""Naming the site anew: what it is called, where it is, and whom to call when no desk answers."""

from dataclasses import dataclass

from desktop.domain.events.event import Event
from desktop.domain.roster.facts import SiteNamed
from desktop.domain.roster.ids import DeviceId
from desktop.services.trust.creating import require_usable
from desktop.services.trust.inviting import require_administrator, settled
from desktop.services.trust.ports import RosterLog


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """What naming needs."""

    me: DeviceId
    log: RosterLog

    def name(
        self,
        *,
        name: str | None = None,
        address: str | None = None,
        call_instead: str | None = None,
    ) -> Event | None:
        """Say what is new of the site; ``None`` leaves it as it is, and "" takes it away.

        On the disk and on its way to everyone when this returns; where nothing is new, nothing is
        said. Raises ``NotAnAdministratorError``, ``SiteDetailsError`` or ``LogBusyError``.
        """
        require_administrator(self.log, self.me)
        roster = self.log.roster
        wanted = SiteNamed(
            name=(roster.name if name is None else name).strip(),
            address=(roster.address if address is None else address).strip(),
            call_instead=(roster.call_instead if call_instead is None else call_instead).strip(),
            revision=roster.revision + 1,
        )
        require_usable(wanted.name, wanted.address, wanted.call_instead)
        known = (roster.name, roster.address, roster.call_instead)
        if (wanted.name, wanted.address, wanted.call_instead) == known:
            return None
        return settled(self.log.publish(wanted))
