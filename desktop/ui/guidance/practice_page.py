"""A practice, turn by turn."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.buttons import push_button, put_icon
from desktop.ui.guidance.card_button import CardButton
from desktop.ui.guidance.key_hint import KeyHint
from desktop.ui.guidance.look import GuidanceLook
from desktop.ui.labels import Label
from desktop.ui.views.guidance_practice import AnswerView, PracticeView


class PracticePage(QWidget):
    """Draws a ``PracticeView``; ``chosen`` carries the answer's number, from 0."""

    back_wanted = Signal()
    card_wanted = Signal(str)
    chosen = Signal(int)
    went_on = Signal()
    again = Signal()

    def __init__(self, look: GuidanceLook, view: PracticeView) -> None:
        super().__init__()
        self._look, self.turn = look, view
        px = look.px
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(px(16), px(10), px(16), px(20))
        column.setSpacing(px(8))
        back = push_button(look.theme, look.words("All situations"), role="link", measure="row")
        put_icon(back, look.icons, "arrow-left", color="action_text")
        back.clicked.connect(self.back_wanted)
        column.addWidget(back, 0, Qt.AlignmentFlag.AlignLeft)
        head = QHBoxLayout()
        head.addWidget(Label(look.theme, "label", look.words("Practice"), tone="ink2"), 1)
        if view.progress:
            head.addWidget(Label(look.theme, "label", view.progress, tone="ink2", wraps=False))
        column.addLayout(head)
        column.addWidget(Label(look.theme, "page", view.title))
        column.addWidget(Label(look.theme, "label", view.who_sees, tone="ink2", weight=400))
        if view.scene:
            column.addWidget(look.items(view.scene))
            column.addSpacing(px(6))
            column.addWidget(look.heading(view.question))
        self.answers = [self._answer(at, answer) for at, answer in enumerate(view.answers)]
        for button in self.answers:
            column.addWidget(button)
        role = "primary" if view.is_solved else "default"
        self.go_on = push_button(look.theme, view.go_on, role=role)
        self.go_on.clicked.connect(self.went_on)
        if view.go_on:
            column.addWidget(self.go_on, 0, Qt.AlignmentFlag.AlignLeft)
        if view.result:
            self._end(view)
        column.addStretch(1)

    def _answer(self, at: int, answer: AnswerView) -> CardButton:
        look, px = self._look, self._look.px
        said = ". ".join(filter(None, (answer.text, answer.verdict, answer.why)))
        button = CardButton("answer", said)
        button.setProperty("chosen", "true" if answer.is_chosen else "false")
        row = QHBoxLayout(button)
        row.setContentsMargins(px(12), px(10), px(12), px(10))
        row.setSpacing(px(10))
        row.addWidget(KeyHint(look.theme, str(at + 1)), 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(px(4))
        column.addWidget(Label(look.theme, "lead", answer.text))
        if answer.verdict:
            column.addLayout(self._verdict(answer))
            column.addWidget(Label(look.theme, "body", answer.why))
        row.addLayout(column, 1)
        button.let_through()
        button.clicked.connect(lambda: self.chosen.emit(at))
        return button

    def _verdict(self, answer: AnswerView) -> QHBoxLayout:
        look = self._look
        row = QHBoxLayout()
        row.setSpacing(look.px(6))
        icon, color = ("check", "hand_text") if answer.is_good else ("x", "need_text")
        row.addWidget(look.picture(icon, color, 16))
        tone = "hand" if answer.is_good else "need"
        row.addWidget(Label(look.theme, "label", answer.verdict, tone=tone, weight=600), 1)
        return row

    def _end(self, view: PracticeView) -> None:
        look = self._look
        self._column.addWidget(Label(look.theme, "title", view.result))
        self._column.addSpacing(look.px(6))
        self._column.addWidget(look.heading(look.words("Once more, aloud")))
        for said in view.aloud:
            self._column.addWidget(Label(look.theme, "lead", said))
        self._column.addSpacing(look.px(6))
        again = push_button(look.theme, look.words("Again"))
        again.clicked.connect(self.again)
        self._column.addWidget(again, 0, Qt.AlignmentFlag.AlignLeft)
        if view.topic is not None:
            card, name = view.topic.card, look.words("Read: {title}", title=view.topic.title)
            button = push_button(look.theme, name)
            button.clicked.connect(lambda: self.card_wanted.emit(card))
            self._column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
