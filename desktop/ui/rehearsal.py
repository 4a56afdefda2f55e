"""The rehearsal beside the bar: a copy of it plays the cues, and nothing is sent."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.alerts.facts import Kind
from desktop.domain.board import Board
from desktop.domain.pressing import Ways
from desktop.ui.buttons import push_button
from desktop.ui.focus_ring import FocusRing
from desktop.ui.growing import grown_from
from desktop.ui.labels import Label, set_shown
from desktop.ui.taskbar import keep_off_taskbar
from desktop.ui.theme import Appearance
from desktop.ui.toy_bar import ToyBar
from desktop.ui.views.counter_bar import Wording
from desktop.ui.views.rehearsal import Scene, bar_of, scenes
from desktop.ui.words import Words


class Rehearsal(QWidget):
    """Plays the scenes one after the other; Esc, *Stop* or a real call ends it.

    It was asked for, so it takes the keyboard. The real bar stays where it is and stays real.
    """

    ended = Signal()

    def __init__(
        self,
        board: Board,
        *,
        appearance: Appearance,
        words: Words,
        wording: Wording,
        ways: Ways = Ways(),  # noqa: B008 (a value that never changes)
        now: Callable[[], datetime],
        keys: tuple[str, str] = ("", ""),
    ) -> None:
        super().__init__(
            None,
            Qt.WindowType.Tool
            | Qt.WindowType.FramelessWindowHint
            | Qt.WindowType.WindowStaysOnTopHint,
        )
        theme, px = appearance.theme, appearance.theme.px
        self.setObjectName("rehearsal")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setStyleSheet(theme.style_sheet())
        self.setPalette(theme.palette())
        self.setFont(theme.font("body"))
        self.setWindowTitle(words("Rehearsal"))
        self._board, self._words, self._wording, self._ways = board, words, wording, ways
        self._scenes = scenes(board, words, now=now(), ways=ways, keys=keys)
        self._at = 0
        self._corner: QPoint | None = None
        self._due = QTimer(self)
        self._due.setSingleShot(True)
        self._due.timeout.connect(self.go_on)
        self._heading = Label(theme, "label", words("Rehearsal. Nothing is sent."), tone="ink2")
        self._step = Label(theme, "label", tone="ink2", tabular=True, wraps=False)
        view = bar_of(board, words, wording, ways, self._scenes[0].cue)
        self.bar = ToyBar(theme, view.assist, view.panic, view.cue)
        self.bar.pressed.connect(self._pressed)
        self._title = Label(theme, "lead", weight=600)
        self._text = Label(theme, "body", tone="ink2")
        self._wrong = Label(theme, "label", tone="need")
        self.stop_button = push_button(theme, words("Stop"), measure="row")
        self.stop_button.clicked.connect(self.stop)
        self.next_button = push_button(theme, words("Next"), role="primary", measure="row")
        self.next_button.clicked.connect(self.go_on)
        self._lay_out(px)
        self._ring = FocusRing(self, appearance)
        self.setFixedWidth(px(412))
        self._show_scene()

    @property
    def scene(self) -> Scene:
        """What is played now."""
        return self._scenes[self._at]

    def open_above(self, corner: QPoint) -> None:
        """Begin, beside the bar whose corner is at ``corner`` (global)."""
        self._corner = corner
        self._place()
        self.show()
        self.activateWindow()
        self.next_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def go_on(self) -> None:
        """The next scene; after the last one it is over."""
        if self._at + 1 >= len(self._scenes):
            self.stop()
            return
        self._at += 1
        self._show_scene()

    def stop(self) -> None:
        """It is over."""
        self._due.stop()
        self.hide()
        self.ended.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.stop()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        keep_off_taskbar(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What needs more room grows away from the real bar, never over it."""
        super().resizeEvent(event)
        if self._corner is not None:
            self.move(grown_from(self._corner, event.size()).topLeft())

    def _place(self) -> None:
        self.adjustSize()
        if self._corner is not None:
            self.setGeometry(grown_from(self._corner, self.size()))

    def _pressed(self, kind: Kind) -> None:
        """A press where one is asked for goes on; any other one is told apart from a real call."""
        if self.scene.press is kind:
            self.go_on()
        else:
            self._wrong.say(
                self._words("Here it does nothing. The bar beside this is the real one.")
            )
            self._place()

    def _show_scene(self) -> None:
        scene = self.scene
        self.bar.cue.show_cue(scene.cue)
        self._title.setText(scene.title)
        self._text.setText(scene.text)
        self._wrong.say("")
        words = self._words
        self._step.setText(words("{n} of {m}", n=self._at + 1, m=len(self._scenes)))
        is_last = self._at + 1 == len(self._scenes)
        self.next_button.setText(words("Done") if is_last else words("Next"))
        set_shown(self.next_button, is_shown=scene.press is None)
        self.setAccessibleDescription(f"{scene.title}. {scene.text}")
        self._due.start(round(scene.seconds * 1000))

    def _lay_out(self, px: Callable[[float], int]) -> None:
        head = QHBoxLayout()
        head.addWidget(self._heading, 1)
        head.addWidget(self._step)
        last = QHBoxLayout()
        last.addWidget(self.stop_button)
        last.addStretch(1)
        last.addWidget(self.next_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(16), px(14), px(16), px(14))
        column.setSpacing(px(10))
        column.addLayout(head)
        column.addWidget(self.bar, 0, Qt.AlignmentFlag.AlignLeft)
        for label in (self._title, self._text, self._wrong):
            column.addWidget(label)
        column.addStretch(1)
        column.addLayout(last)
        self.setMinimumHeight(px(260))  # so that nothing jumps from scene to scene
