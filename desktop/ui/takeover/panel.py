"""The right 35 %: what to do now, who is going, and what was written."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPainter

from desktop.ui.fitting import elided, wrapped
from desktop.ui.glyph import paint_glyph
from desktop.ui.takeover.drawing import draw_line, font, takeover_color
from desktop.ui.theme import Scheme, Theme
from desktop.ui.views.shapes import Shape
from desktop.ui.views.takeover import Field, Person

_EDGE = 40.0
_CARD = 20.0
_ROW = 46.0
_LONG_NOTE = 60
_DARK = Theme(Scheme.DARK)
_WRAP = int(Qt.TextFlag.TextWordWrap)


def paint_panel(painter: QPainter, field: Field, box: QRectF) -> None:
    """Paint the panel into ``box`` (design pixels): steps, who, and a long note in full.

    The site's own protocol and the floor plan will stand here; until then the fixed steps do.
    """
    painter.fillRect(box, takeover_color("panel"))
    left, width = box.left() + _EDGE, box.width() - 2 * _EDGE
    y = _paint_steps(painter, field, left, width, 30)
    y = _paint_title(painter, field.who_title, left, y + 40)
    room = int((box.bottom() - y) / _ROW) - 1
    shown = field.who if len(field.who) <= room else field.who[: max(1, room - 1)]
    for person in shown:
        _paint_person(painter, person, left, y, width)
        y += _ROW
    if len(shown) < len(field.who):
        rest = f"+{len(field.who) - len(shown)}"
        draw_line(
            painter, QPointF(left + 36, y + 22), rest, font(24, 500), takeover_color("panel_dim")
        )
        y += _ROW
    if len(field.note) > _LONG_NOTE:
        y = _paint_title(painter, field.note_title, left, y + 28)
        note = QRectF(left, y, width, max(0.0, box.bottom() - y - 24))
        _paint_text(painter, field.note, note, font(24, 400))


def _paint_title(painter: QPainter, title: str, left: float, y: float) -> float:
    draw_line(painter, QPointF(left, y + 18), title, font(24, 600), takeover_color("panel_dim"))
    return y + 46


def _paint_steps(painter: QPainter, field: Field, left: float, width: float, y: float) -> float:
    y = _paint_title(painter, field.steps_title, left, y)
    inner = width
    styles = [font(28, 600), *[font(24, 400)] * (len(field.steps) - 1)]
    heights = [
        wrapped(step, style, inner).height()
        for step, style in zip(field.steps, styles, strict=True)
    ]
    height = sum(heights) + 12 * (len(heights) - 1) + 2 * _CARD
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(takeover_color("panel_raised"))
    painter.drawRoundedRect(QRectF(left - _CARD, y, width + 2 * _CARD, height), 12, 12)
    top = y + _CARD
    for step, style, taken in zip(field.steps, styles, heights, strict=True):
        _paint_text(painter, step, QRectF(left, top, inner, taken + 4), style)
        top += taken + 12
    return y + height


def _paint_text(painter: QPainter, text: str, box: QRectF, style: QFont) -> None:
    painter.setFont(style)
    painter.setPen(takeover_color("panel_ink"))
    painter.drawText(box, _WRAP, text)


def _paint_person(painter: QPainter, person: Person, left: float, y: float, width: float) -> None:
    middle = y + 22
    marks = {Shape.DONE: "hand_mark", Shape.SILENT: "need_mark"}
    mark = _DARK.color(marks.get(person.shape, "off_mark"))
    sign = QRectF(left, middle - 10, 20, 20)
    paint_glyph(painter, person.shape, sign, mark=mark, inner=takeover_color("panel"))
    answer = font(22, 400)
    right = QPointF(left + width, middle)
    shown = elided(person.answer, answer, width * 0.55)
    taken = draw_line(painter, right, shown, answer, takeover_color("panel_dim"), ends_here=True)
    name = font(26, 500)
    room = width - 36 - taken - 20
    ink = takeover_color("panel_ink")
    draw_line(painter, QPointF(left + 36, middle), elided(person.name, name, room), name, ink)
