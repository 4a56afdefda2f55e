"""Above any page but Now while somebody calls: who, where, for how long, and *Open*."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QMouseEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from desktop.monotonic import monotonic
from desktop.ui.buttons import push_button
from desktop.ui.glyph import Glyph
from desktop.ui.labels import Label, set_property
from desktop.ui.theme import Theme
from desktop.ui.views.call_line import CallLine
from desktop.ui.views.takeover import Tone

HEIGHT = 48

_TEXT = {Tone.PANIC: "panic", Tone.ASSIST: "need", Tone.DRILL: "drill"}


class AlertLine(QFrame):
    """Draws a ``CallLine``. Pressed anywhere it opens the alert; its clock runs while seen."""

    opened = Signal(str)
    others_pressed = Signal()

    def __init__(self, theme: Theme, *, monotonic: Callable[[], float] = monotonic) -> None:
        super().__init__()
        self._monotonic = monotonic
        self._line: CallLine | None = None
        px = theme.px
        self.setMinimumHeight(px(HEIGHT))
        self._glyph = Glyph(theme, 20)
        self._what = Label(theme, "lead", weight=600, tabular=True)
        self.others = push_button(theme, "", role="quiet")
        self.others.clicked.connect(self.others_pressed)
        self.open = push_button(theme, "")
        self.open.clicked.connect(self._open)
        row = QHBoxLayout(self)
        row.setContentsMargins(px(24), px(6), px(24), px(6))
        row.setSpacing(px(12))
        row.addWidget(self._glyph)
        row.addWidget(self._what, 1)
        row.addWidget(self.others)
        row.addWidget(self.open)
        self._tick = QTimer(self)
        self._tick.timeout.connect(self._show_time)
        self.hide()

    @property
    def controls(self) -> list[QWidget]:
        """What the Tab key reaches, in reading order."""
        return [self.others, self.open]

    def show_line(self, line: CallLine | None) -> None:
        """Draw ``line``; ``None`` takes it away."""
        self._line = line
        if line is not None:
            set_property(self, "call", line.tone.value)
            self._what.set_tone(_TEXT.get(line.tone, ""))
            self._glyph.show_shape(line.shape)
            self.others.setText(line.more)
            self.others.setVisible(bool(line.more))
            self.open.setText(line.open_text)
            self.open.setAccessibleName(f"{line.open_text}: {line.what}")
            self.setAccessibleName(line.what)
            self._show_time()
        self.setVisible(line is not None)

    def _show_time(self) -> None:
        if self._line is not None:
            self._what.setText(self._line.text(self._monotonic()))

    def _open(self) -> None:
        if self._line is not None:
            self.opened.emit(self._line.alert)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(
            event.position().toPoint()
        ):
            self._open()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show_time()
        self._tick.start(1000)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._tick.stop()
