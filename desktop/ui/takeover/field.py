"""The left 65 %: what, where, how long, what was written, and how things stand."""

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from desktop.ui.fitting import Fitted, cut_text, elided, fit_line, fit_place, fit_text
from desktop.ui.glyph import paint_glyph
from desktop.ui.takeover.drawing import MARGIN, draw_line, font, readable, takeover_color
from desktop.ui.views.takeover import Field
from desktop.ui.words import elapsed

CLOCK = QRectF(700, 40, 520, 136)
"""Where the clock stands, right-aligned: all that is drawn anew every second."""
QUESTION = 700.0
"""Where the middle of a question stands, above its answers."""
_BIG_STEPS = (88, 72, 60)
_TWO_LINES = (56, 48, 40, 32)
_TITLE = QRectF(MARGIN, 40, 0, 134)
_FAR_STEPS = (72, 60, 48, 40)
_NOTE_STEPS = (32, 28, 26, 24)
_NOTE_TOP = 580.0
_PLACE = QRectF(MARGIN, 184, 1120, 216)


def paint_field(
    painter: QPainter, field: Field, room: QSizeF, *, note_ends: float, unit: float, now: float
) -> bool:
    """Paint the field into ``room`` (design pixels of a screen of ``unit``); ``now`` is monotonic.

    What was written has the room down to ``note_ends``. Returns whether all of it is to be read.
    """
    width = room.width()
    color = takeover_color(f"{field.tone}_field")
    ink, dim = takeover_color(f"{field.tone}_ink"), takeover_color(f"{field.tone}_dim")
    inner = width - 2 * MARGIN
    glyph = QRectF(MARGIN + 2, 62, 88, 88)
    paint_glyph(painter, field.shape, glyph, mark=ink, inner=color)
    clock = elapsed(now - field.since)
    style = font(88, 700, tabular=True)
    taken = draw_line(painter, QPointF(width - MARGIN, 107), clock, style, ink, ends_here=True)
    left = glyph.right() + 26
    taken = max(taken, QFontMetricsF(style).horizontalAdvance("00:00"))
    _paint_title(painter, field.kind, left, width - MARGIN - taken - 40 - left, ink)

    _paint_place(painter, field.place, inner, ink)
    style = fit_line(field.area, inner, _FAR_STEPS, 500)
    draw_line(painter, QPointF(MARGIN, 434), elided(field.area, style, inner), style, dim)
    note = _paint_known(painter, field, inner, unit)
    _paint_status(painter, field, QSizeF(inner, room.height()), ink, unit)
    box = QRectF(MARGIN, _NOTE_TOP, inner, note_ends - _NOTE_TOP)
    return _paint_note(painter, note, box, ink, unit)


def clock_area(width: float) -> QRectF:
    """Return the part of the field that the passing of a second changes."""
    return QRectF(width - MARGIN - CLOCK.width(), CLOCK.y(), CLOCK.width() + 4, CLOCK.height())


def _paint_title(painter: QPainter, title: str, left: float, width: float, ink: QColor) -> None:
    """Paint what it is on one line, or smaller on two; it is never cut."""
    style = fit_line(title, width, _BIG_STEPS, 700)
    if QFontMetricsF(style).horizontalAdvance(title) <= width:
        draw_line(painter, QPointF(left, 107), title, style, ink)
        return
    box = QRectF(left, _TITLE.top(), width, _TITLE.height())
    least = Fitted(font(_TWO_LINES[-1], 700), int(Qt.TextFlag.TextWrapAnywhere))
    fitted = fit_text(title, box.size(), _TWO_LINES, 700) or least
    painter.setFont(fitted.font)
    painter.setPen(ink)
    painter.drawText(box, fitted.flags | int(Qt.AlignmentFlag.AlignVCenter), title)


def _paint_place(painter: QPainter, place: str, width: float, ink: QColor) -> None:
    fitted = fit_place(place, width, _PLACE.height())
    painter.setFont(fitted.font)
    painter.setPen(ink)
    shift = QFontMetricsF(fitted.font).leftBearing(place[0]) if place else 0.0
    box = QRectF(_PLACE.left() - shift, _PLACE.top(), width + shift, _PLACE.height())
    where = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
    painter.drawText(box, where | fitted.flags, place)


def _paint_known(painter: QPainter, field: Field, width: float, unit: float) -> str:
    """Paint what is known and who pressed; return what is left to be said below it."""
    ink, dim = takeover_color(f"{field.tone}_ink"), takeover_color(f"{field.tone}_dim")
    style = font(72, 700) if field.is_known else font(72, 500)
    said = ink if field.is_known else dim
    baseline = 532 + QFontMetricsF(style).capHeight() / 2
    painter.setFont(style)
    painter.setPen(said)
    painter.drawText(QPointF(MARGIN, baseline), field.known)
    left = MARGIN + QFontMetricsF(style).horizontalAdvance(field.known) + 34
    small = font(32, 500, unit=unit)
    needs = QFontMetricsF(small).horizontalAdvance(field.detail)
    painter.setFont(small)
    painter.setPen(dim)
    if left + needs <= MARGIN + width:
        painter.drawText(QPointF(left, baseline), field.detail)
        return field.note
    return "   ".join(part for part in (field.detail, field.note) if part)


def _paint_note(painter: QPainter, text: str, box: QRectF, ink: QColor, unit: float) -> bool:
    """Paint ``text`` as large as lets all of it be read; what is too long for that ends in "…"."""
    sizes = readable(_NOTE_STEPS, unit)
    whole = fit_text(text, box.size(), sizes, 500)
    said, fitted = (text, whole) if whole else cut_text(text, font(sizes[-1], 500), box.size())
    painter.setFont(fitted.font)
    painter.setPen(ink)
    painter.drawText(box, fitted.flags, said)
    return whole is not None


def _paint_status(painter: QPainter, field: Field, room: QSizeF, ink: QColor, unit: float) -> None:
    width, bottom = room.width(), room.height()
    style = fit_line(field.status, width, readable((32, 28, 24), unit), 500)
    said = elided(field.status, style, width)
    draw_line(painter, QPointF(MARGIN, bottom - 46), said, style, ink)
    if field.question:
        style = fit_line(field.question, width, (56, 48, 40), 700)
        draw_line(painter, QPointF(MARGIN, QUESTION), field.question, style, ink)
