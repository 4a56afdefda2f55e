"""Finds what tells who somebody is, in a text that is to leave without it (Labor Code 6401.9).

Two ways: what the record itself says of people (their names, numbers and addresses, however they
are spelled), and what looks like such a thing whoever it belongs to. It stops too much rather
than too little; no program can promise to find everything, so a person reads it, too.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise

from desktop.services.reports.details import Detail, Found
from desktop.services.reports.letters import Letters, with_marks
from desktop.services.reports.looks import looks
from desktop.services.reports.mentions import owners_in
from desktop.services.reports.names_in_text import names_in

_LEAST_LETTERS = 3
_WITHIN_OTHERS = 5  # letters and digits of what is found also within a longer number or word
_BETWEEN = 3  # characters that stand between two letters or digits of one number


@dataclass(frozen=True, slots=True)
class Known:
    """What a record says of the people in it: their names, and other things by kind.

    ``mentioned`` are words that may be names, found where people tell what happened; they count
    only with a capital. ``is_strict`` is for texts of a line that nobody puts right afterwards:
    there rather a word too much is found (``names_in``, ``owners_in``).
    """

    names: frozenset[str] = frozenset()
    others: frozenset[tuple[Detail, str]] = frozenset()
    mentioned: frozenset[str] = frozenset()
    is_strict: bool = False


def identifying(text: str, known: Known) -> tuple[Found, ...]:
    """Every detail in ``text`` that tells who somebody is, from its beginning to its end.

    Details that overlap are one: the longest, and of those the first kind named in ``Detail``.
    """
    found = [
        *names_in(text, known.names, known.mentioned, is_strict=known.is_strict),
        *(owners_in(text) if known.is_strict else ()),
        *_others(text, known.others),
        *looks(text),
    ]
    found.sort(key=lambda one: (one.start, -one.end))
    kept: list[Found] = []
    for one in found:
        if kept and one.start < kept[-1].end:
            if one.end > kept[-1].end:  # the two stand as one, so that what is cut is cut whole
                last = kept.pop()
                kept.append(Found(last.detail, text[last.start : one.end], last.start, one.end))
            continue
        kept.append(one)
    return tuple(kept)


def without(text: str, known: Known, mark: str) -> str:
    """``text`` with ``mark`` in the place of every such detail."""
    pieces: list[str] = []
    at = 0
    for one in identifying(text, known):
        pieces += [text[at : one.start], mark]
        at = one.end
    return "".join([*pieces, text[at:]])


def _others(text: str, others: Iterable[tuple[Detail, str]]) -> Iterator[Found]:
    """What the record says word for word, whatever stands between its letters and digits."""
    letters = Letters.of(text).without_signs()
    parted = [0, *accumulate(b - a > _BETWEEN + 1 for a, b in pairwise(letters.at))]
    for detail, value in others:
        wanted = _letters_of(value)
        if len(wanted) < _LEAST_LETTERS:
            continue
        begun = ended = 0  # of those that overlap each other: they are one
        at = letters.letters.find(wanted)
        while at >= 0:
            last = at + len(wanted) - 1
            start, end = letters.at[at], with_marks(text, letters.at[last] + 1)
            is_one = len(wanted) >= _WITHIN_OTHERS or not _is_within(text, start, end)
            if is_one and parted[at] == parted[last]:
                if start >= ended:
                    if ended:
                        yield Found(detail, text[begun:ended], begun, ended)
                    begun = start
                ended = end
            at = letters.letters.find(wanted, at + 1)
        if ended:
            yield Found(detail, text[begun:ended], begun, ended)


@lru_cache(maxsize=1024)
def _letters_of(value: str) -> str:
    return Letters.of(value).without_signs().letters


def _is_within(text: str, start: int, end: int) -> bool:
    return text[start - 1 : start].isalnum() or text[end : end + 1].isalnum()
