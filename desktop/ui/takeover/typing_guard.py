"""The guard that keeps words typed in another program from answering an alert."""

from collections.abc import Callable

from desktop.monotonic import monotonic

QUIET_S = 0.6
"""A key counts only after this long without one. The guard never ends."""
CLICK_S = 0.3
"""A click counts only once the screen has stood this long as it is."""


class TypingGuard:
    """Judges keys and clicks by the monotonic clock."""

    def __init__(self, monotonic: Callable[[], float] = monotonic) -> None:
        self._monotonic = monotonic
        self._last_key = self._since = monotonic()

    def screen_changed(self) -> None:
        """Start over: what is on the screen now is new to whoever types or clicks."""
        self._last_key = self._since = self._monotonic()

    def key_counts(self) -> bool:
        """Note that a key went down, and say whether it may answer."""
        now = self._monotonic()
        is_quiet = now - self._last_key >= QUIET_S
        self._last_key = now
        return is_quiet

    def click_counts(self) -> bool:
        """Say whether a click now may answer."""
        return self._monotonic() - self._since >= CLICK_S

    def quiet_in(self) -> float:
        """Seconds until a key would count."""
        return max(0.0, self._last_key + QUIET_S - self._monotonic())
