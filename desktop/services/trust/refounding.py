"""Taking a site over after its administrators' PCs are lost: the recovery file makes a new desk
an administrator's, in the roster that a backup brings.
"""

from collections.abc import Callable, Iterable

import msgspec

from desktop.domain.errors import DeskError
from desktop.domain.events.event import Event
from desktop.domain.roster.facts import ROSTER_FACTS
from desktop.domain.roster.roles import Role
from desktop.services.ports import Clock, Verify
from desktop.services.trust.creating import administrators_admission, administrators_desk
from desktop.services.trust.inviting import WrongRecoveryError
from desktop.services.trust.notices import roster_from, signed_by_site
from desktop.services.trust.ports import Authority, Key, Keys, NewIdentity
from desktop.services.trust.seats import seat_of

_ROSTER_TYPES = frozenset(fact.TYPE for fact in ROSTER_FACTS)


class NoRosterError(DeskError):
    """The backup does not say how the site began."""

    code = "no-roster"
    advice = "Use another backup: one that was made at a desk of this site."


class Refounding(msgspec.Struct, frozen=True, kw_only=True):
    """What it needs."""

    keys: Keys
    clock: Clock
    random_bytes: Callable[[int], bytes]
    verify: Verify

    def refound(
        self,
        events: Iterable[Event],
        *,
        site_key: Key,
        authority: Authority,
        place: str,
        person: str = "",
    ) -> NewIdentity:
        """Return what makes a PC a new administrator's desk of the site that ``events`` tell of.

        Its key is new: no device comes back. Raises ``WrongRecoveryError``, ``NoRosterError``, or
        ``InviteListError`` for the place.
        """
        seat = seat_of(role=Role.SUPERVISOR, place=place, name=person)
        notices = [event for event in events if event.header.type in _ROSTER_TYPES]
        if any(event.header.site.hex() != site_key.id for event in notices):
            raise WrongRecoveryError
        roster = roster_from(
            site_key.public_bytes, [event.wire() for event in notices], self.verify
        )
        if roster.ca.encode("ascii") != authority.certificate_pem:
            raise NoRosterError
        key = self.keys.new_key()
        admitted = signed_by_site(
            administrators_admission(seat, key),
            site_key=site_key,
            known=[event for event in notices if self._is_of(event, site_key)],
            clock=self.clock,
            random_bytes=self.random_bytes,
        )
        return administrators_desk(
            site_key=site_key,
            site_name=roster.name,
            seat=seat,
            key=key,
            authority=authority,
            notices=[*notices, admitted],
        )

    def _is_of(self, event: Event, site_key: Key) -> bool:
        return event.header.device_id == site_key.id and self.verify(
            site_key.public_bytes, event.signature, event.header_bytes
        )
