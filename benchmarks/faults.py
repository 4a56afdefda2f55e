"""Faults in the middle of an alert: twenty of each, and not one may be lost."""

import os
import signal
from collections.abc import Callable
from time import monotonic, sleep

from benchmarks.processes import End
from benchmarks.results import Result, Row
from benchmarks.site import new_site
from benchmarks.stations import OpenStation, open_station
from desktop.domain.alerts.facts import Kind
from desktop.domain.roster.roles import Role
from desktop.services.adapters.mosquitto.process import MosquittoRelay

METHOD = """
A supervisor's station and a counter over a real broker that is killed (SIGKILL) at the moment of
the press, and started again by its supervisor. Delivered: the supervisor's station shows the
alert and the counter has its signed receipt. Then the same with the counter's own process killed
as soon as it has said that the press is on the disk, while no broker runs, and started again.
"""
PATIENCE = 30.0


class NotDeliveredError(Exception):
    """An alert did not arrive: what this benchmark exists to find."""


def run(*, quick: bool) -> Result:
    """Twenty of each; quick: three."""
    runs = 3 if quick else 20
    with new_site() as site:
        desk_home = site.admit(Role.SUPERVISOR, "Supervisors")
        counter_home = site.admit(Role.COUNTER, "Counter 3")
        killed_home = site.admit(Role.COUNTER, "Counter 4")
        with site.open() as relay:
            desk = open_station(desk_home)
            counter = open_station(counter_home)
            try:
                _until(lambda: counter.station.board.readiness.is_ready)
                broker = _tried(runs, lambda: _broker_killed(relay, desk, counter))
                own = _tried(runs, lambda: _counter_killed(relay, desk, str(killed_home.path)))
            finally:
                counter.close()
                desk.close()
    rows = tuple(
        row
        for what, taken in (("broker killed at the press", broker), ("counter killed", own))
        for row in (
            Row(what=f"{what}: lost of {runs}", unit="", product=runs - len(taken), most=0),
            Row(what=f"{what}: until delivered, longest", unit="s", product=max(taken, default=0)),
        )
    )
    rounds = ({"broker": [*broker]}, {"counter": [*own]})
    return Result(name="faults", method=METHOD, rows=rows, rounds=rounds)


def _tried(runs: int, fault: Callable[[], float]) -> list[float]:
    """The seconds that each alert took which was delivered; the others are missing."""
    taken = []
    for _ in range(runs):
        try:
            taken.append(fault())
        except NotDeliveredError as lost:
            print(f"NOT DELIVERED: {lost}")
    return taken


def _broker_killed(relay: MosquittoRelay, desk: OpenStation, counter: OpenStation) -> float:
    """Seconds from the press to the receipt; raises ``NotDeliveredError``."""
    _kill_broker(relay)
    began = monotonic()
    alert = counter.station.press(Kind.PANIC).result(PATIENCE).alert
    _until(lambda: any(live.id == alert for live in desk.station.board.alerts))
    _until(
        lambda: (
            (mine := counter.station.board.mine()) is not None
            and mine.delivery is not None
            and mine.delivery.got > 0
        )
    )
    took = monotonic() - began
    _close(desk, alert)
    _until(lambda: counter.station.board.mine() is None)
    return took


def _counter_killed(relay: MosquittoRelay, desk: OpenStation, home: str) -> float:
    """Seconds from the press to the supervisor's screen, over the death of the presser."""
    _until(lambda: desk.station.board.relays_up)
    with End("pressing", home) as counter:
        counter.hear()
        _kill_broker(relay)
        began = monotonic()
        pressed = counter.ask(press=True)
        counter.kill()
    with End("pressing", home):
        _until(lambda: any(live.id == pressed["alert"] for live in desk.station.board.alerts))
        took = monotonic() - began
        _close(desk, pressed["alert"])
    return took


def _close(desk: OpenStation, alert: str) -> None:
    _until(lambda: any(live.id == alert for live in desk.station.board.alerts))
    desk.station.attend(alert).result(PATIENCE)
    desk.station.close(alert).result(PATIENCE)


def _kill_broker(relay: MosquittoRelay) -> None:
    _until(lambda: relay.pid)
    assert relay.pid is not None
    os.kill(relay.pid, signal.SIGKILL)


def _until(holds: Callable[[], object]) -> None:
    deadline = monotonic() + PATIENCE
    while not holds():
        if monotonic() > deadline:
            raise NotDeliveredError(f"not within {PATIENCE} s")
        sleep(0.002)
