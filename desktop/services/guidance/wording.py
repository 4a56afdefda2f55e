"""Words that the panel and the papers of the guidance share."""

from desktop.domain.guidance.card import Level
from desktop.words import Words


def level_words(level: Level, words: Words) -> str:
    """Whose a rung is."""
    match level:
        case Level.EMPLOYEE:
            return words("You")
        case Level.SUPERVISOR:
            return words("Supervisor")
        case Level.MANAGEMENT:
            return words("Management, security or police")


def quoted(text: str, words: Words) -> str:
    """Words to say aloud, in quotation marks."""
    return words("“{text}”", text=text)
