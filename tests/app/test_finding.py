"""Relays found by multicast, on the loopback interface alone: with nothing else to go by."""

import re
import socket
from collections.abc import Iterator
from secrets import token_hex

import pytest

from desktop.app import finding, relaying
from desktop.domain.relays import RelayTarget
from desktop.services.adapters.discovery import Discovery
from desktop.services.adapters.home import Home
from tests.support.ports import own_port
from tests.support.workplace import LOOPBACK, StationAtWork, Workplace, office, wait_until

__all__ = ["office"]

pytestmark = pytest.mark.timeout(120)


@pytest.fixture(autouse=True)
def _looks_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "BEGINS_AFTER", 0.0)
    monkeypatch.setattr(relaying, "RETRY_AFTER", 0.1)


def set_up(home: Home, **changes: object) -> None:
    """Change what the settings of ``home`` say."""
    file = home.path / "station.toml"
    text = file.read_text("utf-8")
    for key, value in changes.items():
        text = re.sub(rf"^{key} = .*$", f"{key} = {value}", text, flags=re.MULTILINE)
    file.write_text(text, "utf-8")


@pytest.fixture
def ana(office: Workplace) -> StationAtWork:
    """A supervisor and a counter that are off; both look for relays once they are on."""
    ana = office.supervisor("Ana Ruiz")
    counter = office.counter("Counter 3")
    for station in (counter, ana):
        station.leaves()
        set_up(station.home, discovery="true")
    return ana


def test_a_relay_that_moved_while_the_counter_was_off_is_found_and_gets_its_panic(
    office: Workplace, ana: StationAtWork
) -> None:
    counter = office.stations[1]
    set_up(ana.home, port=own_port())  # neither the roster nor the invitation knows that one
    ana.comes_back()
    counter.comes_back()
    alert = counter.presses_panic()
    wait_until(lambda: ana.shows(alert))
    wait_until(lambda: counter.knows_it_was_delivered(alert))


@pytest.fixture
def heard(ana: StationAtWork) -> Iterator[list[RelayTarget]]:
    """What some other PC of the site hears about relays."""
    heard: list[RelayTarget] = []
    other = Discovery(
        site=ana.running.identity.site,
        device=token_hex(16),
        on_hint=heard.append,
        interfaces=[LOOPBACK],
    )
    other.start()
    yield heard
    other.close()


@pytest.mark.expects_log("holds the relay's port")
def test_a_relay_that_could_start_only_later_is_advertised_all_the_same(
    ana: StationAtWork, heard: list[RelayTarget]
) -> None:
    port = ana.running.settings.port
    with socket.create_server((LOOPBACK, port)):
        ana.comes_back()
        relay = ana.running.relay
        assert relay is not None
        wait_until(lambda: relay.trouble)
        assert heard == []
    wait_until(lambda: RelayTarget(ana.device, ((LOOPBACK, port),)) in heard)
