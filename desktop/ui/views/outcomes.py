"""How an alert ended, in the words in which the paper tells it too."""

from desktop.domain.alerts.facts import Outcome
from desktop.services.reports import wording
from desktop.ui.words import Words


def outcome_words(outcome: Outcome, words: Words) -> str:
    """Return what a screen calls ``outcome``."""
    return words(wording.OUTCOMES[outcome])
