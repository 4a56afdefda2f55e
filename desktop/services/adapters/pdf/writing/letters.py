"""Typed text made printable: every letter kept or marked, and nothing left that steers a page."""

import unicodedata
from collections import Counter
from collections.abc import Iterator

from desktop.services.adapters.pdf.writing.faces import can_be_drawn, is_unseen

REPLACEMENT = "\u2327"
"""Stands for a letter that no bundled font has."""

_LINE_ENDS = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
_NEVER_BREAKS = "\u00a0\u202f"


def printable(text: str) -> str:
    """``text`` with each letter drawable, in composed form, and a line feed for each line end.

    Control characters go, and so do the marks that turn the direction of others: one of those
    makes a record read otherwise than it was typed.
    """
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n")).translate(_FATES)


def undrawable(text: str) -> Iterator[tuple[str, int]]:
    """Each letter of ``text`` that ``printable`` replaces, and how often it stands there."""
    composed = unicodedata.normalize("NFC", text)
    gone = [c for c in dict.fromkeys(composed) if _FATES[ord(c)] == REPLACEMENT != c]
    counts = Counter(composed) if gone else Counter[str]()
    yield from ((letter, counts[letter]) for letter in gone)


class _Fates(dict[int, str | None]):
    """What becomes of each character; found out when one is first met."""

    def __missing__(self, code: int) -> str | None:
        self[code] = fate = _fate(chr(code))
        return fate


def _fate(letter: str) -> str | None:
    if letter in _LINE_ENDS:
        return "\n"
    if letter.isspace():
        return "\u00a0" if letter in _NEVER_BREAKS else " "
    category = unicodedata.category(letter)
    if is_unseen(letter):
        return letter
    if category == "Cc" or (category == "Cf" and not _is_visible_format(letter)):
        return None
    if category not in {"Co", "Cs"} and can_be_drawn(letter):
        return letter
    return REPLACEMENT


def _is_visible_format(letter: str) -> bool:
    """The signs that span Arabic and Syriac numbers; Unicode counts them among the unseen."""
    return letter in "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u08e2" and can_be_drawn(
        letter
    )


_FATES = _Fates()
