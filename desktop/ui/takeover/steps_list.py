"""*Do now* in the panel: where each step stands, and how it is drawn."""

from collections.abc import Iterator, Sequence

import msgspec
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen

from desktop.domain.protocol.steps import POLICE
from desktop.ui.fitting import wrapped
from desktop.ui.glyph import paint_glyph
from desktop.ui.takeover.buttons import natural_width
from desktop.ui.takeover.drawing import draw_line, font, takeover_color
from desktop.ui.theme import Scheme, Theme
from desktop.ui.views.acts import Button
from desktop.ui.views.shapes import Shape
from desktop.ui.views.steps import Step

BUTTON_HEIGHT = 56.0
BACK_HEIGHT = 40.0
"""Of the button that takes back what is done: it is there for a slip, and calls nobody's eye."""
_CARD = 20.0
_DISC = 36.0
_INDENT = _DISC + 16
_GAP = 12.0
_AFTER_PLATE = 20.0
_BELOW = 6.0
_DARK = Theme(Scheme.DARK)
_WRAP = int(Qt.TextFlag.TextWordWrap)


class _Row(msgspec.Struct, frozen=True):
    """One step, and the room it takes; a raised one stands on a plate of its own, for something is
    to be done about it.
    """

    step: Step
    top: float
    height: float
    is_raised: bool


class StepsList:
    """Steps between ``left`` and ``left + width``, from ``top`` down, in at most ``room`` (design
    pixels of a screen of ``unit``). What is too much for it is counted; what is to be done next
    never is.
    """

    def __init__(
        self,
        steps: tuple[Step, ...],
        *,
        left: float,
        width: float,
        top: float,
        room: float,
        unit: float,
    ) -> None:
        self._left = left
        self._width = width
        self._unit = unit
        self._left_out = 0
        self._rows = self._placed(steps, top)
        while self.bottom > top + room and (fewer := _without_the_last(self._rows)) is not None:
            self._left_out += 1
            self._rows = self._placed(fewer, top)

    @property
    def bottom(self) -> float:
        """Where the last of them ends."""
        ends = self._rows[-1].top + self._rows[-1].height if self._rows else 0.0
        return ends + (40.0 if self._left_out else 0.0)

    def button_boxes(self) -> Iterator[tuple[Button, QRectF]]:
        """Each button with its place, in the order of the steps."""
        for row in self._rows:
            if row.step.buttons:
                yield from self._buttons(row.step, self._top_of_buttons(row))

    def paint(self, painter: QPainter) -> None:
        """Draw them; their buttons are widgets of their own."""
        for row in self._rows:
            self._paint_row(painter, row)
        if self._left_out:
            at = QPointF(self._left + _INDENT, self.bottom - 18)
            dim = takeover_color("panel_dim")
            draw_line(painter, at, f"+{self._left_out}", self._font(24, 500), dim)

    # --- where they stand ------------------------------------------------------------------------

    def _placed(self, steps: Sequence[Step], top: float) -> list[_Row]:
        rows = []
        for index, step in enumerate(steps):
            is_to_do = bool(step.buttons) and not step.is_done
            is_raised = is_to_do or (index == 0 and not step.number)
            height = self._height_of(step, is_raised=is_raised)
            rows.append(_Row(step, top, height, is_raised))
            top += height + (_AFTER_PLATE if is_raised else _GAP)
        return rows

    def _height_of(self, step: Step, *, is_raised: bool) -> float:
        height = sum(box + gap for _, _, box, gap in self._lines(step, is_raised=is_raised))
        if not is_raised:
            return max(height, BACK_HEIGHT if step.buttons else 0.0) + 4.0
        if step.buttons:
            height += self._buttons_height(step) + _GAP
        return height + 2 * _CARD

    def _top_of_buttons(self, row: _Row) -> float:
        """Below the words of what is to be done, and beside those of what is done."""
        if not row.is_raised:
            return row.top
        return row.top + row.height - _CARD - self._buttons_height(row.step)

    def _lines(self, step: Step, *, is_raised: bool) -> Iterator[tuple[str, QFont, float, float]]:
        """Each text with its font, its height, and the gap below it."""
        small = self._font(22, 400)
        for text, style in (
            (step.text, self._text_font(step, is_raised=is_raised)),
            (step.script, self._font(24, 500)),
            (step.detail, small),
            (step.who, small),
        ):
            if text:
                yield text, style, wrapped(text, style, self._inner(step)).height(), _BELOW

    def _text_font(self, step: Step, *, is_raised: bool) -> QFont:
        if is_raised:
            return self._font(28, 600)
        return self._font(28, 500) if step.number else self._font(22, 400)

    def _inner(self, step: Step) -> float:
        inner = self._width - (_INDENT if step.number else 0.0)
        if not step.is_done:
            return inner
        return inner - sum(_GAP + self._width_of(button) for button in step.buttons)

    def _width_of(self, button: Button) -> float:
        return natural_width(button, BACK_HEIGHT, self._unit)

    def _buttons_height(self, step: Step) -> float:
        tops = {box.top() for _, box in self._buttons(step, 0.0)}
        return len(tops) * (BUTTON_HEIGHT + _GAP) - _GAP

    def _buttons(self, step: Step, top: float) -> Iterator[tuple[Button, QRectF]]:
        """In as many rows as they take; at the end of the line where it is done."""
        begins = self._left + _INDENT
        left, right = begins, self._left + self._width
        if step.is_done:
            for button in reversed(step.buttons):
                right -= self._width_of(button)
                yield button, QRectF(right, top, self._width_of(button), BACK_HEIGHT)
                right -= _GAP
            return
        for button in step.buttons:
            width = min(natural_width(button, BUTTON_HEIGHT, self._unit), right - begins)
            if left > begins and left + width > right:
                left, top = begins, top + BUTTON_HEIGHT + _GAP
            yield button, QRectF(left, top, width, BUTTON_HEIGHT)
            left += width + _GAP

    # --- how they are drawn ----------------------------------------------------------------------

    def _font(self, px: float, weight: int) -> QFont:
        return font(px, weight, unit=self._unit)

    def _paint_row(self, painter: QPainter, row: _Row) -> None:
        step, top = row.step, row.top + (_CARD if row.is_raised else 0.0)
        if row.is_raised:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(takeover_color("panel_raised"))
            plate = QRectF(self._left - _CARD, row.top, self._width + 2 * _CARD, row.height)
            painter.drawRoundedRect(plate, 12, 12)
        left = self._left + (_INDENT if step.number else 0.0)
        ink, dim = takeover_color("panel_ink"), takeover_color("panel_dim")
        for text, style, height, below in self._lines(step, is_raised=row.is_raised):
            if text is step.text and step.number:
                line = QFontMetricsF(style).lineSpacing()
                self._paint_sign(painter, step, top + line / 2, is_current=row.is_raised)
            is_quiet = text is step.detail or text is step.who or not (step.number or row.is_raised)
            painter.setFont(style)
            painter.setPen(dim if is_quiet else ink)
            painter.drawText(QRectF(left, top, self._inner(step), height + 4), _WRAP, text)
            top += height + below

    def _paint_sign(
        self, painter: QPainter, step: Step, middle: float, *, is_current: bool
    ) -> None:
        """A tick where it is done, else its number: filled where it is to be done next."""
        disc = QRectF(self._left, middle - _DISC / 2, _DISC, _DISC)
        if step.is_done:
            inner = takeover_color("panel")
            paint_glyph(painter, Shape.DONE, disc, mark=_DARK.color("hand_mark"), inner=inner)
            return
        ink = takeover_color("panel_ink")
        painter.setBrush(ink if is_current else Qt.BrushStyle.NoBrush)
        painter.setPen(Qt.PenStyle.NoPen if is_current else QPen(takeover_color("panel_dim"), 2))
        painter.drawEllipse(disc.adjusted(1, 1, -1, -1))
        painter.setPen(takeover_color("panel") if is_current else ink)
        painter.setFont(self._font(20, 600))
        painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, step.number)


def _without_the_last(rows: list[_Row]) -> list[Step] | None:
    """Without the last that need not be seen now; ``None`` where every one must be."""
    for index in range(len(rows) - 1, 0, -1):
        if not rows[index].is_raised and rows[index].step.key != POLICE:
            return [row.step for at, row in enumerate(rows) if at != index]
    return None
