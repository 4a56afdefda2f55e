"""The Now page of a large site: from a new board until it is painted."""

import os
from typing import TYPE_CHECKING

from benchmarks.results import Result, Row, median_of_rounds, spread

if TYPE_CHECKING:
    from benchmarks.now_ends import Bench

MOST_MS = 16.0
METHOD = """
Offscreen, in this process. A supervisor's console of 1440 x 900 with 200 stations (12 silent, 18
not ready) and 20 open alerts, with a floor plan of 1200 x 800 points on which 190 stations stand,
and without one. Three boards take turns, as they do at work: a station falls silent and returns,
and an alert is answered and pressed again. Time runs from the board until the window's event loop
has nothing left to paint. "Whole page": all of the window is painted anew at once, as when its size
changed, but into a picture. Floor, in turns with the product: a bare widget of that size that
paints as much as is to be seen, at once: 4 cards of 5 lines of text and 3 buttons each, 40 lines of
text, a picture of 720 x 480, 190 discs and 100 names. It lays nothing out and decides no words.
"""


def run(*, quick: bool) -> Result:
    """Measure it; a minute, quick: a quarter of one."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ.setdefault("QT_LOGGING_RULES", "default.warning=false")
    rounds, boards = (2, 60) if quick else (5, 200)
    from benchmarks.now_ends import Bench

    bench = Bench()
    rows: list[Row] = []
    kept: list[dict[str, object]] = []
    for with_plan in (False, True):
        rows_of, kept_of = _measured(bench, rounds, boards, with_plan=with_plan)
        rows += rows_of
        kept += kept_of
    bench.close()
    return Result(name="now", method=METHOD, rows=tuple(rows), rounds=tuple(kept))


def _measured(
    bench: "Bench", rounds: int, boards: int, *, with_plan: bool
) -> tuple[list[Row], list[dict[str, object]]]:
    bench.open(with_plan=with_plan)
    floor: list[list[float]] = []
    changed: list[list[float]] = []
    busy: list[list[float]] = []
    whole: list[list[float]] = []
    for _ in range(rounds):
        taken = [
            (bench.paint_bare(), *bench.show_next_board(), bench.paint_whole())
            for _ in range(boards)
        ]
        into = (floor, changed, busy, whole)
        for kept, samples in zip(into, zip(*taken, strict=True), strict=True):
            kept.append(list(samples))
    what = "with a floor plan" if with_plan else "without a floor plan"
    rows = [
        Row(
            what=f"{name}, {what}, {which}",
            unit="ms",
            product=median_of_rounds(product, share),
            floor=median_of_rounds(floor, share),
            most=most,
        )
        for name, product in (("board -> painted", changed), ("whole page painted", whole))
        for share, which, most in ((0.50, "p50", None), (0.95, "p95", MOST_MS))
    ]
    rows.append(
        Row(
            what=f"of board -> painted, this thread busy, {what}, p95",
            unit="ms",
            product=median_of_rounds(busy, 0.95),
        )
    )
    found: list[dict[str, object]] = [
        {"plan": with_plan, "floor": spread(a), "board": spread(b), "whole": spread(c)}
        for a, b, c in zip(floor, changed, whole, strict=True)
    ]
    return rows, found
