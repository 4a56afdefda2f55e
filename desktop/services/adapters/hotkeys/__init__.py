"""Keys held with the system, so that they arrive here whichever program is in front.

Every system has its own call for that, and none of them listens to what is typed: X11's XGrabKey
and Windows' RegisterHotKey. Only the X11 half has been run; the Windows half is written from
Microsoft's documentation and tested against stand-ins.
"""

import os
import sys
from collections.abc import Mapping

from desktop.services.adapters.hotkeys.keyboard import Keyboard


def keyboard_of(screen: str, environment: Mapping[str, str] = os.environ) -> Keyboard | None:
    """The keyboard beside windows of the kind that Qt calls ``screen``; ``None`` where keys cannot
    be held: on macOS, on Wayland, and without a screen. There the desktop's own shortcuts can give
    commands, as the doctor says.
    """
    if sys.platform == "win32":
        if screen == "windows":
            from desktop.services.adapters.hotkeys.windows import WindowsKeyboard

            return WindowsKeyboard()
    elif screen == "xcb" and not is_wayland(environment):
        from desktop.services.adapters.hotkeys.x11 import X11Keyboard

        return X11Keyboard()
    return None


def is_wayland(environment: Mapping[str, str]) -> bool:
    """X11's windows within Wayland hear only of the keys that are typed into them."""
    return environment.get("XDG_SESSION_TYPE") == "wayland" or bool(
        environment.get("WAYLAND_DISPLAY")
    )
