"""Two monitors side by side on one X screen, as a graphics card with two plugs has them."""

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager

WIDE, HIGH = 1920, 1080
_WIDE_MM, _HIGH_MM = 508, 286


class _Monitor(ctypes.Structure):
    """``XRRMonitorInfo`` of X11/extensions/Xrandr.h."""

    _fields_ = (
        ("name", ctypes.c_ulong),
        ("primary", ctypes.c_int),
        ("automatic", ctypes.c_int),
        ("noutput", ctypes.c_int),
        ("x", ctypes.c_int),
        ("y", ctypes.c_int),
        ("width", ctypes.c_int),
        ("height", ctypes.c_int),
        ("mwidth", ctypes.c_int),
        ("mheight", ctypes.c_int),
        ("outputs", ctypes.POINTER(ctypes.c_ulong)),
    )


class Monitors:
    """The monitors of an X display, which a test plugs in and pulls out while programs run."""

    def __init__(self, display: str) -> None:
        x11, randr = ctypes.CDLL("libX11.so.6"), ctypes.CDLL("libXrandr.so.2")
        opened, window, atom = ctypes.c_void_p, ctypes.c_ulong, ctypes.c_ulong
        x11.XOpenDisplay.restype = opened
        x11.XDefaultRootWindow.argtypes, x11.XDefaultRootWindow.restype = [opened], window
        x11.XInternAtom.argtypes = [opened, ctypes.c_char_p, ctypes.c_int]
        x11.XInternAtom.restype = atom
        x11.XSync.argtypes, x11.XCloseDisplay.argtypes = [opened, ctypes.c_int], [opened]
        randr.XRRGetMonitors.argtypes = [opened, window, ctypes.c_int, ctypes.POINTER(ctypes.c_int)]
        randr.XRRGetMonitors.restype = ctypes.POINTER(_Monitor)
        randr.XRRSetMonitor.argtypes = [opened, window, ctypes.POINTER(_Monitor)]
        randr.XRRDeleteMonitor.argtypes = [opened, window, atom]
        self._x11, self._randr = x11, randr
        self._server = x11.XOpenDisplay(display.encode())
        assert self._server, f"no X server answers on {display}"
        self._root = x11.XDefaultRootWindow(self._server)

    def split_in_two(self) -> None:
        """Make two monitors, *left* and *right*, of the one there is: the left one keeps the plug,
        the right one is only named.
        """
        count = ctypes.c_int()
        whole = self._randr.XRRGetMonitors(self._server, self._root, 1, ctypes.byref(count))[0]
        self._set("left", 0, plug=whole.outputs[0])
        self.plug_in_right()

    def plug_in_right(self) -> None:
        """The right one is there, beside the left one."""
        self._set("right", WIDE, plug=None)

    def pull_out_right(self) -> None:
        """The right one is gone, and what stood on it is on no monitor."""
        self._randr.XRRDeleteMonitor(self._server, self._root, self._atom("right"))
        self._x11.XSync(self._server, 0)

    def close(self) -> None:
        """Ask the server nothing more."""
        self._x11.XCloseDisplay(self._server)

    def _atom(self, name: str) -> int:
        atom: int = self._x11.XInternAtom(self._server, name.encode(), 0)
        return atom

    def _set(self, name: str, x: int, *, plug: int | None) -> None:
        plugs = (ctypes.c_ulong * 1)(plug) if plug is not None else None
        monitor = _Monitor(
            name=self._atom(name),
            primary=plug is not None,
            noutput=1 if plug is not None else 0,
            x=x,
            width=WIDE,
            height=HIGH,
            mwidth=_WIDE_MM,
            mheight=_HIGH_MM,
            outputs=plugs,
        )
        self._randr.XRRSetMonitor(self._server, self._root, ctypes.byref(monitor))
        self._x11.XSync(self._server, 0)


@contextmanager
def monitors_of(display: str) -> Iterator[Monitors]:
    """The monitors of that display, as long as a test changes them."""
    monitors = Monitors(display)
    try:
        yield monitors
    finally:
        monitors.close()
