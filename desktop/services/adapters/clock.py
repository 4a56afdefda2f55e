"""The clocks of this PC."""

from datetime import UTC, datetime

from desktop.monotonic import monotonic


class SystemClock:
    """Wall clock for what people read, monotonic clock for what must be timed.

    The wall clock of an office PC may be years off and may jump; nothing is timed by it.
    """

    def now(self) -> datetime:
        """The time of day, aware, in UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds that never go back and that pass in the PC's sleep; only differences mean
        anything.
        """
        return monotonic()
