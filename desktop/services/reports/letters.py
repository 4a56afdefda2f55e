"""The letters of a text as names are compared: without case, accents and what is not seen."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Self

from desktop.domain.folding import folded, folded_letter

_WORD = re.compile(r"w+(?:'w+)*|u+|h+")
_UNSPACED = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F),  # Burmese
    (0x1780, 0x17FF),  # Khmer
    (0x2E80, 0x2FDF),  # radicals
    (0x3005, 0x3007),
    (0x3040, 0x30FF),  # kana
    (0x3400, 0x9FFF),  # Han
    (0x20000, 0x3FFFF),
)
_HANGUL = ((0x1100, 0x11FF), (0xA960, 0xA97F), (0xAC00, 0xD7FF))


@dataclass(frozen=True, slots=True)
class Word:
    """One word: its letters as they are compared, and where they stand in the text as typed.

    ``is_run`` where the script sets no spaces: then it is what stands between two signs.
    """

    letters: str
    start: int
    end: int
    is_run: bool
    at: tuple[int, ...]
    """Where each of the letters stands in the text."""


@dataclass(frozen=True, slots=True)
class Letters:
    """``letters`` of ``text``; the one at ``n`` stands at ``at[n]`` there."""

    text: str
    letters: str
    at: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> Self:
        """Read ``text`` once."""
        letters: list[str] = []
        at: list[int] = []
        for n, char in enumerate(text):
            for letter in folded_letter(char):
                letters.append(letter)
                at.append(n)
        return cls(text, "".join(letters), tuple(at))

    def words(self) -> list[Word]:
        """Its words. A run of a script without spaces is one, and so is one of Korean."""
        kinds = "".join(map(_kind, self.letters))
        return [
            Word(
                self.letters[match.start() : match.end()],
                self.at[match.start()],
                with_marks(self.text, self.at[match.end() - 1] + 1),
                match[0][0] in "uh",
                self.at[match.start() : match.end()],
            )
            for match in _WORD.finditer(kinds)
        ]

    def without_signs(self) -> Self:
        """Its letters and digits alone."""
        kept = [n for n, letter in enumerate(self.letters) if letter.isalnum()]
        return type(self)(
            self.text,
            "".join(self.letters[n] for n in kept),
            tuple(self.at[n] for n in kept),
        )


def folded_words(words: str) -> frozenset[str]:
    """The words of a list, as they are compared."""
    return frozenset(map(folded, words.split()))


def is_unspaced(letter: str) -> bool:
    """Whether its script sets no spaces between words."""
    return _is_in(letter, _UNSPACED)


def is_han(letter: str) -> bool:
    """Whether it is a Chinese character, in whichever language."""
    return letter == "々" or _is_in(letter, _UNSPACED[-2:])


def begins_a_sentence(text: str, word: Word) -> bool:
    """Whether ``word`` of ``text`` has its capital, if it has one, from where it stands."""
    before = text[max(0, word.start - 12) : word.start].rstrip(" \t“”\"'\u2018(")
    return not before or before.endswith((".", "!", "?", ":", ";", "\n", "•", "-", "…"))


def with_marks(text: str, end: int) -> int:
    """``end``, or where the marks end that belong to the letter before it."""
    while end < len(text) and (
        unicodedata.category(text[end]) in {"Mn", "Mc", "Me"} or 0x1160 <= ord(text[end]) <= 0x11FF
    ):
        end += 1
    return end


@lru_cache(maxsize=4096)
def _kind(letter: str) -> str:
    if letter in "'-":
        return "'"
    if is_unspaced(letter) and (letter.isalnum() or unicodedata.category(letter)[0] == "M"):
        return "u"
    if _is_in(letter, _HANGUL):
        return "h"
    if letter.isalpha() or unicodedata.category(letter)[0] == "M":
        return "w"
    return " "


def _is_in(letter: str, ranges: tuple[tuple[int, int], ...]) -> bool:
    return any(first <= ord(letter) <= last for first, last in ranges)
