"""What a person may do now with an alert. The table is the whole rule; a test walks all of it.

It limits people's actions only. Signed facts from other stations are folded, never refused
(``alert.py``), for two people may act in the same second.
"""

from enum import IntEnum, StrEnum

from desktop.domain.errors import TransitionRefusedError


class State(IntEnum):
    """How far an alert has come; the order is the order of the facts."""

    RAISED = 1
    ACKNOWLEDGED = 2
    ATTENDED = 3
    CLOSED = 4


class Action(StrEnum):
    """What a person can do with an alert that exists."""

    PRESS = "press"
    NOTE = "note"
    ACKNOWLEDGE = "acknowledge"
    TELL = "tell"
    ATTEND = "attend"
    CLOSE = "close"
    WITHDRAW = "withdraw"


TRANSITIONS: dict[tuple[State, Action], State] = {
    (State.RAISED, Action.PRESS): State.RAISED,
    (State.RAISED, Action.NOTE): State.RAISED,
    (State.RAISED, Action.ACKNOWLEDGE): State.ACKNOWLEDGED,
    (State.RAISED, Action.TELL): State.RAISED,
    (State.RAISED, Action.ATTEND): State.ATTENDED,  # help may arrive before anyone clicks
    (State.RAISED, Action.WITHDRAW): State.RAISED,  # withdrawing never closes
    (State.ACKNOWLEDGED, Action.PRESS): State.ACKNOWLEDGED,
    (State.ACKNOWLEDGED, Action.NOTE): State.ACKNOWLEDGED,
    (State.ACKNOWLEDGED, Action.ACKNOWLEDGE): State.ACKNOWLEDGED,  # a second one goes too
    (State.ACKNOWLEDGED, Action.TELL): State.ACKNOWLEDGED,
    (State.ACKNOWLEDGED, Action.ATTEND): State.ATTENDED,
    (State.ACKNOWLEDGED, Action.WITHDRAW): State.ACKNOWLEDGED,
    (State.ATTENDED, Action.PRESS): State.ATTENDED,
    (State.ATTENDED, Action.NOTE): State.ATTENDED,
    (State.ATTENDED, Action.ACKNOWLEDGE): State.ATTENDED,  # more help follows
    (State.ATTENDED, Action.TELL): State.ATTENDED,
    (State.ATTENDED, Action.ATTEND): State.ATTENDED,
    (State.ATTENDED, Action.CLOSE): State.CLOSED,
    (State.ATTENDED, Action.WITHDRAW): State.ATTENDED,
}


def after(state: State, action: Action) -> State:
    """The state once ``action`` has happened; ``TransitionRefusedError`` if it may not."""
    try:
        return TRANSITIONS[state, action]
    except KeyError:
        reason, advice = _REASONS.get((state, action), (_CLOSED, TransitionRefusedError.advice))
        raise TransitionRefusedError(reason, advice=advice) from None


_CLOSED = "This alert is closed."
_NOBODY_THERE = (
    "Nobody has been there yet, so it cannot be closed.",
    "See the person first, and say so: I'm there, or `countersign alert attend`.",
)
_REASONS = {
    (State.RAISED, Action.CLOSE): _NOBODY_THERE,
    (State.ACKNOWLEDGED, Action.CLOSE): _NOBODY_THERE,
}
