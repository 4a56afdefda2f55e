"""The local socket between the owner of a home and its commands, over the real socket."""

import json
import logging
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Client
from pathlib import Path
from typing import Any

import pytest

from desktop.domain.errors import RefusedError
from desktop.services.adapters.control import channel, server
from desktop.services.adapters.control.address import FILE_NAME, candidates, publish
from desktop.services.adapters.control.client import (
    ControlClient,
    NoOwnerError,
    OwnerSilentError,
    RefusedByOwnerError,
)
from desktop.services.adapters.control.server import ControlServer
from desktop.services.adapters.home import Home
from desktop.services.adapters.home_lock import HomeInUseError, HomeLock
from tests.support.accounts import an_ordinary_account

DEADLINE_S = 10.0


class Desk:
    """An owner whose verbs say what a command can meet."""

    def __init__(self) -> None:
        self.may_answer = threading.Event()
        self.waiting = threading.Semaphore(0)

    def handle(self, verb: str, args: dict[str, Any]) -> dict[str, Any]:
        verbs: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
            "echo": lambda args: args,
            "wait": self._wait,
            "refuse": self._refuse,
            "break": self._break,
        }
        return verbs[verb](args)

    def _wait(self, args: dict[str, Any]) -> dict[str, Any]:
        self.waiting.release()
        assert self.may_answer.wait(DEADLINE_S)
        return {"waited": True}

    def _refuse(self, args: dict[str, Any]) -> dict[str, Any]:
        raise RefusedError("Not now.", advice="Later.")

    def _break(self, args: dict[str, Any]) -> dict[str, Any]:
        raise ZeroDivisionError


@contextmanager
def a_station(home: Home, desk: Desk) -> Iterator[ControlServer]:
    control = ControlServer(home, desk)
    control.start()
    try:
        yield control
    finally:
        desk.may_answer.set()
        control.stop()


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def station(home: Home, desk: Desk) -> Iterator[ControlServer]:
    with a_station(home, desk) as control:
        yield control


@pytest.mark.usefixtures("station")
def test_a_command_gets_the_owners_answer_whatever_letters_are_in_it(home: Home) -> None:
    words = {"note": "¡ayuda! 助けて 🚨", "n": 5, "list": [1, None, True], "half": "\ud83d"}
    with ControlClient.connect(home) as client:
        assert client.ask("echo", words) == words
        assert client.ask("echo") == {}


@pytest.mark.usefixtures("station")
def test_a_refusal_arrives_with_its_code_and_advice(home: Home) -> None:
    with ControlClient.connect(home) as client, pytest.raises(RefusedByOwnerError) as refused:
        client.ask("refuse")
    assert refused.value.code == "refused"
    assert str(refused.value) == "Not now."
    assert refused.value.advice == "Later."


@pytest.mark.usefixtures("station")
@pytest.mark.expects_log("a command failed")
def test_a_fault_of_the_station_is_logged_and_does_not_leave_the_person_waiting(
    home: Home,
) -> None:
    with ControlClient.connect(home) as client:
        with pytest.raises(RefusedByOwnerError) as refused:
            client.ask("break")
        assert refused.value.code == "internal"
        assert client.ask("echo", {"still": "here"}) == {"still": "here"}


@pytest.mark.usefixtures("station")
def test_a_command_that_waits_holds_up_nobody_else(home: Home, desk: Desk) -> None:
    answers: list[dict[str, Any]] = []

    def wait() -> None:
        with ControlClient.connect(home) as client:
            answers.append(client.ask("wait"))

    waiting = [threading.Thread(target=wait) for _ in range(5)]
    for thread in waiting:
        thread.start()
    for _ in waiting:
        assert desk.waiting.acquire(timeout=DEADLINE_S)
    with ControlClient.connect(home) as client:
        assert client.ask("echo", {"n": 1}) == {"n": 1}
    assert answers == []
    desk.may_answer.set()
    for thread in waiting:
        thread.join(DEADLINE_S)
    assert answers == [{"waited": True}] * 5


@pytest.mark.parametrize("word", [121, 231])
def test_a_station_that_hangs_on_windows_is_not_taken_for_none(
    home: Home, monkeypatch: pytest.MonkeyPatch, word: int
) -> None:
    """Its pipe is there, and busy; a second station would be refused the home."""

    def is_busy(_address: str, _family: str) -> None:
        refusal = OSError("All pipe instances are busy")
        refusal.winerror = word  # type: ignore[attr-defined,unused-ignore] # Windows' alone
        raise refusal

    monkeypatch.setattr("multiprocessing.connection.Client", is_busy)
    publish(home)
    with pytest.raises(OwnerSilentError, match="does not answer"):
        ControlClient.connect(home)


@pytest.mark.usefixtures("station")
def test_a_command_does_not_wait_for_ever(home: Home) -> None:
    with (
        ControlClient.connect(home) as client,
        pytest.raises(OwnerSilentError, match="not answered"),
    ):
        client.ask("wait", timeout=0.05)


@pytest.mark.usefixtures("station")
def test_more_commands_than_threads_are_told_that_the_station_is_busy(home: Home) -> None:
    clients = [ControlClient.connect(home) for _ in range(server.MAX_CONNECTIONS)]
    try:
        for client in clients:
            assert client.ask("echo") == {}
        with pytest.raises(OwnerSilentError, match="too many"):
            ControlClient.connect(home)
    finally:
        for client in clients:
            client.close()


@pytest.mark.usefixtures("station")
@pytest.mark.parametrize(
    "request_bytes",
    [b"", b"{", b"[]", b'{"verb":5}', b'{"verb":"echo","args":[]}', b"\xff\xfe", b"[" * 100_000],
)
def test_nonsense_is_refused_and_the_station_goes_on(home: Home, request_bytes: bytes) -> None:
    with ControlClient.connect(home) as client:
        channel.send(client._connection, request_bytes)
        answer = json.loads(channel.receive(client._connection, DEADLINE_S))
        assert answer["error"]["code"] == "bad-request"
        assert client.ask("echo", {"n": 2}) == {"n": 2}


@pytest.mark.usefixtures("station")
def test_whoever_does_not_hold_the_key_learns_nothing(home: Home) -> None:
    address = candidates(home)[0]
    with (
        Client(address.address, address.family) as connection,
        pytest.raises(channel.ChannelClosedError),
    ):
        channel.greet_server(connection, bytes(32))
    with ControlClient.connect(home) as client:
        assert client.ask("echo") == {}


def test_a_stranger_who_squats_on_the_address_is_not_talked_to(
    home: Home, desk: Desk, tmp_path: Path
) -> None:
    other = Home(tmp_path / "other")
    with a_station(home, desk), a_station(other, Desk()):
        file = home.path / FILE_NAME
        said = json.loads(file.read_text())
        said["address"] = candidates(other)[0].address
        file.write_text(json.dumps(said))
        with pytest.raises(NoOwnerError):
            ControlClient.connect(home)


def test_nobody_answers_before_the_start_and_after_the_stop(home: Home, desk: Desk) -> None:
    with pytest.raises(NoOwnerError):
        ControlClient.connect(home)
    with a_station(home, desk) as control:
        ControlClient.connect(home).close()
    with pytest.raises(NoOwnerError):
        ControlClient.connect(home)
    control.stop()
    assert list(home.path.iterdir()) == []


def test_what_a_killed_owner_left_behind_is_replaced(home: Home, desk: Desk) -> None:
    killed = """
import os, sys
from pathlib import Path
from desktop.services.adapters.control.server import ControlServer
from desktop.services.adapters.home import Home
ControlServer(Home(Path(sys.argv[1])), None).start()
os._exit(9)
"""
    subprocess.run([sys.executable, "-c", killed, str(home.path)], check=False, timeout=DEADLINE_S)
    assert candidates(home)
    with pytest.raises(NoOwnerError):
        ControlClient.connect(home)
    with a_station(home, desk), ControlClient.connect(home) as client:
        assert client.ask("echo") == {}
        assert client.pid == os.getpid()


@pytest.mark.skipif(sys.platform == "win32", reason="pipes have no folder there")
def test_a_home_with_a_very_long_path_can_be_reached_and_leaves_nothing_behind(
    tmp_path: Path, desk: Desk
) -> None:
    home = Home(tmp_path / ("long" * 30) / "home")
    with a_station(home, desk):
        address = candidates(home)[0]
        assert len(os.fsencode(address.address)) <= 100
        with ControlClient.connect(home) as client:
            assert client.ask("echo") == {}
    assert not Path(address.address).parent.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="permissions are ACLs there")
@pytest.mark.usefixtures("station")
def test_the_key_and_the_socket_are_private_to_the_account(home: Home) -> None:
    assert home.path.stat().st_mode & 0o077 == 0
    assert (home.path / FILE_NAME).stat().st_mode & 0o077 == 0


def test_a_torn_address_file_counts_as_no_owner(home: Home) -> None:
    home.path.mkdir()
    for text in ("", "{", "[]", '{"address": 1}', '{"address": "x", "key": "zz", "pid": 1}'):
        (home.path / FILE_NAME).write_text(text)
        with pytest.raises(NoOwnerError):
            ControlClient.connect(home)


def test_a_client_that_leaves_while_the_station_works_disturbs_nobody(
    home: Home, desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    with a_station(home, desk):
        client = ControlClient.connect(home)
        channel.send(client._connection, channel.encode({"verb": "wait"}))
        assert desk.waiting.acquire(timeout=DEADLINE_S)
        client.close()
        desk.may_answer.set()
        with ControlClient.connect(home) as other:
            assert other.ask("echo") == {}
    assert caplog.records == []


@pytest.mark.skipif(sys.platform == "win32", reason="permissions are ACLs there")
def test_a_station_whose_home_is_read_only_is_locked_and_reached_all_the_same(desk: Desk) -> None:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o555)
        home = Home(Path(folder))
        with an_ordinary_account():
            try:
                with HomeLock(home), a_station(home, desk):
                    with pytest.raises(HomeInUseError):
                        HomeLock(home).acquire()
                    with ControlClient.connect(home) as client:
                        assert client.ask("echo", {"n": 3}) == {"n": 3}
                assert list(Path(folder).iterdir()) == []
            finally:
                shutil.rmtree(home.substitute_run, ignore_errors=True)
