"""The part of a screen that a window may fill."""

from PySide6.QtCore import QRect
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget


def room_for(widget: QWidget) -> QRect:
    """What the screen under ``widget`` has left beside the desktop's own bars.

    Not ``widget.screen()``: PySide takes the screen that it returns for a child of the widget, and
    the program crashed at the next window once such a widget was gone.
    """
    screen = QGuiApplication.screenAt(widget.geometry().center()) or QGuiApplication.primaryScreen()
    return screen.availableGeometry()
