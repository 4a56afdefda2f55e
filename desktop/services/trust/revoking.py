"""Revoking: a device belongs to the site no longer, for good."""

from collections.abc import Callable

import msgspec

from desktop.domain.errors import RefusedError
from desktop.domain.events.event import Event
from desktop.domain.roster.facts import DeviceRevoked
from desktop.domain.roster.ids import DeviceId
from desktop.domain.roster.naming import member_named, member_of
from desktop.domain.roster.roster import Member
from desktop.services.ports import Clock
from desktop.services.trust.inviting import require_administrator, require_site_key, settled
from desktop.services.trust.ports import Authority, Key, RosterLog
from desktop.services.trust.site_word import say_by_site

MAX_LIST = 20 * 1024
"""Bytes of a revocation list that an event carries, some 350 devices; beyond that relays go by
their access list alone, which cuts a revoked device off just as well."""


class AlreadyRevokedError(RefusedError):
    """That device was revoked before."""

    code = "already-revoked"
    advice = "Nothing is left to do; to let that PC in again, invite it anew."


class Revoking(msgspec.Struct, frozen=True, kw_only=True):
    """What revoking needs."""

    me: DeviceId
    log: RosterLog
    authority: Authority
    clock: Clock
    random_bytes: Callable[[int], bytes]

    def find(self, named: str) -> Member:
        """The member with that device id (or its first letters), place or name.

        Raises ``UnknownDeviceError`` or ``AmbiguousDeviceError``.
        """
        return member_named(self.log.roster, named)

    def revoke(
        self, device: DeviceId, *, reason: str = "", person: str = "", site_key: Key | None = None
    ) -> Event:
        """Revoke ``device``; on the disk and on its way to everyone when this returns.

        What it signed so far still counts, as far as this station holds it. A desk that is or was
        an administrator's needs the site key out of the recovery file. Raises
        ``NotAnAdministratorError``, ``UnknownDeviceError``, ``AlreadyRevokedError``,
        ``RecoveryNeededError``, ``WrongRecoveryError`` or ``LogBusyError``.
        """
        roster = self.log.roster
        member = member_of(roster, device)
        if member.is_revoked:
            raise AlreadyRevokedError
        if member.was_administrator:
            site_key = require_site_key(self.log, site_key)
        else:
            require_administrator(self.log, self.me)
        revoked = {gone.device for gone in roster.revoked} | {device}
        crl = self.authority.revocation_list(sorted(revoked))
        fact = DeviceRevoked(
            device=device,
            heads=settled(self.log.heads_of(device)),
            reason=reason,
            person=person,
            crl=crl.decode("ascii") if len(crl) <= MAX_LIST else "",
            revision=len(revoked),
        )
        if not member.was_administrator:
            return settled(self.log.publish(fact))
        return say_by_site(
            fact,
            log=self.log,
            site_key=require_site_key(self.log, site_key),
            clock=self.clock,
            random_bytes=self.random_bytes,
        )
