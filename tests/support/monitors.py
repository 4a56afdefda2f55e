"""Two monitors side by side on one X screen, as a graphics card with two plugs has them."""

import ctypes

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


def split_in_two(display: str) -> None:
    """Make two monitors, *left* and *right*, of the one of ``display``: the left one keeps the
    plug, the right one is only named.
    """
    x11, randr = ctypes.CDLL("libX11.so.6"), ctypes.CDLL("libXrandr.so.2")
    opened, window = ctypes.c_void_p, ctypes.c_ulong
    x11.XOpenDisplay.restype = opened
    x11.XDefaultRootWindow.argtypes, x11.XDefaultRootWindow.restype = [opened], window
    x11.XInternAtom.argtypes = [opened, ctypes.c_char_p, ctypes.c_int]
    x11.XInternAtom.restype = ctypes.c_ulong
    x11.XSync.argtypes, x11.XCloseDisplay.argtypes = [opened, ctypes.c_int], [opened]
    randr.XRRGetMonitors.argtypes = [opened, window, ctypes.c_int, ctypes.POINTER(ctypes.c_int)]
    randr.XRRGetMonitors.restype = ctypes.POINTER(_Monitor)
    randr.XRRSetMonitor.argtypes = [opened, window, ctypes.POINTER(_Monitor)]

    server = x11.XOpenDisplay(display.encode())
    assert server, f"no X server answers on {display}"
    root = x11.XDefaultRootWindow(server)
    count = ctypes.c_int()
    whole = randr.XRRGetMonitors(server, root, 1, ctypes.byref(count))[0]
    plug = (ctypes.c_ulong * 1)(whole.outputs[0])
    for name, x, plugs in (("left", 0, 1), ("right", WIDE, 0)):
        half = _Monitor(
            name=x11.XInternAtom(server, name.encode(), 0),
            primary=plugs,
            noutput=plugs,
            x=x,
            width=WIDE,
            height=HIGH,
            mwidth=_WIDE_MM,
            mheight=_HIGH_MM,
            outputs=plug if plugs else None,
        )
        randr.XRRSetMonitor(server, root, ctypes.byref(half))
    x11.XSync(server, 0)
    x11.XCloseDisplay(server)
