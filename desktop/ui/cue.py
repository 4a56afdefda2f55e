"""The cue: the one place at a counter that may change, at most twice a second."""

from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.monotonic import monotonic
from desktop.ui.glyph import paint_glyph, paint_ground
from desktop.ui.theme import Theme
from desktop.ui.views.counter_bar import Cue

WIDTH, HEIGHT = 80, 32
_GLYPH = 12
_INSET = 4
_GAP = 6
_CHANGES, _PER_S = 2, 1.0
_REMEMBERED = 16
"""Moments that have been shown; a counter's alerts have three each."""


class CueArea(QWidget):
    """Draws a ``Cue`` in grey. A third change within a second waits, and only the newest is drawn.

    What is drawn alike is no change. What is new of an alert waits for nothing, once each: that it
    is on its way, that a desk has it, and *Step out*. It never animates. Where the tab is all there
    is, ``is_compact`` leaves out the word.
    """

    def __init__(
        self,
        theme: Theme,
        cue: Cue,
        *,
        monotonic: Callable[[], float] = monotonic,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._font = _font_of(theme)
        self._cue = cue
        self._next = cue
        self._monotonic = monotonic
        self._changed: deque[float] = deque(maxlen=_CHANGES)
        self._told: deque[str] = deque([cue.moment], maxlen=_REMEMBERED)
        self._is_compact = False
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._show_next)
        self._name()

    @property
    def shown(self) -> Cue:
        """What is drawn now."""
        return self._cue

    def use(self, theme: Theme) -> None:
        """Draw in ``theme`` from now on."""
        self._theme = theme
        self._font = _font_of(theme)
        self.update()

    def set_compact(self, *, is_compact: bool) -> None:
        """Draw the shape alone, in the middle, or the shape and its word.

        Beside the buttons its ground is plain, and it draws that itself: then a change draws
        nothing else of the bar, which takes a third less time.
        """
        self._is_compact = is_compact
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent, on=not is_compact)
        self.update()

    def show_cue(self, cue: Cue) -> None:
        """Draw ``cue`` now, or as soon as two changes in a second allow it."""
        self._next = cue
        if cue.looks_like(self._cue):
            self._later.stop()
            self._take(cue)
            return
        wait = self._wait_s(cue)
        if wait > 0:
            self._later.start(round(wait * 1000) + 1)
        else:
            self._show_next()

    def _wait_s(self, cue: Cue) -> float:
        must_not_wait = cue.moment and cue.moment not in self._told
        if must_not_wait or len(self._changed) < _CHANGES:
            return 0.0
        return self._changed[0] + _PER_S - self._monotonic()

    def _show_next(self) -> None:
        if self._next.looks_like(self._cue):
            return
        self._later.stop()
        self._changed.append(self._monotonic())
        self._take(self._next)
        self.update()

    def _take(self, cue: Cue) -> None:
        self._cue = cue
        if cue.moment not in self._told:
            self._told.append(cue.moment)
        self._name()

    def _name(self) -> None:
        self.setAccessibleName(self._cue.sentence)
        self.setToolTip(self._cue.sentence)

    def word(self) -> str:
        """Return the form of the word that fits, cut with an ellipsis only if none does."""
        room = self._theme.px(WIDTH - _INSET - _GLYPH - _GAP)
        metrics = QFontMetricsF(self._font)
        words = self._cue.words
        fitting = next((word for word in words if metrics.horizontalAdvance(word) <= room), None)
        if fitting is not None or not words:
            return fitting or ""
        return metrics.elidedText(words[-1], Qt.TextElideMode.ElideRight, room)

    def paintEvent(self, _: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        if not self._is_compact:
            paint_ground(painter, self.rect(), theme.color("bar"))
        size = theme.px(_GLYPH)
        left = (self.width() - size) / 2 if self._is_compact else theme.px(_INSET)
        box = QRectF(left, (self.height() - size) / 2, size, size)
        mark = theme.color("bar_ready" if self._cue.is_calm else "bar_cue")
        paint_glyph(painter, self._cue.shape, box, mark=mark, inner=theme.color("bar"))
        if not self._is_compact:
            painter.setPen(theme.color("bar_cue"))
            painter.setFont(self._font)
            text = self.rect().adjusted(theme.px(_INSET + _GLYPH + _GAP), 0, 0, 0)
            painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, self.word())
        painter.end()


def _font_of(theme: Theme) -> QFont:
    return theme.font("caption", tabular=True)
