"""Making this PC a station: of a site it creates, or of one it joins."""

import os
import socket
from collections.abc import Sequence
from pathlib import Path

from desktop.services.adapters import machine
from desktop.services.adapters.clock import SystemClock
from desktop.services.adapters.home import Home
from desktop.services.adapters.home_lock import HomeLock
from desktop.services.adapters.keys.device_key import verify
from desktop.services.adapters.keys.identity import IdentityFolder
from desktop.services.adapters.keys.making import FreshKeys, PassphraseRecovery
from desktop.services.adapters.pairing.client import Address, Joiner, join
from desktop.services.trust.codes import JoinCode
from desktop.services.trust.creating import Creating, NewSite
from desktop.services.trust.joining import Joining
from desktop.services.trust.ports import Key, NewIdentity
from desktop.services.trust.welcome import Welcome


def create_site(home: Home, site: NewSite, *, recovery_file: Path, passphrase: str) -> NewIdentity:
    """Create a site with this PC as its first supervisor's desk.

    Raises ``HomeInUseError`` and what ``Creating.create`` raises; then nothing has changed.
    """
    with HomeLock(home):
        return Creating(
            keys=FreshKeys(),
            recovery=PassphraseRecovery(),
            identities=IdentityFolder(home.identity, machine.machine_id),
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
    folder = IdentityFolder(home.identity, machine.machine_id)

    def knock(parsed: JoinCode, key: Key) -> Welcome:
        joiner = Joiner(signer=key, public_key=key.public_bytes, pc=socket.gethostname())
        return join(addresses, parsed, joiner)

    with HomeLock(home):
        return Joining(
            keys=FreshKeys(),
            knock=knock,
            verify=verify,
            identities=folder.replacing() if again else folder,
        ).join(code)
