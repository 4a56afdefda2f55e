"""What a counter shows of a call that somebody made it take back: that it was taken back.

Whoever stands there sees the screen. Supervisors see everything.
"""

from msgspec.structs import replace

from desktop.domain.alerts.alert import Alert, Recorded, fold, is_forced
from desktop.domain.alerts.facts import AlertTold
from desktop.domain.board import Board, LiveAlert


def as_the_counter_shows(board: Board) -> Board:
    """``board`` without a sign that the duress code was typed at this station."""
    if not any(_is_mine(live, board) and live.alert.is_forced for live in board.alerts):
        return board
    shown = (_shown(live) if _is_mine(live, board) else live for live in board.alerts)
    return replace(board, alerts=tuple(live for live in shown if live is not None))


def _is_mine(live: LiveAlert, board: Board) -> bool:
    return live.alert.station == board.me.device


def _shown(live: LiveAlert) -> LiveAlert | None:
    """As it would stand without the code. Who is coming may show, as after any withdrawal; that the
    police were called, or that somebody phones, may not.
    """
    if not live.alert.is_forced:
        return live
    alert: Alert | None = fold(live.id, filter(_may_show, live.alert.timeline))
    return replace(live, alert=alert) if alert is not None else None


def _may_show(recorded: Recorded) -> bool:
    return not is_forced(recorded.fact) and not isinstance(recorded.fact, AlertTold)
