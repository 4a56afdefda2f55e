"""How long something took, many times: what one may say of few, and of many."""

import math
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import chain
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
    def of(cls, *runs: Iterable[int], without: int = 0) -> Self:
        """What can be said of all times in ``runs``, in ms. Those of many places are not sorted
        once more together.
        """
        ordered = [sorted(run) for run in runs]
        n = sum(map(len, ordered))
        if n < FEWEST:
            return cls(n=n, without=without, values=tuple(sorted(chain.from_iterable(ordered))))
        half = _nth(n // 2, ordered)
        median = half if n % 2 else (_nth(n // 2 - 1, ordered) + half) / 2
        p95 = _nth(math.ceil(0.95 * n) - 1, ordered)  # one that was measured, none between two
        return cls(n=n, without=without, median=median, p95=p95)

    @property
    def longest(self) -> float:
        """What a scale must hold."""
        return max((self.p95 or 0, self.median or 0, *self.values))


def _nth(n: int, ordered: Sequence[Sequence[int]]) -> int:
    """The value that comes after ``n`` others, were all of ``ordered`` in one order."""
    if len(ordered) == 1:
        return ordered[0][n]
    low = min(run[0] for run in ordered if run)
    high = max(run[-1] for run in ordered if run)
    while low < high:
        middle = (low + high) // 2
        if sum(bisect_right(run, middle) for run in ordered) > n:
            high = middle
        else:
            low = middle + 1
    return low
