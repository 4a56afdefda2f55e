"""The dialog in which the two codes of a PC are set, changed or taken away. Nothing typed is shown.

Hashing takes a while, so a thread does it.
"""

from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Protocol

from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.domain.errors import DeskError
from desktop.ui.advice_line import AdviceLine
from desktop.ui.buttons import push_button
from desktop.ui.focus_ring import FocusRing
from desktop.ui.labels import Label
from desktop.ui.reports.lines import FormLine
from desktop.ui.reports.look import Look
from desktop.ui.secret_dialog import Post, SecretDialog
from desktop.ui.theme import Appearance
from desktop.ui.views.advice import Advice
from desktop.ui.views.take_back_codes import (
    MOST,
    CodesView,
    Field,
    codes_problem,
    wrong_code,
)


class Codes(Protocol):
    """The codes of this PC; ``adapters.keys.duress`` keeps them."""

    @property
    def are_set(self) -> bool: ...
    @property
    def are_spoilt(self) -> bool: ...
    def set(self, code: str, duress: str) -> None: ...
    def forget(self) -> None: ...
    def is_first(self, typed: str) -> bool: ...


class CodesDialog(SecretDialog):
    """Accepted once the codes are saved, or taken away."""

    def __init__(
        self,
        look: Look,
        appearance: Appearance,
        parent: QWidget | None,
        *,
        codes: Codes,
        thread: Executor,
        post: Post,
    ) -> None:
        self._codes = codes
        self._asks_now = codes.are_set and not codes.are_spoilt
        view = CodesView.of(are_set=codes.are_set, asks_now=self._asks_now, words=look.words)
        super().__init__(
            look, parent, title=view.title, sentence=view.sentence, thread=thread, post=post
        )
        px, column = look.px, self.column
        self.lines: dict[Field, FormLine] = {}
        self._advice: dict[Field, AdviceLine] = {}
        for field, name in view.labels:
            label = Label(look.theme, "label", name)
            line = self.lines[field] = self._secret_line(name, entered=self._save)
            line.setMaxLength(MOST)
            label.setBuddy(line)
            advice = self._advice[field] = AdviceLine(look.theme)
            for widget in (label, line, advice):
                column.addWidget(widget)
        column.addSpacing(px(4))
        self.save = push_button(look.theme, view.save_text, role="primary")
        self.save.clicked.connect(self._save)
        self.off = push_button(look.theme, view.off_text)
        self.off.clicked.connect(self._take_away)
        self._cancel = push_button(look.theme, view.cancel_text)
        self._cancel.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.setSpacing(px(12))
        foot.addWidget(self.off)
        foot.addStretch(1)
        foot.addWidget(self._cancel)
        foot.addWidget(self.save)
        column.addLayout(foot)
        self.off.setVisible(bool(view.off_text))
        self._ring = FocusRing(self, appearance)
        next(iter(self.lines.values())).setFocus()

    def _save(self) -> None:
        typed = {field: line.text() for field, line in self.lines.items()}
        problem = codes_problem(typed, words=self._look.words)
        if problem is not None:
            self._say(*problem)
            return
        self._begin(lambda: self._codes.set(typed[Field.FIRST], typed[Field.SECOND]))

    def _take_away(self) -> None:
        self._begin(self._codes.forget)

    def _begin(self, act: Callable[[], None]) -> None:
        if self.is_at_work:
            return
        now = self.lines[Field.NOW].text().strip() if self._asks_now else ""

        def work() -> bool:
            if self._asks_now and not self._codes.is_first(now):
                return False
            act()
            return True

        self._work(work, self._answered)

    def _answered(self, answer: "Future[bool]") -> None:
        error = answer.exception()
        if isinstance(error, DeskError):
            self._say(Field.FIRST, Advice.of(error, self._look.words).whole)
        elif error is not None:
            raise error
        elif answer.result():
            self.accept()
        else:
            self._say(Field.NOW, wrong_code(self._look.words))

    def _say(self, about: Field, sentence: str) -> None:
        for field, line in self.lines.items():
            advice = Advice(sentence) if field is about else None
            self._advice[field].show_advice(advice)
            line.show_problem(sentence if field is about else "")
        self.lines[about].selectAll()
        self.lines[about].setFocus()
        self._fit()
