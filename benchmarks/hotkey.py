"""Hotkey to first byte: from a key going down in another program to the alert leaving the PC."""

import random
from time import sleep

from benchmarks.messages import press_bytes
from benchmarks.processes import End
from benchmarks.results import Result, Row, median_of_rounds, spread
from benchmarks.screens import OFFSCREEN, screens
from benchmarks.site import new_site
from desktop.domain.roster.roles import Role
from tests.support.display import Display
from tests.support.fingers import Fingers, fingers_on

METHOD = """
The counter is the real program with windows on a virtual X screen with a window manager, the
desk the real program too (Qt offscreen), each a process of its own; Mosquitto is another;
alerts.db is on the disk. Keys go down by XTEST from the benchmark's own process, the modifiers
first, and the clock begins as the last key's request is written to the X server. It ends when the
alert, which is in alerts.db by then (`recorded` is held to be true of each), has been handed to the
relay's socket. Each alert is attended to and closed before the next press.
Floor: another process holds another key by the same library, commits one row of as many bytes
(WAL, synchronous=FULL, on the same disk) and writes as many to a socket of its own.
Floor and product take turns, about 100 ms apart. Figures are medians over rounds of each round's
quantile. Nothing is pinned or niced.
"""
PANIC, FLOOR = ("Control_L", "Shift_L", "F11"), ("Control_L", "Shift_L", "F10")


def run(*, quick: bool) -> Result:
    """Measure it; about a minute and a half, quick: 20 s."""
    rounds, presses = (3, 40) if quick else (5, 100)
    floor: list[list[float]] = []
    left: list[list[float]] = []
    heard: list[list[float]] = []
    with screens() as found, new_site() as site:
        environment = found.get("xcb")
        if environment is None:
            raise SystemExit("hotkey needs an X server: Xvfb, openbox and xprop")
        supervisor = site.admit(Role.SUPERVISOR, "Ana's desk")
        counter = site.admit(Role.COUNTER, "Counter 3")
        display = Display(environment["DISPLAY"])
        with (
            site.open(),
            End("supervisor", str(supervisor.path), environment=OFFSCREEN) as desk,
            End(
                "raw_hotkey",
                str(counter.path),
                "Ctrl+Shift+F10",
                str(press_bytes("Counter 3")),
                environment=environment,
            ) as bare,
            End("hotkey_counter", str(counter.path), environment=environment) as real,
            fingers_on(display) as fingers,
        ):
            for end in (desk, bare, real):
                assert end.hear()["ready"]
            _round(bare, real, desk, fingers, 10)
            for _ in range(rounds):
                at_floor, measured = _round(bare, real, desk, fingers, presses)
                floor.append(at_floor)
                left.append([press["left"] for press in measured])
                heard.append([press["heard"] for press in measured])
    rows = [
        Row(
            what=f"key -> on the disk and first byte out, {name}",
            unit="ms",
            product=median_of_rounds(left, share),
            floor=median_of_rounds(floor, share),
            most=limit,
        )
        for share, name, limit in ((0.50, "p50", 5.0), (0.99, "p99", 30.0))
    ]
    rows += [
        Row(
            what=f"of that, key -> the keys' thread, {name}",
            unit="ms",
            product=median_of_rounds(heard, share),
        )
        for share, name in ((0.50, "p50"), (0.99, "p99"))
    ]
    kept = [
        {"floor": spread(bare), "left": spread(left[i]), "heard": spread(heard[i])}
        for i, bare in enumerate(floor)
    ]
    return Result(name="hotkey", method=METHOD, rows=tuple(rows), rounds=tuple(kept))


def _round(
    bare: End, real: End, desk: End, fingers: Fingers, presses: int
) -> tuple[list[float], list[dict[str, float]]]:
    floor, product = [], []
    for _ in range(presses):
        _pause()
        pressed = fingers.press(*FLOOR)
        floor.append((bare.hear()["left"] - pressed) * 1000)
        _pause()
        pressed = fingers.press(*PANIC)
        measured = real.hear()
        assert measured["recorded"], "the disk did not take it within 50 ms"
        product.append({stage: (measured[stage] - pressed) * 1000 for stage in ("heard", "left")})
        assert desk.hear()["alert"] == measured["alert"]
        assert desk.ask(close=measured["alert"])["closed"]
        assert real.hear()["quiet"]
    return floor, product


def _pause() -> None:
    sleep(random.uniform(0.100, 0.110))
