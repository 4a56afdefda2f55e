"""What can be kept for a time and go then. All else stays until somebody purges it."""

from enum import StrEnum

from desktop.domain.alerts.facts import Occasion
from desktop.domain.guidance.facts import GUIDANCE_WORDS
from desktop.domain.opening.facts import OPENING_TYPES
from desktop.domain.reports.facts import ThreatCallTicked
from desktop.domain.settings.settings import RETENTION, Key


class Kept(StrEnum):
    """A kind of what is kept."""

    ALERTS = "alerts"
    """Calls that were meant, from when they were closed."""
    TESTS = "tests"
    """Tests and drills with their calls, from when they were over, and opening tests."""
    REPORTS = "reports"
    """Incident reports that are signed, with nothing left to do, from the last word on them but
    that somebody read them; and what was ticked during a threat call."""
    GUIDANCE = "guidance"
    """What people said of the guidance: helpful or not, read, practiced."""

    @property
    def key(self) -> Key:
        """The setting that says for how many months."""
        return f"{RETENTION}.{self.value}"


OCCASIONS: dict[Kept, tuple[Occasion, ...]] = {
    Kept.ALERTS: (Occasion.REAL,),
    Kept.TESTS: (Occasion.DRILL, Occasion.TEST),
}
"""Whose calls go with a kind."""
WORDS: dict[Kept, frozenset[str]] = {
    Kept.TESTS: OPENING_TYPES,
    Kept.REPORTS: frozenset({ThreatCallTicked.TYPE}),
    Kept.GUIDANCE: GUIDANCE_WORDS,
}
"""The events of a kind that stand each by itself."""
