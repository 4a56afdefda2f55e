"""Putting off modules that others import at once and hardly ever use."""

import importlib.util
import sys
from threading import RLock
from types import ModuleType
from typing import Any

_loading = RLock()
_BEGUN = "__begun__"


class _Deferred(ModuleType):
    """Becomes the module that it stands for when something of it is first asked for.

    importlib's ``LazyLoader`` would do, but for Python 3.11 a plain ``import`` of the module is
    such a question already.
    """

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # the import system and debuggers look around
            raise AttributeError(name)
        with _loading:
            if not self.__dict__.get(_BEGUN):
                self.__dict__[_BEGUN] = True
                assert self.__spec__ is not None
                assert self.__spec__.loader is not None
                self.__spec__.loader.exec_module(self)
                self.__class__ = ModuleType  # type: ignore[assignment]  # nothing is missing now
        if name not in vars(self):
            raise AttributeError(f"module {self.__name__} has no attribute {name}")
        return vars(self)[name]


def load_when_used(name: str) -> None:
    """Have the module ``name`` loaded when something of it is first used, whoever imports it.

    A module that is loaded already stays as it is.
    """
    if name in sys.modules:
        return
    spec = importlib.util.find_spec(name)
    assert spec is not None, name
    module = _Deferred(name)
    module.__spec__ = spec
    module.__file__ = spec.origin
    module.__loader__ = spec.loader
    module.__package__ = spec.parent
    sys.modules[name] = module
    package, _, own = name.rpartition(".")
    if package:
        setattr(sys.modules[package], own, module)
