"""Which of a Linux PC's sessions is in front, as logind notes it in /run/systemd.

Asked through libsystemd, which reads these notes by itself: no bus and no service is in between,
and inotify tells of changes without a look in between.
"""

import ctypes
import os
import select
import sys
from functools import cache

from desktop.domain.turns import Front

assert sys.platform != "win32"

_CLASS_OF_PEOPLE = b"user"


def session_name() -> str:
    library = _library()
    if library is None:
        return ""
    own = _text(library.sd_pid_get_session, ctypes.c_int(0))
    return (own or os.environ.get("XDG_SESSION_ID", "").encode()).decode("utf-8", "replace")


def front() -> Front:
    """A session without a seat, such as one from afar, is never in front and never behind."""
    library = _library()
    own = session_name().encode()
    if library is None or not own:
        return Front.UNKNOWN
    state = _text(library.sd_session_get_state, own)
    if state is None:
        return Front.UNKNOWN
    if state == b"closing":
        return Front.OVER
    seat = _text(library.sd_session_get_seat, own)
    if state == b"active" or seat is None:
        return Front.HERE
    active = ctypes.c_void_p()
    if library.sd_seat_get_active(seat, ctypes.byref(active), None) < 0:
        return Front.HERE
    name = _taken(active)
    its_class = _text(library.sd_session_get_class, name) if name else None
    return Front.ELSEWHERE if its_class == _CLASS_OF_PEOPLE else Front.HERE


class Changes:
    """See ``machine.front_watch.Changes``. Without logind there is never any."""

    def __init__(self) -> None:
        self._wake, self._waker = os.pipe()
        self._monitor = ctypes.c_void_p()
        self._poll = select.poll()
        self._poll.register(self._wake, select.POLLIN)
        library = _library()
        if (
            library is not None
            and library.sd_login_monitor_new(b"session", ctypes.byref(self._monitor)) >= 0
        ):
            self._poll.register(library.sd_login_monitor_get_fd(self._monitor), select.POLLIN)

    def wait(self) -> bool:
        if self._wake in (descriptor for descriptor, _ in self._poll.poll()):
            return False
        library = _library()
        if library is not None:
            library.sd_login_monitor_flush(self._monitor)
        return True

    def stop(self) -> None:
        waker, self._waker = self._waker, -1
        if waker != -1:
            os.close(waker)  # its other end then has an end to be read

    def close(self) -> None:
        self.stop()
        os.close(self._wake)
        library = _library()
        if library is not None and self._monitor.value is not None:
            library.sd_login_monitor_unref(self._monitor)


def _text(ask: "ctypes._NamedFuncPointer", of: object) -> bytes | None:
    """What ``ask`` says of it; ``None`` where there is no such thing."""
    answer = ctypes.c_void_p()
    return _taken(answer) if ask(of, ctypes.byref(answer)) >= 0 else None


def _taken(answer: ctypes.c_void_p) -> bytes | None:
    """The text at an address that is ours to free."""
    if answer.value is None:
        return None
    text = ctypes.string_at(answer.value)
    _free()(answer)
    return text


@cache
def _free() -> "ctypes._NamedFuncPointer":
    free = ctypes.CDLL(None).free
    free.argtypes = [ctypes.c_void_p]
    free.restype = None
    return free


@cache
def _library() -> ctypes.CDLL | None:
    try:
        library = ctypes.CDLL("libsystemd.so.0")
        library.sd_login_monitor_unref.restype = ctypes.c_void_p
    except (OSError, AttributeError):
        return None
    return library
