"""Counters without windows that do nothing but beat: the rest of an office."""

import sys
from pathlib import Path

from benchmarks.processes import commands, say
from benchmarks.stations import open_station
from desktop.services.adapters.home import Home


def main() -> None:
    """One station for each home on the command line."""
    counters = [open_station(Home(Path(path))) for path in sys.argv[1:]]
    say(ready=len(counters))
    for _ in commands():
        continue
    for counter in counters:
        counter.close()


if __name__ == "__main__":
    main()
