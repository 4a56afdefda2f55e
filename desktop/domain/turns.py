"""Whose turn it is to run a station whose folder several sessions of one PC share.

A counter's identity belongs to the PC, and one process runs it: the one of whoever sits there now.
"""

from enum import Enum, StrEnum


class Front(StrEnum):
    """Which session the PC's screen, keyboard and mouse belong to, as its system says."""

    HERE = "here"
    """This one, or nobody's: a greeter alone takes the station from no one."""
    ELSEWHERE = "elsewhere"
    OVER = "over"
    """This session has ended."""
    UNKNOWN = "unknown"


class Turn(Enum):
    """What this session's program does."""

    RUN = "run"
    WAIT = "wait"
    """Let the folder go, and wait without windows."""
    END = "end"


def turn_of(front: Front, *, is_shared: bool) -> Turn:
    """What follows from who is in front. A folder of one account alone is never let go, and where
    the system does not say, the folder's lock alone decides.
    """
    if not is_shared:
        return Turn.RUN
    return {Front.ELSEWHERE: Turn.WAIT, Front.OVER: Turn.END}.get(front, Turn.RUN)
