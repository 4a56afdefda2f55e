"""A key in the incident form: from the key to the event that painted it, with the preview live."""

import os
import random
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from benchmarks.results import Result, Row, median_of_rounds, spread

if TYPE_CHECKING:
    from benchmarks.typing_ends import Bench

METHOD = """
Offscreen, in this process. A form with the three essentials and a story of 3,000 words in 30
paragraphs types letters into the middle of the story, 30 to 120 ms apart as people do; every 30th
time there is a pause of 400 ms, in which the preview is drawn (a real PDF, on its own thread, pages
rendered by QtPdf). Time runs from the key until the story's viewport has been painted. Floor: the
same text, keys and pauses in a bare QTextEdit, in turns with the product. Also: from the end of a
pause's last key until the new page is on the screen. What the key kept the windows' thread busy is
its CPU time: on a busy machine it says what is ours of the rest.
"""


def run(*, quick: bool) -> Result:
    """Measure it; about two minutes, quick: half of one."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ.setdefault("QT_LOGGING_RULES", "default.warning=false")
    rounds, keys = (2, 90) if quick else (5, 240)
    from benchmarks.typing_ends import Bench

    bench = Bench()
    bare: list[list[float]] = []
    with_preview: list[list[float]] = []
    shown: list[list[float]] = []
    busy: list[list[float]] = []
    for _ in range(rounds):
        bare.append(_typed(bench, bench.press_in_bare_text, keys)[0])
        typed, previews, own = _typed(bench, bench.press_in_form, keys, bench.previewed)
        with_preview.append(typed)
        shown.append(previews)
        busy.append(own)
    bench.close()
    rows = [
        Row(
            what=f"key -> painted, preview on, {which}",
            unit="ms",
            product=median_of_rounds(with_preview, share),
            floor=median_of_rounds(bare, share),
            most=most,
        )
        for share, which, most in ((0.50, "p50", None), (0.99, "p99", 16.0))
    ]
    rows.append(
        Row(
            what="of that, the windows' thread busy, p99",
            unit="ms",
            product=median_of_rounds(busy, 0.99),
        )
    )
    rows.append(
        Row(
            what="pause -> new page shown, p50",
            unit="ms",
            product=median_of_rounds(shown, 0.50),
            most=300.0,
        )
    )
    kept: tuple[dict[str, object], ...] = tuple(
        {"floor": spread(one), "product": spread(two), "preview": spread(three)}
        for one, two, three in zip(bare, with_preview, shown, strict=True)
    )
    return Result(name="typing", method=METHOD, rows=tuple(rows), rounds=kept)


def _typed(
    bench: "Bench",
    press: Callable[[str], float],
    keys: int,
    previewed: Callable[[], float] | None = None,
) -> tuple[list[float], list[float], list[float]]:
    letters = random.Random(7)
    took: list[float] = []
    shown: list[float] = []
    busy: list[float] = []
    for n in range(1, keys + 1):
        took.append(press(letters.choice("etaoin shrdlu")) * 1000)
        busy.append(bench.cpu * 1000)
        bench.wait(letters.uniform(0.03, 0.12))
        if n % 30 == 0:
            if previewed is not None:
                press("x")
                at = time.perf_counter()
                shown.append((previewed() - at) * 1000)
            bench.wait(0.4)
    return took, shown, busy
