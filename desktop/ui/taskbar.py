"""Windows that no taskbar and no pager lists: the bar is no program that one switches to.

A *Tool* window of Qt says only that it is a utility. On X11 the desktops differ in what they make
of that: taskbars built on libwnck (Xfce, MATE) leave a utility out only beside a main window of
its program, and a counter has none. So the window manager is told in so many words.
"""

import sys

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget


def keep_off_taskbar(window: QWidget) -> None:
    """Call it from ``showEvent``: a window manager forgets it whenever a window is hidden.

    Elsewhere than on X11 the window's type is enough, and nothing is done.
    """
    if sys.platform == "linux" and QGuiApplication.platformName() == "xcb":
        QTimer.singleShot(0, window, lambda: _ask(window))  # by then X was told to show it


def _ask(window: QWidget) -> None:
    from desktop.ui.x11 import skip_taskbar  # not needed for the first paint

    skip_taskbar(window)
