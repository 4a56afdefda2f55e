"""The left 65 %: what, where, how long, and the answers."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from desktop.ui.fitting import elided, fit_line, fit_place
from desktop.ui.glyph import paint_glyph
from desktop.ui.takeover.drawing import MARGIN, draw_line, font, takeover_color
from desktop.ui.views.takeover import Field
from desktop.ui.words import elapsed

CLOCK = QRectF(700, 40, 520, 136)
"""Where the clock stands, right-aligned: all that is drawn anew every second."""
_BIG_STEPS = (88, 72, 60, 48)
_FAR_STEPS = (72, 60, 48, 40)
_PLACE = QRectF(MARGIN, 184, 1120, 216)


def paint_field(
    painter: QPainter, field: Field, *, width: float, height: float, now: float
) -> None:
    """Paint the field, ``width`` by ``height`` design pixels; ``now`` is monotonic."""
    color = takeover_color(f"{field.tone}_field")
    ink, dim = takeover_color(f"{field.tone}_ink"), takeover_color(f"{field.tone}_dim")
    inner = width - 2 * MARGIN
    glyph = QRectF(MARGIN + 2, 62, 88, 88)
    paint_glyph(painter, field.shape, glyph, mark=ink, inner=color)
    clock = elapsed(now - field.since)
    style = font(88, 700, tabular=True)
    taken = draw_line(painter, QPointF(width - MARGIN, 107), clock, style, ink, ends_here=True)
    left = glyph.right() + 26
    kind = fit_line(field.kind, width - MARGIN - taken - 40 - left, _BIG_STEPS, 700)
    draw_line(painter, QPointF(left, 107), field.kind, kind, ink)

    _paint_place(painter, field.place, inner, ink)
    style = fit_line(field.area, inner, _FAR_STEPS, 500)
    draw_line(painter, QPointF(MARGIN, 434), elided(field.area, style, inner), style, dim)
    _paint_known(painter, field, inner, ink, dim)
    _paint_status(painter, field, height, inner, ink)


def clock_area(width: float) -> QRectF:
    """Return the part of the field that the passing of a second changes."""
    return QRectF(width - MARGIN - CLOCK.width(), CLOCK.y(), CLOCK.width() + 4, CLOCK.height())


def _paint_place(painter: QPainter, place: str, width: float, ink: QColor) -> None:
    fitted = fit_place(place, width, _PLACE.height())
    painter.setFont(fitted.font)
    painter.setPen(ink)
    shift = QFontMetricsF(fitted.font).leftBearing(place[0]) if place else 0.0
    box = QRectF(_PLACE.left() - shift, _PLACE.top(), width + shift, _PLACE.height())
    where = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
    painter.drawText(box, where | fitted.flags, place)


def _paint_known(painter: QPainter, field: Field, width: float, ink: QColor, dim: QColor) -> None:
    style = font(72, 700) if field.is_known else font(72, 500)
    said = ink if field.is_known else dim
    baseline = 532 + QFontMetricsF(style).capHeight() / 2
    painter.setFont(style)
    painter.setPen(said)
    painter.drawText(QPointF(MARGIN, baseline), field.known)
    left = MARGIN + QFontMetricsF(style).horizontalAdvance(field.known) + 34
    small = font(32, 500)
    needs = QFontMetricsF(small).horizontalAdvance(field.detail)
    painter.setFont(small)
    painter.setPen(dim)
    if left + needs <= MARGIN + width:
        painter.drawText(QPointF(left, baseline), field.detail)
        below = field.note
    else:
        below = "   ".join(part for part in (field.detail, field.note) if part)
    painter.setPen(ink)
    painter.drawText(QPointF(MARGIN, 612), elided(below, small, width))


def _paint_status(
    painter: QPainter, field: Field, height: float, width: float, ink: QColor
) -> None:
    style = fit_line(field.status, width, (32, 28, 24), 500)
    draw_line(painter, QPointF(MARGIN, height - 68), elided(field.status, style, width), style, ink)
