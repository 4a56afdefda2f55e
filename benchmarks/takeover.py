"""Press to takeover: from the intent at the counter to the supervisor's screen, painted."""

import random
from time import sleep

from benchmarks.homes import identity_of
from benchmarks.messages import press_bytes
from benchmarks.processes import End
from benchmarks.results import Result, Row, median_of_rounds, spread
from benchmarks.screens import screens
from benchmarks.site import new_site
from desktop.domain.roster.roles import Role

METHOD = """
Counter and supervisor's desk are the real program, in two processes of one machine with real
windows on a screen of 1920 x 1080 (Xvfb with openbox; offscreen: Qt's own 800 x 800). Time runs
from the intent at the counter until the event that painted the takeover first has returned.
Floor: bare paho publishes as many bytes, and a bare window of Qt fills the screen with one colour.
Floor and product take turns, about 100 ms apart; each alert is closed before the next press, so
the window is shown anew each time. Figures are medians over rounds. Nothing is pinned or niced.
"""


def run(*, quick: bool) -> Result:
    """Measure it on every kind of screen there is; about four minutes, quick: one."""
    rounds, presses = (3, 30) if quick else (5, 100)
    rows: list[Row] = []
    kept: list[dict[str, object]] = []
    with screens() as found:
        for name, environment in found.items():
            floor, product = _measure(environment, rounds, presses)
            for share, which, most in ((0.50, "p50", 30.0), (0.99, "p99", 80.0)):
                rows.append(
                    Row(
                        what=f"press -> takeover painted, {name}, {which}",
                        unit="ms",
                        product=median_of_rounds(product, share),
                        floor=median_of_rounds(floor, share),
                        most=most,
                    )
                )
            kept += [
                {"screen": name, "floor": spread(bare), "product": spread(real)}
                for bare, real in zip(floor, product, strict=True)
            ]
    return Result(name="takeover", method=METHOD, rows=tuple(rows), rounds=tuple(kept))


def _measure(
    environment: dict[str, str], rounds: int, presses: int
) -> tuple[list[list[float]], list[list[float]]]:
    floor, product = [], []
    with new_site() as site:
        supervisor = site.admit(Role.SUPERVISOR, "Ana's desk")
        counter = site.admit(Role.COUNTER, "Counter 3")
        raw_supervisor = site.admit(Role.SUPERVISOR, "floor", in_roster=False)
        raw_counter = site.admit(Role.COUNTER, "floor", in_roster=False)
        size = str(press_bytes("Counter 3"))
        with (
            site.open(),
            End(
                "raw_takeover",
                str(raw_supervisor.path),
                identity_of(raw_counter).device,
                environment=environment,
            ) as window,
            End("raw_counter", str(raw_counter.path), size, "--unanswered") as bare,
            End("supervisor", str(supervisor.path), environment=environment) as desk,
            End("counter", str(counter.path), environment=environment) as real,
        ):
            for end in (window, bare, desk, real):
                assert end.hear()["ready"]
            _round(window, bare, desk, real, 10)
            for _ in range(rounds):
                at_floor, measured = _round(window, bare, desk, real, presses)
                floor.append(at_floor)
                product.append(measured)
    return floor, product


def _round(
    window: End, bare: End, desk: End, real: End, presses: int
) -> tuple[list[float], list[float]]:
    floor, product = [], []
    for _ in range(presses):
        sleep(random.uniform(0.100, 0.110))
        begun = bare.ask(press=True)["begun"]
        floor.append((window.hear()["painted"] - begun) * 1000)
        window.ask(hide=True)
        sleep(random.uniform(0.100, 0.110))
        pressed = real.ask(press=True)
        painted = desk.hear()
        assert painted["alert"] == pressed["alert"]
        product.append((painted["painted"] - pressed["begun"]) * 1000)
        desk.ask(close=pressed["alert"])
        assert real.hear()["quiet"]
    return floor, product
