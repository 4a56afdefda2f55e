"""Badges: a word on a soft fill, for how something stands."""

from dataclasses import dataclass
from enum import StrEnum


class BadgeTone(StrEnum):
    """The soft fill of a badge; it always has a word."""

    NEUTRAL = "neutral"
    NEED = "need"
    HAND = "hand"


@dataclass(frozen=True, slots=True)
class Badge:
    """A word on a soft fill."""

    text: str
    tone: BadgeTone = BadgeTone.NEUTRAL
