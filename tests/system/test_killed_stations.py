"""Stations in processes of their own, killed at the worst moment."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from desktop.services.adapters.control.client import ControlClient
from desktop.services.adapters.home import Home
from tests.support.office import (
    Office,
    Station,
    an_office,
    ended_afterwards,
    make_home,
    station_at_work,
    wait_until,
)

pytestmark = [pytest.mark.system, pytest.mark.timeout(120)]


def test_a_counter_killed_between_press_and_send_sends_it_when_it_is_started_again(
    tmp_path: Path,
) -> None:
    with an_office(tmp_path) as office, ended_afterwards(office.desk.home, office.counter.home):
        _kill(office.desk)
        wait_until(lambda: office.counter.does("status")["relays_up"] == 0)
        raised = office.counter.does("alert", "raise", "panic")
        assert raised["recorded"]
        assert not raised["sent"]
        _kill(office.counter)

        office.desk.does("status")  # a command starts the station where none runs
        office.counter.does("status")
        alert = raised["alert"]["id"]
        wait_until(lambda: alert in _open(office.desk))
        wait_until(lambda: _received(office.counter, alert))


def test_a_supervisors_station_killed_after_its_receipt_still_has_the_alert(
    tmp_path: Path,
) -> None:
    with an_office(tmp_path) as office, ended_afterwards(office.desk.home, office.counter.home):
        raised = office.counter.does("alert", "raise", "panic", "--wait-receipt", "20")
        assert raised["waited"]["receipt"]["came"]
        _kill(office.desk)

        assert raised["alert"]["id"] in _open(office.desk)


def test_a_killed_station_leaves_no_broker_behind(tmp_path: Path) -> None:
    with an_office(tmp_path) as office, ended_afterwards(office.desk.home, office.counter.home):
        brokers = [
            child
            for child in psutil.Process(_pid(office.desk)).children(recursive=True)
            if "mosquitto" in child.name()
        ]
        assert brokers
        _kill(office.desk)
        wait_until(lambda: not any(broker.is_running() for broker in brokers))


@pytest.mark.parametrize("blow", [signal.SIGKILL, signal.SIGSTOP], ids=["killed", "frozen"])
def test_with_one_of_two_supervisors_gone_at_the_press_the_other_is_called_and_the_counter_told(
    tmp_path: Path, blow: signal.Signals
) -> None:
    with an_office(tmp_path) as office, _second_desk(office) as marcus:
        wait_until(lambda: _present(office.counter) == {"Ana", "Marcus"})
        pid = _pid(marcus)
        os.kill(pid, blow)
        raised = office.counter.does("alert", "raise", "panic", "--wait-receipt", "20")
        assert raised["waited"]["receipt"]["seconds"] < 1
        alert = raised["alert"]["id"]
        assert alert in _open(office.desk)
        assert _delivery(office.counter, alert) == (1, 2)

        office.desk.does("alert", "ack", alert)
        wait_until(lambda: _answered(office.counter, alert) == ["Ana"])
        wait_until(lambda: _present(office.counter) == {"Ana"})  # silent for 20 s
        assert _delivery(office.counter, alert) == (1, 2)

        if blow is signal.SIGSTOP:
            os.kill(pid, signal.SIGCONT)
        wait_until(lambda: alert in _open(marcus))  # where it was killed, asking starts it again
        wait_until(lambda: _delivery(office.counter, alert) == (2, 2))
        wait_until(lambda: _answered(marcus, alert) == ["Ana"])  # by catching up, a moment later


@contextmanager
def _second_desk(office: Office) -> Iterator[Station]:
    """Another supervisor's desk of the site, at work."""
    home = make_home(office.folder / "marcus")
    asked = ("--place", "Back office", "--person", "Marcus", "--role", "supervisor")
    invited = office.desk.does("site", "invite", *asked)
    code, address = invited["invitations"][0]["code"], invited["addresses"][0]
    Station(home).does("site", "join", code, "--at", address)
    with ended_afterwards(home), station_at_work(home) as marcus:
        yield marcus


def _present(station: Station) -> set[str]:
    return {desk["person"] for desk in station.does("status")["desks"] if desk["present"]}


def _delivery(station: Station, alert: str) -> tuple[int, int]:
    delivery = station.does("alert", "show", alert)["alert"]["delivery"]
    return delivery["received"], delivery["of"]


def _answered(station: Station, alert: str) -> list[str]:
    answers = station.does("alert", "show", alert)["alert"]["answers"]
    return [answer["person"] for answer in answers if answer["says"] == "going"]


def _open(station: Station) -> set[str]:
    return {alert["id"] for alert in station.does("alert", "list")["open"]}


def _received(station: Station, alert: str) -> bool:
    found = [entry for entry in station.does("alert", "list")["open"] if entry["id"] == alert]
    return bool(found and found[0]["delivery"]["received"])


def _pid(station: Station) -> int:
    with ControlClient.connect(Home(station.home)) as client:
        return client.pid


def _kill(station: Station) -> None:
    process = psutil.Process(_pid(station))
    os.kill(process.pid, signal.SIGKILL)
    wait_until(lambda: not process.is_running() or process.status() == psutil.STATUS_ZOMBIE)
