"""What the program asks of a station's windows, whatever its role."""

from abc import abstractmethod
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from desktop.domain.alerts.facts import Kind


class StationWindows(QObject):
    """The windows of one station. What a role does not have, it leaves out without a word.

    ``joined_again`` says that this home is another station now, and its program is to begin anew.
    """

    joined_again = Signal()

    @abstractmethod
    def show(self) -> None:
        """Put them on the screen."""

    @abstractmethod
    def leave(self, then: Callable[[], None], stayed: Callable[[], None]) -> None:
        """``then`` once every report that is being written is kept, unless somebody ``stayed``."""

    @abstractmethod
    def close(self) -> None:
        """End what the windows do not end by themselves."""

    @abstractmethod
    def begin_report(self) -> None:
        """Open a report. Any thread."""

    @property
    def place(self) -> str | None:
        """Where the next press is for; ``None`` is here. Any thread."""
        return None

    def half_pressed(self, kind: Kind) -> None:
        """One of two keys was pressed that call together. Any thread."""

    def settle(self) -> None:
        """Do what would only have kept the windows from being painted."""

    def invite(self) -> None:
        """Let the next place in."""

    def may_begin_anew(self) -> bool:
        """Nothing holds that up at this moment; else ``joined_again`` comes once more after it."""
        return True

    def stay(self) -> None:
        """The program was to begin anew, and does not now: somebody goes on writing, or ends it."""

    def sound_failure(self) -> str | None:
        """Why an alarm cannot be heard at this station, where one is to be."""
        return None
