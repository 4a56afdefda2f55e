"""The rules of cards: of one for itself, and of all of them together."""

import re
from collections.abc import Iterator, Mapping

from desktop.domain.guidance.card import Card, CardKind, Item, Part
from desktop.domain.guidance.errors import CardRefusedError
from desktop.domain.guidance.ids import CardId
from desktop.domain.sentence import Sentence

MAX_TITLE, MAX_HINT, MAX_ITEM = 60, 120, 600
MAX_STEPS = 3
"""What somebody who is being shouted at can take in: three things to do, on the first page."""
SITUATIONS = 8
"""As many as keys 1 to 8 open."""
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_WITHOUT_BODY = frozenset({CardKind.LADDER, CardKind.PRACTICE})
_OWN_HEADINGS = frozenset({CardKind.GUIDE, CardKind.DIRECTORY})


def check_card(card: Card) -> None:
    """Raise ``CardRefusedError`` for the first rule that ``card`` breaks."""
    for sentence in _faults(card):
        raise CardRefusedError(card.id or card.title, sentence)


def check_together(cards: Mapping[CardId, Card]) -> Iterator[CardRefusedError]:
    """What is wrong between cards: names of cards and rungs that are not there, and ladders of
    cards that come back to where they began.
    """
    for card in cards.values():
        yield from (CardRefusedError(card.id, fault) for fault in _loose_ends(card, cards))
        if _goes_round(card, cards):
            yield CardRefusedError(
                card.id,
                Sentence("What is worse than it leads back to it."),
                advice="Follow “worse” from card to card: it must come to an end.",
            )


def _faults(card: Card) -> Iterator[Sentence]:
    if not _ID.fullmatch(card.id):
        yield Sentence("Its id is not made of small letters, figures and hyphens.")
    if not card.title.strip():
        yield Sentence("It has no title.")
    for name, text, most in (("title", card.title, MAX_TITLE), ("hint", card.hint, MAX_HINT)):
        if len(text) > most:
            yield Sentence("Its {name} is longer than {n} letters.", {"name": name, "n": most})
    yield from _faults_of_items(card)
    match card.kind:
        case CardKind.SITUATION:
            yield from _faults_of_situation(card)
        case CardKind.LADDER:
            yield from _faults_of_ladder(card)
        case CardKind.PRACTICE:
            yield from _faults_of_practice(card)
        case CardKind.ALWAYS if not card.items(Part.DO):
            yield Sentence("It has nothing under “Do”.")
        case _ if not card.sections:
            yield Sentence("It has no text.")
    if card.rungs and card.kind is not CardKind.LADDER:
        yield Sentence("Only a ladder has rungs.")


def _faults_of_items(card: Card) -> Iterator[Sentence]:
    items = [item for section in card.sections for item in section.items]
    items += [item for turn in card.turns for item in turn.scene]
    for item in _with_those_below(items):
        if len(item.text) > MAX_ITEM:
            yield Sentence(
                "“{what}” is longer than {n} letters.",
                {"what": item.text[:40] + "…", "n": MAX_ITEM},
            )
    if card.kind not in _OWN_HEADINGS | _WITHOUT_BODY:
        for section in card.sections:
            if section.part is Part.OTHER:
                yield Sentence(
                    "A card of this kind has no heading “{what}”.", {"what": section.heading}
                )


def _with_those_below(items: list[Item]) -> Iterator[Item]:
    for item in items:
        yield item
        yield from item.under


def _faults_of_situation(card: Card) -> Iterator[Sentence]:
    if not 1 <= card.place <= SITUATIONS:
        yield Sentence("A situation’s place is a figure from 1 to 8.")  # noqa: RUF001
    if not card.items(Part.SAY):
        yield Sentence("It has nothing to say: a situation needs one phrase at least.")
    steps = len(card.items(Part.DO))
    if not 1 <= steps <= MAX_STEPS:
        yield Sentence("It has {n} things to do: a situation has one to three.", {"n": steps})
    if not card.items(Part.NEXT):
        yield Sentence("It does not say what comes next.")
    if not card.ladder or not card.rung:
        yield Sentence("It does not say where on a ladder it stands.")


def _faults_of_ladder(card: Card) -> Iterator[Sentence]:
    """Its rungs are one chain, from the first on, and each is on it once."""
    by_id = {rung.id: rung for rung in card.rungs}
    if not card.rungs:
        yield Sentence("It has no rungs.")
        return
    if len(by_id) != len(card.rungs):
        yield Sentence("Two of its rungs have one id.")
    seen: list[str] = []
    at = card.rungs[0].id
    while at:
        if at in seen:
            yield Sentence("Its rungs go round in a circle at “{rung}”.", {"rung": at})
            return
        if at not in by_id:
            yield Sentence("It has no rung “{rung}”, which another leads to.", {"rung": at})
            return
        seen.append(at)
        at = by_id[at].then
    for rung in card.rungs:
        if rung.id not in seen:
            yield Sentence("No other rung leads to “{rung}”.", {"rung": rung.id})


def _faults_of_practice(card: Card) -> Iterator[Sentence]:
    for turn in card.turns:
        if not 2 <= len(turn.answers) <= 5:
            yield Sentence("A scene has two to five answers.")
        if not any(answer.is_good for answer in turn.answers):
            yield Sentence("None of its answers is a good one.")
    if not card.topic:
        yield Sentence("It does not say which card it practices.")


def _loose_ends(card: Card, cards: Mapping[CardId, Card]) -> Iterator[Sentence]:
    named = [*card.see, card.topic, card.worse, *_linked(card)]
    for other in dict.fromkeys(filter(None, named)):
        if other not in cards:
            yield Sentence("It leads to “{other}”, and there is no such card.", {"other": other})
    if card.ladder:
        ladder = cards.get(card.ladder)
        if ladder is None or ladder.kind is not CardKind.LADDER:
            yield Sentence("There is no ladder “{ladder}”.", {"ladder": card.ladder})
        elif card.rung not in {rung.id for rung in ladder.rungs}:
            yield Sentence("Its ladder has no rung “{rung}”.", {"rung": card.rung})


def _linked(card: Card) -> Iterator[CardId]:
    for section in card.sections:
        for item in _with_those_below(list(section.items)):
            yield from (run.card for run in item.runs if run.card)


def _goes_round(card: Card, cards: Mapping[CardId, Card]) -> bool:
    seen: set[CardId] = set()
    at: CardId = card.id
    while at in cards:
        if at in seen:
            return at == card.id
        seen.add(at)
        at = cards[at].worse
    return False
