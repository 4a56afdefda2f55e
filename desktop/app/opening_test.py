"""The opening test at a counter: its window, joined to the station and to what is kept of it."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress

from PySide6.QtCore import QObject, QPoint, QTimer, Signal

from desktop.app.running import RunningStation
from desktop.domain.alerts.facts import Kind, Occasion
from desktop.domain.alerts.forced import as_the_counter_shows
from desktop.domain.board import Board
from desktop.domain.errors import DeskError
from desktop.services.adapters.opening_file import ProgressFile
from desktop.services.alerts.raising import Pressed
from desktop.services.opening.testing import OpeningTest
from desktop.ui.bridge import Bridge
from desktop.ui.opening_test import OpeningTestWindow
from desktop.ui.settling import settled
from desktop.ui.theme import OTHER_FONTS, Appearance, load_fonts
from desktop.ui.views.advice import Advice
from desktop.ui.views.opening_test import OpeningTestView
from desktop.ui.words import Words
from desktop.words import on_this_clock

NEW_DAY_WITHIN_MS = 600_000
"""How often it is asked whether another day has begun: a PC may have slept through midnight."""


class OpeningTests(QObject):
    """Made a moment after the bar is armed. ``due_changed`` says that today's test is done, or
    that another day has begun.
    """

    due_changed = Signal()

    def __init__(
        self,
        running: RunningStation,
        appearance: Appearance,
        words: Words,
        bridge: Bridge,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._station = running.station
        self._appearance = appearance
        self._words = words
        self._bridge = bridge
        self._keeper = ThreadPoolExecutor(1, thread_name_prefix="opening-test")
        self._test = OpeningTest(
            keeping=ProgressFile(running.home.path / "opening-test.json", self._aside),
            writer=lambda: running.late.reporting().writer,
            now=lambda: on_this_clock(running.clock.now()),
        )
        self._test.changed = self._show
        self._was_due = self._test.is_due
        self._board = as_the_counter_shows(self._station.board)
        self._window: OpeningTestWindow | None = None
        appearance.changed.connect(self._restyle)
        self._new_day = QTimer(self)
        self._new_day.timeout.connect(self._tell_due)
        self._new_day.start(NEW_DAY_WITHIN_MS)

    @property
    def is_due(self) -> bool:
        """No test was finished here today."""
        return self._test.is_due

    @property
    def window(self) -> OpeningTestWindow | None:
        """The window, where it was opened yet."""
        return self._window

    def open(self, corner: QPoint) -> None:
        """Begin, or go on where it was left."""
        load_fonts(OTHER_FONTS)
        if self._window is None:
            self._window = self._made()
        self._window.show_refusal(None)
        self._window.show_view(self._view())
        self._window.open_above(corner)

    def show_board(self, board: Board) -> None:
        """That is how things stand, as this counter may show it. A call that is meant closes the
        window.
        """
        self._board = board
        mine = board.mine()
        is_called = mine is not None and mine.alert.occasion is Occasion.REAL
        if is_called and self._window is not None:
            self._window.hide()
        self._test.heard(board)
        if self._window is not None and self._window.isVisible():
            self._show()

    def close(self) -> None:
        """Finish what is being written."""
        self._new_day.stop()
        if self._window is not None:
            self._window.close()
        self._keeper.shutdown(wait=True)

    def _made(self) -> OpeningTestWindow:
        window = OpeningTestWindow(self._view(), self._appearance)
        window.send_pressed.connect(self._send)
        window.looked.connect(self._test.look)
        window.noted.connect(self._test.note)
        window.done_pressed.connect(self._finish)
        return window

    def _view(self) -> OpeningTestView:
        return OpeningTestView.of(
            self._board, self._test.progress, is_due=self._test.is_due, words=self._words
        )

    def _show(self) -> None:
        if self._window is not None:
            self._window.show_view(self._view())
        self._tell_due()

    def _tell_due(self) -> None:
        is_due = self._test.is_due
        if is_due != self._was_due:
            self._was_due = is_due
            self.due_changed.emit()

    def _send(self) -> None:
        pressed = self._station.press(Kind.ASSIST, occasion=Occasion.TEST)
        pressed.add_done_callback(lambda done: self._bridge.post(lambda: self._sent(done)))

    def _sent(self, done: "Future[Pressed]") -> None:
        pressed = done.result()
        self._test.sent(pressed.alert, pressed.press)
        self.show_board(as_the_counter_shows(self._station.board))

    def _finish(self) -> None:
        if not self._test.progress.can_finish:
            return
        me = self._board.me
        done = self._test.finish(place=me.place, person=me.person)
        done.add_done_callback(
            lambda done: self._bridge.post(lambda: settled(done, self._finished, self._refused))
        )

    def _finished(self, _: None) -> None:
        self._test.finished()
        if self._window is not None:
            self._window.hide()

    def _refused(self, error: DeskError) -> None:
        if self._window is not None:
            self._window.show_refusal(Advice.of(error, self._words))

    def _restyle(self) -> None:
        """It is made anew when it is next opened."""
        if self._window is not None:
            self._window.close()
            self._window = None

    def _aside(self, action: Callable[[], None]) -> None:
        with suppress(RuntimeError):  # the station is ending
            self._keeper.submit(action)
