"""The guidance as the page has it at one moment; made in the guidance's worker."""

import msgspec

from desktop.domain.guidance.guidance import Guidance
from desktop.domain.guidance.ids import CardId
from desktop.domain.guidance.library import Library
from desktop.domain.guidance.search import CardSearch


class CardsSeen(msgspec.Struct, frozen=True, kw_only=True):
    """``library`` has all cards, the hidden ones among them, and ``search`` finds in those."""

    guidance: Guidance
    library: Library
    search: CardSearch
    shares_practice: bool = False

    @classmethod
    def of(cls, guidance: Guidance, language: str, *, shares_practice: bool = False) -> "CardsSeen":
        """Make ``guidance`` ready to be looked through; it takes a moment."""
        cards = {name: one.card for name, one in guidance.shown.items()}
        library = Library.in_language(cards, language, hidden=frozenset())
        search = CardSearch(library)
        search.prepare()
        return cls(
            guidance=guidance, library=library, search=search, shares_practice=shares_practice
        )

    def find(self, typed: str) -> tuple[CardId, ...]:
        """The cards that fit what was typed, the best first; all that is always true among them,
        which the panel has no page for.
        """
        hits = [hit.card for hit in self.search.find(typed, most=len(self.library.cards))]
        asked = typed.strip().casefold()
        named = [card.id for card in self.library.cards.values() if asked in card.title.casefold()]
        return tuple(dict.fromkeys((*hits, *named))) if asked else ()
