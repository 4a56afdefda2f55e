"""When a press of one of the bar's buttons counts: at once, or deliberately, as a site chose."""

from collections import deque
from collections.abc import Iterable
from enum import StrEnum

import msgspec

from desktop.domain.alerts.facts import Kind

HELD_FOR = 0.6
"""Seconds for which a button is kept down where it is to be held."""
AGAIN_WITHIN = 1.5
"""Seconds between the two presses of a double one, at most."""
IN_HASTE = 3
HASTE_WITHIN = 2.0
"""So many presses in so many seconds count, whatever was chosen: a frightened person hammers."""


class Way(StrEnum):
    """How a button is pressed; settings name them so."""

    CLICK = "click"
    HOLD = "hold"
    DOUBLE = "double"


class Ways(msgspec.Struct, frozen=True):
    """How each button of this counter is pressed."""

    assist: Way = Way.CLICK
    panic: Way = Way.CLICK

    @classmethod
    def of(cls, said: Iterable[tuple[str, str]]) -> "Ways":
        """Those that settings name, by kind; the others act at once."""
        ways = {kind: Way(way) for kind, way in said}
        return cls(
            ways.get(Kind.ASSIST.value, Way.CLICK),
            ways.get(Kind.PANIC.value, Way.CLICK),
        )

    def to(self, kind: Kind) -> Way:
        """How that kind is called for."""
        return self.panic if kind is Kind.PANIC else self.assist


class Presses:
    """The presses of one button, and which of them counts. Times are a monotonic clock's."""

    def __init__(self) -> None:
        self._downs: deque[float] = deque(maxlen=IN_HASTE)

    def goes_down(self, way: Way, now: float) -> bool:
        """It was pressed: whether that counts already."""
        before = self._downs[-1] if self._downs else None
        self._downs.append(now)
        is_hasty = len(self._downs) == IN_HASTE and now - self._downs[0] <= HASTE_WITHIN
        match way:
            case Way.CLICK:
                return True
            case Way.DOUBLE:
                counts = before is not None and now - before <= AGAIN_WITHIN
                if counts:
                    self._downs.clear()  # the next one begins anew
                return counts
            case Way.HOLD:
                if is_hasty:
                    self._downs.clear()
                return is_hasty

    def was_held(self) -> None:
        """It was kept down for ``HELD_FOR``: that counted."""
        self._downs.clear()


class TwoKeys:
    """Two keys that call together, in whatever order. Times are a monotonic clock's."""

    def __init__(self) -> None:
        self._last: tuple[str, float] | None = None
        self._presses = Presses()

    def goes_down(self, key: str, now: float) -> bool:
        """One of the two was pressed: whether that calls. So does the third press in haste."""
        before, self._last = self._last, (key, now)
        is_hasty = self._presses.goes_down(Way.HOLD, now)
        is_other = before is not None and before[0] != key and now - before[1] <= AGAIN_WITHIN
        if is_hasty or is_other:
            self._last, self._presses = None, Presses()
            return True
        return False
