"""All cards of the guidance that hold now, in one language, and the ways through them."""

from collections.abc import Mapping

import msgspec

from desktop.domain.guidance.card import Card, CardKind, Item, Part, Rung
from desktop.domain.guidance.ids import CardId


class Library(msgspec.Struct, frozen=True):
    """The cards by id. A card of ``lacking`` is shown in another language than was asked for."""

    cards: dict[CardId, Card] = {}
    lacking: frozenset[CardId] = frozenset()

    @classmethod
    def in_language(
        cls, cards: Mapping[CardId, Mapping[str, Card]], language: str, *, hidden: frozenset[CardId]
    ) -> "Library":
        """The cards in ``language``, each in its first one where it has not been translated."""
        shown = {name: card for name, card in cards.items() if name not in hidden and card}
        return cls(
            {name: card.get(language) or next(iter(card.values())) for name, card in shown.items()},
            frozenset(name for name, card in shown.items() if language not in card),
        )

    def find(self, card: CardId) -> Card | None:
        """That card, where it is shown."""
        return self.cards.get(card)

    def of_kind(self, kind: CardKind) -> tuple[Card, ...]:
        """The cards of that kind, in their order."""
        found = (card for card in self.cards.values() if card.kind is kind)
        return tuple(sorted(found, key=lambda card: (card.place or 1_000, card.title.casefold())))

    @property
    def situations(self) -> tuple[Card, ...]:
        """What may be happening: the first page."""
        return self.of_kind(CardKind.SITUATION)

    @property
    def always(self) -> tuple[Item, ...]:
        """What is always true, in a few lines."""
        return tuple(item for card in self.of_kind(CardKind.ALWAYS) for item in card.items(Part.DO))

    def about(self, topic: CardId, kind: CardKind = CardKind.GUIDE) -> tuple[Card, ...]:
        """The guides, or the practices, that belong to ``topic``; ``""`` for those of their own."""
        return tuple(card for card in self.of_kind(kind) if card.topic == topic)

    def ladder_of(self, card: Card) -> tuple[Rung, ...]:
        """The rungs of the ladder that ``card`` stands on or is, from the first on."""
        ladder = card if card.kind is CardKind.LADDER else self.find(card.ladder)
        if ladder is None:
            return ()
        by_id = {rung.id: rung for rung in ladder.rungs}
        rungs: list[Rung] = []
        at = ladder.rungs[0].id if ladder.rungs else ""
        while at in by_id:
            rungs.append(by_id.pop(at))
            at = rungs[-1].then
        return tuple(rungs)

    def rung_of(self, card: Card) -> Rung | None:
        """The rung of its ladder on which ``card`` stands."""
        return next((rung for rung in self.ladder_of(card) if rung.id == card.rung), None)

    def see_also(self, card: Card) -> tuple[Card, ...]:
        """What ``card`` names and the guides about it, without the card for when it gets worse."""
        named = dict.fromkeys((*card.see, *(guide.id for guide in self.about(card.id))))
        named.pop(card.worse, None)
        return tuple(found for name in named if (found := self.find(name)) is not None)
