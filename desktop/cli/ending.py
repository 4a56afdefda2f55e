"""How a program without windows hears that it should end."""

import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager

_ASKED = 0
_ENDING = [signal.SIGINT, signal.SIGTERM]
if sys.platform == "win32":
    _ENDING.append(signal.SIGBREAK)
else:
    _ENDING.append(signal.SIGHUP)


class Ending:
    """Waits on the main thread until a signal asks for the end, or ``ask`` does from any thread.

    A lock or a queue will not do: a signal that comes just before the wait begins is noted by
    Python, but handled only once the wait is over, which then never comes. The byte that Python
    writes for each signal is there whenever it is read.
    """

    def __init__(self) -> None:
        self._heard, self._told = socket.socketpair()
        self._told.setblocking(False)

    def ask(self) -> None:
        """Ask for the end."""
        try:
            self._told.send(bytes([_ASKED]))
        except OSError:
            return  # the buffer is full of reasons to end, or it has ended

    def wait(self) -> None:
        """Wait until somebody asks for the end."""
        wanted = {_ASKED, *_ENDING}
        while not wanted & set(self._heard.recv(64)):
            pass

    @contextmanager
    def by_signals(self) -> Iterator[None]:
        """Let SIGINT, SIGTERM and SIGHUP (Ctrl+Break on Windows) ask for the end meanwhile.

        For the main thread alone, as everything about signals is.
        """
        before = {one: signal.signal(one, _note) for one in _ENDING}
        waker = signal.set_wakeup_fd(self._told.fileno(), warn_on_full_buffer=False)
        try:
            yield
        finally:
            signal.set_wakeup_fd(waker)
            for one, handler in before.items():
                signal.signal(one, handler)
            self._told.close()
            self._heard.close()


def _note(*_: object) -> None:
    """Python writes the signal's byte only for signals that have a handler."""
