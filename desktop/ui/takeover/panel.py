"""The right 35 %: what to do now, who is going, and what was written."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter

from desktop.ui.fitting import elided, wrapped
from desktop.ui.glyph import paint_glyph
from desktop.ui.takeover.drawing import draw_line, font, takeover_color
from desktop.ui.theme import Scheme, Theme
from desktop.ui.views.shapes import Shape
from desktop.ui.views.steps import Step
from desktop.ui.views.takeover import Field, Person

_EDGE = 40.0
_CARD = 20.0
_ROW = 46.0
_TICK = 28.0
_DARK = Theme(Scheme.DARK)
_WRAP = int(Qt.TextFlag.TextWordWrap)


class Panel:
    """Paints the panel into ``box`` (design pixels) of a screen of ``unit``.

    The site's own protocol and the floor plan will stand here; until then the fixed steps do.
    """

    def __init__(self, painter: QPainter, box: QRectF, unit: float) -> None:
        self._painter = painter
        self._box = box
        self._unit = unit
        self._left = box.left() + _EDGE
        self._width = box.width() - 2 * _EDGE

    def paint(self, field: Field, *, repeats_note: bool) -> None:
        """Paint the steps, who, and with ``repeats_note`` what was written, as far as it fits."""
        self._painter.fillRect(self._box, takeover_color("panel"))
        y = self._paint_steps(field, 30)
        y = self._paint_title(field.who_title, y + 40)
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
        return y + 46

    def _paint_steps(self, field: Field, y: float) -> float:
        y = self._paint_title(field.steps_title, y)
        heights = [self._height_of(step, is_first=i == 0) for i, step in enumerate(field.steps)]
        height = sum(heights) + 12 * (len(heights) - 1) + 2 * _CARD
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(takeover_color("panel_raised"))
        card = QRectF(self._left - _CARD, y, self._width + 2 * _CARD, height)
        self._painter.drawRoundedRect(card, 12, 12)
        top = y + _CARD
        for index, (step, taken) in enumerate(zip(field.steps, heights, strict=True)):
            self._paint_step(step, top, is_first=index == 0)
            top += taken + 12
        return y + height

    def _height_of(self, step: Step, *, is_first: bool) -> float:
        indent = _indent(step)
        taken = wrapped(step.text, self._step_font(is_first=is_first), self._width - indent)
        if not step.detail:
            return taken.height()
        below = wrapped(step.detail, self._font(24, 400), self._width - indent)
        return taken.height() + 4 + below.height()

    def _step_font(self, *, is_first: bool) -> QFont:
        return self._font(28, 600) if is_first else self._font(24, 400)

    def _paint_step(self, step: Step, top: float, *, is_first: bool) -> None:
        style = self._step_font(is_first=is_first)
        left, width = self._left + _indent(step), self._width - _indent(step)
        if step.is_done:
            sign = QRectF(self._left, top + 3, _TICK, _TICK)
            inner = takeover_color("panel_raised")
            mark = _DARK.color("hand_mark")
            paint_glyph(self._painter, Shape.DONE, sign, mark=mark, inner=inner)
        height = wrapped(step.text, style, width).height()
        self._paint_text(step.text, QRectF(left, top, width, height + 4), style)
        if step.detail:
            small = self._font(24, 400)
            below = QRectF(left, top + height + 4, width, 200)
            self._paint_text(step.detail, below, small, takeover_color("panel_dim"))

    def _paint_text(
        self, text: str, box: QRectF, style: QFont, color: QColor | None = None
    ) -> None:
        self._painter.setFont(style)
        self._painter.setPen(color or takeover_color("panel_ink"))
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


def _indent(step: Step) -> float:
    return _TICK + 14 if step.is_done else 0.0
