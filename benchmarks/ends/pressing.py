"""A counter without windows, in a process of its own: it presses, and may be killed."""

from time import sleep

from benchmarks.homes import home_argument
from benchmarks.processes import commands, say
from benchmarks.stations import open_station
from desktop.domain.alerts.facts import Kind
from desktop.services.station import Station


def _is_recorded(station: Station) -> bool:
    mine = station.board.mine()
    return mine is not None and mine.delivery is not None and mine.delivery.is_recorded


def main() -> None:
    """Says when it reaches a supervisor, and of each press when it is on the disk."""
    counter = open_station(home_argument())
    is_ready: list[bool] = []

    def ready() -> None:
        if not is_ready and counter.station.board.readiness.is_ready:
            is_ready.append(True)
            say(ready=True)

    counter.station.watch(lambda _board: ready())
    for _ in commands():
        pressed = counter.station.press(Kind.PANIC).result(10)
        while not _is_recorded(counter.station):  # a busy disk may take longer than its 50 ms
            sleep(0.002)
        say(alert=pressed.alert)
    counter.close()


if __name__ == "__main__":
    main()
