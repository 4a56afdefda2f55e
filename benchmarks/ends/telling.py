"""A supervisor's station without windows that is a sender; it may be killed."""

from benchmarks.homes import home_argument
from benchmarks.processes import commands, say
from desktop.app.running import RunningStation


def main() -> None:
    """Says when it reaches a relay. Of an alert it is told, it says that somebody is there, and
    closes it.
    """
    running = RunningStation(home_argument(), has_windows=False)
    is_ready: list[bool] = []

    def ready() -> None:
        if not is_ready and running.station.board.relays_up:
            is_ready.append(True)
            say(ready=True)

    running.start()
    running.late.telling_outside()
    running.station.watch(lambda _board: ready())
    for said in commands():
        running.station.attend(said["alert"]).result(10)
        running.station.close(said["alert"]).result(10)
        say(closed=said["alert"])
    running.stop()


if __name__ == "__main__":
    main()
