"""Two hundred counters press at once: when has every supervisor's desk all of it?"""

from contextlib import ExitStack
from statistics import median
from time import perf_counter, sleep
from typing import Any

import psutil

from benchmarks.messages import press_bytes
from benchmarks.processes import End
from benchmarks.results import Result, Row
from benchmarks.site import new_site
from desktop.domain.roster.roles import Role
from desktop.services.adapters.home import Home

COUNTERS, SUPERVISORS, PROCESSES = 200, 5, 4
NICE = 10
"""Priority taken from the counters' processes, which in an office run on 200 other PCs."""
SETTLES = 6.0
"""Seconds, more than a beat: what the desks tell each other after a start is another matter."""
METHOD = f"""
{SUPERVISORS} supervisors' desks (whole stations without windows), each a process with its own
alerts.db, at normal priority, as is Mosquitto. {COUNTERS} counters, each with its own key, chain,
TLS link, outbox and book of alerts, run what the alert thread of a real station runs: sign,
record, send, send again until the signed receipts are in, check these, beat, draw up the board.
They share {PROCESSES} processes at nice {NICE}; those of one process share its alert thread and its
alerts.db, so their presses share flushes of the disk; in an office each PC has its own.
What each counter would hear of the {COUNTERS - 1} others is not worked off here: the broker sends
it all the same, to {COUNTERS} connections that never read. All the rest runs on this one machine.
Time runs from the common instant of the press until the desk's board shows all of them.
Floor: {COUNTERS} bare paho clients in as many processes at the same nice, publishing as many bytes
to {SUPERVISORS} bare subscribers and to the same {COUNTERS} that never read.
Each round starts all processes and databases anew.
"""


def run(*, quick: bool) -> Result:
    """Measure it; half a minute a round."""
    rounds = [_round() for _ in range(1 if quick else 3)]
    worst = [entry["product"]["slowest_desk_s"] for entry in rounds]
    rows = (
        Row(
            what="every supervisor has all 200, median of rounds",
            unit="s",
            product=median(worst),
            floor=median(entry["floor"]["slowest_desk_s"] for entry in rounds),
            most=1.0,
        ),
        Row(what="every supervisor has all 200, worst", unit="s", product=max(worst), most=1.0),
        Row(
            what="the last press has left its counter, worst",
            unit="s",
            product=max(entry["product"]["left_s"] for entry in rounds),
        ),
        Row(
            what="processor time of one desk until then, worst",
            unit="s",
            product=max(entry["product"]["one_desk_cpu_s"] for entry in rounds),
        ),
        Row(
            what="processor time of all counters until then, worst",
            unit="s",
            product=max(entry["product"]["cpu_s_until_then"]["counters"] for entry in rounds),
        ),
        Row(
            what="lost at any desk",
            unit="",
            product=sum(entry["product"]["lost"] for entry in rounds),
            most=0,
        ),
        Row(
            what="doubled at any desk",
            unit="",
            product=sum(entry["product"]["doubled"] for entry in rounds),
            most=0,
        ),
        Row(
            what="presses without five receipts 10 s later",
            unit="",
            product=sum(entry["product"]["not_all_receipts"] for entry in rounds),
            most=0,
        ),
    )
    return Result(name="storm", method=METHOD, rows=rows, rounds=tuple(rounds))


def _round() -> dict[str, Any]:
    with new_site() as site:
        desks = [site.admit(Role.SUPERVISOR, f"Desk {n + 1}") for n in range(SUPERVISORS)]
        counters = [site.admit(Role.COUNTER, f"Counter {n + 1}") for n in range(COUNTERS)]
        ears = [str(site.admit(Role.COUNTER, "ear", in_roster=False).path) for _ in range(COUNTERS)]
        with site.open() as relay, End("raw_storm", "ears", "0", *ears, nice=NICE) as hearing:
            assert hearing.hear()["ready"]
            assert relay.pid is not None
            return {
                "floor": _floor(desks, counters),
                "product": _product(desks, counters, broker=relay.pid),
            }


def _shares(counters: list[Home]) -> list[list[str]]:
    folders = [str(home.path) for home in counters]
    return [folders[n::PROCESSES] for n in range(PROCESSES)]


def _floor(desks: list[Home], counters: list[Home]) -> dict[str, float]:
    with ExitStack() as stack:
        hearing = [
            stack.enter_context(End("raw_storm", "hear", str(COUNTERS), str(home.path)))
            for home in desks
        ]
        size = str(press_bytes("Counter 100"))
        pressing = [
            stack.enter_context(End("raw_storm", "publish", size, *share, nice=NICE))
            for share in _shares(counters)
        ]
        for end in hearing + pressing:
            assert end.hear()["ready"]
        at = _all_press(pressing)
        heard = [end.ask(watch=10) for end in hearing]
        assert all(entry["count"] == COUNTERS for entry in heard), heard
        return {"slowest_desk_s": max(entry["last"] for entry in heard) - at}


def _product(desks: list[Home], counters: list[Home], *, broker: int) -> dict[str, Any]:
    with ExitStack() as stack:
        others = str(COUNTERS + SUPERVISORS - 1)
        hearing = [
            stack.enter_context(End("storm_supervisor", str(home.path), str(COUNTERS), others))
            for home in desks
        ]
        pressing = [
            stack.enter_context(End("storm_counters", *share, nice=NICE))
            for share in _shares(counters)
        ]
        for end in pressing + hearing:
            assert end.hear(180)["ready"]
        sleep(SETTLES)
        processes = {
            "desks": [end.pid for end in hearing],
            "counters": [end.pid for end in pressing],
            "broker": [broker],
        }
        before = {name: _cpu(pids) for name, pids in processes.items()}
        at_desk = [_cpu([end.pid]) for end in hearing]
        at = _all_press(pressing)
        seen = [end.ask(watch=20)["shown"] for end in hearing]
        used = {name: round(_cpu(pids) - before[name], 2) for name, pids in processes.items()}
        desk_cpu = [_cpu([end.pid]) - begun for end, begun in zip(hearing, at_desk, strict=True)]
        pressed = [end.hear() for end in pressing]
        raised = {alert for entry in pressed for alert in entry["alerts"]}
        assert len(raised) == COUNTERS
        not_all = _wait_for_receipts(pressing)
        checks = [end.ask(check=True) for end in hearing]
        return {
            "slowest_desk_s": max(max(shown.values()) for shown in seen) - at,
            "cpu_s_until_then": used,
            "one_desk_cpu_s": max(desk_cpu),
            "desks_s": [round(max(shown.values()) - at, 3) for shown in seen],
            "half_of_them_s": [round(median(shown.values()) - at, 3) for shown in seen],
            "left_s": max(entry["left"] for entry in pressed) - at,
            "unrecorded_before_leaving": sum(entry["unrecorded"] for entry in pressed),
            "lost": sum(len(raised - shown.keys()) for shown in seen)
            + sum(COUNTERS - check["kept"] for check in checks),
            "doubled": sum(check["alerts"] - COUNTERS for check in checks)
            + sum(check["presses"] - COUNTERS for check in checks),
            "not_all_receipts": not_all,
            "refused": [check["refused"] for check in checks],
        }


def _cpu(pids: list[int]) -> float:
    """Seconds of a core that these processes have used."""
    times = [psutil.Process(pid).cpu_times() for pid in pids]
    return float(sum(each.user + each.system for each in times))


def _all_press(pressing: list[End]) -> float:
    """Tell all of them to press at one instant soon; returns it."""
    at = perf_counter() + 0.5
    for end in pressing:
        end.tell(press_at=at)
    return at


def _wait_for_receipts(pressing: list[End]) -> int:
    """How many of the processes still have a counter that lacks one of its receipts."""
    lacking = list(pressing)
    deadline = perf_counter() + 10
    while lacking and perf_counter() < deadline:
        lacking = [end for end in lacking if end.ask(receipts=True)["fewest_receipts"] < 5]
        sleep(0.1)
    return len(lacking)
