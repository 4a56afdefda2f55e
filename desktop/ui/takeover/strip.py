"""The next alert as one line: below the field, or alone at the upper edge of the screen."""

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.ui.fitting import elided, fit_line
from desktop.ui.glyph import paint_glyph
from desktop.ui.takeover.drawing import (
    MARGIN,
    STRIP,
    dimmed,
    draw_key,
    draw_line,
    font,
    painting,
    takeover_color,
)
from desktop.ui.views.takeover import Strip, Tone
from desktop.ui.words import elapsed

SMALL = 56
_PLACE_STEPS = (72, 56, 44, 36)


class StripBar(QWidget):
    """Draws a ``Strip`` at any height; the whole of it opens the alert."""

    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._strip: Strip | None = None
        self._now = 0.0
        self._keys_count = False
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_strip(self, strip: Strip, now: float) -> None:
        """Draw ``strip``; ``now`` is the monotonic time its clock is read at."""
        self._strip = strip
        self._now = now
        self.setAccessibleName(strip.sentence)
        self.update()

    def show_time(self, now: float) -> None:
        """Move the clock on."""
        self._now = now
        self.update()

    def show_keys(self, *, count: bool) -> None:
        """Draw the key hint dim while keys do not count."""
        if count != self._keys_count:
            self._keys_count = count
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._strip is not None and event.button() is Qt.MouseButton.LeftButton:
            self.opened.emit(self._strip.alert)

    def paintEvent(self, _: QPaintEvent) -> None:
        if self._strip is None:
            return
        unit = self.height() / STRIP
        with painting(self, unit) as painter:
            self._paint(painter, self._strip, self.width() / unit, unit)

    def _paint(self, painter: QPainter, strip: Strip, width: float, unit: float) -> None:
        tone = strip.tone
        field = takeover_color(f"{tone}_field")
        ink, dim = takeover_color(f"{tone}_ink"), takeover_color(f"{tone}_dim")
        middle = STRIP / 2
        painter.fillRect(QRectF(0, 0, width, STRIP), field)
        paint_glyph(painter, strip.shape, QRectF(MARGIN, 22, 60, 60), mark=ink, inner=field)

        right = self._paint_open(painter, strip, width - MARGIN + 24, unit) - 44
        clock = elapsed(strip.since and self._now - strip.since)
        style = font(72, 700, tabular=True)
        right -= draw_line(painter, QPointF(right, middle), clock, style, ink, ends_here=True) + 40
        if strip.more:
            style = font(36, 600)
            taken = draw_line(
                painter, QPointF(right, middle), strip.more, style, ink, ends_here=True
            )
            right -= taken + 40

        left = MARGIN + 60 + 28
        lines = (strip.kind, strip.detail)
        small = font(28, 500, unit=unit)
        needed = max(QFontMetricsF(small).horizontalAdvance(line) for line in lines)
        room = max(right - left - 30 - needed, (right - left) * 0.5)
        style = fit_line(strip.place, room, _PLACE_STEPS, 700)
        left += draw_line(
            painter, QPointF(left, middle), elided(strip.place, style, room), style, ink
        )
        left += 30
        apart = max(18.0, small.pixelSize() * 0.64)
        for line, y in zip(lines, (middle - apart, middle + apart), strict=True):
            draw_line(painter, QPointF(left, y), elided(line, small, right - left), small, dim)

    def _paint_open(self, painter: QPainter, strip: Strip, right: float, unit: float) -> float:
        style = font(30, 600, unit=unit)
        text = QFontMetricsF(style).horizontalAdvance(strip.open_text)
        width = text + 56 + (48 if strip.key else 0)
        box = QRectF(right - width, 20, width, STRIP - 40)
        is_amber = strip.tone is Tone.ASSIST
        face = takeover_color("assist_ink") if is_amber else takeover_color("panel_ink")
        ink = takeover_color("panel_ink") if is_amber else takeover_color("assist_ink")
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(face)
        painter.drawRoundedRect(box, 12, 12)
        draw_line(painter, QPointF(box.left() + 28, STRIP / 2), strip.open_text, style, ink)
        if strip.key:
            hint = QRectF(box.right() - 28 - 30, STRIP / 2 - 16, 30, 32)
            shown = ink if self._keys_count else dimmed(ink, 0.45)
            draw_key(painter, hint, strip.key, shown, 20, unit=unit)
        return box.left()
