"""Drawing in the design's own units: 1920 x 1080, scaled as a whole to the screen."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from math import ceil

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPen
from PySide6.QtWidgets import QWidget

from desktop.ui.theme import Theme, interface_font

WIDTH, HEIGHT = 1920.0, 1080.0
STRIP = 104.0
FIELD_SHARE = 0.65
MARGIN = 64.0
LEAST_PX = 12.0
"""No text is smaller, whatever the screen."""

_THEME = Theme()


def takeover_color(name: str) -> QColor:
    """Return a takeover colour; they are the same in every theme."""
    return _THEME.color(name)


def font(px: float, weight: int, *, tabular: bool = False, unit: float = 1.0) -> QFont:
    """Return the interface font in design pixels; on a screen of ``unit`` never under 12 px."""
    made = interface_font(at_least(px, unit), weight)
    if tabular:
        made.setFeature(QFont.Tag("tnum"), 1)
    return made


def readable(sizes: Sequence[float], unit: float) -> list[int]:
    """Return ``sizes`` in design pixels, none of which is under 12 px on a screen of ``unit``."""
    return list(dict.fromkeys(at_least(size, unit) for size in sizes))


def at_least(size: float, unit: float) -> int:
    """Return ``size`` in design pixels, and no less than 12 px on a screen of ``unit``."""
    return max(round(size), ceil(LEAST_PX / unit))


@contextmanager
def painting(widget: QWidget, unit: float) -> Iterator[QPainter]:
    """Paint on ``widget`` where one design pixel is ``unit`` logical pixels."""
    painter = QPainter(widget)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    painter.scale(unit, unit)
    try:
        yield painter
    finally:
        painter.end()


def draw_line(
    painter: QPainter,
    at: QPointF,
    text: str,
    style: QFont,
    color: QColor,
    *,
    ends_here: bool = False,
) -> float:
    """Draw one line whose letters' middle stands at ``at.y()``; return its width.

    ``ends_here``: ``at.x()`` is its right end, not its left.
    """
    metrics = QFontMetricsF(style)
    width = metrics.horizontalAdvance(text)
    painter.setFont(style)
    painter.setPen(color)
    left = at.x() - width if ends_here else at.x()
    painter.drawText(QPointF(left, at.y() + metrics.capHeight() / 2), text)
    return width


def draw_key(
    painter: QPainter, box: QRectF, key: str, color: QColor, px: float, *, unit: float
) -> None:
    """Draw a key hint: the letter in a small frame."""
    painter.setPen(QPen(color, 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box, 6, 6)
    painter.setFont(font(px, 500, unit=unit))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, key)


def dimmed(color: QColor, share: float) -> QColor:
    """Return ``color`` at that opacity."""
    made = QColor(color)
    made.setAlphaF(share)
    return made


_STYLES = (
    (192, 700),
    (88, 700),
    (72, 700),
    (72, 500),
    (56, 700),
    (40, 600),
    (36, 600),
    (32, 500),
    (30, 600),
    (28, 600),
    (28, 500),
    (26, 500),
    (24, 600),
    (24, 400),
    (22, 400),
)


def warm_up(unit: float) -> None:
    """Draw every letter in every style once, so that the first alert need not wait for fonts.

    Measured: the first field took 66 ms to draw, the second 12.
    """
    image = QImage(64, 64, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    painter.scale(unit, unit)
    for px, weight in _STYLES:
        style = font(px, weight)
        draw_line(painter, QPointF(0, 32), _LETTERS, style, takeover_color("panel_ink"))
    for px in (88, 72):
        style = font(px, 700, tabular=True)
        draw_line(painter, QPointF(0, 32), "0123456789:", style, takeover_color("panel_ink"))
    painter.end()


_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ abcdefghijklmnopqrstuvwxyz 0123456789 :.,+()·“”"
