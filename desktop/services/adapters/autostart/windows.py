"""The registry's list of what Windows starts when this account logs on.

Written from Microsoft's documentation; run only against stand-ins of the registry.
"""

import ctypes
import subprocess
import sys
import winreg
from ctypes import wintypes

from desktop.domain.autostart import AutostartRefusedError, Standing, TurnedOffBySystemError
from desktop.services.adapters.autostart.program import standing_of

assert sys.platform == "win32"

NAME = "Countersign"
_RUN = r"Software\Microsoft\Windows\CurrentVersion\Run"
_APPROVED = r"Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run"
_LONGEST = 260
"""Windows ignores what is longer."""


class RunKey:
    """See ``Autostart``. Task Manager turns such an entry off without removing it."""

    def __init__(self, command: tuple[str, ...]) -> None:
        self._command = command
        self.place = rf"HKEY_CURRENT_USER\{_RUN}\{NAME}"

    def standing(self) -> Standing:
        """What stands there for all accounts counts as well; Task Manager's mark for that is not
        looked for.
        """
        line = _value(_RUN) or _value(_RUN, winreg.HKEY_LOCAL_MACHINE)
        noted = _words(line) if isinstance(line, str) else ()
        found = standing_of(noted, self._command)
        if found.is_on and _is_turned_off(_value(_APPROVED)):
            return Standing(starts=noted, why_not=TurnedOffBySystemError())
        return found

    def turn_on(self) -> None:
        line = subprocess.list2cmdline(self._command)
        if len(line) > _LONGEST:
            raise AutostartRefusedError(
                advice="Windows starts no longer command: give the data folder a shorter path."
            )
        try:
            with winreg.CreateKey(winreg.HKEY_CURRENT_USER, _RUN) as key:
                winreg.SetValueEx(key, NAME, 0, winreg.REG_SZ, line)
            _remove(_APPROVED)
        except OSError as cause:
            raise AutostartRefusedError from cause

    def turn_off(self) -> None:
        try:
            _remove(_RUN)
            _remove(_APPROVED)
        except OSError as cause:
            raise AutostartRefusedError from cause


def _value(key_name: str, hive: int = winreg.HKEY_CURRENT_USER) -> object:
    try:
        with winreg.OpenKey(hive, key_name) as key:
            return winreg.QueryValueEx(key, NAME)[0]
    except OSError:
        return None


def _remove(key_name: str) -> None:
    try:
        with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key_name, access=winreg.KEY_SET_VALUE) as key:
            winreg.DeleteValue(key, NAME)
    except FileNotFoundError:
        return


def _is_turned_off(approval: object) -> bool:
    """Task Manager's mark: an odd first byte."""
    return isinstance(approval, bytes) and bool(approval[:1]) and approval[0] % 2 == 1


def _words(line: str) -> tuple[str, ...]:
    """As Windows itself takes a command line apart."""
    count = ctypes.c_int()
    shell = ctypes.windll.shell32
    shell.CommandLineToArgvW.restype = ctypes.POINTER(wintypes.LPWSTR)
    words = shell.CommandLineToArgvW(line, ctypes.byref(count)) if line.strip() else None
    if not words:
        return ()
    try:
        return tuple(str(words[at]) for at in range(count.value))
    finally:
        ctypes.windll.kernel32.LocalFree(words)
