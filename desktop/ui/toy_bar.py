"""A copy of the counter bar that calls nobody: for the rehearsal, and to choose how it looks."""

from itertools import count

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from desktop.domain.alerts.facts import Kind
from desktop.ui.counter_bar import ASSIST, CUE, HEIGHT, PANIC, WIDTH, PressButton
from desktop.ui.cue import CueArea
from desktop.ui.glyph import paint_ground
from desktop.ui.theme import Theme
from desktop.ui.views.counter_bar import BarButton, Cue


class ToyBar(QWidget):
    """Looks like the bar and presses nothing."""

    pressed = Signal(Kind)

    def __init__(self, theme: Theme, assist: BarButton, panic: BarButton, cue: Cue) -> None:
        super().__init__()
        px = theme.px
        self._theme = theme
        self.setFixedSize(QSize(px(WIDTH - 36), px(HEIGHT)))
        self.assist = PressButton(theme, assist, self)
        self.panic = PressButton(theme, panic, self)
        # Whoever clicks on quickly sees each cue: here nobody watches but the clerk.
        self.cue = CueArea(theme, cue, monotonic=count(step=10).__next__, parent=self)
        for widget, place in ((self.assist, ASSIST), (self.panic, PANIC)):
            widget.setGeometry(px(place.x()), 0, px(place.width()), px(HEIGHT))
            widget.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.cue.setGeometry(px(CUE.x()), px(CUE.y()), px(CUE.width()), px(CUE.height()))
        self.assist.clicked.connect(lambda: self.pressed.emit(Kind.ASSIST))
        self.panic.clicked.connect(lambda: self.pressed.emit(Kind.PANIC))

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_ground(painter, self.rect(), self._theme.color("bar"))
        painter.setPen(QPen(self._theme.color("bar_line"), self._theme.border))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()


class SampleBar(ToyBar):
    """A picture of the bar, which nothing can press: what it shows is said beside it."""

    def __init__(self, theme: Theme, assist: BarButton, panic: BarButton, cue: Cue) -> None:
        super().__init__(theme, assist, panic, cue)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        for button in (self.assist, self.panic):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
