"""A panic while a large attachment is fetched: as soon received as without it?"""

import random
from time import sleep
from typing import Any

from benchmarks.processes import End
from benchmarks.results import Result, Row, median_of_rounds, quantile, spread
from benchmarks.site import new_site
from desktop.domain.roster.roles import Role

MEGABYTES = 50
METHOD = f"""
Counter and supervisor's desk are real stations without windows, each a process with its own
alerts.db; Mosquitto is a third process that both reach by one link with TLS 1.3. The desk fetches
{MEGABYTES} MB from the counter that presses, at the product's pace, into a file that it checks.
Time runs from the press to the signed receipt on the counter's board.
Each round fetches all of it, ten presses at a time: ten while it goes on, ten while it is held up,
in turns, so that whatever else the machine does meets both. Each alert is closed before the next
press, about 200 ms later, for a sixth press within a second would share a receipt.
The product is while it is fetched, the floor while it is held up; the rate is of the former alone.
"""
AT_A_TIME = 10


def run(*, quick: bool) -> Result:
    """Measure it; a minute a round."""
    rounds = 2 if quick else 5
    busy: list[list[float]] = []
    idle: list[list[float]] = []
    with new_site(carries_records=True) as site:
        supervisor = site.admit(Role.SUPERVISOR, "Ana's desk")
        counter = site.admit(Role.COUNTER, "Counter 3")
        with (
            site.open(),
            End("transfer_supervisor", str(supervisor.path)) as desk,
            End("transfer_counter", str(counter.path)) as pressing,
        ):
            assert desk.hear()["ready"]
            device = pressing.hear()["device"]
            _presses(pressing, desk, 10)
            rates = [_round(pressing, desk, device, busy, idle) for _ in range(rounds)]
    return Result(
        name="transfer",
        method=METHOD,
        rows=_rows(busy, idle, rates),
        rounds=_kept(busy, idle, rates),
    )


def _rows(busy: list[list[float]], idle: list[list[float]], rates: list[float]) -> tuple[Row, ...]:
    """All rounds of a kind together: a round has too few presses for a hundredth of them."""
    one, other = ([sample for samples in kind for sample in samples] for kind in (busy, idle))
    return (
        Row(
            what=f"press -> receipt while {MEGABYTES} MB are fetched, p50",
            unit="ms",
            product=median_of_rounds(busy, 0.50),
            floor=median_of_rounds(idle, 0.50),
        ),
        Row(
            what="the same, p99 of all rounds",
            unit="ms",
            product=quantile(one, 0.99),
            floor=quantile(other, 0.99),
            most_ratio=1.5,
        ),
        Row(what="slowest", unit="ms", product=max(one), floor=max(other)),
        Row(what="fetched, slowest round", unit="MB/s", product=min(rates)),
    )


def _kept(
    busy: list[list[float]], idle: list[list[float]], rates: list[float]
) -> tuple[dict[str, Any], ...]:
    return tuple(
        {"product": spread(one), "floor": spread(other), "mb_per_s": round(rate, 2)}
        for one, other, rate in zip(busy, idle, rates, strict=True)
    )


def _round(
    pressing: End, desk: End, device: str, busy: list[list[float]], idle: list[list[float]]
) -> float:
    """Fetch one blob; returns megabytes a second of the time in which it was fetched."""
    attached = pressing.ask(attach=MEGABYTES * 1_000_000)
    assert desk.ask(want=attached["sha256"], size=attached["size"], of=device)["begun"]
    with_it: list[float] = []
    without: list[float] = []
    seconds = None
    while seconds is None:
        desk.ask(goes_on=True)
        samples = _presses(pressing, desk, AT_A_TIME)
        seconds = desk.ask(goes_on=False)["seconds"]
        if seconds is None:  # the last ones were in part without it
            with_it += samples
        without += _presses(pressing, desk, AT_A_TIME)
    busy.append(with_it)
    idle.append(without[: len(with_it)])
    return float(MEGABYTES / seconds)


def _presses(pressing: End, desk: End, times: int) -> list[float]:
    samples = []
    for _ in range(times):
        sleep(random.uniform(0.200, 0.210))
        pressed = pressing.ask(press=True)
        samples.append(pressed["ms"])
        desk.ask(close=pressed["alert"])
        pressing.ask(gone=True)
    return samples
