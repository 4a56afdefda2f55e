"""The relay that a station runs for the site."""

import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest

from desktop.app import relaying
from desktop.app.relaying import OwnRelay
from desktop.domain.presence import Unready
from desktop.domain.relays import TlsFiles
from desktop.services.adapters.mosquitto import folder
from desktop.services.adapters.mosquitto.config import RelayAccess
from desktop.services.adapters.mosquitto.folder import ACL, CRL, RelayFolderError
from desktop.services.adapters.mosquitto.relay import MosquittoRelay
from desktop.services.station import Station
from tests.support.workplace import LOOPBACK, Workplace, office, wait_until

__all__ = ["office"]


class NoRoster:
    """A station in which something went wrong."""

    device = "0" * 32

    def watch_roster(self, listener: Callable[[Any], None]) -> None:
        listener(None)


@pytest.mark.expects_log("could not be kept in step")
def test_a_bug_in_keeping_the_relay_in_step_is_heard_of(tmp_path: Path) -> None:
    nothing = TlsFiles(tmp_path / "ca", tmp_path / "certificate", tmp_path / "key")
    station = cast(Station, NoRoster())
    relay = OwnRelay(
        folder=tmp_path, port=0, bind="127.0.0.1", certificate=nothing, station=station
    )
    relay.start()
    relay.stop()


@pytest.mark.expects_log("holds the relay's port")
def test_a_relay_whose_port_was_taken_at_the_start_runs_once_the_port_is_free(
    office: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relaying, "RETRY_AFTER", 0.1)
    ana = office.supervisor("Ana Ruiz")
    assert ana.running.relay is not None
    port = ana.running.relay.port
    ana.leaves()
    with socket.create_server((LOOPBACK, port)):
        ana.comes_back()
        relay = ana.running.relay
        wait_until(lambda: relay.trouble)
        assert not ana.board.relays_up
    wait_until(lambda: ana.board.relays_up)
    assert relay.is_running
    assert relay.trouble is None


def test_a_roster_heard_while_the_station_ends_starts_no_broker(
    office: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana = office.supervisor("Ana Ruiz")
    relay = ana.running.relay
    assert relay is not None
    wait_until(lambda: relay.is_running)
    stop = relay._relay.stop

    def hear_the_roster_meanwhile() -> None:
        relay._has_started = False  # as where the end comes before the broker answers
        ana.running.station.watch_roster(lambda roster: relay._soon(lambda: relay._admit(roster)))
        stop()

    monkeypatch.setattr(relay._relay, "stop", hear_the_roster_meanwhile)
    relay.stop()
    assert not relay.is_running


class FullDisk:
    """A disk that refuses one of the relay's lists, as often as is said, here and elsewhere."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.left, self._name = 0, ""
        write = folder._write

        def refuses(file: Path, content: bytes) -> None:
            if file.name == self._name and self.left:
                self.left -= 1
                raise OSError(28, "The disk is full")
            write(file, content)

        monkeypatch.setattr(folder, "_write", refuses)

    def refuses(self, name: str, times: int) -> None:
        self._name, self.left = name, 2 * times


@pytest.mark.expects_log("The disk is full")
@pytest.mark.parametrize("times", [1, 3])
@pytest.mark.parametrize("name", [ACL, CRL])
def test_a_station_that_was_taken_out_is_cut_off_once_the_disk_lets_it_be_written(
    office: Workplace, monkeypatch: pytest.MonkeyPatch, name: str, times: int
) -> None:
    monkeypatch.setattr(relaying, "RETRY_AFTER", 0.1)
    monkeypatch.setattr(relaying, "TOLD_WITHIN", 0.1)
    ana = office.supervisor("Ana Ruiz")
    counter = office.counter("Counter 3")
    wait_until(lambda: counter.is_ready)
    relay = ana.running.relay
    assert relay is not None
    disk = FullDisk(monkeypatch)
    disk.refuses(name, times)
    assert ana.running.admitting is not None
    ana.running.admitting.revoke(counter.device, reason="stolen", person="Ana Ruiz")
    wait_until(lambda: not disk.left)
    wait_until(lambda: counter.device in relay._served.access.revoked)
    wait_until(lambda: relay.trouble is None)
    counter.leaves()
    counter.comes_back()
    wait_until(
        lambda: counter.board.readiness.why is Unready.REFUSED or counter.board.me.is_revoked
    )
    assert not counter.board.relays_up


@pytest.mark.expects_log("A temporary folder is used")
def test_a_broker_whose_lists_moved_while_one_of_them_was_refused_learns_where_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nothing = TlsFiles(tmp_path / "ca", tmp_path / "certificate", tmp_path / "key")
    relay = MosquittoRelay(folder=tmp_path / "relay", certificate=nothing)
    site = "5" * 32
    relay._admit(RelayAccess(site), b"nobody")
    refused = iter((ACL, CRL))
    write = folder._write
    next_refused = next(refused)

    def refuses(file: Path, content: bytes) -> None:
        nonlocal next_refused
        if file.name == next_refused:
            next_refused = next(refused, "")
            raise OSError(28, "The disk is full")
        write(file, content)

    monkeypatch.setattr(folder, "_write", refuses)
    taken_out = RelayAccess(site, revoked=frozenset({"7" * 32}))
    with pytest.raises(RelayFolderError):
        relay._admit(taken_out, b"one")
    assert relay._admit(taken_out, b"one")
    assert not relay._admit(taken_out, b"one")
    relay._folder.clear()
