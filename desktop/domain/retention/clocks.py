"""By whose clock something is old: never by this PC's alone, which may be ten years ahead."""

from collections.abc import Sequence
from datetime import datetime


def vouched(own: datetime, others: Sequence[datetime]) -> datetime | None:
    """The time by which things are let go; ``None`` where no other station vouches for any.

    It is never later than this PC's own clock, nor than what two other stations say (or the one
    that there is): so no single wrong clock makes anything old.
    """
    if not others:
        return None
    return min(own, sorted(others, reverse=True)[:2][-1])
