"""What people are told of a part of the program that did not open: what they have to do without."""

from typing import Self

from desktop.domain.errors import DeskError
from desktop.domain.sentence import Sentence


class PartNotOpenedError(DeskError):
    """A part of the program did not open. {why}"""

    code = "part-not-opened"
    advice = (
        "Start the program again. If it stays so, tell the person who looks after the PCs; calls"
        " work meanwhile."
    )

    @classmethod
    def of(cls, cause: Exception) -> Self:
        """Say that it did not open for ``cause``, whose own advice is given where it has one."""
        if isinstance(cause, DeskError):
            return cls(why=cause.sentence, advice=cause.advice)
        if isinstance(cause, OSError) and cause.strerror:
            return cls(why=Sentence("The PC says: {why}.", {"why": cause.strerror}))
        return cls(why=Sentence("What went wrong is in the program's log."))


class OutsideNotOpenedError(PartNotOpenedError):
    """This station tells no contacts outside. {why}"""


class ButtonsNotOpenedError(PartNotOpenedError):
    """The adopted buttons are not heard at this station. {why}"""


class ReportsNotOpenedError(PartNotOpenedError):
    """Reports do not open at this PC. {why}"""


class GuidanceNotOpenedError(PartNotOpenedError):
    """The guidance does not open at this PC. {why}"""


class DrillsNotOpenedError(PartNotOpenedError):
    """Drills do not work at this PC. {why}"""


class OpeningTestsNotOpenedError(PartNotOpenedError):
    """Opening tests are not followed at this desk. {why}"""


class FloorPlanNotOpenedError(PartNotOpenedError):
    """The floor plan does not open at this desk. {why}"""


class RetentionNotOpenedError(PartNotOpenedError):
    """What was kept for its time is not deleted by this desk. {why}"""
