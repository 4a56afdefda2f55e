"""Faults in the middle of an alert, and of a report: not one alert and no more than 2 s of typing
may be lost.
"""

import os
import random
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from time import monotonic, sleep

from benchmarks.escalations import Killed as KilledStation
from benchmarks.escalations import Victim, kill_in_escalations
from benchmarks.processes import End
from benchmarks.results import Result, Row
from benchmarks.senders import KilledSender, kill_senders
from benchmarks.site import new_site
from benchmarks.stations import OpenStation, open_station
from benchmarks.writing import Killed, kill_while_typing
from desktop.domain.alerts.facts import Kind
from desktop.domain.roster.roles import Role
from desktop.services.adapters.home import Home
from desktop.services.adapters.mosquitto.relay import MosquittoRelay

METHOD = """
A supervisor's station and a counter over a real broker that is killed (SIGKILL) at the moment of
the press, and started again by its supervisor. Delivered: the supervisor's station shows the
alert and the counter has its signed receipt. Then the same with the counter's own process killed
as soon as it has said that the press is on the disk, while no broker runs, and started again.
Then a counter at which somebody types a report into the real form, 40 to 180 ms from key to key
with pauses to think, and which is killed (SIGKILL) at a random moment of its first 7 s of typing.
Lost: from the first key whose letter the reopened draft lacks until the kill. Unsound: SQLite's
integrity check or `log verify` finds anything, or the draft holds what nobody typed. Four counters
at a time, so a save waits for the starting of the others.
Then two senders of contacts outside, of which the first is killed (SIGKILL) from 1 s before the
message is due until 3 s after it, and started again at once; a web server on loopback counts what
arrives. Told twice may be one that was killed between the server's answer and its own record.
Then a panic that nobody answers, and to which then nobody comes, at four stations in processes of
their own, with a tenth of the usual times. By turns the counter that called, a counter that is
asked, the desk that goes, and the relay are killed (SIGKILL) at a random moment and started again.
Silent: a station that lives and does not ask, or does not call again, within 3 s of when it must;
or one that was killed and does not within 15 s of its return.
"""
PATIENCE = 30.0
LANES = 4
LATEST_KILL = 7.0
MOST_LOST = 2.0


class NotDeliveredError(Exception):
    """An alert did not arrive: what this benchmark exists to find."""


def run(*, quick: bool) -> Result:
    """Twenty of each, 200 kills while typing, 50 of a sender and 50 in an escalation, some 17
    minutes; quick: three, five, two and four.
    """
    runs, kills, senders, stations = (3, 5, 2, 4) if quick else (20, 200, 50, 50)
    with new_site() as site:
        desk_home = site.admit(Role.SUPERVISOR, "Supervisors")
        counter_home = site.admit(Role.COUNTER, "Counter 3")
        killed_home = site.admit(Role.COUNTER, "Counter 4")
        writing_homes = [site.admit(Role.COUNTER, f"Desk {n + 1}") for n in range(LANES)]
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
            written = _written(kills, writing_homes)
    rows = tuple(
        row
        for what, taken in (("broker killed at the press", broker), ("counter killed", own))
        for row in (
            Row(what=f"{what}: lost of {runs}", unit="", product=runs - len(taken), most=0),
            Row(what=f"{what}: until delivered, longest", unit="s", product=max(taken, default=0)),
        )
    )
    kept = [
        {"lost": round(one.lost_s, 3), "flush": round(one.flush_s, 3), "flaws": [*one.flaws]}
        for one in written
    ]
    told = _senders_killed(senders)
    escalated = _stations_killed(stations)
    rounds = (
        {"broker": [*broker]},
        {"counter": [*own]},
        {"typing": kept},
        {"senders": [asdict(one) for one in told]},
        {"escalations": [asdict(one) for one in escalated]},
    )
    rows = (
        *rows,
        *_rows_of(written),
        *_rows_of_senders(told),
        *_rows_of_stations(escalated),
    )
    return Result(name="faults", method=METHOD, rows=rows, rounds=rounds)


def _written(kills: int, homes: Sequence[Home]) -> list[Killed]:
    """Kill somebody's typing so many times, at ``homes`` in turn."""
    moments = [random.uniform(0, LATEST_KILL) for _ in range(kills)]

    def lane(home: Home, own: Sequence[float]) -> Iterator[Killed]:
        for at in own:
            yield kill_while_typing(home, after_s=at, seed=str(at))

    lanes = len(homes)
    with ThreadPoolExecutor(lanes) as threads:
        found = threads.map(
            lambda n: list(lane(homes[n], moments[n::lanes])),
            range(lanes),
        )
        return [killed for one in found for killed in one]


def _rows_of(written: Sequence[Killed]) -> Iterator[Row]:
    what = "killed while typing"
    unsound = [flaw for one in written for flaw in one.flaws]
    for flaw in unsound:
        print(f"UNSOUND: {flaw}")
    yield Row(
        what=f"{what}: lost, longest of {len(written)}",
        unit="s",
        product=max(one.lost_s for one in written),
        most=MOST_LOST,
    )
    yield Row(
        what=f"{what}: unsound of {len(written)}",
        unit="",
        product=sum(bool(one.flaws) for one in written),
        most=0,
    )
    yield Row(
        what=f"{what}: one save, longest",
        unit="s",
        product=max(one.flush_s for one in written),
    )


def _senders_killed(kills: int) -> list[KilledSender]:
    """Kill a sender so many times, at several sites at a time."""
    lanes = min(LANES, kills)
    shares = [len(range(lane, kills, lanes)) for lane in range(lanes)]
    with ThreadPoolExecutor(lanes) as threads:
        return [one for lane in threads.map(kill_senders, shares) for one in lane]


def _rows_of_senders(told: Sequence[KilledSender]) -> Iterator[Row]:
    what = "sender killed"
    yield Row(
        what=f"{what}: contacts not told, of {len(told)}",
        unit="",
        product=sum(not one.times for one in told),
        most=0,
    )
    yield Row(
        what=f"{what}: told twice, of {len(told)}",
        unit="",
        product=sum(one.times > 1 for one in told),
    )
    yield Row(
        what=f"{what}: from the press until told, longest",
        unit="s",
        product=max((one.told_s for one in told if one.told_s is not None), default=0),
    )


def _stations_killed(kills: int) -> list[KilledStation]:
    """Kill each kind of station in turn, so many in all, at two sites at a time."""
    everyone = [*Victim]
    victims = [everyone[n % len(everyone)] for n in range(kills)]
    with ThreadPoolExecutor(2) as threads:
        halves = (victims[::2], victims[1::2])
        return [one for half in threads.map(kill_in_escalations, halves) for one in half]


def _rows_of_stations(killed: Sequence[KilledStation]) -> Iterator[Row]:
    what = "killed in an escalation"
    for one in killed:
        if one.silent:
            print(f"SILENT: {', '.join(one.silent)}, when {one.victim} was killed")
    yield Row(
        what=f"{what}: somebody silent, of {len(killed)}",
        unit="",
        product=sum(bool(one.silent) for one in killed),
        most=0,
    )
    yield Row(
        what=f"{what}: after it was due, longest",
        unit="s",
        product=max(one.took_s for one in killed),
    )


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
    if sys.platform == "win32":  # where this ends it as hard, and SIGKILL is no name
        os.kill(relay.pid, signal.SIGTERM)
    else:
        os.kill(relay.pid, signal.SIGKILL)


def _until(holds: Callable[[], object]) -> None:
    deadline = monotonic() + PATIENCE
    while not holds():
        if monotonic() > deadline:
            raise NotDeliveredError(f"not within {PATIENCE} s")
        sleep(0.002)
