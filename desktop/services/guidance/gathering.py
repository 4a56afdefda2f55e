"""What people said of the guidance, gathered at a supervisor's desk."""

from datetime import datetime

import msgspec

from desktop.domain.guidance.facts import (
    GUIDANCE_WORDS,
    CardRated,
    CardRead,
    GuidanceWord,
    PracticeDone,
)
from desktop.domain.guidance.ids import CardId, VersionId
from desktop.services.records import gathering

Said = gathering.Said[GuidanceWord]
"""One word, when it was said, and at which station."""


class Gathered(msgspec.Struct, frozen=True):
    """All that was said, the newest first."""

    said: tuple[Said, ...] = ()

    def ratings(self, card: CardId | None = None) -> tuple[Said, ...]:
        """What was said of ``card``, or of all; of ``""`` what was looked for in vain."""
        return tuple(
            one
            for one in self.said
            if isinstance(one.word, CardRated) and (card is None or one.word.card == card)
        )

    def readers(self, card: CardId, version: VersionId) -> dict[str, datetime]:
        """Who confirmed that version of ``card``, and when they did so first."""
        return {
            one.word.reader: one.at
            for one in self.said
            if isinstance(one.word, CardRead)
            and (one.word.card, one.word.version) == (card, version)
        }

    def practices(self) -> tuple[Said, ...]:
        """How practice went, where the site shares it."""
        return tuple(one for one in self.said if isinstance(one.word, PracticeDone))


class Gathering(gathering.WordGathering[GuidanceWord, Gathered]):
    """All words of the guidance; see ``WordGathering``."""

    kind, types = GuidanceWord, GUIDANCE_WORDS

    def made(self, said: tuple[Said, ...]) -> Gathered:
        return Gathered(said)
