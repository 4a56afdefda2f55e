"""Importing PySide6 without what it describes its own functions with (ADR 0110)."""

import sys
from typing import Any

from desktop.deferring import Deferring, load_when_used

_DESCRIBE = frozenset(
    f"shibokensupport.signature.{name}"
    for name in ("layout", "parser", "lib.enum_sig", "lib.pyi_generator")
)
"""What PySide6 unpacks and compiles anew at each start, and needs when a call was wrong."""


class _FirstStays(list[Any]):
    """Finders of modules, of which the first stays the first."""

    def insert(self, _at: Any, finder: Any) -> None:
        super().insert(1, finder)


def import_without_signatures() -> None:
    """Import PySide6, and have the text of its functions' signatures loaded when it is wanted.

    Where PySide6 is there already, or brings these modules in another way, nothing happens.
    """
    if "PySide6" in sys.modules:
        return
    load_when_used("inspect")  # which reads sources, see ``qt_spelling``
    usual = sys.meta_path
    first = Deferring(_DESCRIBE)
    sys.meta_path = _FirstStays([first, *usual])
    try:
        import PySide6.QtCore  # noqa: F401 -- now
    finally:
        usual[:] = [finder for finder in sys.meta_path if finder is not first]
        sys.meta_path = usual
