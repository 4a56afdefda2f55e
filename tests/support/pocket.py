"""Pocket cards of the cards that ship, and of what a site may make of them."""

from collections.abc import Callable
from datetime import date
from functools import cache

from msgspec.structs import replace

from desktop.domain.guidance.card import Card, CardKind, Form, Item, Part, Run, Section
from desktop.domain.guidance.library import Library
from desktop.services.guidance.pocket_card import PocketCard
from desktop.words import Words
from tests.support.shipped_cards import shipped

SITE = "Alder County Health Department"
MADE = date(2026, 11, 26)


@cache
def shipped_library(language: str = "en") -> Library:
    """The cards that ship, read once."""
    return Library.in_language(shipped().cards, language, hidden=frozenset())


def a_pocket_card(
    library: Library | None = None,
    *,
    language: str = "en",
    site: str = SITE,
    number: str = "ext. 4100",
    versions: int = 0,
) -> PocketCard:
    """The pocket card of ``library``, or of the cards that ship."""
    return PocketCard.of(
        library or shipped_library(language),
        words=Words.of(language),
        site_name=site,
        call_instead=number,
        made_on=MADE,
        versions=versions,
    )


def changed(library: Library, change: Callable[[Card], Card]) -> Library:
    """``library`` with every card as ``change`` makes it."""
    return Library({name: change(card) for name, card in library.cards.items()}, library.lacking)


def without(library: Library, *kinds: CardKind) -> Library:
    """``library`` without its cards of these kinds."""
    kept = {name: card for name, card in library.cards.items() if card.kind not in kinds}
    return Library(kept, library.lacking)


def saying(text: str, times: int = 1) -> Callable[[Card], Card]:
    """Makes a card whose every phrase, step, rung and title is ``text``; ``times`` of each."""
    items = tuple(Item(Form.POINT, (Run(f"{text} {n}"),)) for n in range(1, times + 1))

    def change(card: Card) -> Card:
        return replace(
            card,
            title=text[:60],
            hint=text[:120],
            sections=tuple(Section(one.part, one.heading, items) for one in card.sections)
            or (Section(Part.MORE, "More", items),),
            rungs=tuple(replace(r, title=text[:60], text=text, say=text) for r in card.rungs),
        )

    return change
