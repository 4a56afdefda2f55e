"""Where text may be parted: never inside what a reader takes for one letter (UAX #29, UAX #14).

In the spirit of those annexes, not to their letter: no dictionary finds the words of Thai, Lao,
Khmer or Burmese, which break between letters where a line is full.
"""

import unicodedata
from collections.abc import Sequence

ZERO_WIDTH_SPACE = "\u200b"
_JOINER = "\u200d"
_LETTERS_AT_MOST = 32  # in one cluster (UAX #15, stream-safe text)
_SMALL_KANA = frozenset("ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶ")
_EXTENDING = {"Mn", "Me", "Mc", "Cf"}
_NEVER_FIRST = {"Pe", "Pf", "Po", "Lm", "Sk"}
_NEVER_LAST = {"Ps", "Pi"}


def clusters(text: str) -> list[str]:
    """Cut ``text`` into what a reader takes for letters, marks and joined emoji included."""
    found: list[str] = []
    current = ""
    for letter in text:
        if current and len(current) < _LETTERS_AT_MOST and _belongs(letter, current):
            current += letter
        else:
            if current:
                found.append(current)
            current = letter
    if current:
        found.append(current)
    return found


def may_break_between(before: str, after: str) -> bool:
    """Whether a line may end after the cluster ``before`` although no space follows it."""
    if before[-1] == ZERO_WIDTH_SPACE:
        return True
    if not (_is_wide(before[0]) or _is_wide(after[0])):
        return False
    first = after[0]
    return (
        first not in _SMALL_KANA
        and unicodedata.category(first) not in _NEVER_FIRST
        and unicodedata.category(before[0]) not in _NEVER_LAST
    )


def breakable_units(parts: Sequence[str]) -> list[list[str]]:
    """Group clusters into units that stay on one line unless they are too long for any."""
    units: list[list[str]] = []
    for part in parts:
        if units and not may_break_between(units[-1][-1], part):
            units[-1].append(part)
        else:
            units.append([part])
    return units


def _belongs(letter: str, cluster: str) -> bool:
    if letter < "\u0300":
        return False
    if unicodedata.category(letter) in _EXTENDING or "\U0001f3fb" <= letter <= "\U0001f3ff":
        return True
    last = cluster[-1]
    if last == _JOINER:
        return unicodedata.category(letter) == "So"
    if _is_regional(letter):
        return len(cluster) == 1 and _is_regional(last)
    return _continues_syllable(last, letter)


def _is_regional(letter: str) -> bool:
    return "\U0001f1e6" <= letter <= "\U0001f1ff"


def _continues_syllable(last: str, letter: str) -> bool:
    """Hangul that is written as separate jamo."""
    if "\u1160" <= letter <= "\u11ff":
        return "\u1100" <= last <= "\u11ff" or "\uac00" <= last <= "\ud7a3"
    return "\u1100" <= letter <= "\u115f" and "\u1100" <= last <= "\u115f"


def _is_wide(letter: str) -> bool:
    """A letter of a script that puts no spaces between words; Korean does."""
    return (
        letter >= "\u2e80"
        and not "\uac00" <= letter <= "\ud7a3"
        and unicodedata.east_asian_width(letter) in {"W", "F"}
    )


def shortened(text: str, at_most: int) -> str:
    """As much of the beginning of ``text`` as ``at_most`` characters hold, whole clusters only."""
    if len(text) <= at_most:
        return text
    end = at_most
    while end > 0 and at_most - end < _LETTERS_AT_MOST and _belongs(text[end], text[:end][-2:]):
        end -= 1
    return text[:end].rstrip()
