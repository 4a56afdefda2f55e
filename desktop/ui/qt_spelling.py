"""Importing PySide6 without having it read our source (ADR 0034)."""

import sys

_LOOKS = "_mod_uses_pyside"


def read_no_source() -> None:
    """Let PySide6 take it that no module asks for its other spellings (``snake_case``).

    Otherwise it reads the source of every module that is imported, Python's own too, to see which
    might, and all of that stays in memory. Where PySide6 does it in another way, nothing happens.
    """
    feature = sys.modules.get("shibokensupport.feature")
    if hasattr(feature, _LOOKS):
        setattr(feature, _LOOKS, _uses_no_other_spelling)


def _uses_no_other_spelling(_module: object) -> bool:
    return False
