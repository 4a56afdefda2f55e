"""Words that somebody may have meant who made a typing error."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

_DOUBLED = re.compile(r"([^\W\d_])\1+")
_SHORTEST: Final = 4
"""Of shorter words everything is a near miss."""
_LONG: Final = 7
"""Words from so many letters on may have two errors."""


class Misspelling:
    """Finds the words nearest to one that is not among ``words``.

    A letter that is wrong, missing, too much, or has changed places with its neighbor is one
    error; a letter that should be double, or should not, is none (*harrasing*).
    """

    def __init__(self, words: Sequence[str]) -> None:
        self._words = words
        self._plain = _DOUBLED.sub(r"\1", "\n".join(words)).split("\n") if words else []
        self._beginnings: dict[int, dict[str, list[int]]] = {}

    def prepare(self) -> None:
        """Load the library that counts errors; 25 ms, once in a program."""
        import rapidfuzz.distance.OSA
        import rapidfuzz.process  # noqa: F401 - to have it

    def meant(
        self, word: str, *, besides: frozenset[str], is_begun: bool
    ) -> Iterator[tuple[str, bool]]:
        """The words with the fewest errors ``besides`` those known, and whether each begins with
        the letter typed. Where ``is_begun``, ``word`` may be the beginning of a longer one.
        """
        typed = _DOUBLED.sub(r"\1", word)
        if min(len(word), len(typed)) < _SHORTEST or word.isdecimal():
            return
        near = self._nearest(typed, is_begun=is_begun)
        found = {at: errors for at, errors in near.items() if self._words[at] not in besides}
        fewest = min(found.values(), default=0)
        for at in sorted(at for at, errors in found.items() if errors == fewest):
            is_alike = self._plain[at][:1] == typed[:1]
            if is_alike or fewest < 2:
                yield self._words[at], is_alike

    def _nearest(self, typed: str, *, is_begun: bool) -> dict[int, int]:
        from rapidfuzz.distance import OSA  # see prepare
        from rapidfuzz.process import extract

        most = 2 if len(typed) >= _LONG else 1
        found = {
            at: errors
            for _, errors, at in extract(
                typed, self._plain, scorer=OSA.distance, score_cutoff=most, limit=None
            )
        }
        if is_begun and len(typed) >= _SHORTEST:
            for length in range(len(typed) - 1, len(typed) + 2):
                begun = self._begun(length)
                for start, errors, _ in extract(
                    typed, list(begun), scorer=OSA.distance, score_cutoff=most, limit=None
                ):
                    for at in begun[start]:
                        found[at] = min(found.get(at, errors), errors)
        return found

    def _begun(self, length: int) -> dict[str, list[int]]:
        """The beginnings of that many letters, and the words that have them."""
        if length not in self._beginnings:
            begun: dict[str, list[int]] = {}
            for at, word in enumerate(self._plain):
                if len(word) > length:
                    begun.setdefault(word[:length], []).append(at)
            self._beginnings[length] = begun
        return self._beginnings[length]
