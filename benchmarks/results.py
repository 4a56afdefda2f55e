"""What a benchmark found: product beside floor, held to the issue's limits."""

import math
import platform
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from statistics import median
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One figure of the product beside its floor in the same run.

    ``most_ratio`` limits product / floor, ``most`` the product itself; a row with neither is for
    information.
    """

    what: str
    unit: str
    product: float
    floor: float | None = None
    most_ratio: float | None = None
    most: float | None = None

    @property
    def ratio(self) -> float | None:
        return self.product / self.floor if self.floor else None

    @property
    def is_ok(self) -> bool | None:
        """Whether it keeps its limits; ``None`` where it has none."""
        if self.most_ratio is None and self.most is None:
            return None
        keeps_ratio = self.most_ratio is None or (
            self.ratio is not None and self.ratio <= self.most_ratio
        )
        return keeps_ratio and (self.most is None or self.product <= self.most)


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One benchmark's figures, how they were taken, and every round behind them."""

    name: str
    method: str
    rows: tuple[Row, ...]
    rounds: tuple[dict[str, Any], ...] = field(default=())

    @property
    def is_ok(self) -> bool:
        return all(row.is_ok is not False for row in self.rows)

    def as_json(self) -> dict[str, Any]:
        rows = [{**asdict(row), "ratio": row.ratio, "ok": row.is_ok} for row in self.rows]
        return {
            "benchmark": self.name,
            "ok": self.is_ok,
            "method": self.method.strip(),
            "rows": rows,
            "rounds": list(self.rounds),
        }


def quantile(samples: Sequence[float], share: float) -> float:
    """The nearest-rank quantile: a value that was measured, never one between two."""
    ordered = sorted(samples)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def median_of_rounds(rounds: Sequence[Sequence[float]], share: float) -> float:
    """Each round's quantile, and of these the median: one bad moment spoils one round."""
    return median(quantile(samples, share) for samples in rounds)


def spread(samples: Sequence[float]) -> dict[str, float]:
    """What is kept of one round."""
    return {
        "n": len(samples),
        "p50": round(quantile(samples, 0.50), 3),
        "p99": round(quantile(samples, 0.99), 3),
        "max": round(max(samples), 3),
    }


def machine() -> dict[str, Any]:
    """What kind of machine this is; nothing that names it."""
    import psutil

    return {
        "system": platform.system(),
        "architecture": platform.machine(),
        "cores": psutil.cpu_count(),
        "memory_gb": round(psutil.virtual_memory().total / 1e9),
        "python": platform.python_version(),
        "load": [round(load, 2) for load in psutil.getloadavg()],
        "interpreter": sys.implementation.name,
    }


def table(result: Result) -> str:
    """The result as people read it."""
    head = ("", "product", "floor", "ratio", "limit", "")
    lines = [head, *(_cells(row) for row in result.rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    text = [f"== {result.name}"]
    text += [f"   {line}" for line in result.method.strip().splitlines()]
    for cells in lines:
        first, *others = (cell.ljust(width) for cell, width in zip(cells, widths, strict=True))
        text.append("  ".join((first, *others)).rstrip())
    return "\n".join(text)


def _cells(row: Row) -> tuple[str, ...]:
    limits = [
        f"<= {row.most_ratio:g}x" if row.most_ratio is not None else "",
        f"<= {row.most:g} {row.unit}" if row.most is not None else "",
    ]
    verdict = {True: "ok", False: "OVER", None: ""}[row.is_ok]
    return (
        row.what,
        _figure(row.product, row.unit),
        _figure(row.floor, row.unit) if row.floor is not None else "",
        f"{row.ratio:.2f}x" if row.ratio is not None else "",
        " and ".join(limit for limit in limits if limit),
        verdict,
    )


def _figure(value: float, unit: str) -> str:
    digits = 0 if value == int(value) and unit not in {"ms", "s", "%"} else 2
    return f"{value:.{digits}f} {unit}".rstrip()
