"""Which session is in front: as logind notes it, read by a stand-in of its library, and watched."""

import ctypes
import os
import sys
from collections.abc import Iterator
from queue import SimpleQueue
from typing import Any

import pytest

from desktop.domain.turns import Front
from desktop.services.adapters.machine.front_watch import FrontWatch, Looks
from tests.support.office import wait_until

if sys.platform != "linux":
    pytest.skip("logind is Linux's", allow_module_level=True)

from desktop.services.adapters.machine import linux_front

SOON_S = 10.0


class Logind:
    """libsystemd, beside sessions by name: their state, their class, and who has the seat."""

    def __init__(self) -> None:
        self.states: dict[bytes, bytes] = {}
        self.classes: dict[bytes, bytes] = {}
        self.seat: bytes | None = b"seat0"
        self.active: bytes | None = None
        self.own: bytes | None = b"1"
        self.heard, self.tells = os.pipe()

    def sd_pid_get_session(self, _pid: object, answer: Any) -> int:
        return self._says(self.own, answer)

    def sd_session_get_state(self, session: bytes, answer: Any) -> int:
        return self._says(self.states.get(session), answer)

    def sd_session_get_seat(self, _session: bytes, answer: Any) -> int:
        return self._says(self.seat, answer)

    def sd_session_get_class(self, session: bytes, answer: Any) -> int:
        return self._says(self.classes.get(session), answer)

    def sd_seat_get_active(self, seat: bytes, answer: Any, _uid: None) -> int:
        assert seat == self.seat
        return self._says(self.active, answer)

    def sd_login_monitor_new(self, what: bytes, monitor: Any) -> int:
        assert what == b"session"
        monitor._obj.value = 4711
        return 0

    def sd_login_monitor_get_fd(self, monitor: Any) -> int:
        assert monitor.value == 4711
        return self.heard

    def sd_login_monitor_flush(self, _monitor: Any) -> int:
        return len(os.read(self.heard, 64))

    def sd_login_monitor_unref(self, _monitor: Any) -> None:
        os.close(self.heard)

    def _says(self, text: bytes | None, answer: Any) -> int:
        """In memory that its asker must give back, as the library does."""
        if text is None:
            return -6
        copy = ctypes.CDLL(None).strdup
        copy.restype = ctypes.c_void_p
        answer._obj.value = copy(text)
        return 0


@pytest.fixture
def logind(monkeypatch: pytest.MonkeyPatch) -> Iterator[Logind]:
    """Ana's session is the first, Ben's the second, and the greeter's the third."""
    played = Logind()
    played.classes = {b"1": b"user", b"2": b"user", b"3": b"greeter"}
    monkeypatch.setattr(linux_front, "_library", lambda: played)
    yield played
    os.close(played.tells)


@pytest.mark.parametrize(
    ("state", "active", "front"),
    [
        (b"active", b"1", Front.HERE),
        (b"online", b"2", Front.ELSEWHERE),
        (b"online", b"3", Front.HERE),
        (b"online", None, Front.HERE),
        (b"closing", b"2", Front.OVER),
        (None, b"2", Front.UNKNOWN),
    ],
)
def test_only_another_person_takes_the_front_from_this_session(
    logind: Logind, state: bytes | None, active: bytes | None, front: Front
) -> None:
    logind.states = {b"1": state} if state is not None else {}
    logind.active = active
    assert linux_front.front() is front
    assert linux_front.session_name() == "1"


def test_a_session_from_afar_has_no_seat_to_lose(logind: Logind) -> None:
    logind.states, logind.seat = {b"1": b"online"}, None
    assert linux_front.front() is Front.HERE


def test_without_a_session_or_without_logind_nothing_is_known(
    logind: Logind, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("XDG_SESSION_ID", raising=False)
    logind.own = None
    assert linux_front.front() is Front.UNKNOWN
    monkeypatch.setattr(linux_front, "_library", lambda: None)
    assert linux_front.front() is Front.UNKNOWN
    assert linux_front.session_name() == ""


def test_a_switch_is_heard_when_logind_notes_it_and_not_by_looking(logind: Logind) -> None:
    heard: SimpleQueue[Front] = SimpleQueue()
    logind.states, logind.active = {b"1": b"active"}, b"1"
    watch = FrontWatch(heard.put, front=linux_front.front, changes=linux_front.Changes)
    watch.start()
    assert heard.get(timeout=SOON_S) is Front.HERE
    logind.states, logind.active = {b"1": b"online"}, b"2"
    assert heard.empty()
    os.write(logind.tells, b"x")
    assert heard.get(timeout=SOON_S) is Front.ELSEWHERE
    os.write(logind.tells, b"x")  # nothing that concerns this session
    watch.close()
    assert heard.empty()


def test_where_no_system_tells_it_is_looked_for_until_nobody_wants_to_know(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Looks, "EVERY_S", 0.01)
    front, heard = [Front.HERE], list[Front]()
    watch = FrontWatch(heard.append, front=lambda: front[0], changes=Looks)
    watch.start()
    wait_until(lambda: heard == [Front.HERE])
    front[0] = Front.ELSEWHERE
    wait_until(lambda: heard == [Front.HERE, Front.ELSEWHERE])
    watch.close()
    assert not watch._thread.is_alive()
