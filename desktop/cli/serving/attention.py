"""Who is on duty, as commands see it and say it of this desk."""

from collections.abc import Callable
from typing import Any

from desktop.app.running import RunningStation
from desktop.cli.serving.boards import Boards
from desktop.cli.serving.shapes import of_desk
from desktop.cli.serving.verbs import Nothing, Verb
from desktop.domain.board import Board
from desktop.domain.errors import RefusedError
from desktop.domain.presence import Absence
from desktop.domain.roster.roles import Role

_SHOWN_WITHIN_S = 2.0


class NotOnDutyHereError(RefusedError):
    """Only at a supervisor's desk does somebody count as there or away."""

    code = "not-on-duty-here"
    advice = "Give the command at a supervisor's desk; `countersign attention show` works here."


class AttentionVerbs:
    """What ``countersign attention`` asks of the station."""

    def __init__(self, running: RunningStation, boards: Boards) -> None:
        self._running = running
        self._boards = boards

    def verbs(self) -> dict[str, Verb[Any]]:
        """The verbs by name."""
        return {
            "attention away": Verb(Nothing, self._away),
            "attention here": Verb(Nothing, self._here),
            "attention show": Verb(Nothing, lambda _: self._shown()),
        }

    def _away(self, _: Nothing) -> dict[str, Any]:
        said = {Absence.AWAY, Absence.HEADLESS}
        return self._said(self._running.goes_away, lambda absence: absence in said)

    def _here(self, _: Nothing) -> dict[str, Any]:
        said = {Absence.AWAY, Absence.IDLE}
        return self._said(self._running.is_here, lambda absence: absence not in said)

    def _said(
        self, say: Callable[[], None], holds: Callable[[Absence | None], bool]
    ) -> dict[str, Any]:
        """Say it, and wait until this desk's own board shows it; raises ``NotOnDutyHereError``."""
        if self._running.station.role is not Role.SUPERVISOR:
            raise NotOnDutyHereError
        say()

        def is_shown(board: Board) -> bool:
            return holds(board.me.absence)

        self._boards.wait_for(is_shown, _SHOWN_WITHIN_S)
        return self._shown()

    def _shown(self) -> dict[str, Any]:
        coverage = self._boards.newest.coverage
        return {
            "noticed": bool(coverage.on_duty),
            "desks": [of_desk(desk) for desk in (*coverage.on_duty, *coverage.off_duty)],
        }
