"""Which version of the chosen card is looked at, and bringing one back or keeping it."""

from collections.abc import Callable

from desktop.domain.guidance.guidance import Guidance
from desktop.domain.guidance.ids import CardId, VersionId
from desktop.domain.roster.ids import DeviceId
from desktop.services.guidance.cards_desk import CardsDesk, Change
from desktop.ui.views.guidance_editing import brought_back_why, kept_why, shipped_why
from desktop.ui.views.guidance_versions import SHIPPED, Against, VersionsView
from desktop.ui.words import Words


class VersionsDesk:
    """Makes views of the versions, and the changes that one of them asks for."""

    def __init__(self, cards: CardsDesk, words: Words, place_of: Callable[[DeviceId], str]) -> None:
        self._cards, self._words, self._place_of = cards, words, place_of
        self._chosen: VersionId | None = None
        self._against = Against.BEFORE

    def forget(self) -> None:
        """Another card is open."""
        self._chosen, self._against = None, Against.BEFORE

    def choose(self, version: VersionId) -> None:
        """Look at that version."""
        self._chosen = version

    def compare(self, against: Against) -> None:
        """Compare it with that one."""
        self._against = against

    def view(self, card: CardId, guidance: Guidance) -> VersionsView:
        """The versions of ``card``."""
        return VersionsView.of(
            guidance.history(card),
            words=self._words,
            in_use=guidance.version_of(card),
            shipped=self._cards.as_shipped(card),
            chosen=self._chosen,
            against=self._against,
            place_of=self._place_of,
        )

    def back(
        self, card: CardId, version: VersionId, guidance: Guidance, editor: str
    ) -> Change | None:
        """The change that makes ``version`` the newest one: it takes the place of all that none
        replaced so far. A card stays hidden or shown as it is, unless two desks disagree.
        """
        history = guidance.history(card)
        edition = history.find(version)
        texts = edition.texts if edition else self._cards.as_shipped(card)
        if texts is None:
            return None
        is_head = any(head.version == version for head in history.heads)
        newest = history.heads[-1] if history.heads else None
        bases = dict.fromkeys((*history.ends, *((version,) if version != SHIPPED else ())))
        if edition is None:
            why = shipped_why(self._words)
        elif is_head:
            why = kept_why(edition.editor, self._words)
        else:
            why = brought_back_why(edition.at, self._words)
        is_hidden = newest.is_hidden if newest else False
        return Change(
            card=card,
            texts=texts,
            bases=tuple(bases),
            is_hidden=edition.is_hidden if edition and is_head else is_hidden,
            files=edition.files if edition else (),
            editor=editor,
            why=why,
        )
