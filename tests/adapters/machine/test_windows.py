"""What a Windows PC says about itself, told by stand-ins of its libraries and its registry."""

import ctypes
import subprocess
import sys
from contextlib import nullcontext
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from desktop.domain.turns import Front
from desktop.services.adapters.keys import private_files
from tests.support.windows import ON_WINDOWS, Library, as_on_windows

MODULE = "desktop.services.adapters.machine.windows"
OURS = "SYSTEM\\CurrentControlSet\\Services\\SharedAccess\\Parameters\\FirewallPolicy\\"
NO_WINDOW = 0x08000000
THE_DOMAINS = "SOFTWARE\\Policies\\Microsoft\\WindowsFirewall\\"


class Pc:
    """A Windows PC: ``registry`` by key and name, ``libraries`` by name, programs as they ran."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.registry: dict[tuple[str, str], object] = {}
        self.libraries = SimpleNamespace()
        self.started: list[list[str]] = []
        self.output = b""
        winreg = ModuleType("winreg")
        vars(winreg).update(
            HKEY_LOCAL_MACHINE=1,
            KEY_READ=0x20019,
            KEY_WOW64_64KEY=0x100,
            OpenKey=self._open,
            QueryValueEx=self._value,
        )
        monkeypatch.setattr(ctypes, "windll", self.libraries, raising=False)
        monkeypatch.setenv("SYSTEMROOT", r"C:\Windows")
        self.says = as_on_windows(MODULE, monkeypatch, winreg=winreg)
        monkeypatch.setattr(subprocess, "run", self._run)

    def _open(self, _hive: int, key: str, access: int = 0) -> Any:
        if not any(known == key for known, _ in self.registry):
            raise FileNotFoundError(2, "The system cannot find the file specified")
        return nullcontext(key)

    def _value(self, key: str, name: str) -> tuple[object, int]:
        return self.registry[key, name], 4

    def _run(self, command: list[str], **how: Any) -> SimpleNamespace:
        assert how["creationflags"] == NO_WINDOW, "a console pops up"
        assert how["timeout"] <= 10
        self.started.append(command)
        if how.get("text"):
            said = self.output.decode("cp1252", how.get("errors", "strict"))
            return SimpleNamespace(stdout=said)
        return SimpleNamespace(stdout=self.output)


@pytest.fixture
def pc(monkeypatch: pytest.MonkeyPatch) -> Pc:
    return Pc(monkeypatch)


def test_the_id_is_the_registrys(pc: Pc) -> None:
    assert pc.says.machine_id() is None
    pc.registry[r"SOFTWARE\Microsoft\Cryptography", "MachineGuid"] = "6f1c-22"
    assert pc.says.machine_id() == "6f1c-22"


@pytest.mark.parametrize(
    ("now", "last", "idle"), [(5_000, 3_500, 1.5), (200, 0xFFFFFFFF - 299, 0.5), (-1, -2, 0.001)]
)
def test_idle_time_goes_on_when_the_tick_count_begins_again(
    pc: Pc, now: int, last: int, idle: float
) -> None:
    """Every 49.7 days; and ``ctypes`` reads its upper half as negative."""

    def tell_last(answer: Any) -> int:
        assert answer._obj.size == 8
        answer._obj.tick = last & 0xFFFFFFFF
        return 1

    pc.libraries.user32 = Library(GetLastInputInfo=tell_last)
    pc.libraries.kernel32 = Library(GetTickCount=lambda: now)
    assert pc.says.seconds_since_input() == pytest.approx(idle)


def test_where_windows_tells_no_input_it_is_unknown(pc: Pc) -> None:
    pc.libraries.user32 = Library(GetLastInputInfo=lambda _answer: 0)
    assert pc.says.seconds_since_input() is None


@pytest.mark.parametrize(("flags", "locked"), [(0, True), (1, False), (-1, None)])
def test_a_locked_session_is_read_where_windows_puts_it(
    pc: Pc, flags: int, locked: bool | None
) -> None:
    """Level, 4 unused bytes, session, state, flags: ``WTSINFOEXW`` as it lies in memory."""
    told = (ctypes.c_int32 * 6)(1, 0, 2, 0, flags, 0)
    freed = []

    def tell(_server: object, session: int, kind: int, answer: Any, size: Any) -> int:
        assert (session, kind) == (0xFFFFFFFF, 25)
        answer._obj.value = ctypes.addressof(told)
        size._obj.value = ctypes.sizeof(told)
        return 1

    pc.libraries.wtsapi32 = Library(
        WTSQuerySessionInformationW=tell, WTSFreeMemory=lambda at: freed.append(at.value)
    )
    assert pc.says.is_session_locked() is locked
    assert freed == [ctypes.addressof(told)]


@pytest.mark.parametrize(
    ("state", "console", "user", "front"),
    [
        (0, 2, "", Front.HERE),  # active, here or from afar
        (4, 3, "ben", Front.ELSEWHERE),
        (4, 3, "", Front.HERE),  # nobody has logged on there yet
        (4, -1, "", Front.HERE),  # the screen is being handed over
        (4, 2, "ana", Front.HERE),
    ],
)
def test_the_session_at_the_screen_is_in_front_once_somebody_is_logged_on_in_it(
    pc: Pc, state: int, console: int, user: str, front: Front
) -> None:
    told = (ctypes.c_int32 * 6)(1, 0, 2, state, 1, 0)
    name = ctypes.create_unicode_buffer(user)
    freed = []

    def tell(_server: object, session: int, kind: int, answer: Any, size: Any) -> int:
        kept: ctypes.Array[Any] = name if (session, kind) == (console, 5) else told
        assert kept is name or (session, kind) == (0xFFFFFFFF, 25)
        answer._obj.value = ctypes.addressof(kept)
        size._obj.value = ctypes.sizeof(kept)
        return 1

    def tell_session(process: int, number: Any) -> int:
        assert process == 4711
        number._obj.value = 2
        return 1

    pc.libraries.wtsapi32 = Library(
        WTSQuerySessionInformationW=tell, WTSFreeMemory=lambda at: freed.append(at.value)
    )
    pc.libraries.kernel32 = Library(
        WTSGetActiveConsoleSessionId=lambda: console,
        GetCurrentProcessId=lambda: 4711,
        ProcessIdToSessionId=tell_session,
    )
    assert pc.says.front() is front
    assert pc.says.session_name() == "2"
    assert freed[0] == ctypes.addressof(told)


def test_where_windows_tells_nothing_of_sessions_nobody_is_known_to_be_in_front(pc: Pc) -> None:
    pc.libraries.wtsapi32 = Library(WTSQuerySessionInformationW=lambda *_: 0)
    assert pc.says.front() is Front.UNKNOWN


@pytest.mark.parametrize(
    ("registry", "is_on"),
    [
        ({}, False),
        ({OURS + "PublicProfile": 1, OURS + "DomainProfile": 0}, True),
        ({OURS + "PublicProfile": 0}, False),
        ({OURS + "PublicProfile": 1, THE_DOMAINS + "PublicProfile": 0}, False),
        ({OURS + "StandardProfile": 0, THE_DOMAINS + "StandardProfile": 1}, True),
    ],
)
def test_the_firewall_is_told_in_no_language(pc: Pc, registry: dict[str, int], is_on: bool) -> None:
    pc.registry = {(key, "EnableFirewall"): value for key, value in registry.items()}
    assert pc.says.active_firewall() == ("Windows Defender Firewall" if is_on else None)
    assert pc.started == []


@pytest.mark.parametrize(
    ("output", "answer"), [(b"1\r\n", True), (b"2\r\n", False), (b"f\x81r \x8d", None), (b"", None)]
)
def test_a_console_in_another_code_page_ends_nothing(
    pc: Pc, output: bytes, answer: bool | None, tmp_path: Path
) -> None:
    """A German console writes ü as 0x81, which is no letter in the code page of its windows."""
    pc.output = output
    assert pc.says.is_disk_encrypted(tmp_path) is answer
    (command,) = pc.started
    assert command[0] == r"C:\Windows\System32\WindowsPowerShell\v1.0\powershell.exe"


def test_a_key_is_narrowed_to_its_account_without_a_window(
    pc: Pc, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, MODULE, pc.says)
    monkeypatch.setattr(private_files, "sys", ON_WINDOWS)
    monkeypatch.setenv("USERDOMAIN", "CITYHALL")
    monkeypatch.setenv("USERNAME", "ana")
    key = tmp_path / "device.key"
    private_files.write_private(key, b"secret")
    assert key.read_bytes() == b"secret"
    (command,) = pc.started
    assert command[0] == r"C:\Windows\System32\icacls.exe"
    assert command[2:4] == ["/inheritance:r", "/grant:r"]
    assert command[4:] == ["CITYHALL\\ana:F", "*S-1-5-18:F", "*S-1-5-32-544:F"]


def test_an_icacls_that_hangs_keeps_no_key_from_being_kept(
    pc: Pc, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def hang(command: list[str], **_how: Any) -> None:
        raise subprocess.TimeoutExpired(command, 10)

    monkeypatch.setitem(sys.modules, MODULE, pc.says)
    monkeypatch.setattr(private_files, "sys", ON_WINDOWS)
    monkeypatch.setattr(subprocess, "run", hang)
    private_files.write_private(tmp_path / "device.key", b"secret")
    assert (tmp_path / "device.key").read_bytes() == b"secret"
