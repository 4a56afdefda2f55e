"""Hearing from Linux that this PC woke up, so that nobody has to look at the clocks for it."""

import ctypes
import errno
import os
import sys
from typing import Self

_CLOCK_REALTIME = 0
_ABSOLUTE, _CANCEL_ON_SET = 1, 2
_NEVER = 2**40
"""A moment that no clock here reaches: the timer is there to be called off."""


class _Moment(ctypes.Structure):
    _fields_ = (("seconds", ctypes.c_long), ("nanoseconds", ctypes.c_long))


class _Timer(ctypes.Structure):
    _fields_ = (("interval", _Moment), ("value", _Moment))


class ClockJumps:
    """A timer of the system's that never goes off. Where the wall clock jumps, and after a sleep it
    always does, the system calls the timer off, and ``file`` can be read.
    """

    def __init__(self, file: int, libc: ctypes.CDLL) -> None:
        self.file = file
        self._libc = libc

    @classmethod
    def watch(cls) -> Self | None:
        """Begin; ``None`` where the system has no such timer."""
        if sys.platform != "linux":
            return None
        libc = ctypes.CDLL(None, use_errno=True)
        file = libc.timerfd_create(_CLOCK_REALTIME, os.O_NONBLOCK | os.O_CLOEXEC)
        if file < 0:
            return None
        jumps = cls(file, libc)
        if not jumps._set():
            jumps.close()
            return None
        return jumps

    def has_come(self) -> bool:
        """Whether the clock has jumped since the last time that this was asked."""
        try:
            os.read(self.file, 8)
        except OSError as told:
            if told.errno == errno.ECANCELED:
                self._set()
                return True
        return False

    def close(self) -> None:
        os.close(self.file)

    def _set(self) -> bool:
        timer = _Timer(_Moment(0, 0), _Moment(_NEVER, 0))
        flags = _ABSOLUTE | _CANCEL_ON_SET
        return bool(self._libc.timerfd_settime(self.file, flags, ctypes.byref(timer), None) == 0)
