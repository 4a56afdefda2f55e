"""A supervisor's desk in the storm: notes when its board shows each alert."""

import sys
from threading import Event
from time import perf_counter, sleep

from benchmarks.homes import home_argument
from benchmarks.processes import commands, say
from benchmarks.stations import open_station
from desktop.domain.board import Board
from desktop.services.adapters.home import Home
from desktop.services.adapters.sqlite.database import open_for_reading
from desktop.services.adapters.sqlite.schema import File


def main() -> None:
    home, expected = home_argument(), int(sys.argv[2])
    desk = open_station(home)
    shown: dict[str, float] = {}
    complete = Event()

    def heard(board: Board) -> None:
        moment = perf_counter()
        for live in board.alerts:
            shown.setdefault(live.id, moment)
        if len(shown) >= expected:
            complete.set()

    desk.station.watch(heard)
    while sum(other.is_present for other in desk.station.board.desks) < int(sys.argv[3]):
        sleep(0.05)
    say(ready=True)
    for command in commands():
        if "watch" in command:
            complete.wait(command["watch"])
            say(shown=shown)
            continue
        refused = desk.station.refusals().result(30)
        alerts = desk.station.board.alerts
        say(
            alerts=len(alerts),
            presses=sum(len(live.alert.presses) for live in alerts),
            kept=_kept_presses(home),
            refused=refused,
        )
    desk.close()


def _kept_presses(home: Home) -> int:
    conn = open_for_reading(home.alerts_db, File.ALERTS)
    try:
        row = conn.execute("SELECT count(*) FROM events WHERE type = 'alert.raised'").fetchone()
        return int(row[0])
    finally:
        conn.close()


if __name__ == "__main__":
    main()
