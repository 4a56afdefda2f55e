"""The last word on a subject, by its revision: in one place for all facts that have one (ADR 128).

Whoever says a word anew says the next revision, so that no clock has the last word. A revision that
nobody can have come to by counting is no word at all: else one odd notice would hold for ever, and
whoever counts on from it would sign numbers that no program can read.
"""

from collections.abc import Iterable
from typing import TypeVar

from desktop.domain.events.event import EventId

MOST_AHEAD = 1_000_000
"""By so much a revision may be higher than the number of words on its subject. Words get lost: a
disk was full, or a desk is believed no longer. As every word raises the bound by one, whoever says
the next revision after one that counts is never beyond it.
"""
W = TypeVar("W")


def in_order(words: Iterable[tuple[int, EventId, W]]) -> list[tuple[int, EventId, W]]:
    """The words on one subject that count, each once and the last word last; a word is its
    revision, its event, and what was said. Any order and any doubles give the same.
    """
    said = {word[1]: word for word in words}
    most = len(said) + MOST_AHEAD
    return sorted((word for word in said.values() if word[0] <= most), key=lambda word: word[:2])
