"""Reading what stands in the editor as a counter would, and keeping the last that could be read."""

from collections.abc import Callable
from datetime import date

from msgspec.structs import replace

from desktop.domain.errors import DeskError
from desktop.domain.guidance.card import Card, CardKind, Turn
from desktop.domain.guidance.card_text import key_of
from desktop.domain.guidance.conversation import Conversation
from desktop.domain.guidance.guidance import Guidance, Shown
from desktop.domain.guidance.library import Library
from desktop.services.guidance.cards_desk import CardsDesk
from desktop.ui.console.guidance.drafts import Draft
from desktop.ui.views.counter_bar import Wording
from desktop.ui.views.guidance_card import CardView
from desktop.ui.views.guidance_editing import preview_caption
from desktop.ui.views.guidance_practice import Practice, PracticeView
from desktop.ui.words import Words


class Previewing:
    """The preview of the card that is open, in the language that is open."""

    def __init__(self, cards: CardsDesk, words: Words, today: Callable[[], date]) -> None:
        self._cards, self._words, self._today = cards, words, today
        self._good: dict[str, Card] = {}
        self._shown: Shown | None = None
        self._library = Library()
        self._practice = Practice()
        self._turns: tuple[Turn, ...] = ()
        self._shares_practice = False

    def forget(self) -> None:
        """Another card is open."""
        self._good = {}
        self._shown = None
        self._turns = ()

    def read(self, draft: Draft, language: str, guidance: Guidance) -> DeskError | None:
        """Take in what stands in the editor; what is wrong with it, if anything."""
        change = draft.change("")
        refusal: DeskError | None = None
        try:
            self._good = self._cards.read(draft.card, change.texts)
            self._cards.check(change)
        except DeskError as error:
            refusal = error
        if self._good:
            self._shares_practice = self._cards.rules.shares_practice
            self._shown = Shown(card=self._good, texts=change.texts, files=draft.files)
            seen = guidance.library(language)
            card = self._card(language)
            lacking = seen.lacking - {draft.card}
            if language not in self._good:
                lacking |= {draft.card}
            self._library = Library(
                {**seen.cards, draft.card: replace(card, id=draft.card)}, lacking
            )
        return refusal

    def drawn(self, language: str) -> tuple[CardView | PracticeView | None, Words]:
        """What the preview draws, and in which words: those of the card's language."""
        words = self._words if language == self._words.language else Words.of(language)
        if self._shown is None:
            return None, words
        card = self._card(language)
        if card.kind is CardKind.PRACTICE:
            self._fit_practice(card)
            return self._practice_view(card, words), words
        return (
            CardView.of(
                card,
                self._shown,
                self._library,
                words=words,
                wording=Wording.PLAIN,
                conversation=Conversation(),
                today=self._today(),
            ),
            words,
        )

    def caption(self, *, is_refused: bool) -> str:
        """What stands above it."""
        card = next(iter(self._good.values()), None)
        return preview_caption(card, self._words, is_last_good=is_refused)

    def kind_of(self, draft: Draft) -> CardKind | None:
        """What kind of card the header says it is."""
        said = key_of(draft.texts.get(draft.first, ""), "kind")
        return next((kind for kind in CardKind if kind.value == said), None)

    def choose(self, answer: int) -> None:
        """Say that, in a practice."""
        self._practice = self._practice.choose(answer, next(iter(self._good.values())))

    def go_on(self) -> None:
        """On to the next scene."""
        self._practice = self._practice.go_on()

    def _card(self, language: str) -> Card:
        return self._good.get(language) or next(iter(self._good.values()))

    def _fit_practice(self, card: Card) -> None:
        """The text may change while it is gone through: another scene or answer begins anew."""
        if card.turns != self._turns:
            self._turns = card.turns
            self._practice = Practice()

    def _practice_view(self, card: Card, words: Words) -> PracticeView:
        return PracticeView.of(
            card,
            self._practice,
            words=words,
            is_shared=self._shares_practice,
            topic=self._library.find(card.topic),
        )
