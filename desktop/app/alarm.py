"""What sounds at a supervisor's desk, as the board says."""

from desktop.domain.alerts.facts import Kind, Occasion
from desktop.domain.board import Board
from desktop.services.adapters.sound.player import Alarm, AlarmPlayer


def wanted_alarm(board: Board) -> Alarm | None:
    """The sound for ``board``: the gravest call that nobody has answered.

    It stops on the first answer; a new panic starts it again, and so does a press after it.
    """
    calling = [live.alert for live in board.alerts if live.alert.needs_answer]
    real = [alert for alert in calling if alert.occasion is Occasion.REAL]
    if any(alert.kind is Kind.PANIC for alert in real):
        return Alarm.PANIC
    if real:
        return Alarm.ASSIST
    return Alarm.TEST if calling else None


class DeskAlarm:
    """Keeps the player at what the board asks for."""

    def __init__(self, player: AlarmPlayer) -> None:
        self._player = player

    def show_board(self, board: Board) -> None:
        """Sound, or be silent."""
        wanted = wanted_alarm(board)
        if wanted is None:
            self._player.stop()
        else:
            self._player.play(wanted)
