"""A counter without windows, in a process of its own: it presses, and may be killed."""

from benchmarks.processes import commands, say
from benchmarks.site import home_argument
from benchmarks.stations import open_station
from desktop.domain.alerts.facts import Kind


def main() -> None:
    """Says when it reaches a supervisor, and after each press how far that came."""
    counter = open_station(home_argument())
    is_ready: list[bool] = []

    def ready() -> None:
        if not is_ready and counter.station.board.readiness.is_ready:
            is_ready.append(True)
            say(ready=True)

    counter.station.watch(lambda _board: ready())
    for _ in commands():
        pressed = counter.station.press(Kind.PANIC).result(10)
        say(alert=pressed.alert, recorded=pressed.is_recorded, sent=pressed.is_sent)
    counter.close()


if __name__ == "__main__":
    main()
