"""What this PC says about itself; the parts that can be seen from outside it."""

import subprocess
import sys
import time
from collections.abc import Callable
from ipaddress import ip_address

import pytest

from desktop.services.adapters import machine
from tests.support.display import Display

ASK = "from desktop.services.adapters import machine; print(machine.seconds_since_input())"


def asked_on(display: Display) -> float:
    said = subprocess.run(
        [sys.executable, "-c", ASK],
        env=display.environment(),
        capture_output=True,
        text=True,
        check=True,
        timeout=20,
    )
    return float(said.stdout)


def test_a_pc_has_one_id_that_another_pc_does_not_have(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(machine.OVERRIDE, raising=False)
    here = machine.machine_id()
    assert here == machine.machine_id()
    monkeypatch.setenv(machine.OVERRIDE, "counter-2")
    counter = machine.machine_id()
    monkeypatch.setenv(machine.OVERRIDE, "counter-3")
    assert len({here, counter, machine.machine_id()}) == 3


@pytest.mark.skipif(sys.platform != "linux", reason="the file is Linux's")
def test_the_id_does_not_give_away_the_systems_own(monkeypatch: pytest.MonkeyPatch) -> None:
    from desktop.services.adapters.machine import linux

    monkeypatch.delenv(machine.OVERRIDE, raising=False)
    told = linux.machine_id()
    if told is None:
        assert machine.machine_id() is None
    else:
        assert told not in (machine.machine_id() or "")


def test_whoever_is_logged_on_has_a_name() -> None:
    assert machine.os_account_display_name().strip()


def test_addresses_are_ones_that_another_pc_could_use() -> None:
    addresses = [ip_address(text) for text in machine.lan_addresses()]
    assert not any(address.is_loopback or address.is_multicast for address in addresses)
    assert [address.version for address in addresses] == sorted(a.version for a in addresses)


def test_nobody_knows_of_any_input_where_there_is_no_screen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if sys.platform != "linux":
        pytest.skip("those systems always know")
    monkeypatch.delenv("DISPLAY", raising=False)
    assert machine.seconds_since_input() is None
    monkeypatch.setenv("DISPLAY", ":65000")
    assert machine.seconds_since_input() is None


def test_a_key_press_ends_the_idle_time(display: Display) -> None:
    def is_idle(seconds: float) -> bool:
        return asked_on(display) >= seconds

    wait_until(lambda: is_idle(0.5))
    not_yet_pressed = time.monotonic()
    subprocess.run(["xdotool", "key", "shift"], env=display.environment(), check=True, timeout=20)
    idle = asked_on(display)
    assert idle <= time.monotonic() - not_yet_pressed


@pytest.mark.parametrize(
    "ask", [machine.is_session_locked, machine.seconds_since_input, machine.lan_addresses]
)
def test_every_answer_is_cheap_enough_for_the_beat(ask: Callable[[], object]) -> None:
    ask()
    fastest = min(_seconds(ask) for _ in range(5))
    assert fastest < 0.1


def test_a_locked_session_is_a_yes_a_no_or_unknown() -> None:
    assert machine.is_session_locked() in (True, False, None)


def _seconds(ask: Callable[[], object]) -> float:
    started = time.perf_counter()
    ask()
    return time.perf_counter() - started


def wait_until(is_so: Callable[[], bool], deadline_s: float = 20.0) -> None:
    ends_at = time.monotonic() + deadline_s
    while not is_so():
        assert time.monotonic() < ends_at, "it did not become so in time"
        time.sleep(0.05)
