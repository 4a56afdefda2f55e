"""What sounds at a desk that may sound: a supervisor's, as the board says, or a staff desk."""

from desktop.domain.alerts.facts import AlertAcknowledged, Kind, Occasion
from desktop.domain.board import Board
from desktop.services.adapters.sound.player import Alarm, AlarmPlayer
from desktop.services.presence.asking import Asking

ASKS_EVERY = 60.0
"""Seconds between two looks whether an alarm would be heard."""


def wanted_alarm(board: Board) -> Alarm | None:
    """The sound for ``board``: the gravest call of another station that nobody has answered, or for
    which nobody calls the police. Of its own, whoever stands at this desk must hear nothing.

    It stops on the first answer; a new panic starts it again, and so does a press after it.
    """
    calling = [
        live.alert
        for live in board.alerts
        if (live.alert.needs_answer or live.alert.is_police_asked)
        and live.alert.station != board.me.device
    ]
    real = [alert for alert in calling if alert.occasion is Occasion.REAL]
    if any(alert.kind is Kind.PANIC and alert.needs_answer for alert in real):
        return Alarm.PANIC
    if real:
        return Alarm.ASSIST
    return Alarm.TEST if calling else None


def is_unheard(board: Board) -> bool:
    """Whoever sat here said of the newest test that they answered that they heard nothing: speakers
    that are switched off are found by nothing else.
    """
    for alert in board.closed:
        if alert.occasion is Occasion.TEST:
            for recorded in reversed(alert.timeline):
                if recorded.device == board.me.device and isinstance(
                    recorded.fact, AlertAcknowledged
                ):
                    return recorded.fact.is_unheard
    return False


class DeskAlarm:
    """Keeps the player at what the board asks for, and knows whether it would be heard.

    A desk whose alarm cannot be heard must not count as attended before the first alert shows it,
    so the system is asked every minute, on a thread of its own, which is never the alarm's.
    """

    def __init__(self, player: AlarmPlayer, *, asks_every: float = ASKS_EVERY) -> None:
        self._player = player
        self._is_unheard = False
        self._hearing = Asking[None](player.look, latest=None, name="hearing", every=asks_every)
        self._hearing.start()

    @property
    def failure(self) -> str | None:
        """Why the alarm would not be heard, or was not; ``None`` as far as anyone can tell."""
        if self._is_unheard:
            return "whoever sat here heard nothing of the last test"
        return self._player.failure

    def show_board(self, board: Board) -> bool:
        """Sound, or be silent; whether it has just been learned that it is heard, or that not."""
        was_unheard, self._is_unheard = self._is_unheard, is_unheard(board)
        self.sound(wanted_alarm(board))
        return was_unheard is not self._is_unheard

    def sound(self, wanted: Alarm | None) -> None:
        """Sound that alarm from now on; ``None`` is silence."""
        if wanted is None:
            self._player.stop()
        else:
            self._player.play(wanted)

    def close(self) -> None:
        """Be silent for good."""
        self._player.close()
        self._hearing.close()
