"""Starting by itself on Windows, played with a stand-in of its registry."""

import ctypes
import shlex
from contextlib import nullcontext
from ctypes import wintypes
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from desktop.domain.autostart import AutostartRefusedError, TurnedOffBySystemError
from tests.support.windows import Library, as_on_windows

RUN = r"Software\Microsoft\Windows\CurrentVersion\Run"
OURS, EVERYONES = 1, 2
APPROVED = r"Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run"


class Registry:
    """This account's part of it; a key that ``refuses`` cannot be written."""

    def __init__(self) -> None:
        self.values: dict[tuple[str, str], object] = {}
        self.refuses = False

    def module(self) -> ModuleType:
        module = ModuleType("winreg")
        vars(module).update(
            HKEY_CURRENT_USER=OURS,
            HKEY_LOCAL_MACHINE=EVERYONES,
            KEY_SET_VALUE=2,
            REG_SZ=1,
            OpenKey=self._open,
            CreateKey=self._create,
            QueryValueEx=self._query,
            SetValueEx=self._set,
            DeleteValue=self._delete,
        )
        return module

    def _open(self, hive: int, key: str, access: int = 0) -> Any:
        key = key if hive == OURS else f"all {key}"
        if access and self.refuses:
            raise PermissionError(5, "Access is denied")
        if not any(known == key for known, _ in self.values):
            raise FileNotFoundError(2, "The system cannot find the file specified")
        return nullcontext(key)

    def _create(self, hive: int, key: str) -> Any:
        assert hive == OURS
        if self.refuses:
            raise PermissionError(5, "Access is denied")
        return nullcontext(key)

    def _query(self, key: str, name: str) -> tuple[object, int]:
        if (key, name) not in self.values:
            raise FileNotFoundError(2, "The system cannot find the file specified")
        return self.values[key, name], 1

    def _set(self, key: str, name: str, _zero: int, kind: int, value: object) -> None:
        assert kind == 1
        self.values[key, name] = value

    def _delete(self, key: str, name: str) -> None:
        if (key, name) not in self.values:
            raise FileNotFoundError(2, "The system cannot find the file specified")
        del self.values[key, name]


@pytest.fixture
def registry() -> Registry:
    return Registry()


@pytest.fixture
def says(monkeypatch: pytest.MonkeyPatch, registry: Registry) -> ModuleType:
    def take_apart(line: str, count: Any) -> Any:
        words = shlex.split(line.replace("\\", "\\\\"))
        count._obj.value = len(words)
        return (wintypes.LPWSTR * len(words))(*words)

    libraries = SimpleNamespace(
        shell32=Library(CommandLineToArgvW=take_apart), kernel32=Library(LocalFree=lambda _: None)
    )
    monkeypatch.setattr(ctypes, "windll", libraries, raising=False)
    module = "desktop.services.adapters.autostart.windows"
    return as_on_windows(module, monkeypatch, winreg=registry.module())


@pytest.fixture
def command(tmp_path: Path) -> tuple[str, ...]:
    (tmp_path / "Program Files").mkdir()
    program = tmp_path / "Program Files" / "countersign.exe"
    program.write_text("")
    return (str(program), "--home", r"C:\Front desk")


def test_it_stands_among_what_windows_starts_until_it_is_turned_off(
    says: ModuleType, registry: Registry, command: tuple[str, ...]
) -> None:
    run = says.RunKey(command)
    assert not run.standing().is_on
    run.turn_on()
    assert registry.values == {(RUN, "Countersign"): f'"{command[0]}" --home "C:\\Front desk"'}
    assert run.standing().is_on
    assert run.standing().starts == command
    run.turn_off()
    assert registry.values == {}
    run.turn_off()


def test_task_managers_no_is_told_and_taken_back(
    says: ModuleType, registry: Registry, command: tuple[str, ...]
) -> None:
    run = says.RunKey(command)
    run.turn_on()
    registry.values[APPROVED, "Countersign"] = b"\x02" + bytes(11)
    assert run.standing().is_on
    registry.values[APPROVED, "Countersign"] = b"\x03" + bytes(11)
    assert isinstance(run.standing().why_not, TurnedOffBySystemError)
    run.turn_on()
    assert run.standing().is_on
    assert (APPROVED, "Countersign") not in registry.values


def test_what_an_installer_noted_for_all_accounts_counts(
    says: ModuleType, registry: Registry, command: tuple[str, ...]
) -> None:
    run = says.RunKey(command[:1])
    registry.values[f"all {RUN}", "Countersign"] = f'"{command[0]}"'
    assert run.standing().is_on
    run.turn_off()
    assert run.standing().is_on


def test_a_registry_that_refuses_is_told_with_what_to_do(
    says: ModuleType, registry: Registry, command: tuple[str, ...]
) -> None:
    run = says.RunKey(command)
    run.turn_on()
    registry.refuses = True
    for refused in (run.turn_on, run.turn_off):
        with pytest.raises(AutostartRefusedError):
            refused()
    assert run.standing().is_on


def test_a_command_longer_than_windows_takes_is_refused(
    says: ModuleType, registry: Registry, command: tuple[str, ...]
) -> None:
    with pytest.raises(AutostartRefusedError) as refused:
        says.RunKey((command[0], "--home", "C:\\" + "long" * 70)).turn_on()
    assert "shorter" in refused.value.advice
    assert registry.values == {}
