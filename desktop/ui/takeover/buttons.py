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
from desktop.ui.views.acts import Button
from desktop.ui.views.shapes import Shape
from desktop.ui.views.takeover import Tone

_SMALL = 60.0
"""Buttons that are lower stand closer around their words."""
_MOST_PX = 56
PANEL_PX = 22
"""The words of a panel's buttons."""


class FieldButton(QAbstractButton):
    """One act, in the colours of ``ground``: a field's tone, or the panel. ``is_first`` fills it:
    white on colour, near-black on amber.

    It has no keyboard focus: its letter answers, and only through the typing guard.
    """

    def __init__(self, button: Button, ground: str, *, is_first: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self.button = button
        self._ground = ground
        self._is_first = is_first
        self._unit = 1.0
        self._keys_count = False
        self._is_under_mouse = False
        self._most_px = _MOST_PX
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setEnabled(not button.is_done)
        self.setAccessibleName(button.text)
        self.setAccessibleDescription(button.key_words)

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
        ink = takeover_color(f"{self._ground}_ink")
        painter.setPen(Qt.PenStyle.NoPen)
        if self._is_first:
            face = ink
            painter.setBrush(dimmed(face, 0.92) if self._is_under_mouse else face)
            painter.drawRoundedRect(box, 16, 16)
            is_amber = self._ground == Tone.ASSIST
            return takeover_color("panel_ink") if is_amber else takeover_color("assist_ink")
        painter.setBrush(dimmed(ink, 0.12) if self._is_under_mouse else Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(ink if self.isEnabled() else dimmed(ink, 0.45), 2.5))
        painter.drawRoundedRect(box.adjusted(1.5, 1.5, -1.5, -1.5), 16, 16)
        return ink

    def _paint_words(self, painter: QPainter, box: QRectF, ink: QColor) -> None:
        key_px = _key_px(box.height(), self._unit)
        hint_px, gap = self._hint(key_px)
        room = self._room(box.width(), box.height())
        style, lines = self._fit(room, box.height(), self._most_px)
        metrics = QFontMetricsF(style)
        width = max(metrics.horizontalAdvance(line) for line in lines)
        left = (box.width() - width - gap - hint_px) / 2
        middle = box.center().y()
        painter.setFont(style)
        painter.setPen(ink)
        top = middle - metrics.lineSpacing() * (len(lines) - 1) / 2
        for row, line in enumerate(lines):
            baseline = top + row * metrics.lineSpacing() + metrics.capHeight() / 2
            painter.drawText(QPointF(left, baseline), line)
        hint = QRectF(left + width + gap, middle - key_px / 2, hint_px, key_px)
        if self.button.is_done:
            paint_glyph(painter, Shape.TICK, hint, mark=ink, inner=ink)
        elif self.button.key:
            shown = ink if self._keys_count else dimmed(ink, 0.45)
            draw_key(painter, hint, self.button.key_words, shown, key_px * 0.62, unit=self._unit)

    def _hint(self, key_px: float) -> tuple[float, float]:
        """How wide the key's frame is, and the gap before it; a tick takes its place."""
        gap = _key_gap(self.height() / self._unit)
        if self.button.is_done:
            return key_px, gap
        width = _hint_px(self.button.key_words, key_px, self._unit)
        return width, gap if width else 0.0

    def _room(self, width: float, height: float) -> float:
        return width - sum(self._hint(_key_px(height, self._unit))) - _edges(height)

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


def natural_width(button: Button, height: float, unit: float) -> float:
    """How wide a button of the panel is whose words stand on one line."""
    words = QFontMetricsF(font(PANEL_PX, 600, unit=unit)).horizontalAdvance(button.text)
    hint = _hint_px(button.key_words, _key_px(height, unit), unit)
    return words + (hint + _key_gap(height) if hint else 0.0) + _edges(height) + 4


def _key_gap(height: float) -> float:
    return 14.0 if height < _SMALL else 24.0


def _edges(height: float) -> float:
    return 28.0 if height < _SMALL else 40.0


def _key_px(height: float, unit: float) -> float:
    """A key hint's frame: its letter has 12 px on any screen."""
    return max(min(34.0, height * 0.42), LEAST_PX / unit / 0.62)


def _hint_px(key: str, key_px: float, unit: float) -> float:
    """A key with a name needs more room than one with a letter; none needs none."""
    if len(key) <= 1:
        return key_px if key else 0.0
    return QFontMetricsF(font(key_px * 0.62, 500, unit=unit)).horizontalAdvance(key) + 14


def _halves(text: str, metrics: QFontMetricsF) -> list[str]:
    """Return ``text`` broken where its two lines are most alike in width."""
    words = text.split()
    if len(words) < 2:
        return [text]
    cuts = [(" ".join(words[:i]), " ".join(words[i:])) for i in range(1, len(words))]
    return list(min(cuts, key=lambda cut: max(metrics.horizontalAdvance(half) for half in cut)))
