"""What counting needs of the files that keep alerts and reports."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from desktop.domain.alerts.facts import AlertId
from desktop.domain.insights.clock import Stretch
from desktop.domain.insights.counting import CallsTold, Mention


class Figures(Protocol):
    """Reads beside the writers, on the caller's thread. Raises a ``DeskError`` where a file cannot
    be read.
    """

    def called_drills(self) -> Sequence[AlertId]:
        """The alerts that were raised as real ones and closed as drills, which they were then."""
        ...

    def calls(self, stretches: Sequence[Stretch], called_drills: Sequence[AlertId]) -> CallsTold:
        """The alerts raised in ``stretches``, which follow on each other."""
        ...

    def hours(
        self, stretches: Sequence[Stretch], called_drills: Sequence[AlertId]
    ) -> Sequence[tuple[int, int]]:
        """Of these, the hours of the wall clock since 1970 in which there were real ones, and how
        many.
        """
        ...

    def mentions(self, last: date) -> Sequence[Mention]:
        """The reports of incidents up to ``last``."""
        ...
