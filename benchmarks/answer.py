"""Answer to counter: from the click on *I'm going* until the counter's bar shows who goes."""

import random
from time import sleep

from benchmarks.homes import identity_of
from benchmarks.messages import answer_bytes
from benchmarks.processes import End
from benchmarks.results import Result, Row, median_of_rounds, spread
from benchmarks.screens import OFFSCREEN
from benchmarks.site import new_site
from desktop.domain.roster.roles import Role

AFTER_S = 1.1
"""From the press to the click: nobody answers sooner, and the bar's cue changes twice a second at
most, which the press and its receipt have used up.
"""
METHOD = """
Counter and supervisor's desk are the real program, in two processes with real windows (Qt
offscreen). Time runs from a mouse's click on the takeover's button until the counter's cue has
been painted with who goes. The answer is signed, and on the desk's disk before it leaves.
Floor: bare paho publishes as many bytes, and a bare widget of Qt, 80 x 32, is painted. It signs
nothing and writes nothing to a disk.
Floor and product take turns; each alert is closed before the next press. Figures are medians over
rounds of each round's quantile. Nothing is pinned or niced.
"""


def run(*, quick: bool) -> Result:
    """Measure it; about five minutes, quick: one and a half."""
    rounds, answers = (3, 20) if quick else (5, 40)
    floor: list[list[float]] = []
    product: list[list[float]] = []
    with new_site() as site:
        supervisor = site.admit(Role.SUPERVISOR, "Ana's desk")
        counter = site.admit(Role.COUNTER, "Counter 3")
        raw_desk = site.admit(Role.SUPERVISOR, "floor", in_roster=False)
        raw_counter = site.admit(Role.COUNTER, "floor", in_roster=False)
        with (
            site.open(),
            End(
                "raw_takeover",
                str(raw_desk.path),
                identity_of(raw_counter).device,
                "--cue",
                environment=OFFSCREEN,
            ) as window,
            End("raw_counter", str(raw_counter.path), str(answer_bytes()), "--unanswered") as bare,
            End("answering", str(supervisor.path), environment=OFFSCREEN) as desk,
            End("answered", str(counter.path), environment=OFFSCREEN) as real,
        ):
            for end in (window, bare, desk, real):
                assert end.hear()["ready"]
            _round(window, bare, desk, real, 3)
            for _ in range(rounds):
                at_floor, measured = _round(window, bare, desk, real, answers)
                floor.append(at_floor)
                product.append(measured)
    rows = tuple(
        Row(
            what=f"click on I'm going -> painted in the counter's bar, {which}",
            unit="ms",
            product=median_of_rounds(product, share),
            floor=median_of_rounds(floor, share),
            most=most,
        )
        for share, which, most in ((0.50, "p50", 30.0), (0.99, "p99", 80.0))
    )
    kept = tuple(
        {"floor": spread(bare), "product": spread(real)}
        for bare, real in zip(floor, product, strict=True)
    )
    return Result(name="answer", method=METHOD, rows=rows, rounds=kept)


def _round(
    window: End, bare: End, desk: End, real: End, answers: int
) -> tuple[list[float], list[float]]:
    floor, product = [], []
    for _ in range(answers):
        sleep(random.uniform(0.100, 0.110))
        alert = real.ask(press=True)["alert"]
        assert desk.hear()["filled"] == alert
        begun = bare.ask(press=True)["begun"]
        floor.append((window.hear()["painted"] - begun) * 1000)
        sleep(AFTER_S)
        clicked = desk.ask(answer=alert)["begun"]
        product.append((real.hear()["painted"] - clicked) * 1000)
        desk.ask(close=alert)
        assert real.hear()["quiet"]
    return floor, product
