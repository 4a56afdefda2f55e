"""What a Windows PC says about itself. Written from Microsoft's documentation, not run yet."""

import ctypes
import subprocess
import sys
import winreg
from ctypes import wintypes
from pathlib import Path

assert sys.platform == "win32"

_NAME_DISPLAY = 3
_CURRENT_SESSION = 0xFFFFFFFF
_SESSION_INFO_EX = 25
_FLAGS_AT = 16  # level, padding, session id, state, flags
_LOCKED, _UNLOCKED = 0, 1


def machine_id() -> str | None:
    try:
        with winreg.OpenKey(
            winreg.HKEY_LOCAL_MACHINE,
            r"SOFTWARE\Microsoft\Cryptography",
            access=winreg.KEY_READ | winreg.KEY_WOW64_64KEY,
        ) as key:
            return str(winreg.QueryValueEx(key, "MachineGuid")[0])
    except OSError:
        return None


def account_display_name() -> str:
    size = wintypes.ULONG(256)
    name = ctypes.create_unicode_buffer(size.value)
    known = ctypes.windll.secur32.GetUserNameExW(_NAME_DISPLAY, name, ctypes.byref(size))
    return name.value if known else ""  # a PC outside a domain has no display names


class _LastInput(ctypes.Structure):
    _fields_ = (("size", wintypes.UINT), ("tick", wintypes.DWORD))


def seconds_since_input() -> float | None:
    last = _LastInput(ctypes.sizeof(_LastInput), 0)
    if not ctypes.windll.user32.GetLastInputInfo(ctypes.byref(last)):
        return None
    now = int(ctypes.windll.kernel32.GetTickCount())
    return float((now - last.tick) & 0xFFFFFFFF) / 1000  # both wrap every 49.7 days


def is_session_locked() -> bool | None:
    answer, size = ctypes.c_void_p(), wintypes.DWORD()
    wtsapi = ctypes.windll.wtsapi32
    known = wtsapi.WTSQuerySessionInformationW(
        None, _CURRENT_SESSION, _SESSION_INFO_EX, ctypes.byref(answer), ctypes.byref(size)
    )
    if not known or answer.value is None:
        return None
    try:
        if size.value < _FLAGS_AT + 4:
            return None
        flags = ctypes.c_long.from_address(answer.value + _FLAGS_AT).value
    finally:
        wtsapi.WTSFreeMemory(answer)
    return {_LOCKED: True, _UNLOCKED: False}.get(flags)


def is_disk_encrypted(path: Path) -> bool | None:
    """Ask the shell, which tells every account what ``manage-bde`` tells administrators alone."""
    drive = path.resolve().drive
    question = (
        f"(New-Object -ComObject Shell.Application).NameSpace('{drive}').Self"
        ".ExtendedProperty('System.Volume.BitLockerProtection')"
    )
    told = _told(["powershell", "-NoProfile", "-Command", question])
    return {"1": True, "3": True, "5": True, "2": False}.get(told)  # 3, 5: being encrypted, locked


def active_firewall() -> str | None:
    told = _told(["netsh", "advfirewall", "show", "currentprofile", "state"])
    return "Windows Defender Firewall" if told.rstrip().endswith("ON") else None


def line_that_opens(port: int) -> str:
    return (
        'netsh advfirewall firewall add rule name="Countersign" dir=in action=allow '
        f"protocol=TCP localport={port}"
    )


def _told(command: list[str]) -> str:
    try:
        return subprocess.run(
            command,
            capture_output=True,
            text=True,
            timeout=10,
            check=False,
            creationflags=subprocess.CREATE_NO_WINDOW,
        ).stdout.strip()
    except (OSError, subprocess.TimeoutExpired):
        return ""
