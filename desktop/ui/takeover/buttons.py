"""The takeover's buttons: large, each with its key, drawn in the field's colours."""

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QFont,
    QFontMetricsF,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QAbstractButton, QWidget

from desktop.ui.glyph import paint_glyph
from desktop.ui.takeover.drawing import (
    LEAST_PX,
    at_least,
    dimmed,
    draw_key,
    font,
    painting,
    takeover_color,
)
from desktop.ui.views.shapes import Shape
from desktop.ui.views.takeover import Button, Tone

_KEY_GAP = 24.0
_MOST_PX = 56


class FieldButton(QAbstractButton):
    """One act. ``is_first`` fills it: white on colour, near-black on amber.

    It has no keyboard focus: its letter answers, and only through the typing guard.
    """

    def __init__(self, button: Button, tone: Tone, *, is_first: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self.button = button
        self._tone = tone
        self._is_first = is_first
        self._unit = 1.0
        self._keys_count = False
        self._is_under_mouse = False
        self._most_px = _MOST_PX
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setEnabled(not button.is_done)
        self.setAccessibleName(button.text)
        self.setAccessibleDescription(button.key)

    def place(self, box: QRectF, unit: float) -> None:
        """Stand at ``box`` (design pixels)."""
        self._unit = unit
        scaled = QRectF(box.x() * unit, box.y() * unit, box.width() * unit, box.height() * unit)
        self.setGeometry(scaled.toRect())

    def text_px(self) -> int:
        """How large its words would be if nothing limited them but the room."""
        width, height = self.width() / self._unit, self.height() / self._unit
        return self._fit(self._room(width, height), height, _MOST_PX)[0].pixelSize()

    def write_at_most(self, px: int) -> None:
        """Draw the words no larger than ``px``, so that answers of one rank look alike."""
        if px != self._most_px:
            self._most_px = px
            self.update()

    def show_keys(self, *, count: bool) -> None:
        """Draw the key hint dim while keys do not count."""
        if count != self._keys_count:
            self._keys_count = count
            self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        event.accept()  # the second half of a double click never answers

    def enterEvent(self, event: QEnterEvent) -> None:
        self._is_under_mouse = True
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._is_under_mouse = False
        self.update()
        super().leaveEvent(event)

    def paintEvent(self, _: QPaintEvent) -> None:
        with painting(self, self._unit) as painter:
            width, height = self.width() / self._unit, self.height() / self._unit
            ink = self._paint_face(painter, QRectF(0, 0, width, height))
            self._paint_words(painter, QRectF(0, 0, width, height), ink)

    def _paint_face(self, painter: QPainter, box: QRectF) -> QColor:
        ink = takeover_color(f"{self._tone}_ink")
        painter.setPen(Qt.PenStyle.NoPen)
        if self._is_first:
            face = ink
            painter.setBrush(dimmed(face, 0.92) if self._is_under_mouse else face)
            painter.drawRoundedRect(box, 16, 16)
            is_amber = self._tone is Tone.ASSIST
            return takeover_color("panel_ink") if is_amber else takeover_color("assist_ink")
        painter.setBrush(dimmed(ink, 0.12) if self._is_under_mouse else Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(ink if self.isEnabled() else dimmed(ink, 0.45), 2.5))
        painter.drawRoundedRect(box.adjusted(1.5, 1.5, -1.5, -1.5), 16, 16)
        return ink

    def _paint_words(self, painter: QPainter, box: QRectF, ink: QColor) -> None:
        key_px = self._key_px(box.height())
        room = self._room(box.width(), box.height())
        style, lines = self._fit(room, box.height(), self._most_px)
        metrics = QFontMetricsF(style)
        width = max(metrics.horizontalAdvance(line) for line in lines)
        left = (box.width() - width - _KEY_GAP - key_px) / 2
        middle = box.center().y()
        painter.setFont(style)
        painter.setPen(ink)
        top = middle - metrics.lineSpacing() * (len(lines) - 1) / 2
        for row, line in enumerate(lines):
            baseline = top + row * metrics.lineSpacing() + metrics.capHeight() / 2
            painter.drawText(QPointF(left, baseline), line)
        hint = QRectF(left + width + _KEY_GAP, middle - key_px / 2, key_px, key_px)
        if self.button.is_done:
            paint_glyph(painter, Shape.TICK, hint, mark=ink, inner=ink)
        else:
            shown = ink if self._keys_count else dimmed(ink, 0.45)
            draw_key(painter, hint, self.button.key, shown, key_px * 0.62, unit=self._unit)

    def _key_px(self, height: float) -> float:
        """A key hint's frame: its letter has 12 px on any screen."""
        return max(min(34.0, height * 0.42), LEAST_PX / self._unit / 0.62)

    def _room(self, width: float, height: float) -> float:
        return width - self._key_px(height) - _KEY_GAP - 40

    def _fit(self, room: float, height: float, most: int) -> tuple[QFont, list[str]]:
        """Return the largest font in which the text is one line, or two; it is never cut."""
        start = 56 if self._is_first else 40 if height > 100 else 28
        weight = 700 if self._is_first else 600
        text = self.button.text
        least = at_least(16, self._unit)
        for size in range(max(min(start, most), least), least - 1, -1):
            style = font(size, weight)
            metrics = QFontMetricsF(style)
            if metrics.horizontalAdvance(text) <= room:
                return style, [text]
            if metrics.lineSpacing() * 2 <= height - 16 and size <= 40:
                halves = _halves(text, metrics)
                if max(metrics.horizontalAdvance(half) for half in halves) <= room:
                    return style, halves
        return font(least, weight), [text]


def _halves(text: str, metrics: QFontMetricsF) -> list[str]:
    """Return ``text`` broken where its two lines are most alike in width."""
    words = text.split()
    if len(words) < 2:
        return [text]
    cuts = [(" ".join(words[:i]), " ".join(words[i:])) for i in range(1, len(words))]
    return list(min(cuts, key=lambda cut: max(metrics.horizontalAdvance(half) for half in cut)))
