"""A station without windows in the middle of an escalation; it may be killed."""

import sys
from typing import Any

from benchmarks.homes import home_argument
from benchmarks.processes import commands, say
from benchmarks.stations import open_station
from desktop.domain.alerts.escalation import Patience
from desktop.domain.alerts.facts import Kind
from desktop.services.station import Station


def main() -> None:
    """Argument two: seconds until every desk is asked, and until somebody who goes must have
    arrived. Says when it reaches a relay; then it does what it is told, and says how an alert
    stands on its board.
    """
    running = open_station(home_argument())
    seconds = float(sys.argv[2])
    station = running.station
    station.wait({kind: Patience(seconds, seconds, 3600.0) for kind in Kind})
    is_up: list[bool] = []

    def up() -> None:
        if not is_up and station.board.relays_up:
            is_up.append(True)
            say(ready=True)

    station.watch(lambda _board: up())
    for said in commands():
        say(**_did(station, said))
    running.close()


def _did(station: Station, said: dict[str, Any]) -> dict[str, object]:
    match said:
        case {"press": True}:
            return {"alert": station.press(Kind.PANIC).result(10).alert}
        case {"going": alert}:
            station.acknowledge(alert).result(10)
        case {"over": alert}:
            station.attend(alert).result(10)
            station.close(alert).result(10)
        case {"stands": alert}:
            return _stands(station, alert)
    return {}


def _stands(station: Station, alert: str) -> dict[str, object]:
    found = next((live.alert for live in station.board.alerts if live.id == alert), None)
    if found is None:
        return {"is_open": False}
    return {
        "is_open": True,
        "calls": found.needs_answer,
        "asked": found.is_asked,
        "late": found.is_late,
    }


if __name__ == "__main__":
    main()
