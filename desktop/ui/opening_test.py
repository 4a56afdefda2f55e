"""The opening test beside the bar: send it, look at three things, done."""

from itertools import pairwise

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop.domain.opening.facts import Found, Part
from desktop.domain.opening.progress import MOST_LETTERS
from desktop.ui.advice_line import AdviceLine
from desktop.ui.buttons import push_button
from desktop.ui.flow import FlowLayout
from desktop.ui.focus_ring import FocusRing
from desktop.ui.growing import grown_from
from desktop.ui.labels import Label, dividing_line, set_shown
from desktop.ui.radio import Radio
from desktop.ui.room import room_for
from desktop.ui.scrolling import ScrollingPage
from desktop.ui.taskbar import keep_off_taskbar
from desktop.ui.theme import Appearance, Theme
from desktop.ui.views.advice import Advice
from desktop.ui.views.opening_test import OpeningTestView, Question

WIDTH = 412


class OpeningTestWindow(QWidget):
    """Draws an ``OpeningTestView`` and reports what the person says.

    It was asked for, so it takes the keyboard. Esc and *Later* hide it; nothing is lost. It is
    never wider than its screen and scrolls where that is not high enough.
    """

    send_pressed = Signal()
    looked = Signal(Part, Found, str)
    noted = Signal(str)
    done_pressed = Signal()

    def __init__(self, view: OpeningTestView, appearance: Appearance) -> None:
        super().__init__(
            None,
            Qt.WindowType.Tool
            | Qt.WindowType.FramelessWindowHint
            | Qt.WindowType.WindowStaysOnTopHint,
        )
        theme = appearance.theme
        self._theme = theme
        self._corner: QPoint | None = None
        self.setObjectName("openingTest")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setStyleSheet(theme.style_sheet())
        self.setPalette(theme.palette())
        self.setFont(theme.font("body"))
        self.setWindowTitle(view.title)
        self._heading = Label(theme, "label", tone="ink2")
        self._send_title = Label(theme, "body", weight=600)
        self.send_button = push_button(theme, view.send_text, measure="row")
        self.send_button.clicked.connect(self.send_pressed)
        self._sent = AdviceLine(theme)
        self.questions = {
            question.part: _QuestionBox(theme, question, view.what_text)
            for question in view.questions
        }
        self._note_name = Label(theme, "label", view.note_text, tone="ink2")
        self.note = _line(theme)
        self.note.setAccessibleName(view.note_text)
        self.note.editingFinished.connect(lambda: self.noted.emit(self.note.text()))
        self._note_name.setBuddy(self.note)
        self._refused = AdviceLine(theme)
        self._missing = Label(theme, "label", tone="ink2", weight=400)
        self.later_button = push_button(theme, view.later_text, measure="row")
        self.later_button.clicked.connect(self.hide)
        self.done_button = push_button(theme, view.done_text, role="primary", measure="row")
        self.done_button.clicked.connect(self._finish)
        for box in self.questions.values():
            box.answered.connect(self.looked)
        self._lay_out()
        for before, after in pairwise(self.controls):
            QWidget.setTabOrder(before, after)
        self._ring = FocusRing(self, appearance)
        self.show_view(view)

    def show_view(self, view: OpeningTestView) -> None:
        """Draw ``view``; what is being typed stays as it is."""
        self._heading.setText(view.heading)
        self._send_title.setText(view.send_title)
        self.send_button.setText(view.send_text)
        self.send_button.setEnabled(view.can_send)
        self._sent.show_advice(Advice(view.sent.sentence, view.sent.advice), shape=view.sent.shape)
        for question in view.questions:
            self.questions[question.part].show_question(question)
        if not self.note.hasFocus():
            self.note.setText(view.note)
        self._missing.say(view.missing)
        self.done_button.setEnabled(view.can_finish)
        self.done_button.setAccessibleDescription(view.missing)
        self._place()

    def show_refusal(self, advice: Advice | None) -> None:
        """Say why it is not finished after all; ``None`` takes that away."""
        self._refused.show_advice(advice)
        self._place()

    def open_above(self, corner: QPoint) -> None:
        """Show it beside the bar whose corner is at ``corner`` (global)."""
        self._corner = corner
        self._place()
        self.show()
        self.activateWindow()
        first = self.send_button if self.send_button.isEnabled() else self.controls[1]
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def controls(self) -> list[QWidget]:
        """What the Tab key reaches, in reading order."""
        asked = [one for box in self.questions.values() for one in box.controls]
        return [self.send_button, *asked, self.note, self.later_button, self.done_button]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        on = self.focusWidget()
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and isinstance(on, QPushButton):
            on.click()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        keep_off_taskbar(self)

    def _finish(self) -> None:
        """What is being typed counts, though its line still has the keyboard."""
        note = self.note.text()
        typed = [(box, box.wrong.text()) for box in self.questions.values()]
        for box, wrong in typed:  # each of them draws all of them anew
            box.settle(wrong)
        self.noted.emit(note)
        self.done_pressed.emit()

    def _place(self) -> None:
        if self._corner is not None:
            self.setGeometry(grown_from(self._corner, self.sizeHint()))

    def sizeHint(self) -> QSize:
        """As wide as the panels beside the bar, and as high as its words need."""
        px = self._theme.px
        page = self._page.layout()
        foot = self._foot.layout()
        assert page is not None
        assert foot is not None
        for layout in (page, foot):
            layout.activate()  # or it counts without what has only just been shown
        width = min(px(WIDTH), room_for(self).width())
        high = sum(_height(layout, width - 2) for layout in (page, foot))
        return QSize(width, high + 3)

    def _lay_out(self) -> None:
        px = self._theme.px
        self._page = QWidget()
        column = QVBoxLayout(self._page)
        column.setContentsMargins(px(16), px(14), px(16), px(12))
        column.setSpacing(px(8))
        column.addWidget(self._heading)
        column.addSpacing(px(4))
        column.addWidget(self._send_title)
        column.addWidget(self.send_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._sent)
        for box in self.questions.values():
            column.addSpacing(px(4))
            column.addWidget(box)
        column.addSpacing(px(4))
        column.addWidget(self._note_name)
        column.addWidget(self.note)
        column.addStretch(1)
        scrolling = ScrollingPage(keeps_its_width=True)
        scrolling.hold(self._page)
        self._foot = QWidget()
        last = QHBoxLayout()
        last.addWidget(self.later_button)
        last.addStretch(1)
        last.addWidget(self.done_button)
        below = QVBoxLayout(self._foot)
        below.setContentsMargins(px(16), px(10), px(16), px(14))
        below.setSpacing(px(8))
        below.addWidget(self._refused)
        below.addWidget(self._missing)
        below.addLayout(last)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(1, 1, 1, 1)
        whole.setSpacing(0)
        whole.addWidget(scrolling, 1)
        whole.addWidget(dividing_line())
        whole.addWidget(self._foot)


class _QuestionBox(QWidget):
    """A question, its answers side by side, and a line for what is wrong."""

    answered = Signal(Part, Found, str)

    def __init__(self, theme: Theme, question: Question, what: str) -> None:
        super().__init__()
        px = theme.px
        self._part = question.part
        self._chosen: Found | None = None
        text = Label(theme, "body", question.text, weight=600)
        beside = QWidget()
        row = FlowLayout(beside, gap=px(16))
        self.radios: dict[Found, Radio] = {}
        for answer in question.answers:
            radio = Radio(theme, answer.text)
            radio.setAccessibleName(f"{answer.text}. {question.text}")
            radio.toggled.connect(
                lambda is_on, found=answer.found: self._choose(found) if is_on else None
            )
            self.radios[answer.found] = radio
            row.addWidget(radio)
        self.wrong = _line(theme)
        self.wrong.setAccessibleName(f"{what} {question.text}")
        self.wrong.editingFinished.connect(lambda: self.settle(self.wrong.text()))
        self._what = Label(theme, "label", what, tone="ink2")
        self._what.setBuddy(self.wrong)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(4))
        for widget in (text, beside, self._what, self.wrong):
            column.addWidget(widget)

    @property
    def controls(self) -> list[QWidget]:
        return [*self.radios.values(), self.wrong]

    def show_question(self, question: Question) -> None:
        chosen = next((one.found for one in question.answers if one.is_chosen), None)
        self._chosen = chosen
        for found, radio in self.radios.items():
            radio.setAutoExclusive(chosen is not None)
            radio.setChecked(found is chosen)
            radio.setAutoExclusive(True)
        if not self.wrong.hasFocus():
            self.wrong.setText(question.wrong)
        for widget in (self._what, self.wrong):
            set_shown(widget, is_shown=question.asks_what)

    def settle(self, wrong: str) -> None:
        """That is what is wrong, if anything is."""
        if self._chosen is Found.WRONG:
            self.answered.emit(self._part, Found.WRONG, wrong)

    def _choose(self, found: Found) -> None:
        if found is not self._chosen:
            self.answered.emit(self._part, found, self.wrong.text())


def _height(layout: QLayout, width: int) -> int:
    if layout.hasHeightForWidth():
        return layout.totalHeightForWidth(width)
    return layout.totalSizeHint().height()


def _line(theme: Theme) -> QLineEdit:
    line = QLineEdit()
    line.setFont(theme.font("body"))
    line.setMaxLength(MOST_LETTERS)
    return line
