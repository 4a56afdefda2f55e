"""A relay kit: what an external Mosquitto needs to carry a site's bytes."""

from collections.abc import Mapping
from typing import Protocol

import msgspec

from desktop.domain.errors import RefusedError
from desktop.domain.roster.facts import DeviceAdmitted, RelayNamed
from desktop.domain.roster.ids import DeviceId, SiteId
from desktop.domain.roster.roles import Role
from desktop.services.trust.inviting import require_administrator, settled
from desktop.services.trust.ports import Authority, Keys, RosterLog


class RelayHostError(RefusedError):
    """A relay needs a host name and a port at which the stations reach it."""

    code = "relay-host"
    advice = "Pass the relay's host name or address, such as --host mqtt.example.org:8883"


class RenderRelay(Protocol):
    """Writes the broker's files for a kit; ``adapters.relay_kit`` does."""

    def __call__(
        self, *, site: SiteId, port: int, supervisors: frozenset[str], revoked: frozenset[str]
    ) -> Mapping[str, bytes]: ...


class RelayKits(msgspec.Struct, frozen=True, kw_only=True):
    """What making relay kits needs."""

    me: DeviceId
    log: RosterLog
    authority: Authority
    keys: Keys
    render: RenderRelay

    def make(
        self, *, hostname: str, port: int, carries_records: bool = False
    ) -> tuple[DeviceId, dict[str, bytes]]:
        """Admit an external relay to the site; gives its id and its files by name.

        The private key is among them and is kept nowhere else. ``carries_records`` trusts whoever
        runs it with the site's reports. Raises ``NotAnAdministratorError``, ``RelayHostError`` or
        ``LogBusyError``.
        """
        require_administrator(self.log, self.me)
        if not hostname.strip() or not 1 <= port <= 65535:
            raise RelayHostError
        key = self.keys.new_key()
        settled(
            self.log.publish(
                DeviceAdmitted(
                    device=key.id,
                    key=key.public_bytes,
                    role=Role.RELAY,
                    place=hostname.strip(),
                    carries_records=carries_records,
                )
            )
        )
        settled(self.log.publish(RelayNamed(relay=key.id, hostname=hostname.strip(), port=port)))
        return key.id, {
            **self.renew(port),
            "ca.pem": self.authority.certificate_pem,
            "certificate.pem": self.authority.issue(key.public_bytes, Role.RELAY),
            "device.key": key.to_pem(),
        }

    def renew(self, port: int) -> dict[str, bytes]:
        """The files that change with the roster: who is let in, who may read what.

        An external relay holds no roster. It goes on serving a device that was revoked since, until
        these files are put in place of the old ones and it is reloaded; stations refuse what such
        a device says all the while.
        """
        roster = self.log.roster
        revoked = frozenset(member.device for member in roster.revoked)
        rendered = self.render(
            site=roster.site,
            port=port,
            supervisors=frozenset(member.device for member in roster.supervisors),
            revoked=revoked,
        )
        return {**rendered, "crl.pem": self.authority.revocation_list(sorted(revoked))}
