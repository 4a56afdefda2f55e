"""The dialog in which a PIN is typed or set. Checking takes a while, so a thread does it."""

from concurrent.futures import Executor, Future

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.domain.errors import DeskError
from desktop.services.reports.ports import Pins
from desktop.ui.advice_line import AdviceLine
from desktop.ui.buttons import push_button
from desktop.ui.focus_ring import FocusRing
from desktop.ui.labels import Label
from desktop.ui.reports.lines import FormLine
from desktop.ui.reports.look import Look
from desktop.ui.secret_dialog import Post, SecretDialog
from desktop.ui.theme import Appearance
from desktop.ui.views.advice import Advice
from desktop.ui.views.pin import PinTask, PinView, pin_problems, wrong


class PinDialog(SecretDialog):
    """Accepted once the PIN was right, or was set. It shows nothing of what it protects."""

    def __init__(
        self,
        look: Look,
        appearance: Appearance,
        parent: QWidget | None,
        *,
        task: PinTask,
        person: str,
        pins: Pins,
        thread: Executor,
        post: Post,
    ) -> None:
        view = PinView.of(task, person, words=look.words)
        super().__init__(
            look, parent, title=view.title, sentence=view.sentence, thread=thread, post=post
        )
        self._task = task
        self._person = person
        self._pins = pins
        px = look.px
        self.pin = self._line(view.label)
        self.again = self._line(view.again_label)
        self._advice = {line: AdviceLine(look.theme) for line in (self.pin, self.again)}
        self.button = push_button(look.theme, view.button, role="primary")
        self.button.clicked.connect(self._submit)
        self._cancel = push_button(look.theme, view.cancel)
        self._cancel.clicked.connect(self.reject)
        column = self.column
        column.addSpacing(px(4))
        for label, line in ((view.label, self.pin), (view.again_label, self.again)):
            shown = Label(look.theme, "label", label)
            shown.setBuddy(line)
            for widget in (shown, line):
                column.addWidget(widget)
                widget.setVisible(bool(label))
            column.addWidget(self._advice[line])
        column.addSpacing(px(4))
        foot = QHBoxLayout()
        foot.setSpacing(px(12))
        foot.addStretch(1)
        foot.addWidget(self._cancel)
        foot.addWidget(self.button)
        column.addLayout(foot)
        self._ring = FocusRing(self, appearance)
        self.pin.setFocus()

    def _line(self, name: str) -> FormLine:
        digits = Qt.InputMethodHint.ImhDigitsOnly
        return self._secret_line(name, entered=self._submit, hints=digits)

    def _submit(self) -> None:
        if self.is_at_work:
            return
        pin = self.pin.text()
        wrong_pin, wrong_again = pin_problems(
            self._task, pin, self.again.text(), words=self._look.words
        )
        self._say(
            Advice(wrong_pin) if wrong_pin else None, Advice(wrong_again) if wrong_again else None
        )
        if wrong_pin or wrong_again:
            (self.pin if wrong_pin else self.again).setFocus()
            return
        self._work(lambda: self._ask(pin), self._answered)

    def _ask(self, pin: str) -> bool:
        if self._task.sets:
            self._pins.set(self._person, pin)
            return True
        return self._pins.check(self._person, pin)

    def _answered(self, answer: "Future[bool]") -> None:
        words = self._look.words
        error = answer.exception()
        if isinstance(error, DeskError):
            self._say(Advice.of(error, words))
        elif error is not None:
            raise error
        elif answer.result():
            self.accept()
            return
        else:
            self._say(Advice(wrong(words)))
        self.pin.selectAll()
        self.pin.setFocus()

    def _say(self, about_pin: Advice | None, about_again: Advice | None = None) -> None:
        for line, advice in ((self.pin, about_pin), (self.again, about_again)):
            self._advice[line].show_advice(advice)
            line.show_problem(advice.whole if advice else "")
        self._fit()
