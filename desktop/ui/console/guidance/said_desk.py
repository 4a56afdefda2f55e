"""What people said, kept in step with what comes in, and the site's rule about practice."""

from collections.abc import Callable, Collection
from concurrent.futures import Future
from typing import Protocol

from desktop.domain.errors import DeskError
from desktop.domain.events.event import Event
from desktop.domain.guidance.ids import CardId
from desktop.domain.roster.ids import DeviceId
from desktop.services.guidance.cards_desk import CardsDesk
from desktop.services.guidance.gathering import Gathered
from desktop.ui.console.guidance.seen import CardsSeen
from desktop.ui.settling import Post, settled
from desktop.ui.views.advice import Advice
from desktop.ui.views.guidance_said import CardSaidView, SiteSaidView, count_words
from desktop.ui.words import Words


class Hearing(Protocol):
    """What gathers people's words: ``services.guidance.gathering.Gathering``."""

    def watch(self, listener: Callable[[Gathered], None]) -> None: ...


class SaidDesk:
    """``changed`` is called in the windows' thread."""

    def __init__(
        self,
        cards: CardsDesk,
        hearing: Hearing | None,
        *,
        post: Post,
        words: Words,
        person: Callable[[], str],
        people: Callable[[], Collection[str]],
        place_of: Callable[[DeviceId], str],
        changed: Callable[[], None],
    ) -> None:
        self._cards, self._hearing = cards, hearing
        self._post, self._words = post, words
        self._person, self._people, self._place_of = person, people, place_of
        self._changed = changed
        self.gathered = Gathered()
        self.advice: Advice | None = None

    def start(self) -> None:
        """Hear what was said, and whatever comes from now on."""
        if self._hearing is not None:
            self._hearing.watch(lambda gathered: self._post(lambda: self._heard(gathered)))

    def count(self, card: CardId) -> str:
        """How often that card was rated."""
        return count_words(self.gathered, card)

    def of_card(self, card: CardId, seen: CardsSeen) -> CardSaidView:
        """What was said of that card."""
        return CardSaidView.of(
            self.gathered,
            card,
            seen.guidance.version_of(card),
            words=self._words,
            place_of=self._place_of,
            people=self._people(),
            shares_practice=seen.shares_practice,
        )

    def of_site(self, seen: CardsSeen) -> SiteSaidView:
        """What was said of all cards."""
        return SiteSaidView.of(
            self.gathered,
            {card.id: card.title for card in seen.library.cards.values()},
            words=self._words,
            place_of=self._place_of,
            shares_practice=seen.shares_practice,
        )

    def rule(self, *, shares_practice: bool) -> None:
        """Say what the site wants; it is drawn as it was until the site has it."""
        ruled = self._cards.rule(shares_practice=shares_practice, author=self._person())
        ruled.add_done_callback(lambda done: self._post(lambda: self._ruled(done)))

    def _ruled(self, done: "Future[Event]") -> None:
        def told(_event: Event) -> None:
            self.advice = None

        def refused(error: DeskError) -> None:
            self.advice = Advice.of(error, self._words)

        settled(done, told, refused)
        self._changed()

    def _heard(self, gathered: Gathered) -> None:
        self.gathered = gathered
        self._changed()
