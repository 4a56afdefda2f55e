"""Finds cards while somebody types: in any form of a word, with typing errors, by plain words."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping
from heapq import nsmallest
from math import log
from typing import Final

import msgspec

from desktop.domain.guidance.card import Card, CardKind, Form, Part
from desktop.domain.guidance.excerpts import Excerpt, Line, excerpt_of, lines_of, with_those_below
from desktop.domain.guidance.ids import CardId
from desktop.domain.guidance.library import Library
from desktop.domain.guidance.misspelling import Misspelling
from desktop.domain.guidance.words import SOFT, WORD, related, spelled, words_of

KINDS: Final = (
    CardKind.SITUATION,
    CardKind.GUIDE,
    CardKind.DIRECTORY,
    CardKind.LADDER,
    CardKind.PRACTICE,
)
"""What is searched, in the order in which cards that fit equally well stand. What is always true
is on the first page and has no page of its own.
"""
_MOST_LETTERS, _MOST_WORDS = 200, 12
"""What is typed beyond that is no search any more, but something pasted."""

_TITLE, _WORDS, _HINT, _HEADING, _TEXT = 10.0, 8.0, 5.0, 3.0, 1.0
_WHOLE, _BEGUN, _RELATED, _MEANT, _PERHAPS_MEANT = 1.0, 0.8, 0.6, 0.4, 0.3
_SITUATION: Final = 1.3
"""Of cards that fit nearly as well, the one with what to say and do now comes first."""
_NAMED: Final = 1.5
"""Whoever types what a card is called means that card."""
_SOFT: Final = 0.2
_LAST: Final = "\U0010ffff"

Fits = dict[int, float]
"""The cards that have a word, by number, and how well each fits."""


class Hit(msgspec.Struct, frozen=True, kw_only=True):
    """A card that was found. ``caption`` is the title of the card it belongs to, or empty.

    ``lacking`` are the typed words that it does not have: none, unless no card has them all.
    """

    card: CardId
    kind: CardKind
    caption: str
    title: str
    excerpt: Excerpt
    lacking: tuple[str, ...] = ()


class _Asked(msgspec.Struct):
    """One typed word: which words answer it, and which cards have one of those."""

    typed: str
    word: str
    is_last: bool
    answers: set[str] = msgspec.field(default_factory=set)
    fits: Fits = msgspec.field(default_factory=dict)


class CardSearch:
    """The cards of ``library``, made ready to be found. A library that changed needs a new one."""

    def __init__(self, library: Library) -> None:
        self._library = library
        searched = (card for card in library.cards.values() if card.kind in KINDS)
        self._cards = sorted(searched, key=_order)
        self._having: dict[str, Fits] = {}
        for number, card in enumerate(self._cards):
            for word, weight in _words_in(card).items():
                self._having.setdefault(word, {})[number] = weight
        self._words = sorted(self._having)
        self._misspelling = Misspelling(self._words)
        self._lines: dict[int, tuple[Line, ...]] = {}

    def find(self, typed: str, *, most: int = 12) -> tuple[Hit, ...]:
        """The cards that have all words of ``typed``, those that fit best first, practices last.

        The last word may be begun only. Small words need not be there. Where no card has
        all of it, those with the most of it, at least half. Whatever is typed, this answers.
        """
        asked, soft = self._asked(typed)
        if not asked:
            return ()
        numbers = self._with_all(asked)
        if not numbers:
            self._guess(asked)
            numbers = self._with_all(asked) or self._with_most(asked)
        if not numbers:
            return ()
        scores = self._scores(asked, soft, numbers)
        best = nsmallest(most, numbers, key=lambda number: self._rank(number, scores[number]))
        wanted = {answer: at for at, one in reversed([*enumerate(asked)]) for answer in one.answers}
        return tuple(self._hit(number, asked, wanted) for number in best)

    def prepare(self) -> None:
        """Load what the first typing error would wait for (some 25 ms), while nobody types."""
        self._misspelling.prepare()

    def _asked(self, typed: str) -> tuple[list[_Asked], list[str]]:
        """The words that cards must have, looked up, and the small ones, which they need not."""
        pairs = [(spelled(word), word) for word in WORD.findall(typed[:_MOST_LETTERS])]
        found = {word: as_typed for word, as_typed in pairs if word}
        last = next((word for word, _ in reversed(pairs) if word), "")
        words = [word for word in found if word not in SOFT] or list(found)
        asked = [_Asked(found[word], word, word == last) for word in words[:_MOST_WORDS]]
        for one in asked:
            for answer, likeness in self._answers(one.word):
                self._take(one, answer, likeness)
            if not one.fits:
                self._guess([one])
        return asked, [word for word in found if word not in words]

    def _answers(self, word: str) -> Iterator[tuple[str, float]]:
        """The words that begin so, or end otherwise, and how much each is like ``word``."""
        begin = bisect_left(self._words, word)
        for answer in self._words[begin : bisect_left(self._words, word + _LAST, begin)]:
            yield answer, _WHOLE if answer == word else _BEGUN
        for answer in related(word):
            if answer in self._having:
                yield answer, _RELATED

    def _guess(self, asked: list[_Asked]) -> None:
        """Let words count as well that may have been meant by those ``asked`` for."""
        for one in asked:
            meant = self._misspelling.meant(
                one.word, besides=frozenset(one.answers), is_begun=one.is_last
            )
            for answer, is_alike in meant:
                self._take(one, answer, _MEANT if is_alike else _PERHAPS_MEANT)

    def _take(self, one: _Asked, answer: str, likeness: float) -> None:
        one.answers.add(answer)
        fits = one.fits
        for number, weight in self._having[answer].items():
            if (fit := weight * likeness) > fits.get(number, 0.0):
                fits[number] = fit

    def _with_all(self, asked: list[_Asked]) -> set[int]:
        return set.intersection(*(set(one.fits) for one in asked))

    def _with_most(self, asked: list[_Asked]) -> set[int]:
        having = Counter(number for one in asked for number in one.fits)
        most = max(having.values(), default=0)
        if 2 * most < len(asked):
            return set()
        return {number for number, count in having.items() if count == most}

    def _scores(
        self, asked: list[_Asked], soft: list[str], numbers: set[int]
    ) -> Mapping[int, float]:
        """How well the cards fit; a word that few cards have tells more."""
        scores = dict.fromkeys(numbers, 0.0)
        for one in asked:
            rare = 1.0 + log(len(self._cards) / max(1, len(one.fits)))
            for number in numbers:
                scores[number] += rare * one.fits.get(number, 0.0)
        for number in numbers:
            if all(one.fits.get(number, 0.0) >= _TITLE * _BEGUN for one in asked):
                scores[number] *= _NAMED
        for word in soft:
            for number, weight in self._having.get(word, {}).items():
                if number in scores and weight >= _HINT:
                    scores[number] += _SOFT * weight
        return scores

    def _rank(self, number: int, score: float) -> tuple[bool, float, int]:
        kind = self._cards[number].kind
        favor = _SITUATION if kind is CardKind.SITUATION else 1.0
        return kind is CardKind.PRACTICE, -round(favor * score, 6), number

    def _hit(self, number: int, asked: list[_Asked], wanted: Mapping[str, int]) -> Hit:
        card = self._cards[number]
        topic = self._library.find(card.topic)
        if number not in self._lines:
            self._lines[number] = lines_of(card)
        return Hit(
            card=card.id,
            kind=card.kind,
            caption=topic.title if topic else "",
            title=card.title,
            excerpt=excerpt_of(self._lines[number], card.hint, wanted),
            lacking=tuple(one.typed for one in asked if number not in one.fits),
        )


def _order(card: Card) -> tuple[int, int, str, CardId]:
    return KINDS.index(card.kind), card.place or 1_000, card.title.casefold(), card.id


def _words_in(card: Card) -> dict[str, float]:
    """The words of ``card``, each with the weight of the best place that it stands in."""
    found: dict[str, float] = {}
    for weight, text in _texts(card):
        for word in words_of(text):
            found.setdefault(word, weight)
    return found


def _texts(card: Card) -> Iterator[tuple[float, str]]:
    """What ``card`` says, from its title on down."""
    yield _TITLE, card.title
    yield from ((_WORDS, words) for words in card.words)
    yield _HINT, card.hint
    under: list[str] = []
    for section in card.sections:
        if section.part is Part.OTHER:
            yield _HEADING, section.heading
        is_said = section.part in {Part.SAY, Part.DONT_SAY}
        for item in section.items:
            if is_said or item.form is Form.QUOTE:
                yield _HEADING, item.text
            else:
                under.append(item.text)
            under += [point.text for point in item.under]
    for rung in card.rungs:
        yield _HEADING, rung.title
        yield _HEADING, rung.say
        under.append(rung.text)
    for turn in card.turns:
        under += [item.text for item in with_those_below(turn.scene)]
        under += [text for answer in turn.answers for text in (answer.text, answer.why)]
    yield from ((_TEXT, text) for text in under)
