"""What a Windows PC says about itself.

Written from Microsoft's documentation; run only against stand-ins of Windows' libraries.
"""

import ctypes
import subprocess
import sys
import winreg
from ctypes import wintypes
from pathlib import Path

from desktop.domain.turns import Front
from desktop.services.adapters.machine.front_watch import Changes, Looks
from desktop.services.adapters.machine.windows_programs import system_program

assert sys.platform == "win32"

_NAME_SAM_COMPATIBLE, _NAME_DISPLAY = 2, 3
_CURRENT_SESSION = 0xFFFFFFFF
_SESSION_INFO_EX = 25
_USER_NAME = 5
_STATE_AT, _FLAGS_AT = 12, 16  # level, padding, session id, state, flags
_ACTIVE = 0
_LOCKED, _UNLOCKED = 0, 1
_NO_SESSION = 0xFFFFFFFF
_FIREWALL = (
    r"SOFTWARE\Policies\Microsoft\WindowsFirewall",  # what a domain decides goes first
    r"SYSTEM\CurrentControlSet\Services\SharedAccess\Parameters\FirewallPolicy",
)
_NETWORKS = ("DomainProfile", "StandardProfile", "PublicProfile")


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


def login_name() -> str:
    return _name_of_user(_NAME_SAM_COMPATIBLE)  # DOMAIN\name, also outside a domain


def account_display_name() -> str:
    return _name_of_user(_NAME_DISPLAY)  # a PC outside a domain has no display names


def _name_of_user(form: int) -> str:
    size = wintypes.ULONG(256)
    name = ctypes.create_unicode_buffer(size.value)
    known = ctypes.windll.secur32.GetUserNameExW(form, name, ctypes.byref(size))
    return name.value if known else ""


class _LastInput(ctypes.Structure):
    _fields_ = (("size", ctypes.c_uint32), ("tick", ctypes.c_uint32))


def seconds_since_input() -> float | None:
    last = _LastInput(ctypes.sizeof(_LastInput), 0)
    if not ctypes.windll.user32.GetLastInputInfo(ctypes.byref(last)):
        return None
    now = int(ctypes.windll.kernel32.GetTickCount())
    return float((now - last.tick) & 0xFFFFFFFF) / 1000  # both wrap every 49.7 days


def is_session_locked() -> bool | None:
    flags = _told_of_session(_FLAGS_AT)
    return None if flags is None else {_LOCKED: True, _UNLOCKED: False}.get(flags)


def front() -> Front:
    """While nobody is logged on at the screen, it belongs to whoever had it last."""
    state = _told_of_session(_STATE_AT)
    if state is None:
        return Front.UNKNOWN
    console = int(ctypes.windll.kernel32.WTSGetActiveConsoleSessionId()) & 0xFFFFFFFF
    if state == _ACTIVE or console == _NO_SESSION or str(console) == session_name():
        return Front.HERE
    return Front.ELSEWHERE if _user_of(console) else Front.HERE


def session_name() -> str:
    kernel, number = ctypes.windll.kernel32, wintypes.DWORD()
    known = kernel.ProcessIdToSessionId(kernel.GetCurrentProcessId(), ctypes.byref(number))
    return str(number.value) if known else ""


def front_changes() -> Changes:
    return Looks()  # Windows tells windows alone, and who waits has none


def _told_of_session(at: int) -> int | None:
    """One number of what Windows says about this session."""
    answer, size = ctypes.c_void_p(), wintypes.DWORD()
    wtsapi = ctypes.windll.wtsapi32
    known = wtsapi.WTSQuerySessionInformationW(
        None, _CURRENT_SESSION, _SESSION_INFO_EX, ctypes.byref(answer), ctypes.byref(size)
    )
    if not known or answer.value is None:
        return None
    try:
        if size.value < at + 4:
            return None
        return ctypes.c_int32.from_address(answer.value + at).value
    finally:
        wtsapi.WTSFreeMemory(answer)


def _user_of(session: int) -> str:
    """Who is logged on there; empty for nobody."""
    answer, size = ctypes.c_void_p(), wintypes.DWORD()
    wtsapi = ctypes.windll.wtsapi32
    known = wtsapi.WTSQuerySessionInformationW(
        None, session, _USER_NAME, ctypes.byref(answer), ctypes.byref(size)
    )
    if not known or answer.value is None:
        return ""
    try:
        return ctypes.wstring_at(answer.value)
    finally:
        wtsapi.WTSFreeMemory(answer)


def is_disk_encrypted(path: Path) -> bool | None:
    """Ask the shell, which tells every account what ``manage-bde`` tells administrators alone."""
    drive = path.resolve().drive
    quoted = drive.replace("'", "''")
    question = (
        f"(New-Object -ComObject Shell.Application).NameSpace('{quoted}').Self"
        ".ExtendedProperty('System.Volume.BitLockerProtection')"
    )
    shell = system_program(r"WindowsPowerShell\v1.0\powershell.exe")
    told = _told([shell, "-NoProfile", "-Command", question])
    return {"1": True, "3": True, "5": True, "2": False}.get(told)  # 3, 5: being encrypted, locked


def active_firewall() -> str | None:
    """On for any kind of network, as the registry says: ``netsh`` answers in the PC's language."""
    is_on = any(_is_firewall_on(network) for network in _NETWORKS)
    return "Windows Defender Firewall" if is_on else None


def _is_firewall_on(network: str) -> bool:
    for place in _FIREWALL:
        try:
            with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, f"{place}\\{network}") as key:
                return bool(winreg.QueryValueEx(key, "EnableFirewall")[0])
        except OSError:
            continue
    return False


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
            errors="replace",  # consoles speak another code page than Python expects
            timeout=10,
            check=False,
            creationflags=subprocess.CREATE_NO_WINDOW,
        ).stdout.strip()
    except (OSError, subprocess.TimeoutExpired):
        return ""
