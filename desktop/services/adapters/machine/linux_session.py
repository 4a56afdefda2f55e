"""What a Linux session says about itself, asked through C libraries.

Apart from the rest, for loading ``ctypes`` takes 2 ms that a counter's start does without.
"""

import ctypes
import os
from functools import cache

_SESSION = b"/org/freedesktop/login1/session/auto"
_BUS_TIMEOUT_US = 200_000


class _ScreenSaverInfo(ctypes.Structure):
    _fields_ = (
        ("window", ctypes.c_ulong),
        ("state", ctypes.c_int),
        ("kind", ctypes.c_int),
        ("til_or_since", ctypes.c_ulong),
        ("idle", ctypes.c_ulong),
        ("event_mask", ctypes.c_ulong),
    )


def seconds_since_input() -> float | None:
    """Asked on a connection of its own, opened and closed: Xlib ends the whole process when the
    server behind an open connection dies, and a station without windows must outlive it.
    """
    if os.environ.get("XDG_SESSION_TYPE") == "wayland" or not os.environ.get("DISPLAY"):
        return None  # XWayland sees only the input that goes to its own windows
    libraries = _x_libraries()
    if libraries is None:
        return None
    x11, xss = libraries
    display = x11.XOpenDisplay(None)
    if not display:
        return None
    try:
        return _ask_idle(x11, xss, display)
    finally:
        x11.XCloseDisplay(display)


def _ask_idle(x11: ctypes.CDLL, xss: ctypes.CDLL, display: int) -> float | None:
    event, error = ctypes.c_int(), ctypes.c_int()
    if not xss.XScreenSaverQueryExtension(display, ctypes.byref(event), ctypes.byref(error)):
        return None
    info = _ScreenSaverInfo()
    root = x11.XDefaultRootWindow(display)
    if not xss.XScreenSaverQueryInfo(display, root, ctypes.byref(info)):
        return None
    return float(info.idle) / 1000


@cache
def _x_libraries() -> tuple[ctypes.CDLL, ctypes.CDLL] | None:
    try:
        x11, xss = ctypes.CDLL("libX11.so.6"), ctypes.CDLL("libXss.so.1")
    except OSError:
        return None
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XOpenDisplay.argtypes = [ctypes.c_char_p]
    x11.XCloseDisplay.argtypes = [ctypes.c_void_p]
    x11.XDefaultRootWindow.restype = ctypes.c_ulong
    x11.XDefaultRootWindow.argtypes = [ctypes.c_void_p]
    xss.XScreenSaverQueryExtension.argtypes = [ctypes.c_void_p] + [ctypes.POINTER(ctypes.c_int)] * 2
    xss.XScreenSaverQueryInfo.argtypes = [
        ctypes.c_void_p,
        ctypes.c_ulong,
        ctypes.POINTER(_ScreenSaverInfo),
    ]
    return x11, xss


def is_session_locked() -> bool | None:
    bus_library = _systemd()
    if bus_library is None:
        return None
    bus = ctypes.c_void_p()
    if bus_library.sd_bus_open_system(ctypes.byref(bus)) < 0:
        return None
    try:
        bus_library.sd_bus_set_method_call_timeout(bus, ctypes.c_uint64(_BUS_TIMEOUT_US))
        locked = ctypes.c_int()
        answer = bus_library.sd_bus_get_property_trivial(
            bus,
            b"org.freedesktop.login1",
            _SESSION,
            b"org.freedesktop.login1.Session",
            b"LockedHint",
            None,
            ctypes.c_char(b"b"),
            ctypes.byref(locked),
        )
        return bool(locked.value) if answer >= 0 else None
    finally:
        bus_library.sd_bus_flush_close_unref(bus)


@cache
def _systemd() -> ctypes.CDLL | None:
    try:
        library = ctypes.CDLL("libsystemd.so.0")
        library.sd_bus_flush_close_unref.argtypes = [ctypes.c_void_p]
        library.sd_bus_flush_close_unref.restype = ctypes.c_void_p
        library.sd_bus_set_method_call_timeout.argtypes = [ctypes.c_void_p, ctypes.c_uint64]
    except (OSError, AttributeError):  # absent, or older than 2019
        return None
    return library
