"""How long something took, many times: what one may say of few, and of many."""

import math
from collections.abc import Iterable
from typing import Self

import msgspec

FEWEST = 5
"""Of fewer than so many no median and no percentile is told: one reads them one by one."""


class Spread(msgspec.Struct, frozen=True, kw_only=True):
    """``n`` times in ms. Where they are too few, ``values`` are they; where they are not,
    ``median`` and ``p95``: half and 95 of 100 took no longer. ``without`` counts those of which
    no time is known: it never came to that, or two PCs' clocks disagree.
    """

    n: int
    without: int = 0
    median: float | None = None
    p95: int | None = None
    values: tuple[int, ...] = ()

    @classmethod
    def of(cls, times: Iterable[int], *, without: int = 0) -> Self:
        """What can be said of ``times``, in ms."""
        ordered = sorted(times)
        n = len(ordered)
        if n < FEWEST:
            return cls(n=n, without=without, values=tuple(ordered))
        half = n // 2
        median = ordered[half] if n % 2 else (ordered[half - 1] + ordered[half]) / 2
        p95 = ordered[math.ceil(0.95 * n) - 1]  # a time that was measured, never one between two
        return cls(n=n, without=without, median=median, p95=p95)

    @property
    def longest(self) -> float:
        """What a scale must hold."""
        return max((self.p95 or 0, self.median or 0, *self.values))
