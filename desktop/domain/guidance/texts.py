"""The texts of a card: what each may be, whatever it says."""

import re
from collections.abc import Iterable, Iterator
from itertools import chain

from desktop.domain.guidance.card import Card, Item
from desktop.domain.plain_text import garbling
from desktop.domain.sentence import Sentence

MAX_TITLE, MAX_HINT, MAX_HEADING, MAX_ITEM = 60, 120, 80, 600
_SOURCE = re.compile(r"\d{3} §\S.*|site")


def faults_of_texts(card: Card) -> Iterator[Sentence]:
    """What is wrong with them: too long, or garbled, or no source."""
    for name, text, most in (
        ("id", card.id, MAX_TITLE),
        ("title", card.title, MAX_TITLE),
        ("hint", card.hint, MAX_HINT),
        ("owner", card.owner, MAX_TITLE),
    ):
        if len(text) > most:
            yield Sentence("Its {name} is longer than {n} letters.", {"name": name, "n": most})
    for text, most in _measured(card):
        if len(text) > most:
            yield Sentence("“{what}” is longer than {n} letters.", {"what": text, "n": most})
    for text in chain((card.title, card.hint, card.owner), (text for text, _ in _measured(card))):
        if found := garbling(text):
            yield Sentence(
                "A letter in “{what}” cannot be shown: U+{code}.",
                {"what": text, "code": f"{ord(found):04X}"},
            )
    for source in card.sources:
        if not _SOURCE.fullmatch(source):
            yield Sentence("Its source “{source}” is not written as 002 §4c.", {"source": source})


def items_of(card: Card) -> Iterator[Item]:
    """Every item of its sections and scenes, and the points below them."""
    yield from _with_those_below(chain.from_iterable(one.items for one in card.sections))
    yield from _with_those_below(chain.from_iterable(turn.scene for turn in card.turns))


def _with_those_below(items: Iterable[Item]) -> Iterator[Item]:
    for item in items:
        yield item
        yield from _with_those_below(item.under)


def _measured(card: Card) -> Iterator[tuple[str, int]]:
    """The texts without a name of their own, each with the letters it may have."""
    for word in chain(card.words, card.sources):
        yield word, MAX_TITLE
    for section in card.sections:
        yield section.heading, MAX_HEADING
    for item in items_of(card):
        yield item.text, MAX_ITEM
    for answer in chain.from_iterable(turn.answers for turn in card.turns):
        yield answer.text, MAX_ITEM
        yield answer.why, MAX_ITEM
    for rung in card.rungs:
        yield rung.title, MAX_TITLE
        yield rung.text, MAX_ITEM
        yield rung.say, MAX_ITEM
