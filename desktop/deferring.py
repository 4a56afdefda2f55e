"""Putting off modules that others import at once and hardly ever use."""

import importlib.util
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from threading import RLock
from types import ModuleType
from typing import Any

_loading = RLock()
_BEGUN = "__begun__"
_FOUND = "__found__"


class _Deferred(ModuleType):
    """Becomes the module that it stands for when something of it is first asked for.

    importlib's ``LazyLoader`` would do, but for Python 3.11 a plain ``import`` of the module is
    such a question already.
    """

    def __init__(self, found: ModuleSpec) -> None:
        super().__init__(found.name)
        self.__dict__[_FOUND] = found
        self.__spec__ = ModuleSpec(
            found.name,
            found.loader,
            origin=found.origin,
            is_package=found.submodule_search_locations is not None,
        )
        if found.submodule_search_locations is not None:
            self.__path__ = found.submodule_search_locations
        self.__file__ = found.origin
        self.__loader__ = found.loader
        self.__package__ = found.parent

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # the import system and debuggers look around
            raise AttributeError(name)
        with _loading:
            if not self.__dict__.get(_BEGUN):
                self.__dict__[_BEGUN] = True
                found = self.__spec__ = self.__dict__[_FOUND]  # others may have renamed ours
                assert found.loader is not None
                try:
                    found.loader.exec_module(self)
                except BaseException:
                    self.__dict__[_BEGUN] = False  # whoever asks next is told as well
                    raise
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
    found = importlib.util.find_spec(name)
    assert found is not None, name
    module = sys.modules[name] = _Deferred(found)
    package, _, own = name.rpartition(".")
    if package:
        setattr(sys.modules[package], own, module)


@contextmanager
def left_out(*names: str) -> Iterator[None]:
    """Have what is imported meanwhile find none of these modules, unless they are loaded already:
    for libraries that load whatever is installed, to be able to deal with it.
    """
    modules: dict[str, ModuleType | None] = sys.modules  # type: ignore[assignment]  # see below
    absent = [name for name in names if name not in modules]
    modules.update(dict.fromkeys(absent))  # what stands there as ``None`` cannot be imported
    try:
        yield
    finally:
        for name in absent:
            if modules.get(name) is None:
                del modules[name]


class Deferring(MetaPathFinder, Loader):
    """Has the modules ``names`` loaded when something of them is first used, while it is the first
    of ``sys.meta_path``: for modules that are nowhere to be found before the one that brings them.
    """

    def __init__(self, names: frozenset[str]) -> None:
        self._names = names

    def find_spec(self, fullname: str, path: Any, target: ModuleType | None = None) -> Any:
        """How to put it off; nothing where it is none of ours, or nobody else finds it."""
        if fullname not in self._names:
            return None
        others = [finder for finder in sys.meta_path if finder is not self]
        specs = (finder.find_spec(fullname, path, target) for finder in others)
        found = next((spec for spec in specs if spec is not None), None)
        return ModuleSpec(fullname, self, loader_state=found) if found is not None else None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _Deferred(spec.loader_state)

    def exec_module(self, module: ModuleType) -> None:
        """Not yet."""
