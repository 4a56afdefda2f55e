"""The line of a card that is shown where it was found, with the words that were found in it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from unicodedata import normalize

import msgspec
from msgspec.structs import replace

from desktop.domain.guidance.card import Card, Form, Item, Part
from desktop.domain.guidance.words import SOFT, WORD, spelled, words_of

MOST = 140
"""Letters of an excerpt: two lines of the panel."""
_BEFORE = 45
"""Letters before the first word that was found, where the beginning is cut off."""


class Piece(msgspec.Struct, frozen=True):
    """Words of an excerpt, and whether they are what was looked for."""

    text: str
    is_found: bool = False


class Excerpt(msgspec.Struct, frozen=True):
    """What a card says. ``part`` and ``heading`` are of the section it stands in: what must not
    be said is told apart by them. ``is_phrase`` where it is said word by word.
    """

    pieces: tuple[Piece, ...] = ()
    part: Part | None = None
    heading: str = ""
    is_phrase: bool = False

    @property
    def text(self) -> str:
        """Its words."""
        return "".join(piece.text for piece in self.pieces)


class Line(msgspec.Struct, frozen=True):
    """A text of a card that can be shown, where it stands, and its words as they are compared."""

    text: str
    part: Part | None = None
    heading: str = ""
    is_phrase: bool = False
    words: tuple[str, ...] = ()


def lines_of(card: Card) -> tuple[Line, ...]:
    """All lines of ``card`` that may be shown by themselves, in the order in which one is
    preferred: what to say and do, then its hint, then what not to say and do. What is answered
    in a practice, well or wrongly, is none of them.
    """
    lines = list(_lines(card))
    ordered = [
        *(line for line in lines if line.part not in _NEVER),
        *([Line(card.hint)] if card.hint else []),
        *(line for line in lines if line.part in _NEVER),
    ]
    return tuple(replace(line, words=tuple(words_of(line.text))) for line in ordered)


_NEVER = frozenset({Part.DONT, Part.DONT_SAY})


def _lines(card: Card) -> Iterator[Line]:
    for section in card.sections:
        part = section.part
        for item in with_those_below(section.items):
            is_phrase = part in {Part.SAY, Part.DONT_SAY} or item.form is Form.QUOTE
            yield Line(item.text, part, section.heading, is_phrase)
    for rung in card.rungs:
        yield Line(rung.text)
        if rung.say:
            yield Line(rung.say, is_phrase=True)
    for turn in card.turns:
        yield from (Line(item.text, Part.SCENE) for item in with_those_below(turn.scene))


def with_those_below(items: Iterable[Item]) -> Iterator[Item]:
    """``items``, each followed by the points below it."""
    for item in items:
        yield item
        yield from item.under


def excerpt_of(lines: Sequence[Line], hint: str, wanted: Mapping[str, int]) -> Excerpt:
    """The one of a card's ``lines`` with most of what was typed; ``hint`` where none has any.

    ``wanted`` are the words to find, each with which of the typed ones it answers.
    """
    best, most = None, 0
    for line in lines:
        found = len({wanted[word] for word in line.words if word in wanted})
        if found > most:
            best, most = line, found
    if best is None:
        best = Line(hint) if hint or not lines else lines[0]
    pieces = tuple(_pieces(normalize("NFC", best.text), wanted))
    return Excerpt(pieces, best.part, best.heading, best.is_phrase)


class _Mark(msgspec.Struct, frozen=True):
    """Where something was found, and which of the typed words it answers."""

    start: int
    end: int
    answers: frozenset[int]


def _marks(text: str, wanted: Mapping[str, int]) -> list[_Mark]:
    """What was found in ``text``. A small word or two between two that were found joins them."""
    marks: list[_Mark] = []
    last, between = 0, _APART
    for match in WORD.finditer(text):
        word = spelled(match[0])
        if text[last : match.start()].strip():  # a comma, a full stop
            between = _APART
        last = match.end()
        if word in wanted:
            mark = _Mark(match.start(), match.end(), frozenset({wanted[word]}))
            if between < _APART:
                before = marks.pop()
                mark = _Mark(before.start, mark.end, before.answers | mark.answers)
            marks.append(mark)
            between = 0
        else:
            between = between + 1 if word in SOFT else _APART
    return marks


_APART = 3


def _pieces(text: str, wanted: Mapping[str, int]) -> Iterator[Piece]:
    marks = _marks(text, wanted)
    start, end = _window(text, marks)
    done = start
    if start > 0:
        yield Piece("…")
    for mark in marks:
        if mark.end > done and mark.start < end:
            if mark.start > done:
                yield Piece(text[done : mark.start])
            yield Piece(text[max(done, mark.start) : min(mark.end, end)], is_found=True)
            done = min(mark.end, end)
    if done < end:
        yield Piece(text[done:end])
    if end < len(text):
        yield Piece("…")


def _window(text: str, marks: list[_Mark]) -> tuple[int, int]:
    """The part of ``text`` that fits and shows the most, from the beginning of a word to the end
    of one.
    """
    if len(text) <= MOST:
        return 0, len(text)
    start, most = 0, (0, 0)
    for mark in marks:
        at = max(0, mark.start - _BEFORE)
        fits = (other.answers for other in marks if at <= other.start and other.end <= at + MOST)
        shows = len(frozenset[int]().union(*fits)), len(mark.answers)
        if shows > most:
            start, most = at, shows
    if start > 0:
        space = text.find(" ", start, start + _BEFORE)
        start = space + 1 if space >= 0 else start
    if len(text) - start <= MOST:
        return start, len(text)
    space = text.rfind(" ", start + _BEFORE, start + MOST)
    return start, space if space >= 0 else start + MOST
