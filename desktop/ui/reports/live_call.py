"""A threat call at another station, on a supervisor's screen while it is written."""

from collections.abc import Callable
from datetime import UTC, datetime

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout

from desktop.services.reports.ports import LiveCall
from desktop.ui.glyph import Glyph
from desktop.ui.labels import Label
from desktop.ui.removal import remove_all
from desktop.ui.reports.look import Look
from desktop.ui.views.people import quoted
from desktop.ui.views.shapes import Shape
from desktop.ui.views.threat_call import LiveCallView


def _utc_now() -> datetime:
    return datetime.now(UTC)


class LiveCallCard(QFrame):
    """Draws a ``LiveCall`` as it stands; the clock runs while the card can be seen."""

    def __init__(self, look: Look, *, now: Callable[[], datetime] = _utc_now) -> None:
        super().__init__()
        self._look = look
        self._now = now
        self._call: LiveCall | None = None
        self._rows: tuple[tuple[str, str], ...] = ()
        px = look.px
        self.setProperty("plate", "assist")
        self._glyph = Glyph(look.theme, 20)
        self._title = Label(look.theme, "lead", weight=600)
        self._clock = Label(look.theme, "figure", tabular=True, wraps=False)
        self._who = Label(look.theme, "body", tone="ink2")
        self._state = Label(look.theme, "label", tone="ink2", weight=600)
        self._asked = Label(look.theme, "label", tone="ink2", weight=400)
        self._exact_label = Label(look.theme, "label", tone="ink2")
        self._exact = Label(look.theme, "phrase")
        for label in (self._exact, self._title):
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(px(16))
        self._grid.setVerticalSpacing(px(4))
        self._grid.setColumnStretch(1, 1)
        self._nothing = Label(look.theme, "label", tone="ink2", weight=400)
        head = QHBoxLayout()
        head.setSpacing(px(10))
        head.addWidget(self._glyph, 0, Qt.AlignmentFlag.AlignTop)
        about = QVBoxLayout()
        about.setSpacing(px(2))
        for label in (self._title, self._who, self._state, self._asked):
            about.addWidget(label)
        head.addLayout(about, 1)
        head.addWidget(self._clock, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(16), px(14), px(16), px(14))
        column.setSpacing(px(8))
        column.addLayout(head)
        column.addWidget(self._exact_label)
        column.addWidget(self._exact)
        column.addLayout(self._grid)
        column.addWidget(self._nothing)
        column.addStretch(1)
        self._tick = QTimer(self)
        self._tick.setInterval(1000)
        self._tick.timeout.connect(self._show)

    def show_call(self, call: LiveCall) -> None:
        """Draw ``call`` as it has come here."""
        self._call = call
        self._run()
        self._show()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._run()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._tick.stop()

    def _run(self) -> None:
        if self._call is not None and not self._call.is_over and self.isVisible():
            self._tick.start()
        else:
            self._tick.stop()

    def _show(self) -> None:
        if self._call is None:
            return
        view = LiveCallView.of(self._call, now=self._now(), words=self._look.words)
        self.setProperty("plate", "card" if view.is_over else "assist")
        self._glyph.show_shape(Shape.CLOSED if view.is_over else Shape.ATTENTION)
        self._title.setText(view.title)
        self._clock.setText(view.clock)
        self._who.setText(view.who)
        self._state.say(view.state)
        self._asked.setText(view.asked)
        self._exact_label.say(view.exact_label if view.exact else "")
        self._exact.say(quoted(view.exact, self._look.words))
        self._nothing.say(view.nothing)
        self.setAccessibleName(f"{view.title}. {view.state or view.who}. {view.exact}")
        if view.rows != self._rows:
            self._rows = view.rows
            remove_all(self._grid)
            for at, (label, answer) in enumerate(view.rows):
                name = Label(self._look.theme, "label", label, tone="ink2", weight=400)
                told = Label(self._look.theme, "body_strong", answer)
                self._grid.addWidget(name, at, 0, Qt.AlignmentFlag.AlignTop)
                self._grid.addWidget(told, at, 1)
