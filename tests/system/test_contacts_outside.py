"""A sender that is killed while nobody answers: the other one tells the contacts, and that once."""

import os
import signal
from pathlib import Path

import psutil
import pytest

from tests.support.office import Station, an_office, ended_afterwards, owner_of, wait_until
from tests.support.outside import Webhook, a_webhook

pytestmark = [pytest.mark.system, pytest.mark.timeout(120)]


def test_with_the_first_sender_killed_in_the_middle_the_second_tells_them_once(
    tmp_path: Path,
) -> None:
    with (
        a_webhook() as hook,
        an_office(tmp_path) as office,
        ended_afterwards(office.desk.home, office.counter.home),
    ):
        desk, counter = office.desk, office.counter
        for station in (desk, counter):
            _tells(station, hook)
        for setting in ("answer", "outside"):
            desk.does("settings", "preset", f"escalation.panic_{setting}", "5")
        desk.does("outside", "senders", desk.does("status")["me"]["place"], "Counter 3")
        wait_until(lambda: counter.does("outside", "list")["rank"] == 2)

        raised = counter.does("alert", "raise", "panic", "--wait-receipt", "20")
        _kill(desk)
        wait_until(lambda: bool(hook.got))
        assert raised["alert"]["number"] in hook.titles[0]

        alert = raised["alert"]["id"]
        wait_until(lambda: _told(desk, alert) == ["Director"])  # asking starts it again
        assert len(hook.got) == 1


def _tells(station: Station, hook: Webhook) -> None:
    file = station.home / "address.txt"
    file.write_text(hook.address, encoding="utf-8")
    station.does("outside", "add", "Director", "--address-file", file)


def _told(station: Station, alert: str) -> list[str]:
    outside = station.does("alert", "show", alert)["alert"]["outside"]
    return [one["contact"] for one in outside if one["told"]]


def _kill(station: Station) -> None:
    pid = owner_of(station.home)
    assert pid is not None
    process = psutil.Process(pid)
    os.kill(pid, signal.SIGKILL)
    wait_until(lambda: not process.is_running() or process.status() == psutil.STATUS_ZOMBIE)
