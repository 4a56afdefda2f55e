"""Entrusting: the administrator's right of a supervisor's desk, given and taken by the site key."""

from collections.abc import Callable

import msgspec

from desktop.domain.errors import RefusedError
from desktop.domain.events.event import Event
from desktop.domain.roster.facts import DeviceEntrusted
from desktop.domain.roster.ids import DeviceId
from desktop.domain.roster.naming import member_of
from desktop.domain.roster.roles import Role
from desktop.domain.roster.roster import Member
from desktop.services.ports import Clock
from desktop.services.trust.inviting import require_site_key, settled
from desktop.services.trust.placing import StationTakenOutError
from desktop.services.trust.ports import Key, RosterLog
from desktop.services.trust.site_word import say_by_site


class NotASupervisorsDeskError(RefusedError):
    """Only a supervisor's desk can be an administrator's."""

    code = "not-a-supervisors-desk"
    advice = "Invite that PC anew as a supervisor's desk; then give it the right."


class LastAdministratorError(RefusedError):
    """It is the only administrator's desk, and a site needs one."""

    code = "last-administrator"
    advice = "Make another supervisor's desk an administrator's first."


class Entrusting(msgspec.Struct, frozen=True, kw_only=True):
    """What giving and taking the right needs."""

    log: RosterLog
    clock: Clock
    random_bytes: Callable[[int], bytes]

    def give(
        self, device: DeviceId, *, site_key: Key | None = None, person: str = ""
    ) -> Event | None:
        """Make ``device`` an administrator's desk; where it is one, nothing is said.

        On the disk and on its way to everyone when this returns. What it can do with the right
        takes the authority's key besides, which is put at that desk. Raises
        ``RecoveryNeededError``, ``WrongRecoveryError``, ``UnknownDeviceError``,
        ``StationTakenOutError``, ``NotASupervisorsDeskError`` or ``LogBusyError``.
        """
        key, member = require_site_key(self.log, site_key), self._member(device)
        if member.role is not Role.SUPERVISOR:
            raise NotASupervisorsDeskError
        if member.administrator:
            return None
        return self._say(member, key, person, is_given=True)

    def take(
        self, device: DeviceId, *, site_key: Key | None = None, person: str = ""
    ) -> Event | None:
        """Make ``device`` a supervisor's desk like any other; where it is that, nothing is said.

        What it did as an administrator's so far stays. Raises as ``give`` does, and
        ``LastAdministratorError``.
        """
        key, member = require_site_key(self.log, site_key), self._member(device)
        if not member.administrator:
            return None
        if len(self.log.roster.administrators) == 1:
            raise LastAdministratorError
        return self._say(member, key, person, is_given=False)

    def _member(self, device: DeviceId) -> Member:
        member = member_of(self.log.roster, device)
        if member.is_revoked:
            raise StationTakenOutError
        return member

    def _say(self, member: Member, key: Key, person: str, *, is_given: bool) -> Event:
        fact = DeviceEntrusted(
            device=member.device,
            key=member.key,
            place=member.admitted_place,
            area=member.area,
            name=member.name,
            administrator=is_given,
            heads=settled(self.log.heads_of(member.device)),
            person=person,
            revision=max((right.revision for right in member.rights), default=0) + 1,
        )
        return say_by_site(
            fact,
            log=self.log,
            site_key=key,
            clock=self.clock,
            random_bytes=self.random_bytes,
        )
