"""The right 35 %: what to do now, who is going, and what was written."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPainter

from desktop.ui.fitting import elided
from desktop.ui.glyph import paint_glyph
from desktop.ui.takeover.drawing import draw_line, font, takeover_color
from desktop.ui.takeover.steps_list import StepsList
from desktop.ui.theme import Scheme, Theme
from desktop.ui.views.shapes import Shape
from desktop.ui.views.takeover import Field, Person

_EDGE = 40.0
_TOP = 30.0
_TITLE = 46.0
_ROW = 46.0
_PEOPLE = 46.0 + 32.0 + 2 * _ROW
"""What is kept for who goes: its title, and two of them."""
_DARK = Theme(Scheme.DARK)
_WRAP = int(Qt.TextFlag.TextWordWrap)


def steps_in(box: QRectF, field: Field, unit: float) -> StepsList:
    """Return where the steps of ``field`` stand in a panel that fills ``box``."""
    top = box.top() + _TOP + _TITLE
    return StepsList(
        field.steps,
        left=box.left() + _EDGE,
        width=box.width() - 2 * _EDGE,
        top=top,
        room=box.bottom() - top - _PEOPLE,
        unit=unit,
    )


class Panel:
    """Paints the panel into ``box`` (design pixels) of a screen of ``unit``."""

    def __init__(self, painter: QPainter, box: QRectF, unit: float) -> None:
        self._painter = painter
        self._box = box
        self._unit = unit
        self._left = box.left() + _EDGE
        self._width = box.width() - 2 * _EDGE

    def paint(self, field: Field, *, repeats_note: bool) -> None:
        """Paint the steps, who, and with ``repeats_note`` what was written, as far as it fits."""
        self._painter.fillRect(self._box, takeover_color("panel"))
        self._paint_title(field.steps_title, _TOP)
        steps = steps_in(self._box, field, self._unit)
        steps.paint(self._painter)
        y = self._paint_title(field.who_title, steps.bottom + 32)
        room = int((self._box.bottom() - y) / _ROW) - 1
        shown = field.who if len(field.who) <= room else field.who[: max(1, room - 1)]
        for person in shown:
            self._paint_person(person, y)
            y += _ROW
        if len(shown) < len(field.who):
            at = QPointF(self._left + 36, y + 22)
            rest = f"+{len(field.who) - len(shown)}"
            draw_line(self._painter, at, rest, self._font(24, 500), takeover_color("panel_dim"))
            y += _ROW
        if repeats_note:
            y = self._paint_title(field.note_title, y + 28)
            below = max(0.0, self._box.bottom() - y - 24)
            note = QRectF(self._left, y, self._width, below)
            self._paint_text(field.note, note, self._font(24, 400))

    def _font(self, px: float, weight: int) -> QFont:
        return font(px, weight, unit=self._unit)

    def _paint_title(self, title: str, y: float) -> float:
        at = QPointF(self._left, y + 18)
        draw_line(self._painter, at, title, self._font(24, 600), takeover_color("panel_dim"))
        return y + _TITLE

    def _paint_text(self, text: str, box: QRectF, style: QFont) -> None:
        self._painter.setFont(style)
        self._painter.setPen(takeover_color("panel_ink"))
        self._painter.drawText(box, _WRAP, text)

    def _paint_person(self, person: Person, y: float) -> None:
        painter, left, width = self._painter, self._left, self._width
        middle = y + 22
        marks = {Shape.DONE: "hand_mark", Shape.SILENT: "need_mark"}
        mark = _DARK.color(marks.get(person.shape, "off_mark"))
        sign = QRectF(left, middle - 10, 20, 20)
        paint_glyph(painter, person.shape, sign, mark=mark, inner=takeover_color("panel"))
        answer = self._font(22, 400)
        right = QPointF(left + width, middle)
        shown = elided(person.answer, answer, width * 0.55)
        dim = takeover_color("panel_dim")
        taken = draw_line(painter, right, shown, answer, dim, ends_here=True)
        name = self._font(26, 500)
        room = width - 36 - taken - 20
        ink = takeover_color("panel_ink")
        draw_line(painter, QPointF(left + 36, middle), elided(person.name, name, room), name, ink)
