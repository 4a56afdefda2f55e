"""For how long something is kept: what was said of it, and from when on that lets anything go."""

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta

import msgspec

from desktop.domain.events.event import EventId
from desktop.domain.months import months_after
from desktop.domain.revisions import in_order

BEGINS_AFTER = timedelta(days=7)
"""How long what was kept until now is kept still, after somebody set a shorter time: within it,
whoever undoes that has lost nothing."""

Months = int | None
"""``None``: until somebody deletes it."""


class Word(msgspec.Struct, frozen=True, kw_only=True):
    """What an administrator's desk said once. ``at`` is when it was both said and known here;
    ``None`` where clocks were so wrong that nobody knows.
    """

    revision: int
    event: EventId
    at: datetime | None
    months: Months
    author: str = ""


class Period(msgspec.Struct, frozen=True, kw_only=True):
    """How long it is kept.

    ``months`` is what was said last; ``in_force`` what lets go now; they differ until ``begins``.
    ``author`` said it ``at``; nobody did where that is ``None``.
    """

    months: Months = None
    in_force: Months = None
    begins: datetime | None = None
    author: str = ""
    at: datetime | None = None


def period_of(words: Iterable[Word], now: datetime) -> Period:
    """The period at ``now``: of all that held within the last seven days, the longest.

    Words count in the order of their revisions, whatever the clocks of their desks said. One of
    which nobody knows when it was said counts as said with the one after it, or now.
    """
    said = [word for _, _, word in in_order((one.revision, one.event, one) for one in words)]
    if not said:
        return Period()
    held: list[tuple[Months, datetime]] = []
    until_now = datetime.min.replace(tzinfo=UTC)
    for index, word in enumerate(said):
        at = next((one.at for one in said[index:] if one.at is not None), now)
        until_now = max(until_now, at)
        held.append((word.months, until_now))
    last, (months, _) = said[-1], held[-1]
    since = held[-1][1]
    for value, began in reversed(held):
        if is_longer(value, months):
            break
        since = began
    in_force, before = months, None
    for value, began in held:
        if began > now - BEGINS_AFTER and is_longer(before, in_force):
            in_force = before
        before = value
    return Period(
        months=months,
        in_force=in_force,
        begins=None if in_force == months else since + BEGINS_AFTER,
        author=last.author,
        at=last.at or now,
    )


def is_longer(one: Months, other: Months) -> bool:
    """``one`` keeps things longer than ``other``."""
    return other is not None and (one is None or one > other)


def cutoff(now: datetime, months: int) -> datetime:
    """What came to its end before that goes: whole days, so many months before ``now``."""
    day = months_after(now.astimezone(UTC).date(), -months)
    return datetime.combine(day, time.min, UTC)
