"""A running station with contacts outside: what its process loads, and what its windows can do."""

import subprocess
import sys
import time
from collections.abc import Iterator
from threading import Semaphore

import pytest
from pytestqt.qtbot import QtBot

from desktop.domain.outside.contacts import Message
from desktop.ui.settings.rows import MessageRow
from tests.support.outside import Webhook, a_webhook, contact
from tests.support.programs import SupervisorSite
from tests.support.workplace import PATIENCE, Workplace, office, wait_until
from tests.ui.hands import click

__all__ = ["office"]

PATIENCE_MS = round(1000 * PATIENCE)


@pytest.fixture
def hook() -> Iterator[Webhook]:
    with a_webhook() as webhook:
        yield webhook


OPENS = """
import sys
from pathlib import Path
from desktop.app.running import RunningStation
from desktop.services.adapters.home import Home
running = RunningStation(Home(Path(sys.argv[1])), has_windows=False)
running.start()
print([name for name in sys.modules if "outside" in name.split(".")[1:-1]])
outside = running.late.telling_outside()
director = outside.add("Director", sys.argv[2])
((_, attempt),) = outside.test((director,)).result(30)
assert attempt.is_told
running.stop()
print(sorted({"apprise", "keyring", "requests", "smtplib"} & set(sys.modules)))
"""


def test_a_station_reads_nothing_of_sending_before_it_has_contacts_and_never_the_senders_modules(
    office: Workplace, hook: Webhook
) -> None:
    station = office.supervisor("Ana Ruiz")
    station.leaves()
    asked = [sys.executable, "-c", OPENS, str(station.home.path), hook.address]
    done = subprocess.run(asked, capture_output=True, text=True, check=True)
    first, last = done.stdout.splitlines()
    assert [name for name in eval(first) if "domain" not in name] == []
    assert last == "[]"
    assert len(hook.got) == 1


@pytest.mark.allows_log("desktop.app.telling_outside")
def test_the_gravest_message_goes_first_none_late_or_answered_and_ending_waits_a_second(
    office: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    outside = office.supervisor("Ana Ruiz").running.late.telling_outside()
    begun: list[str] = []
    goes_on = Semaphore(0)

    def sends(message: Message, *_: object) -> None:
        begun.append(message.title)
        goes_on.acquire(timeout=PATIENCE)

    monkeypatch.setattr(outside._post, "send", sends)

    def asks(title: str, within: float = 60.0, *, gravity: int = 1, wanted: bool = True) -> None:
        outside._send(
            *(Message(title, ""), (contact(),), within, lambda *_: None),
            urgency=(gravity, 0.0),
            is_wanted=lambda: wanted,
        )

    asks("late", 0.1)
    asks("answered", wanted=False)
    for number in range(4):
        asks(f"message {number}")
    wait_until(lambda: len(begun) == 4)
    for number in range(4, 8):
        asks(f"message {number}")
    asks("panic", gravity=0)
    goes_on.release()
    wait_until(lambda: len(begun) == 5)
    began = time.monotonic()
    outside.stop()
    assert time.monotonic() - began < 4.0
    goes_on.release(9)
    assert sorted(begun[:4]) == [f"message {number}" for number in range(4)]
    assert begun[4:] == ["panic"]


def test_a_test_message_is_sent_from_the_settings_of_a_desk_and_its_row_says_how_it_went(
    qtbot: QtBot, tmp_path_factory: pytest.TempPathFactory, hook: Webhook
) -> None:
    site = SupervisorSite(tmp_path_factory.mktemp("site"))
    try:
        windows, program = site.windows, site.program
        qtbot.waitUntil(
            lambda: program.running is not None and program.running.keys is not None,
            timeout=PATIENCE_MS,
        )
        assert program.running is not None
        program.running.late.telling_outside().add("Director", hook.address)
        windows.console._navigation.settings.click()
        window = windows._settings.window
        assert window is not None
        (row,) = (row for row in window.rows.values() if isinstance(row, MessageRow))
        assert row.says.text() == "JSON. Nothing was sent yet."
        click(row.test_button)
        click(row.test_button)  # in haste: one message
        qtbot.waitUntil(lambda: "Told, " in row.says.text(), timeout=PATIENCE_MS)
        assert len(hook.got) == 1
    finally:
        site.closes()
