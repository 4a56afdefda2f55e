"""What the panel draws from, and what it reports."""

from datetime import date
from typing import Protocol

import msgspec

from desktop.domain.guidance.conversation import Conversation
from desktop.domain.guidance.guidance import Guidance
from desktop.domain.guidance.ids import CardId, VersionId
from desktop.domain.guidance.library import Library
from desktop.domain.guidance.practice import Practiced
from desktop.domain.guidance.search import CardSearch
from desktop.ui.views.counter_bar import Wording


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """The guidance of one moment, ready to be drawn: everything about it was worked out before,
    so that opening the panel and typing into it wait for nothing.
    """

    guidance: Guidance
    library: Library
    search: CardSearch
    shares_practice: bool = False


class Surroundings(Protocol):
    """What changes more often than the guidance, asked for when a page is drawn."""

    @property
    def wording(self) -> Wording: ...
    @property
    def conversation(self) -> Conversation: ...
    def confirmed(self) -> dict[CardId, VersionId]: ...
    def practiced(self) -> dict[CardId, Practiced]: ...
    def today(self) -> date: ...
