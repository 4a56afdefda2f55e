"""A supervisor's desk: a real station, with its real takeover on the screens or headless."""

import sys
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks.ends.windows import application, listen
from benchmarks.processes import commands, say
from benchmarks.site import Place
from benchmarks.stations import open_desk
from desktop.services.station import Station
from desktop.ui.bridge import Bridge

# isort: split
from desktop.ui.takeover.screens import TakeoverScreens
from desktop.ui.words import Words


def close(station: Station, alert: str) -> None:
    """Attend to the alert and close it, as a supervisor would."""
    station.attend(alert).result(10)
    station.close(alert).result(10)
    say(closed=True)


def headless(place: Place) -> None:
    desk = open_desk(place)
    say(ready=True)
    for command in commands():
        close(desk.station, command["close"])
    desk.close()


def windowed(place: Place) -> None:
    """Tells when an alert has been painted, in seconds of the system's monotonic clock."""
    app = application()
    desk = open_desk(place)
    bridge = Bridge()
    screens = TakeoverScreens(words=Words.of("en"))
    screens.prepare()
    bridge.board_changed.connect(screens.show_board)
    screens.painted.connect(lambda alert: say(painted=perf_counter(), alert=alert))
    desk.station.watch(bridge.publish)

    def obey(command: dict[str, Any]) -> None:
        close(desk.station, command["close"])

    listen(bridge, obey)
    say(ready=True)
    app.exec()
    desk.close()


if __name__ == "__main__":
    (headless if "--headless" in sys.argv else windowed)(Place(Path(sys.argv[1])))
