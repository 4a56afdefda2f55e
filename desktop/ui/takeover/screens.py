"""All screens of a supervisor: which window covers which, and what the answers mean."""

from collections.abc import Callable
from functools import partial

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QScreen

from desktop.domain.alerts.facts import Outcome
from desktop.domain.board import Board
from desktop.monotonic import monotonic
from desktop.ui.step_presses import StepPresses
from desktop.ui.takeover.drawing import HEIGHT, WIDTH, warm_up
from desktop.ui.takeover.strip import SMALL, StripBar
from desktop.ui.takeover.window import Takeover
from desktop.ui.views.acts import OUTCOMES, Act
from desktop.ui.views.takeover import Attention, Field, Strip, TakeoverView
from desktop.ui.words import Words


class TakeoverScreens(QObject):
    """Puts a ``TakeoverView`` on every screen and reports what the supervisor answered."""

    going_pressed = Signal(str)
    minutes_pressed = Signal(str, int)
    cannot_pressed = Signal(str)
    unheard_pressed = Signal(str)
    calling_pressed = Signal(str)
    police_called_pressed = Signal(str)
    leave_pressed = Signal(str)
    there_pressed = Signal(str)
    closed_pressed = Signal(str, Outcome)
    opened = Signal(str)
    painted = Signal(str)

    def __init__(
        self,
        *,
        words: Words,
        monotonic: Callable[[], float] = monotonic,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._words = words
        self._monotonic = monotonic
        self.steps = StepPresses(self)
        self._attention = Attention()
        self._board: Board | None = None
        self._covers: dict[int, Takeover] = {}
        self._strips: dict[int, StripBar] = {}
        self._tick = QTimer(self)
        self._tick.timeout.connect(self._show_time)
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        for change in (app.screenAdded, app.screenRemoved, app.primaryScreenChanged):
            change.connect(self._screens_changed)

    def prepare(self) -> None:
        """Make the windows before they are needed, so that the first alert finds them ready."""
        for screen in QGuiApplication.screens():
            self._cover(screen).winId()
            QTimer.singleShot(0, self, partial(warm_up, _unit(screen)))

    def show_board(self, board: Board) -> None:
        """Cover the screens, or free them, as ``board`` asks."""
        self._board = board
        self._show()

    def open_alert(self, alert: str) -> None:
        """Fill the screens with ``alert``, as the Now page's *Open* asks."""
        self._attention = self._attention.opened(alert)
        self._show()
        self.opened.emit(alert)

    def choose_outcome(self, alert: str) -> None:
        """Fill the screens with ``alert`` and ask how it ended."""
        opened = self._attention.opened(alert)
        self._attention = Attention(selected=alert, small=opened.small, closing=alert)
        self._show()

    @property
    def covers(self) -> tuple[Takeover, ...]:
        """The windows that cover a screen now."""
        return tuple(cover for cover in self._covers.values() if cover.isVisible())

    @property
    def strips(self) -> tuple[StripBar, ...]:
        """The strips that lie at a screen's edge now."""
        return tuple(strip for strip in self._strips.values() if strip.isVisible())

    def _show(self) -> None:
        if self._board is None:
            return
        view = TakeoverView.of(self._board, words=self._words, attention=self._attention)
        self._show_fields(view.field)
        self._show_strips(view.strip)

    def _screens_changed(self) -> None:
        """A screen came or went: cover those there are, and let go of those there were."""
        screens = {_key(screen) for screen in QGuiApplication.screens()}
        for gone in self._covers.keys() - screens:
            self._covers.pop(gone).withdraw()
        for gone in self._strips.keys() - screens:
            self._strips.pop(gone).hide()
        self._show()

    def _show_fields(self, field: Field | None) -> None:
        if field is None:
            for cover in self._covers.values():
                cover.withdraw()
            return
        was_free = not self.covers
        primary = QGuiApplication.primaryScreen()
        screens = QGuiApplication.screens()
        for screen in sorted(screens, key=lambda s: s is primary):
            self._cover(screen).show_field(field, screen)
        if was_free:
            first = self._cover(primary)
            first.raise_()
            first.activateWindow()

    def _show_strips(self, strip: Strip | None) -> None:
        if strip is None:
            self._tick.stop()
            for shown in self._strips.values():
                shown.hide()
            return
        for screen in QGuiApplication.screens():
            self._strip(screen).show_strip(strip, self._monotonic())
            self._strip(screen).show()
        if not self._tick.isActive():
            self._tick.start(1000)

    def _show_time(self) -> None:
        for strip in self.strips:
            strip.show_time(self._monotonic())

    def _cover(self, screen: QScreen) -> Takeover:
        key = _key(screen)
        if key not in self._covers:
            made = Takeover(monotonic=self._monotonic)
            made.acted.connect(self._act)
            made.stepped.connect(self.steps.press)
            made.opened.connect(self.open_alert)
            made.first_painted.connect(self.painted)
            self._covers[key] = made
        return self._covers[key]

    def _strip(self, screen: QScreen) -> StripBar:
        key = _key(screen)
        if key not in self._strips:
            made = StripBar()
            made.setWindowFlags(
                Qt.WindowType.Tool
                | Qt.WindowType.FramelessWindowHint
                | Qt.WindowType.WindowStaysOnTopHint
                | Qt.WindowType.WindowDoesNotAcceptFocus
            )
            made.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
            made.setAttribute(Qt.WidgetAttribute.WA_MacAlwaysShowToolWindow)
            made.setWindowTitle("Countersign")
            made.opened.connect(self.open_alert)
            self._strips[key] = made
        made = self._strips[key]
        area = screen.availableGeometry()
        unit = _unit(screen)
        made.setGeometry(area.x(), area.y(), area.width(), round(SMALL * max(0.8, unit)))
        return made

    def _act(self, act: Act, alert: str) -> None:
        answers = {
            Act.GOING: self.going_pressed,
            Act.CANNOT: self.cannot_pressed,
            Act.UNHEARD: self.unheard_pressed,
            Act.CALLING: self.calling_pressed,
            Act.POLICE_CALLED: self.police_called_pressed,
            Act.LEAVE: self.leave_pressed,
            Act.THERE: self.there_pressed,
        }
        match act:
            case _ if act in answers:
                answers[act].emit(alert)
            case Act.TWO_MINUTES:
                self.minutes_pressed.emit(alert, 2)
            case Act.OPEN:
                self.open_alert(alert)
            case Act.CLOSE:
                self.choose_outcome(alert)
            case Act.BACK:
                self._attention = self._attention.opened(alert)
                self._show()
            case Act.SMALL:
                self._make_small(alert)
            case _:
                self._attention = Attention(small=self._attention.small)
                self.closed_pressed.emit(alert, OUTCOMES[act])

    def _make_small(self, alert: str) -> None:
        found = self._board.find(alert) if self._board else None
        if found is not None:
            self._attention = self._attention.made_small(found)
            self._show()


def _key(screen: QScreen) -> int:
    """Which screen it is. On Windows and macOS two monitors of one make have one name."""
    return int(shiboken6.getCppPointer(screen)[0])


def _unit(screen: QScreen) -> float:
    return min(screen.size().width() / WIDTH, screen.size().height() / HEIGHT)
