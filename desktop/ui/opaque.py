"""Parts that cover all of what is behind them, for then Qt paints nothing there."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyleOption, QWidget

from desktop.ui.theme import Theme


def cover(part: QWidget) -> None:
    """``part`` paints every point of its own: Qt neither paints what is behind it nor, where it
    only moves, paints it. A style sheet takes that back each time it is looked at, so that this is
    said after it.
    """
    part.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)


def paint_plate(part: QWidget, painter: QPainter, theme: Theme) -> None:
    """Paint the style sheet's ground of ``part``, and the page's around its round corners."""
    painter.fillRect(part.rect(), theme.color("canvas"))
    option = QStyleOption()
    option.initFrom(part)
    part.style().drawPrimitive(QStyle.PrimitiveElement.PE_Widget, option, painter, part)
