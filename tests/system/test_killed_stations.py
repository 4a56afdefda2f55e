"""Stations in processes of their own, killed at the worst moment."""

import os
import signal
from pathlib import Path

import psutil
import pytest

from desktop.services.adapters.control.client import ControlClient
from desktop.services.adapters.home import Home
from tests.support.office import Station, an_office, ended_afterwards, wait_until

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
