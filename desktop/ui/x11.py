"""What Qt has no words for, asked of an X11 window manager over Qt's own connection."""

import ctypes
import struct

from PySide6.QtGui import QGuiApplication, QNativeInterface
from PySide6.QtWidgets import QWidget

_CLIENT_MESSAGE = 33
_ADD, _FROM_A_PROGRAM = 1, 1
_TO_WINDOW_MANAGERS = 0x00020000 | 0x00100000
_ANSWER_AT = 8
"""Where an answer of X holds the atom, or the root window, that was asked for."""


class _Cookie(ctypes.Structure):
    _fields_ = (("sequence", ctypes.c_uint),)


def skip_taskbar(window: QWidget) -> None:
    """Have ``window``, which is being shown, left out of taskbars and pagers.

    On Qt's connection this comes after the window itself, so the manager knows whom it is about.
    """
    app = QGuiApplication.instance()
    native = app.nativeInterface() if isinstance(app, QGuiApplication) else None
    if not isinstance(native, QNativeInterface.QX11Application) or not window.isVisible():
        return
    try:
        xcb, free = ctypes.CDLL("libxcb.so.1"), ctypes.CDLL(None).free
    except OSError:  # a Qt that brings its own: the type has to do
        return
    connection = ctypes.c_void_p(native.connection())
    free.argtypes = [ctypes.c_void_p]
    name = int(window.winId())

    def asked(request: str, *arguments: object) -> int:
        send, take = getattr(xcb, request), getattr(xcb, f"{request}_reply")
        send.restype, take.restype = _Cookie, ctypes.c_void_p
        take.argtypes = [ctypes.c_void_p, _Cookie, ctypes.c_void_p]
        answer = take(connection, send(connection, *arguments), None)
        if not answer:
            return 0
        found = ctypes.c_uint32.from_address(answer + _ANSWER_AT).value
        free(answer)
        return found

    def atom(text: bytes) -> int:
        return asked("xcb_intern_atom", ctypes.c_uint8(0), ctypes.c_uint16(len(text)), text)

    root = asked("xcb_get_geometry", ctypes.c_uint32(name))
    message = struct.pack(
        "=BBHII5I",
        _CLIENT_MESSAGE,
        32,
        0,
        name,
        atom(b"_NET_WM_STATE"),
        _ADD,
        atom(b"_NET_WM_STATE_SKIP_TASKBAR"),
        atom(b"_NET_WM_STATE_SKIP_PAGER"),
        _FROM_A_PROGRAM,
        0,
    )
    to = ctypes.c_uint32(root), ctypes.c_uint32(_TO_WINDOW_MANAGERS)
    xcb.xcb_send_event.restype = _Cookie
    xcb.xcb_send_event(connection, ctypes.c_uint8(0), *to, message)
    xcb.xcb_flush(connection)
