"""Making this PC a station: of a site it creates, or of one it joins."""

import os
import socket
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.app.unfinished import clear_unfinished
from desktop.domain.errors import RefusedError
from desktop.domain.events.event import Event
from desktop.services.adapters.clock import SystemClock
from desktop.services.adapters.home import Home
from desktop.services.adapters.home_lock import HomeLock
from desktop.services.adapters.keys.device_key import verify
from desktop.services.adapters.keys.identity import IdentityFolder
from desktop.services.adapters.keys.making import FreshKeys, PassphraseRecovery
from desktop.services.adapters.pairing.client import Address, Joiner, join
from desktop.services.adapters.pairing.server import PAIRING_PORT
from desktop.services.trust.codes import JoinCode
from desktop.services.trust.creating import Creating, NewSite
from desktop.services.trust.joining import Joining
from desktop.services.trust.ports import Key, NewIdentity
from desktop.services.trust.refounding import Refounding
from desktop.services.trust.welcome import Welcome

if TYPE_CHECKING:  # argon2 is read when a recovery file is opened
    from desktop.services.adapters.keys.recovery import Recovery


class JoiningAddressError(RefusedError):
    """That is not the address of an inviting desk."""

    code = "joining-address"
    advice = "Type it as the supervisor's PC shows it, such as 10.0.0.5 or 10.0.0.5:18884."


def joining_address(typed: str) -> Address:
    """Read the address that the inviting desk shows; raises ``JoiningAddressError``."""
    host, separator, port = typed.strip().rpartition(":")
    if not separator:
        host, port = port, str(PAIRING_PORT)
    if not host or not port.isascii() or not port.isdigit() or not 0 < int(port) < 65536:
        raise JoiningAddressError("“{typed}” is not an address.", typed=typed.strip())
    return host, int(port)


def create_site(home: Home, site: NewSite, *, recovery_file: Path, passphrase: str) -> NewIdentity:
    """Create a site with this PC as its first supervisor's desk.

    Raises ``HomeInUseError`` and what ``Creating.create`` raises; then nothing has changed.
    """
    with HomeLock(home):
        clear_unfinished(home)
        return Creating(
            keys=FreshKeys(),
            recovery=PassphraseRecovery(),
            identities=IdentityFolder.of(home),
            clock=SystemClock(),
            random_bytes=os.urandom,
        ).create(site, recovery_file=recovery_file, passphrase=passphrase)


def join_site(
    home: Home, code: str, addresses: Sequence[Address], *, again: bool = False
) -> NewIdentity:
    """Join the site whose inviter gave out ``code`` and answers at one of ``addresses``.

    ``again`` leaves the station that this home was before. Raises ``HomeInUseError`` and what
    ``Joining.join`` raises.
    """
    identities = IdentityFolder.of(home)
    with HomeLock(home):
        clear_unfinished(home)
        return _join(code, addresses, identities.replacing() if again else identities)


def join_again_at_work(home: Home, code: str, addresses: Sequence[Address]) -> NewIdentity:
    """Join as ``join_site`` does ``again``, while the home's own station runs in this process.

    It goes on as the station that it was, and the home is the new one's from its next start on.
    """
    return _join(code, addresses, IdentityFolder.of(home).replacing(at_work=True))


def _join(code: str, addresses: Sequence[Address], identities: IdentityFolder) -> NewIdentity:
    def knock(parsed: JoinCode, key: Key) -> Welcome:
        joiner = Joiner(signer=key, public_key=key.public_bytes, pc=socket.gethostname())
        return join(addresses, parsed, joiner)

    return Joining(
        keys=FreshKeys(),
        knock=knock,
        verify=verify,
        identities=identities,
    ).join(code)


def refounded(
    events: Iterable[Event], recovery: "Recovery", *, place: str, person: str
) -> NewIdentity:
    """What makes a PC a new administrator's desk of the site that ``events`` tell of; it is not on
    a disk yet. Raises what ``Refounding.refound`` raises.
    """
    from desktop.services.adapters.keys.certificates import CertificateAuthority  # 100 ms

    return Refounding(
        keys=FreshKeys(), clock=SystemClock(), random_bytes=os.urandom, verify=verify
    ).refound(
        events,
        site_key=recovery.site_key,
        authority=CertificateAuthority.from_pem(
            recovery.authority_key, recovery.authority_certificate
        ),
        place=place,
        person=person,
    )
