"""Names of cards and of their versions."""

from desktop.domain.events.event import EventId

CardId = str
"""Small letters, figures and hyphens; the name of the card's file."""
VersionId = EventId
"""The event that made it; the card as it ships has ``""``."""
