"""The guidance panel over the cards that ship, for tests and pictures."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from desktop.domain.guidance.card import Card
from desktop.domain.guidance.conversation import Conversation
from desktop.domain.guidance.editions import Edition
from desktop.domain.guidance.guidance import Guidance, fold_guidance
from desktop.domain.guidance.practice import Practiced
from desktop.domain.guidance.search import CardSearch
from desktop.services.adapters.cards import read_card
from desktop.services.guidance.conversing import Conversing
from desktop.ui.guidance.panel import GuidancePanel
from desktop.ui.guidance.source import Source
from desktop.ui.theme import Appearance
from desktop.ui.views.counter_bar import Wording
from desktop.ui.words import Words
from tests.support.shipped_cards import shipped

TODAY = date(2026, 12, 1)
NOW = datetime(2026, 12, 1, 17, 4, tzinfo=UTC)


def guidance(*editions: Edition) -> Guidance:
    """The guidance of a site that made these versions."""
    read = shipped()
    both = {name: (read.texts[name], card) for name, card in read.cards.items()}

    def read_one(name: str, texts: Mapping[str, str]) -> Mapping[str, Card]:
        return read_card(texts, name=name)

    return fold_guidance(both, editions, read_one)


def source(language: str = "en", *editions: Edition, shares_practice: bool = False) -> Source:
    """What a panel draws from."""
    made = guidance(*editions)
    library = made.library(language)
    search = CardSearch(library)
    search.prepare()
    return Source(guidance=made, library=library, search=search, shares_practice=shares_practice)


class Pocket:
    """Keeps a conversation in memory."""

    def __init__(self) -> None:
        self.kept = Conversation()

    def read(self) -> Conversation:
        return self.kept

    def write(self, conversation: Conversation) -> None:
        self.kept = conversation


@dataclass
class Around:
    """What surrounds the panel: one person at one counter."""

    wording: Wording = Wording.PLAIN
    day: date = TODAY
    read: dict[str, str] = field(default_factory=dict)
    went: dict[str, Practiced] = field(default_factory=dict)
    conversing: Conversing = field(init=False)

    def __post_init__(self) -> None:
        self.conversing = Conversing(
            keeping=Pocket(), now=lambda: NOW, whose=lambda: ("front", "Devon Park")
        )

    @property
    def conversation(self) -> Conversation:
        return self.conversing.conversation

    def confirmed(self) -> dict[str, str]:
        return self.read

    def practiced(self) -> dict[str, Practiced]:
        return self.went

    def today(self) -> date:
        return self.day


def panel(
    appearance: Appearance,
    language: str = "en",
    *,
    around: Around | None = None,
    made_of: Source | None = None,
) -> GuidancePanel:
    """A panel that notes what is tapped, as the program's does."""
    around = around or Around()
    made = GuidancePanel(
        made_of or source(language), around, appearance=appearance, words=Words.of(language)
    )
    conversing = around.conversing
    conversing.changed = made.show_conversation
    made.step_tapped.connect(conversing.tap)
    made.warned.connect(conversing.warn)
    made.promised.connect(conversing.promise)
    made.taken_back.connect(conversing.take_back)
    return made


def an_edition(
    card: str, *, by: str = "Ana Ruiz", texts: Mapping[str, str] | None = None
) -> Edition:
    """A version that the site made of a card: its own words, one word longer."""
    made = texts or {
        language: text.replace('hint = "', 'hint = "Here: ', 1)
        for language, text in shipped().texts[card].items()
    }
    return Edition(version=f"v-{card}", card=card, texts=made, at=NOW, editor=by)
