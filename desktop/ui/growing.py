"""Where a window stands that grows from the counter bar: beside it, never over it."""

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QGuiApplication


def grown_from(corner: QPoint, size: QSize) -> QRect:
    """Where a window of ``size`` stands with its lower right corner at ``corner`` (global), or its
    upper right one where the bar is docked above; cut where its screen has no room for more.
    """
    inside = corner - QPoint(2, 2)
    screen = QGuiApplication.screenAt(inside) or QGuiApplication.primaryScreen()
    room = screen.availableGeometry()
    width = min(size.width(), room.width())
    right = min(max(corner.x(), room.left() + width), room.right() + 1)
    bottom = min(max(corner.y(), room.top() + 1), room.bottom() + 1)
    above = bottom - room.top()
    if above < room.height() // 2:  # it grows down
        height = min(size.height(), room.bottom() + 1 - bottom)
        return QRect(right - width, bottom, width, height)
    height = min(size.height(), above)
    return QRect(right - width, bottom - height, width, height)
