"""Many counters in one process: each a real station with its own key, database and links."""

import sys
from time import perf_counter, sleep

from benchmarks.homes import home_argument
from benchmarks.processes import commands, say
from benchmarks.stations import open_station
from desktop.domain.alerts.facts import Kind
from desktop.services.delivery.catching_up import CatchUp


def _nothing(_: CatchUp) -> bytes:
    """What a beat says that this station holds: less than its peers expect, so it keeps quiet."""
    return b""


def main() -> None:
    # They were not sent each other's presses; the desks shall not make up for that.
    CatchUp.digest = _nothing  # type: ignore[method-assign, assignment]  # in this process alone
    homes = [home_argument(at) for at in range(1, len(sys.argv))]
    opened = [open_station(home, hears_alerts=False) for home in homes]
    stations = [each.station for each in opened]
    while not all(station.board.readiness.is_ready for station in stations):
        sleep(0.05)
    say(ready=True)
    for command in commands():
        if "press_at" in command:
            sleep(max(0.0, command["press_at"] - perf_counter()))
            answers = [station.press(Kind.PANIC) for station in stations]
            pressed = [answer.result(60) for answer in answers]
            say(
                alerts=[one.alert for one in pressed],
                left=perf_counter(),
                unrecorded=sum(not one.is_recorded for one in pressed),
            )
        else:
            got = [
                live.delivery.got if (live := station.board.mine()) and live.delivery else 0
                for station in stations
            ]
            say(fewest_receipts=min(got))
    for each in opened:
        each.close()


if __name__ == "__main__":
    main()
