"""What is to be seen in a station's windows, told as moments when it has been drawn."""

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from desktop.app.counter_windows import CounterWindows
from desktop.app.supervisor_windows import SupervisorWindows
from desktop.app.windows import StationWindows
from desktop.demo.lines import NOTHING, Moment
from desktop.ui.cue import CueArea
from desktop.ui.takeover.window import Takeover


class Sight(QObject):
    """Watches the cue of a counter, or the takeover of a supervisor's desk.

    A moment is told once per change, after the paint that made it visible, never before it.
    ``cues`` keeps a picture of the bar in each state that it went through, by the word it showed.
    """

    def __init__(
        self,
        windows: StationWindows,
        tell: Callable[[Moment], None],
    ) -> None:
        super().__init__()
        self._tell = tell
        self._told: dict[QWidget, str] = {}
        self._bar = windows.bar if isinstance(windows, CounterWindows) else None
        self.cues: dict[str, QPixmap] = {}
        if isinstance(windows, CounterWindows):
            self._watch(windows.bar.cue)
            windows.bar.panic_pressed.connect(lambda: self._pressed("Panic"))
            windows.bar.assist_pressed.connect(lambda: self._pressed("Supervisor"))
        elif isinstance(windows, SupervisorWindows):
            windows.takeover.painted.connect(self._takeover_painted)
            for window in QApplication.topLevelWidgets():
                if isinstance(window, Takeover):
                    self._watch(window)

    def eventFilter(  # noqa: N802 -- Qt calls it by this name
        self, watched: QObject, event: QEvent
    ) -> bool:
        if event.type() in {QEvent.Type.Paint, QEvent.Type.Hide} and isinstance(watched, QWidget):
            QTimer.singleShot(0, watched, lambda: self._look(watched))
        return False

    def _pressed(self, button: str) -> None:
        self._tell(Moment(what="press", words=button, at_ns=time.perf_counter_ns()))

    def _watch(self, widget: QWidget) -> None:
        widget.installEventFilter(self)
        self._look(widget)

    def _look(self, widget: QWidget) -> None:
        moment = _cue(widget) if isinstance(widget, CueArea) else _takeover(widget)
        if self._told.get(widget, NOTHING) == moment.words:
            return
        self._told[widget] = moment.words
        self._tell(moment)
        if self._bar is not None:
            self.cues[moment.words] = self._bar.grab()

    def _takeover_painted(self, _alert: str) -> None:
        """Told from inside the first paint, when everything is drawn: the exact moment."""
        for window in QApplication.topLevelWidgets():
            if isinstance(window, Takeover):
                self._look(window)


def _cue(cue: CueArea) -> Moment:
    """A cue by its word; at rest it shows none, so there its sentence says which rest it is."""
    shown = cue.shown
    return Moment(
        what="cue",
        words=cue.word() or "Ready",
        at_ns=time.perf_counter_ns(),
        detail={
            "shape": shown.shape.value,
            "sentence": shown.sentence,
            "is_calm": shown.is_calm,
        },
    )


def _takeover(window: QWidget) -> Moment:
    """A takeover by the tone of its field: what colour fills the screen."""
    field = window.field if isinstance(window, Takeover) and window.isVisible() else None
    if field is None:
        return Moment(what="takeover", words=NOTHING, at_ns=time.perf_counter_ns())
    return Moment(
        what="takeover",
        words=f"{field.tone.value}: {', '.join(button.act.value for button in field.buttons)}",
        at_ns=time.perf_counter_ns(),
        detail={
            "alert": field.alert,
            "tone": field.tone.value,
            "place": field.place,
            "status": field.status,
            "answers": [button.act.value for button in field.buttons],
        },
    )
