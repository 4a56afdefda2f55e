"""What counting needs of the files that keep alerts and reports."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Protocol

from desktop.domain.alerts.facts import AlertId
from desktop.domain.insights.clock import Stretch
from desktop.domain.insights.counting import CallsTold, Mention


class Figures(Protocol):
    """Reads beside the writers, on the caller's thread. Raises a ``DeskError`` where a file cannot
    be read. An alert that was closed as a drill was one, whatever it was raised as.
    """

    def calls(self, stretches: Sequence[Stretch]) -> CallsTold:
        """The alerts raised in ``stretches``, which follow on each other."""
        ...

    def hours(self, stretches: Sequence[Stretch]) -> Sequence[tuple[int, int]]:
        """Of these, the hours of the wall clock since 1970 in which there were real ones, and how
        many.
        """
        ...

    def outcomes(self) -> Mapping[AlertId, str]:
        """How alerts ended, as was said last."""
        ...

    def mentions(self, last: date) -> Sequence[Mention]:
        """The reports of incidents up to ``last``."""
        ...
