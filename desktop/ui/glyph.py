"""Status glyphs, drawn as paths on a grid of 16 (VISUAL §4)."""

from collections.abc import Callable
from functools import cache
from math import cos, pi, sin

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
    QPixmapCache,
    QPolygonF,
)
from PySide6.QtWidgets import QWidget

from desktop.ui.theme import Theme
from desktop.ui.views.shapes import Shape

GRID = 16.0


def paint_ground(painter: QPainter, box: QRect, color: QColor) -> None:
    """Fill ``box`` with ``color``.

    Not by ``fillRect``: of all that it takes, PySide makes classes when it is first called, the
    180 names of ready-made gradients among them, and that stands before a bar's first paint.
    """
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawRect(box)


def paint_glyph(
    painter: QPainter,
    shape: Shape,
    box: QRectF,
    *,
    mark: QColor,
    inner: QColor,
    fill: QColor | None = None,
) -> None:
    """Draw ``shape`` into the square ``box``.

    ``mark`` is its colour, ``inner`` that of the sign inside it, ``fill`` that of a triangle's
    face (``mark`` then outlines it).
    """
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(box.topLeft())
    painter.scale(box.width() / GRID, box.height() / GRID)
    _DRAWN[shape](painter, mark, inner, fill or mark)
    painter.restore()


def _pen(color: QColor, width: float) -> QPen:
    pen = QPen(color, width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return pen


@cache
def _polygon(corners: int, radius: float, turn: float) -> QPolygonF:
    steps = (turn + 2 * pi * i / corners for i in range(corners))
    return QPolygonF([QPointF(8 + radius * cos(a), 8 + radius * sin(a)) for a in steps])


@cache
def _tick(scale: float) -> QPainterPath:
    path = QPainterPath(QPointF(8 - 3.6 * scale, 8 + 0.3 * scale))
    path.lineTo(QPointF(8 - 1.1 * scale, 8 + 2.8 * scale))
    path.lineTo(QPointF(8 + 3.8 * scale, 8 - 2.7 * scale))
    return path


def _exclaim(painter: QPainter, color: QColor, top: float, foot: float, width: float) -> None:
    painter.setPen(_pen(color, width))
    painter.drawLine(QPointF(8, top), QPointF(8, foot - 2.9))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawEllipse(QPointF(8, foot), width * 0.56, width * 0.56)


def _panic(painter: QPainter, mark: QColor, inner: QColor, _: QColor) -> None:
    painter.setPen(_pen(mark, 1))
    painter.setBrush(mark)
    painter.drawPolygon(_polygon(8, 7.1, pi / 8))
    _exclaim(painter, inner, 4.5, 11.3, 1.9)


def _attention(painter: QPainter, mark: QColor, inner: QColor, fill: QColor) -> None:
    painter.setPen(_pen(mark, 1.3))
    painter.setBrush(fill)
    painter.drawPolygon(QPolygonF([QPointF(8, 1.7), QPointF(15, 14), QPointF(1, 14)]))
    _exclaim(painter, inner, 6.2, 12, 1.6)


def _done(painter: QPainter, mark: QColor, inner: QColor, _: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(mark)
    painter.drawEllipse(QPointF(8, 8), 7.4, 7.4)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(_pen(inner, 1.9))
    painter.drawPath(_tick(0.86))


def _there(painter: QPainter, mark: QColor, inner: QColor, _: QColor) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(_pen(mark, 1.3))
    painter.drawEllipse(QPointF(8, 8), 7.2, 7.2)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(mark)
    painter.drawEllipse(QPointF(8, 8), 5.1, 5.1)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(_pen(inner, 1.5))
    painter.drawPath(_tick(0.6))


def _disc(painter: QPainter, mark: QColor, _inner: QColor, _fill: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(mark)
    painter.drawEllipse(QPointF(8, 8), 4.6, 4.6)


def _ring(painter: QPainter, mark: QColor, _inner: QColor, _fill: QColor) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(_pen(mark, 1.7))
    painter.drawEllipse(QPointF(8, 8), 4.7, 4.7)


def _silent(painter: QPainter, mark: QColor, _inner: QColor, _fill: QColor) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(_pen(mark, 1.7))
    painter.drawEllipse(QPointF(8, 8), 5.6, 5.6)
    painter.drawLine(QPointF(4.2, 11.8), QPointF(11.8, 4.2))


def _hexagon(painter: QPainter, mark: QColor, _inner: QColor, _fill: QColor) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(_pen(mark, 1.7))
    painter.drawPolygon(_polygon(6, 6.3, pi / 6))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(mark)
    painter.drawEllipse(QPointF(8, 8), 1.7, 1.7)


def _square(painter: QPainter, mark: QColor, _inner: QColor, _fill: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(mark)
    painter.drawRoundedRect(QRectF(4, 4, 8, 8), 1.2, 1.2)


def _plus(painter: QPainter, mark: QColor, inner: QColor, fill: QColor) -> None:
    painter.setPen(_pen(mark, 1.3))
    painter.setBrush(fill)
    painter.drawRoundedRect(QRectF(1.7, 1.7, 12.6, 12.6), 2.4, 2.4)
    painter.setPen(_pen(inner, 1.9))
    painter.drawLine(QPointF(8, 5), QPointF(8, 11))
    painter.drawLine(QPointF(5, 8), QPointF(11, 8))


def _half_ring(painter: QPainter, mark: QColor, _inner: QColor, _fill: QColor) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(_pen(mark, 1.9))
    painter.drawArc(QRectF(2.9, 1.7, 10.2, 10.2), 170 * 16, 200 * 16)


def _half(painter: QPainter, mark: QColor, inner: QColor, fill: QColor) -> None:
    _ring(painter, mark, inner, fill)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(mark)
    painter.drawPie(QRectF(3.3, 3.3, 9.4, 9.4), 90 * 16, 180 * 16)


def _plain_tick(painter: QPainter, mark: QColor, _inner: QColor, _fill: QColor) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(_pen(mark, 2))
    painter.drawPath(_tick(1.25))


def _arrow(painter: QPainter, mark: QColor, _inner: QColor, _fill: QColor) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(_pen(mark, 2))
    painter.drawLine(QPointF(3, 8), QPointF(13, 8))
    painter.drawPolyline([QPointF(9, 4), QPointF(13, 8), QPointF(9, 12)])


def _two_discs(painter: QPainter, mark: QColor, _inner: QColor, _fill: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(mark)
    painter.drawEllipse(QPointF(4.2, 8), 3.4, 3.4)
    painter.drawEllipse(QPointF(11.8, 8), 3.4, 3.4)


_DRAWN: dict[Shape, Callable[[QPainter, QColor, QColor, QColor], None]] = {
    Shape.PANIC: _panic,
    Shape.ATTENTION: _attention,
    Shape.DONE: _done,
    Shape.THERE: _there,
    Shape.READY: _disc,
    Shape.SILENT: _silent,
    Shape.NOBODY: _ring,
    Shape.DRILL: _hexagon,
    Shape.CLOSED: _square,
    Shape.HURT: _plus,
    Shape.BEGUN: _half_ring,
    Shape.HALF: _half,
    Shape.TICK: _plain_tick,
    Shape.ARROW: _arrow,
    Shape.TWO_DISCS: _two_discs,
}

_TOKENS: dict[Shape, tuple[str, str, str]] = {
    Shape.PANIC: ("panic_mark", "on_panic", "panic_mark"),
    Shape.ATTENTION: ("need_mark", "on_need", "need"),
    Shape.DONE: ("hand_mark", "surface", "hand_mark"),
    Shape.THERE: ("hand_mark", "surface", "hand_mark"),
    Shape.READY: ("hand_mark", "surface", "hand_mark"),
    Shape.SILENT: ("need_mark", "surface", "need_mark"),
    Shape.NOBODY: ("off_mark", "surface", "off_mark"),
    Shape.DRILL: ("drill_mark", "surface", "drill_mark"),
    Shape.CLOSED: ("off_mark", "surface", "off_mark"),
    Shape.HURT: ("need_mark", "on_need", "need"),
    Shape.TICK: ("ink2", "surface", "ink2"),
    Shape.BEGUN: ("ink2", "surface", "ink2"),
    Shape.HALF: ("ink2", "surface", "ink2"),
}


def glyph_colors(theme: Theme, shape: Shape) -> tuple[QColor, QColor, QColor]:
    """What ``paint_glyph`` takes as ``mark``, ``inner`` and ``fill`` on a calm window."""
    mark, inner, fill = (theme.color(token) for token in _TOKENS[shape])
    return mark, inner, fill


class Glyph(QWidget):
    """One status glyph in the colour of its meaning. ``name`` is read out in its place."""

    def __init__(self, theme: Theme, size: int = 16, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._size = size
        self._shape = Shape.NOBODY
        self.setFixedSize(theme.px(size), theme.px(size))

    def show_shape(self, shape: Shape, *, name: str = "") -> None:
        """Draw ``shape``; ``name`` is empty where a word stands beside it."""
        self.setAccessibleName(name)
        if shape is not self._shape:
            self._shape = shape
            self.update()

    def use(self, theme: Theme) -> None:
        """Draw in ``theme`` from now on."""
        self._theme = theme
        self.setFixedSize(theme.px(self._size), theme.px(self._size))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(self._size), self._theme.px(self._size))

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        draw_glyph(painter, self._theme, self._shape, self.rect(), self.devicePixelRatio())
        painter.end()


def draw_glyph(painter: QPainter, theme: Theme, shape: Shape, box: QRect, ratio: float) -> None:
    """Draw ``shape`` in the colour of its meaning on a widget of that device pixel ratio."""
    if ratio.is_integer():
        painter.drawPixmap(box.topLeft(), _picture(theme, shape, box.width(), ratio))
    else:  # where its corner may lie between two pixels of the screen
        _draw(painter, theme, shape, QRectF(box))


def _picture(theme: Theme, shape: Shape, size: int, ratio: float) -> QPixmap:
    """It drawn once for all of its kind: a page that scrolls or grows paints a hundred."""
    key = f"glyph {shape} {size} {ratio} {theme.scheme} {theme.overrides}"
    picture = QPixmap()
    if not QPixmapCache.find(key, picture):
        picture = QPixmap(QSize(size, size) * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        _draw(painter, theme, shape, QRectF(0, 0, size, size))
        painter.end()
        QPixmapCache.insert(key, picture)
    return picture


def _draw(painter: QPainter, theme: Theme, shape: Shape, box: QRectF) -> None:
    mark, inner, fill = glyph_colors(theme, shape)
    paint_glyph(painter, shape, box, mark=mark, inner=inner, fill=fill)
