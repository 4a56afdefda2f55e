"""Start to armed: from the start of the process to a bar that is painted and connected."""

import os
import subprocess
import sys
from statistics import median
from time import perf_counter

from benchmarks.processes import ROOT
from benchmarks.results import Result, Row, spread
from benchmarks.screens import screens
from benchmarks.site import new_site
from desktop.domain.roster.roles import Role

METHOD = """
Each sample is a new process of the real program on a counter's home, with its modules compiled and
the files in the system's cache, as on any but the first start of a day. Armed: the bar's first
paint has returned, and the link to the relay is up with every subscription in place (TLS both
ways).
Floor: a new process with a bare window of Qt of the bar's size, first paint. The two take turns;
figures are medians. Nothing is pinned or niced.
"""


def run(*, quick: bool) -> Result:
    """Measure it on every kind of screen there is; about a minute, quick: 20 s."""
    starts = 6 if quick else 25
    rows: list[Row] = []
    kept: list[dict[str, object]] = []
    with screens() as found, new_site() as site:
        home = site.admit(Role.COUNTER, "Counter 3")
        with site.open():
            for name, environment in found.items():
                floor, painted, connected, armed = [], [], [], []
                for turn in range(starts + 1):
                    (bare,) = _start("bare_window", environment)
                    shown, linked = _start("start", environment, str(home.path))
                    if turn == 0:
                        continue  # fills the caches and makes the database
                    floor.append(bare)
                    painted.append(shown)
                    connected.append(linked)
                    armed.append(max(shown, linked))
                for what, samples, limit in (
                    ("start -> bar painted", painted, None),
                    ("start -> connected", connected, None),
                    ("start -> armed", armed, 2.0),
                ):
                    rows.append(
                        Row(
                            what=f"{what}, {name}",
                            unit="ms",
                            product=median(samples),
                            floor=median(floor),
                            most_ratio=limit,
                        )
                    )
                kept.append({"screen": name, "floor": spread(floor), "armed": spread(armed)})
    return Result(name="start", method=METHOD, rows=tuple(rows), rounds=tuple(kept))


def _start(module: str, environment: dict[str, str], *arguments: str) -> tuple[float, ...]:
    """Start it, and return the milliseconds it says.

    An installation has its modules compiled. A PC that forbids a checkout to keep them so would
    have each start compile two hundred, and the floor none.
    """
    inherited = {key: os.environ[key] for key in os.environ if key != "PYTHONDONTWRITEBYTECODE"}
    begun = perf_counter()
    said = subprocess.run(
        [sys.executable, "-m", f"benchmarks.ends.{module}", *arguments],
        cwd=ROOT,
        env={**inherited, **environment, "BENCHMARK_BEGUN": repr(begun)},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return tuple(float(figure) for figure in said.stdout.split())
