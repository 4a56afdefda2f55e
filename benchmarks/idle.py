"""Idle: what a station costs while nothing happens, with twenty stations connected."""

from collections.abc import Sequence
from contextlib import ExitStack
from statistics import median
from time import sleep

import psutil

from benchmarks.processes import End
from benchmarks.results import Result, Row
from benchmarks.screens import screens
from benchmarks.site import new_site
from benchmarks.wakes import wakes_a_second, wakes_of
from desktop.domain.roster.roles import Role

METHOD = """
A supervisor's desk and a counter with their windows, one process each, a broker, and eighteen
more counters in two processes beside them: twenty stations that beat every 5 s. Desk and counter
were opened once before, as on any but a PC's first day: whatever makes the databases is not there.
After they have settled, processor time and memory of each process are read over the time measured.
Floor: a process with a bare window of Qt, idle. Nothing is pinned.
What wakes the processor are voluntary context switches of all threads of a process, as Linux counts
them; one wake may be more than one.
"""
OTHERS = 18
SETTLES = 15.0


def run(*, quick: bool) -> Result:
    """Measure a minute; quick: 15 s."""
    seconds = 15.0 if quick else 60.0
    rows: list[Row] = []
    with screens() as found, new_site() as site:
        name, environment = next(iter(found.items()))
        desk = site.admit(Role.SUPERVISOR, "Supervisors")
        counter = site.admit(Role.COUNTER, "Counter 1")
        others = [site.admit(Role.COUNTER, f"Counter {n}") for n in range(2, OTHERS + 2)]
        with site.open() as relay, ExitStack() as stations:
            with (
                End("supervisor", str(desk.path), environment=environment) as desk_made,
                End("counter", str(counter.path), environment=environment) as counter_made,
            ):
                assert desk_made.hear()["ready"]
                assert counter_made.hear()["ready"]
            at_desk = stations.enter_context(
                End("supervisor", str(desk.path), environment=environment)
            )
            at_counter = stations.enter_context(
                End("counter", str(counter.path), environment=environment)
            )
            bare = stations.enter_context(End("idle_window", environment=environment))
            half = len(others) // 2
            for homes in (others[:half], others[half:]):
                paths = [str(home.path) for home in homes]
                stations.enter_context(End("beating", *paths)).hear()
            for end in (at_desk, at_counter, bare):
                end.hear()
            assert relay.pid is not None
            pids = [at_desk.pid, at_counter.pid, relay.pid, bare.pid]
            desk_cost, counter_cost, broker, floor = _costs(pids, seconds)
        for what, cost in (("supervisor's desk", desk_cost), ("counter", counter_cost)):
            rows.append(
                Row(
                    what=f"{what}: memory (RSS), {name}",
                    unit="MB",
                    product=cost.memory,
                    floor=floor.memory,
                    most=110,
                )
            )
            rows.append(
                Row(
                    what=f"{what}: processor, {name}",
                    unit="%",
                    product=cost.processor,
                    most=0.3,
                )
            )
        for what, cost in (("supervisor's desk", desk_cost), ("counter", counter_cost)):
            if cost.wakes:
                rows.append(
                    Row(
                        what=f"{what}: wakes the processor, {name}",
                        unit="a second",
                        product=sum(cost.wakes),
                    )
                )
        rows.append(Row(what="broker: memory (RSS)", unit="MB", product=broker.memory))
        rows.append(Row(what="broker: processor", unit="%", product=broker.processor))
        rows.append(Row(what="bare window: processor", unit="%", product=floor.processor))
    return Result(name="idle", method=METHOD, rows=tuple(rows))


class _Cost:
    """What one process took: MB of memory, and percent of one core."""

    def __init__(self, pid: int) -> None:
        self._process = psutil.Process(pid)
        self._before = self._seconds()
        self._samples: list[float] = []
        self._asleep = wakes_of(pid)
        self.processor = 0.0
        self.wakes: list[float] = []

    @property
    def memory(self) -> float:
        return median(self._samples)

    def look(self) -> None:
        """Take one more sample of the memory."""
        self._samples.append(self._process.memory_info().rss / 1e6)

    def end(self, seconds: float) -> None:
        """Reckon the processor time and the wakes since the beginning."""
        self.wakes = wakes_a_second(self._asleep, wakes_of(self._process.pid), seconds)
        self.processor = 100 * (self._seconds() - self._before) / seconds

    def _seconds(self) -> float:
        times = self._process.cpu_times()
        return float(times.user + times.system)


def _costs(pids: Sequence[int], seconds: float) -> list[_Cost]:
    sleep(SETTLES)
    costs = [_Cost(pid) for pid in pids]
    looks = 5
    for _ in range(looks):
        sleep(seconds / looks)
        for cost in costs:
            cost.look()
    for cost in costs:
        cost.end(seconds)
    return costs
