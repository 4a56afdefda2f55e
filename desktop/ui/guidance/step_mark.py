"""Before a step: a ring to tap, and a tick in it once it was tried."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from desktop.ui.glyph import paint_glyph
from desktop.ui.theme import Theme
from desktop.ui.views.shapes import Shape

_SIZE = 20


class StepMark(QWidget):
    """An empty ring, or a disc with a tick."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.is_tried = False
        self.setFixedSize(theme.px(_SIZE), theme.px(_SIZE))

    def show_tried(self, *, is_tried: bool) -> None:
        """Draw the tick, or take it away."""
        self.is_tried = is_tried
        self.update()

    def paintEvent(self, _: QPaintEvent) -> None:
        theme, box = self._theme, QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.is_tried:
            inner = theme.color("surface")
            paint_glyph(painter, Shape.DONE, box, mark=theme.color("hand_mark"), inner=inner)
        else:
            painter.setPen(QPen(theme.color("control"), theme.px(1.5)))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(box)
        painter.end()
