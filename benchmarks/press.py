"""Press to receipt: from the intent at the counter to the signed receipt shown there."""

import random
from time import sleep

from benchmarks.homes import identity_of
from benchmarks.messages import press_bytes, receipt_bytes
from benchmarks.processes import End
from benchmarks.results import Result, Row, median_of_rounds, spread
from benchmarks.screens import OFFSCREEN
from benchmarks.site import new_site
from desktop.domain.roster.roles import Role

METHOD = """
Counter and supervisor's desk are the real program, in two processes with real windows (Qt
offscreen): the desk's takeover fills its screen at each press. Mosquitto is a third process; TLS
1.3 with certificates both ways; each alerts.db is on the disk.
Floor: two processes of bare paho on the same broker, the same sizes and certificates, MQTT 5,
QoS 1, TCP_NODELAY. It writes nothing to a disk.
Floor and product take turns, about 100 ms apart, for a counter's sixth press within a second would
share a receipt. Each alert is attended to and closed before the next press.
Figures are medians over rounds of each round's quantile. Nothing is pinned or niced.
"""


def run(*, quick: bool) -> Result:
    """Measure it; about two minutes, quick: half a minute."""
    rounds, presses = (3, 40) if quick else (5, 100)
    floor: list[list[float]] = []
    shown: dict[str, list[list[float]]] = {"board": [], "slot": [], "painted": []}
    with new_site() as site:
        supervisor = site.admit(Role.SUPERVISOR, "Ana's desk")
        counter = site.admit(Role.COUNTER, "Counter 3")
        raw_supervisor = site.admit(Role.SUPERVISOR, "floor", in_roster=False)
        raw_counter = site.admit(Role.COUNTER, "floor", in_roster=False)
        with (
            site.open(),
            End(
                "raw_supervisor",
                str(raw_supervisor.path),
                str(receipt_bytes()),
                identity_of(raw_counter).device,
            ) as answering,
            End("raw_counter", str(raw_counter.path), str(press_bytes("Counter 3"))) as bare,
            End("supervisor", str(supervisor.path), environment=OFFSCREEN) as desk,
            End("counter", str(counter.path), environment=OFFSCREEN) as real,
        ):
            for end in (answering, bare, desk, real):
                assert end.hear()["ready"]
            _round(bare, real, desk, 10)
            for _ in range(rounds):
                at_floor, measured = _round(bare, real, desk, presses)
                floor.append(at_floor)
                for stage, samples in shown.items():
                    samples.append([press[stage] for press in measured])
    rows = []
    for stage, words, is_limited in (
        ("board", "press -> receipt on the board", False),
        ("slot", "press -> receipt in the window's slot", True),
        ("painted", "press -> receipt painted in the bar", True),
    ):
        for share, name, limit in ((0.50, "p50", 3.0), (0.99, "p99", 4.0)):
            rows.append(
                Row(
                    what=f"{words}, {name}",
                    unit="ms",
                    product=median_of_rounds(shown[stage], share),
                    floor=median_of_rounds(floor, share),
                    most_ratio=limit if is_limited else None,
                )
            )
    kept = [
        {"floor": spread(bare), **{stage: spread(all_[i]) for stage, all_ in shown.items()}}
        for i, bare in enumerate(floor)
    ]
    return Result(name="press", method=METHOD, rows=tuple(rows), rounds=tuple(kept))


def _round(
    bare: End, real: End, desk: End, presses: int
) -> tuple[list[float], list[dict[str, float]]]:
    floor, product = [], []
    for _ in range(presses):
        _pause()
        floor.append(bare.ask(press=True)["ms"])
        _pause()
        measured = real.ask(press=True)
        product.append(measured)
        assert desk.hear()["alert"] == measured["alert"]
        desk.ask(close=measured["alert"])
        assert real.hear()["quiet"]
    return floor, product


def _pause() -> None:
    sleep(random.uniform(0.100, 0.110))
