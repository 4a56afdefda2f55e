"""On which day a mark *keep this report* is over."""

from datetime import UTC, date, datetime, timedelta

_NO_DAY_IS_OVER = datetime.fromtimestamp(0, UTC)
"""The time for marks where nobody vouches for one."""


def oldest_day(now: datetime | None) -> date:
    """The first last day that keeps a report at ``now``: one lasts until it is over everywhere, so
    a whole day longer than it does in Greenwich, for that is what days are counted in. Without
    ``now`` nobody vouches for a time, and no day is over.
    """
    return (now or _NO_DAY_IS_OVER).astimezone(UTC).date() - timedelta(days=1)
