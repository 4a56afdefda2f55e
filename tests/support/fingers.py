"""Fingers on the keyboard of a virtual screen, which say when a key went down."""

import ctypes
import time
from collections.abc import Iterator
from contextlib import contextmanager

from tests.support.display import Display


class Fingers:
    """Presses keys by XTEST on one connection: nothing has to be started for a press."""

    def __init__(self, screen: ctypes.c_void_p, x11: ctypes.CDLL, xtest: ctypes.CDLL) -> None:
        self._screen, self._x11, self._xtest = screen, x11, xtest

    def press(self, *keys: str) -> float:
        """All of ``keys`` down, in order, and up; returns the monotonic time of the last going
        down.
        """
        codes = [self._code(key) for key in keys]
        for code in codes[:-1]:
            self._move(code, down=True)
        self._x11.XSync(self._screen, 0)
        at = time.monotonic()
        self._move(codes[-1], down=True)
        self._x11.XFlush(self._screen)
        for code in reversed(codes):
            self._move(code, down=False)
        self._x11.XSync(self._screen, 0)
        return at

    def _code(self, key: str) -> int:
        keysym = self._x11.XStringToKeysym(key.encode())
        assert keysym, key
        return int(self._x11.XKeysymToKeycode(self._screen, ctypes.c_ulong(keysym)))

    def _move(self, code: int, *, down: bool) -> None:
        self._xtest.XTestFakeKeyEvent(self._screen, code, int(down), ctypes.c_ulong(0))


@contextmanager
def fingers_on(display: Display) -> Iterator[Fingers]:
    """Fingers on ``display`` until the end of the block."""
    x11, xtest = ctypes.CDLL("libX11.so.6"), ctypes.CDLL("libXtst.so.6")  # xdotool needs both
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XStringToKeysym.restype = ctypes.c_ulong
    screen = ctypes.c_void_p(x11.XOpenDisplay(display.name.encode()))
    assert screen.value, display.name
    try:
        yield Fingers(screen, x11, xtest)
    finally:
        x11.XCloseDisplay(screen)
