"""What a Linux PC says about itself."""

import os
import pwd
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # asked once a bar is armed
    from desktop.domain.turns import Front
    from desktop.services.adapters.machine.front_watch import Changes

assert sys.platform != "win32"

_ID_FILES = (Path("/etc/machine-id"), Path("/var/lib/dbus/machine-id"))


def machine_id() -> str | None:
    for file in _ID_FILES:
        try:
            said = file.read_text(encoding="ascii").strip()
        except (OSError, UnicodeDecodeError):
            continue
        if said and said != "uninitialized":
            return said
    return None


def login_name() -> str:
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:  # an account of a container, say
        return f"uid {os.getuid()}"


def account_display_name() -> str:
    try:
        account = pwd.getpwuid(os.getuid())
    except KeyError:
        return ""
    return account.pw_gecos.split(",")[0] or account.pw_name


def seconds_since_input() -> float | None:
    from desktop.services.adapters.machine import linux_session

    return linux_session.seconds_since_input()


def is_session_locked() -> bool | None:
    from desktop.services.adapters.machine import linux_session

    return linux_session.is_session_locked()


def front() -> "Front":
    from desktop.services.adapters.machine import linux_front

    return linux_front.front()


def session_name() -> str:
    from desktop.services.adapters.machine import linux_front

    return linux_front.session_name()


def front_changes() -> "Changes":
    from desktop.services.adapters.machine import linux_front

    return linux_front.Changes()


def is_disk_encrypted(path: Path) -> bool | None:
    """Follow the disk under ``path`` through what it is made of: LVM on LUKS, say."""
    try:
        number = path.stat().st_dev
        device = Path(f"/sys/dev/block/{os.major(number)}:{os.minor(number)}").resolve(strict=True)
    except OSError:
        return None  # btrfs, ZFS, overlays and network shares have no device of their own
    return _is_encrypted(device)


def _is_encrypted(device: Path) -> bool:
    try:
        if (device / "dm" / "uuid").read_text().startswith("CRYPT-"):
            return True
    except OSError:
        pass  # no device mapper's device
    under = sorted((device / "slaves").glob("*"))
    return bool(under) and all(_is_encrypted(slave.resolve()) for slave in under)


def active_firewall() -> str | None:
    try:
        if "ENABLED=yes" in Path("/etc/ufw/ufw.conf").read_text(encoding="utf-8"):
            return "ufw"
    except OSError:
        pass  # not installed
    return "firewalld" if Path("/run/firewalld").exists() else None


def line_that_opens(port: int) -> str:
    if active_firewall() == "firewalld":
        return f"sudo firewall-cmd --permanent --add-port={port}/tcp && sudo firewall-cmd --reload"
    return f"sudo ufw allow {port}/tcp"
