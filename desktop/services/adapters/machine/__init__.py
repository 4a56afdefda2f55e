"""What this PC knows about itself, its session and its network.

Every answer is cheap enough for the five-second beat, never raises, and is ``None`` (or empty)
where the system does not say. Only the Linux half has been run; the Windows and macOS halves are
written from those systems' documentation, and the first is tested against stand-ins.
"""

import os
import sys
from hashlib import sha256
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # asked once a bar is armed
    from desktop.domain.turns import Front
    from desktop.services.adapters.machine.front_watch import Changes

if sys.platform == "win32":
    from desktop.services.adapters.machine import windows as _system
elif sys.platform == "darwin":
    from desktop.services.adapters.machine import macos as _system
else:
    from desktop.services.adapters.machine import linux as _system

OVERRIDE = "COUNTERSIGN_MACHINE_ID"


def machine_id() -> str | None:
    """A name for this PC that stays when it is renamed, or ``None`` where the system has none.

    A home that finds itself under another name was copied. The environment's
    ``COUNTERSIGN_MACHINE_ID`` stands in for it, so that one PC can play several. PCs cloned from
    one disk image without being generalised share their id; that copy goes unseen.
    """
    said = os.environ.get(OVERRIDE) or _system.machine_id()
    # Hashed with our name, as systemd asks, so that it is no key to anything else on the PC.
    return sha256(f"countersign\0{said}".encode()).hexdigest()[:32] if said else None


def seconds_since_input() -> float | None:
    """Seconds since anyone touched keyboard or mouse in this session, or ``None``.

    Unknown under Wayland, over a text console and in a service.
    """
    return _system.seconds_since_input()


def is_session_locked() -> bool | None:
    """Whether this session's screen is locked, or ``None`` where nobody says.

    On Linux this is logind's hint, which some small desktops never set: they read as unlocked.
    """
    return _system.is_session_locked()


def front() -> "Front":
    """Which session has the PC's screen; ``UNKNOWN`` where nobody says."""
    return _system.front()


def session_name() -> str:
    """A name for this session that no other one of this PC has now; empty where it has none."""
    return _system.session_name()


def front_changes() -> "Changes":
    """Waits for the moments at which ``front`` may have become another."""
    return _system.front_changes()


def os_account_display_name() -> str:
    """The name of whoever is logged on, as the system shows it; the account's name at worst."""
    return _system.account_display_name().strip() or account_name()


def os_account() -> str:
    """The login that runs this process, under a name that no other login of this PC has.

    What people call themselves on this PC (``os_account_display_name``) never looks like it.
    """
    return f"login:{_system.login_name() or account_name()}"


def account_name() -> str:
    """The name of the account that runs this process."""
    for variable in ("USERNAME", "LOGNAME", "USER"):
        if name := os.environ.get(variable):
            return name
    return "someone"


def is_disk_encrypted(path: Path) -> bool | None:
    """Whether the disk under ``path`` is encrypted at rest, or ``None`` where it cannot be told.

    Not for the beat: on Windows and macOS it starts a program.
    """
    return _system.is_disk_encrypted(path)


def active_firewall() -> str | None:
    """The name of the firewall that is on, as far as any account can tell."""
    return _system.active_firewall()


def line_that_opens(port: int) -> str:
    """What an administrator types so that other PCs reach ``port`` through that firewall."""
    return _system.line_that_opens(port)


def reached_at(bind: str | None) -> list[str]:
    """Where what listens on ``bind``, or everywhere, is reached; at worst from this PC alone."""
    return [bind] if bind else lan_addresses() or ["127.0.0.1"]


def lan_addresses() -> list[str]:
    """This PC's addresses that another PC may reach it at: IPv4 first, then global IPv6.

    Link-local IPv6 is left out, for it means nothing without the other PC's interface; self-given
    169.254 addresses come last.
    """
    import ifaddr  # off the start path

    try:
        adapters = list(ifaddr.get_adapters())
    except OSError:
        return []
    found = {
        ip_address(ip.ip if isinstance(ip.ip, str) else ip.ip[0])
        for adapter in adapters
        for ip in adapter.ips
    }
    reachable = [
        address
        for address in found
        if not (address.is_loopback or address.is_multicast or address.is_unspecified)
        and not (address.version == 6 and address.is_link_local)
    ]
    reachable.sort(key=lambda address: (address.version, address.is_link_local, int(address)))
    return [str(address) for address in reachable]
