"""The rules of cards: of one for itself, and of all of them together."""

import re
from collections.abc import Collection, Iterator, Mapping

from desktop.domain.guidance.card import Action, Card, CardKind, Part
from desktop.domain.guidance.errors import CardRefusedError
from desktop.domain.guidance.ids import CardId
from desktop.domain.guidance.texts import faults_of_texts, items_of
from desktop.domain.plain_text import is_blank
from desktop.domain.sentence import Sentence

MAX_PLACE = 999
MAX_STEPS = 3
"""What somebody who is being shouted at can take in: three things to do, on the first page."""
SITUATIONS = 8
"""As many as keys 1 to 8 open."""
YEARS = range(2000, 2200)
"""Those in which a card may have been reviewed: what is due a year later must be a day, too."""
_CALLS = {
    Action.SUPERVISOR: Sentence("It has lost the button that calls a supervisor."),
    Action.PANIC: Sentence("It has lost the button that calls everybody."),
}
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_OWN_HEADINGS = frozenset({CardKind.GUIDE, CardKind.DIRECTORY, CardKind.LADDER})


def check_card(card: Card) -> None:
    """Raise ``CardRefusedError`` for the first rule that ``card`` breaks."""
    for sentence in _faults(card):
        raise CardRefusedError(card.id or card.title, sentence)


def check_alike(first: Card, card: Card) -> None:
    """Raise ``CardRefusedError`` where ``card``, a translation of ``first``, says something else:
    other good answers than it has, or no warning where it has one.
    """
    for sentence in _differences(first, card):
        raise CardRefusedError(card.id, sentence)


def check_against_shipped(card: Card, shipped: Card) -> None:
    """Raise ``CardRefusedError`` where a site's version loses what nobody must miss: a button that
    calls somebody, or whose card it is.
    """
    for action, said in _CALLS.items():
        if action in _actions_of(shipped) - _actions_of(card):
            raise CardRefusedError(
                card.id,
                said,
                advice="Keep it at one of its rungs: somebody in danger looks for it there.",
            )
    if shipped.owner and not card.owner.strip():
        raise CardRefusedError(
            card.id,
            Sentence("It does not say whose card it is."),
            advice="Put a name or an office into “owner”.",
        )


def check_together(
    cards: Mapping[CardId, Card], *, broken: Collection[CardId] = ()
) -> Iterator[CardRefusedError]:
    """What is wrong between cards: names of cards and rungs that are not there, situations in one
    place, and cards that get worse until they come back to where they began.

    ``broken`` are cards that there are but cannot be used; nobody is blamed for leading to one.
    """
    places: dict[int, CardId] = {}
    for card in cards.values():
        faults = [*_loose_ends(card, cards, broken), *_place_taken(card, places)]
        yield from (CardRefusedError(card.id, fault) for fault in faults)
        if _goes_round(card, cards):
            yield CardRefusedError(
                card.id,
                Sentence("What is worse than it leads back to it."),
                advice="Follow “worse” from card to card: it must come to an end.",
            )


def _faults(card: Card) -> Iterator[Sentence]:
    if not _ID.fullmatch(card.id):
        yield Sentence("Its id is not made of small letters, figures and hyphens.")
    if is_blank(card.title):
        yield Sentence("It has no title.")
    if not 0 <= card.place <= MAX_PLACE:
        yield Sentence("Its place is not a figure from 1 to {n}.", {"n": MAX_PLACE})
    if card.icon and not _ID.fullmatch(card.icon):
        yield Sentence("“{icon}” is no name of an icon.", {"icon": card.icon})
    if card.reviewed and card.reviewed.year not in YEARS:
        yield Sentence(
            "It cannot have been reviewed in the year {year}.", {"year": card.reviewed.year}
        )
    yield from faults_of_texts(card)
    yield from _faults_of_headings(card)
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


def _differences(first: Card, card: Card) -> Iterator[Sentence]:
    one, other = (
        [[answer.is_good for answer in turn.answers] for turn in each.turns]
        for each in (first, card)
    )
    if one != other:
        yield Sentence("Its answers are not those of its first language.")
    for said, rung in zip(first.rungs, card.rungs, strict=True):
        if bool(said.say) != bool(rung.say):
            yield Sentence("Its languages disagree whether “{rung}” says words.", {"rung": rung.id})


def _faults_of_headings(card: Card) -> Iterator[Sentence]:
    """The kinds that are read at a glance have the headings alone that everybody knows."""
    refused = {Part.SCENE, Part.ANSWERS}
    if card.kind not in _OWN_HEADINGS:
        refused.add(Part.OTHER)
    for section in card.sections:
        if section.part in refused:
            yield Sentence(
                "A card of this kind has no heading “{what}”.", {"what": section.heading}
            )


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
    for rung in card.rungs:
        if not _ID.fullmatch(rung.id):
            yield Sentence(
                "The id of its rung “{rung}” is not made of small letters, figures and hyphens.",
                {"rung": rung.id or rung.title},
            )
        if is_blank(rung.title) or is_blank(rung.text):
            yield Sentence("Its rung “{rung}” has no title or no text.", {"rung": rung.id})
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
    if not card.turns:
        yield Sentence("It has no scene.")
    for turn in card.turns:
        if not 2 <= len(turn.answers) <= 5:
            yield Sentence("A scene has two to five answers.")
        if not any(answer.is_good for answer in turn.answers):
            yield Sentence("None of its answers is a good one.")
    if not card.topic:
        yield Sentence("It does not say which card it practices.")


def _place_taken(card: Card, places: dict[int, CardId]) -> Iterator[Sentence]:
    if card.kind is CardKind.SITUATION:
        other = places.setdefault(card.place, card.id)
        if other != card.id:
            yield Sentence("Its place is that of “{other}” already.", {"other": other})


def _loose_ends(
    card: Card, cards: Mapping[CardId, Card], broken: Collection[CardId]
) -> Iterator[Sentence]:
    named = [*card.see, card.topic, card.worse, *_linked(card)]
    for other in dict.fromkeys(filter(None, named)):
        if other not in cards and other not in broken:
            yield Sentence("It leads to “{other}”, and there is no such card.", {"other": other})
    if card.ladder and card.ladder not in broken:
        ladder = cards.get(card.ladder)
        if ladder is None or ladder.kind is not CardKind.LADDER:
            yield Sentence("There is no ladder “{ladder}”.", {"ladder": card.ladder})
        elif card.rung not in {rung.id for rung in ladder.rungs}:
            yield Sentence("Its ladder has no rung “{rung}”.", {"rung": card.rung})


def _linked(card: Card) -> Iterator[CardId]:
    for item in items_of(card):
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


def _actions_of(card: Card) -> set[Action]:
    return {action for rung in card.rungs for action in rung.actions}
