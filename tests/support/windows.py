"""Windows, as far as a module sees it: stand-ins for what only that system has."""

import importlib.util
import subprocess
import sys
from collections.abc import Callable
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

ON_WINDOWS = SimpleNamespace(platform="win32")
"""What a module finds as ``sys`` whose branch for Windows is to be walked."""


class Library:
    """A library of Windows', whose functions are the given ones; each call is noted."""

    def __init__(self, **functions: Callable[..., object]) -> None:
        self.calls: list[tuple[str, tuple[Any, ...]]] = []
        for name, function in functions.items():
            setattr(self, name, _Function(name, function, self.calls))

    def called(self) -> list[str]:
        return [name for name, _ in self.calls]


class _Function:
    """Can be told its types, as ``ctypes`` asks, and called."""

    restype: object = None
    argtypes: object = None

    def __init__(
        self, name: str, does: Callable[..., object], calls: list[tuple[str, tuple[Any, ...]]]
    ) -> None:
        self._name, self._does, self._calls = name, does, calls

    def __call__(self, *args: object) -> object:
        self._calls.append((self._name, args))
        return self._does(*args)


def as_on_windows(name: str, monkeypatch: pytest.MonkeyPatch, **more: ModuleType) -> ModuleType:
    """The module ``name`` as Windows would have it, beside the one of this system.

    ``more`` are modules that only Windows has.
    """
    for known, module in more.items():
        monkeypatch.setitem(sys.modules, known, module)
    monkeypatch.setattr(subprocess, "CREATE_NO_WINDOW", 0x08000000, raising=False)
    monkeypatch.setattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0x00000200, raising=False)
    spec = importlib.util.find_spec(name)
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(sys, "platform", "win32")
        spec.loader.exec_module(made)
    return made
