"""What a Mac says about itself. Written from Apple's documentation, not run yet."""

import ctypes
import os
import pwd
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

from desktop.domain.turns import Front
from desktop.services.adapters.machine.front_watch import Changes, Looks

assert sys.platform != "win32"

_FRAMEWORKS = "/System/Library/Frameworks"
_HID_SYSTEM_STATE = 1
_ANY_INPUT = 0xFFFFFFFF
_UTF8 = 0x08000100


@cache  # ioreg costs a process, and the answer stays
def machine_id() -> str | None:
    told = _told(["/usr/sbin/ioreg", "-rd1", "-c", "IOPlatformExpertDevice"])
    found = re.search(r'"IOPlatformUUID"\s*=\s*"([^"]+)"', told)
    return found.group(1) if found else None


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
    graphics = _framework("CoreGraphics")
    if graphics is None:
        return None
    since = graphics.CGEventSourceSecondsSinceLastEventType
    since.restype = ctypes.c_double
    since.argtypes = [ctypes.c_int32, ctypes.c_uint32]
    return float(since(_HID_SYSTEM_STATE, _ANY_INPUT))


def is_session_locked() -> bool | None:
    return _session_says(b"CGSSessionScreenIsLocked")  # absent while unlocked


def front() -> Front:
    is_here = _session_says(b"kCGSSessionOnConsoleKey")
    if is_here is None:
        return Front.UNKNOWN
    return Front.HERE if is_here else Front.ELSEWHERE


def session_name() -> str:
    return ""  # one account has one session on a Mac's screen, so its folder says as much


def front_changes() -> Changes:
    return Looks()


def _session_says(name: bytes) -> bool | None:
    """Whether the session has that mark; ``None`` where there is no session with windows."""
    graphics, foundation = _framework("CoreGraphics"), _framework("CoreFoundation")
    if graphics is None or foundation is None:
        return None
    graphics.CGSessionCopyCurrentDictionary.restype = ctypes.c_void_p
    foundation.CFStringCreateWithCString.restype = ctypes.c_void_p
    foundation.CFStringCreateWithCString.argtypes = [
        ctypes.c_void_p,
        ctypes.c_char_p,
        ctypes.c_uint32,
    ]
    foundation.CFDictionaryGetValue.restype = ctypes.c_void_p
    foundation.CFDictionaryGetValue.argtypes = [ctypes.c_void_p, ctypes.c_void_p]
    foundation.CFBooleanGetValue.argtypes = [ctypes.c_void_p]
    foundation.CFBooleanGetValue.restype = ctypes.c_ubyte  # what lies beside it is not its own
    foundation.CFRelease.argtypes = [ctypes.c_void_p]
    session = graphics.CGSessionCopyCurrentDictionary()
    if not session:
        return None
    key = foundation.CFStringCreateWithCString(None, name, _UTF8)
    try:
        value = foundation.CFDictionaryGetValue(session, key)
        return bool(value and foundation.CFBooleanGetValue(value))
    finally:
        foundation.CFRelease(key)
        foundation.CFRelease(session)


@cache
def _framework(name: str) -> ctypes.CDLL | None:
    try:
        return ctypes.CDLL(f"{_FRAMEWORKS}/{name}.framework/{name}")
    except OSError:
        return None


def is_disk_encrypted(path: Path) -> bool | None:  # noqa: ARG001 -- FileVault is all or nothing
    told = _told(["/usr/bin/fdesetup", "status"])
    if "FileVault is On" in told:
        return True
    return False if "FileVault is Off" in told else None


def active_firewall() -> str | None:
    told = _told(["/usr/libexec/ApplicationFirewall/socketfilterfw", "--getglobalstate"])
    return "the macOS firewall" if "enabled" in told else None


def line_that_opens(port: int) -> str:  # noqa: ARG001 -- it lets programs in, not ports
    return "System Settings, Network, Firewall, Options: allow incoming connections for mosquitto"


def _told(command: list[str]) -> str:
    try:
        return subprocess.run(
            command, capture_output=True, text=True, timeout=10, check=False
        ).stdout
    except (OSError, subprocess.TimeoutExpired):
        return ""
