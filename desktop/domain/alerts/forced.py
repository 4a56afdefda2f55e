"""What a counter shows of a call that somebody made it take back: that it was taken back.

Whoever stands there sees the screen. Supervisors see everything.
"""

from collections.abc import Collection

from msgspec.structs import replace

from desktop.domain.alerts.alert import Alert, Recorded, fold, is_forced
from desktop.domain.alerts.facts import AlertRelayed, AlertTold, AlertUnsaid, Message
from desktop.domain.board import Board, LiveAlert
from desktop.domain.events.event import EventId
from desktop.domain.protocol.facts import StepFact


def as_the_counter_shows(board: Board, known: Collection[EventId] = ()) -> Board:
    """``board`` without a sign that the duress code was typed at this station.

    ``known`` are the facts that it showed when the code was typed: they may stay.
    """
    me = board.me.device
    every = (*(live.alert for live in board.alerts), *board.closed)
    if not any(alert.is_forced and alert.station == me for alert in every):
        return board
    shown = (_shown(live, me, known) for live in board.alerts)
    closed = (shown_at(me, alert, known) for alert in board.closed)
    return replace(
        board,
        alerts=tuple(live for live in shown if live is not None),
        closed=tuple(alert for alert in closed if alert is not None),
    )


def calls(board: Board) -> bool:
    """This station calls, as far as it shows: what is tried or changed must not give away a call
    that its clerk was made to take back.
    """
    return as_the_counter_shows(board).mine() is not None


def shown_at(me: str, alert: Alert, known: Collection[EventId] = ()) -> Alert | None:
    """``alert`` as station ``me`` may show it; ``None`` where there is nothing but the code.

    As it would stand without the code: who is coming may show, as after any withdrawal; that the
    police were called since, or that somebody phones, may not.
    """
    if alert.station != me or not alert.is_forced:
        return alert
    plain = fold(alert.id, (one for one in alert.timeline if _may_show(one, known)))
    if plain is None:
        return None
    return replace(plain, is_asked=alert.is_asked and plain.needs_answer)


def _shown(live: LiveAlert, me: str, known: Collection[EventId]) -> LiveAlert | None:
    alert = shown_at(me, live.alert, known)
    return None if alert is None else replace(live, alert=alert)


def _may_show(recorded: Recorded, known: Collection[EventId]) -> bool:
    fact = recorded.fact
    if isinstance(fact, AlertTold):
        return fact.message is Message.CANNOT or recorded.event in known
    if isinstance(fact, AlertRelayed | AlertUnsaid):  # that somebody outside knows, or what is
        return recorded.event in known  # said of the police since, is no one's business there
    return not is_forced(fact) and not isinstance(fact, StepFact)
