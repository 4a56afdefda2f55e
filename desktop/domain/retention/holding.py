"""On which day a mark *keep this report* is over."""

from datetime import UTC, date, datetime, timedelta


def oldest_day(now: datetime) -> date:
    """The first last day that keeps a report at ``now``: one lasts until it is over everywhere, so
    half a day longer than it does in Greenwich.
    """
    return now.astimezone(UTC).date() - timedelta(days=1)
