"""Press to receipt: from the intent at the counter to the signed receipt shown there."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from time import sleep

from benchmarks.homes import identity_of
from benchmarks.messages import press_bytes, receipt_bytes
from benchmarks.processes import End
from benchmarks.results import Result, Row, median_of_rounds, spread
from benchmarks.screens import OFFSCREEN
from benchmarks.site import new_site
from desktop.domain.roster.roles import Role
from desktop.services.adapters.home import Home

METHOD = """
Counter and supervisor's desk are the real program, in two processes with real windows (Qt
offscreen): the desk's takeover fills its screen at each press. Mosquitto is a third process; TLS
1.3 with certificates both ways; each alerts.db is on the disk.
Floor: two processes of bare paho on the same broker, the same sizes and certificates, MQTT 5,
QoS 1, TCP_NODELAY. It writes nothing to a disk.
Second floor: the same two processes again, which sign, check and flush as well: each message is
signed with Ed25519 and is on the disk before it leaves (one row of one table, WAL,
synchronous=FULL, on a thread of its own; press and receipt in one transaction at the desk), and
each is checked on arrival. It says what those promises cost whoever keeps them.
Floors and product take turns, about 100 ms apart, for a counter's sixth press within a second would
share a receipt. Each alert is attended to and closed before the next press.
Figures are medians over rounds of each round's quantile. Nothing is pinned or niced.
"""


def run(*, quick: bool) -> Result:
    """Measure it; about two minutes, quick: half a minute."""
    rounds, presses = (3, 40) if quick else (5, 100)
    floor: list[list[float]] = []
    promised: list[list[float]] = []
    shown: dict[str, list[list[float]]] = {"board": [], "slot": [], "painted": []}
    with new_site() as site:
        supervisor = site.admit(Role.SUPERVISOR, "Ana's desk")
        counter = site.admit(Role.COUNTER, "Counter 3")
        raw_supervisor = site.admit(Role.SUPERVISOR, "floor", in_roster=False)
        raw_counter = site.admit(Role.COUNTER, "floor", in_roster=False)
        signing_supervisor = site.admit(Role.SUPERVISOR, "second floor", in_roster=False)
        signing_counter = site.admit(Role.COUNTER, "second floor", in_roster=False)
        with (
            site.open(),
            _floor(raw_counter, raw_supervisor) as bare,
            _floor(signing_counter, signing_supervisor, is_promised=True) as signing,
            End("supervisor", str(supervisor.path), environment=OFFSCREEN) as desk,
            End("counter", str(counter.path), environment=OFFSCREEN) as real,
        ):
            for end in (desk, real):
                assert end.hear()["ready"]
            _round(bare, signing, real, desk, 10)
            for _ in range(rounds):
                at_floor, at_second, measured = _round(bare, signing, real, desk, presses)
                floor.append(at_floor)
                promised.append(at_second)
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
    for share, name in ((0.50, "p50"), (0.99, "p99")):
        second = median_of_rounds(promised, share)
        rows += [
            Row(
                what=f"second floor beside the first, {name}",
                unit="ms",
                product=second,
                floor=median_of_rounds(floor, share),
            ),
            Row(
                what=f"press -> receipt painted, beside the second floor, {name}",
                unit="ms",
                product=median_of_rounds(shown["painted"], share),
                floor=second,
            ),
        ]
    kept = [
        {
            "floor": spread(bare),
            "second floor": spread(promised[i]),
            **{stage: spread(all_[i]) for stage, all_ in shown.items()},
        }
        for i, bare in enumerate(floor)
    ]
    return Result(name="press", method=METHOD, rows=tuple(rows), rounds=tuple(kept))


@contextmanager
def _floor(counter: Home, supervisor: Home, *, is_promised: bool = False) -> Iterator[End]:
    """Two ends of bare paho; asked for a press, the one that is given says how long it took."""
    presser, desk = identity_of(counter), identity_of(supervisor)
    promised = [
        ("--promised", one.key.public_bytes.hex()) if is_promised else () for one in (presser, desk)
    ]
    with (
        End(
            "raw_supervisor",
            str(supervisor.path),
            str(receipt_bytes()),
            presser.device,
            *promised[0],
        ) as answering,
        End(
            "raw_counter", str(counter.path), str(press_bytes("Counter 3")), *promised[1]
        ) as asking,
    ):
        for end in (answering, asking):
            assert end.hear()["ready"]
        yield asking


def _round(
    bare: End, signing: End, real: End, desk: End, presses: int
) -> tuple[list[float], list[float], list[dict[str, float]]]:
    floor: list[float] = []
    promised: list[float] = []
    product = []
    for _ in range(presses):
        for end, samples in ((bare, floor), (signing, promised)):
            _pause()
            samples.append(end.ask(press=True)["ms"])
        _pause()
        measured = real.ask(press=True)
        product.append(measured)
        assert desk.hear()["alert"] == measured["alert"]
        desk.ask(close=measured["alert"])
        assert real.hear()["quiet"]
    return floor, promised, product


def _pause() -> None:
    sleep(random.uniform(0.100, 0.110))
