"""An open card: what to say, what to do, how far it has gone, what comes next."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.buttons import push_button, put_icon
from desktop.ui.guidance.card_button import CardButton
from desktop.ui.guidance.ladder import Ladder
from desktop.ui.guidance.links import link_list
from desktop.ui.guidance.look import GuidanceLook
from desktop.ui.guidance.runs import RunsLabel
from desktop.ui.guidance.step_mark import StepMark
from desktop.ui.labels import Label
from desktop.ui.long_words import breakable
from desktop.ui.views.guidance_card import CardView, StepView


class CardPage(QWidget):
    """Draws a ``CardView`` and reports what was asked for.

    ``step_tapped`` carries the step's text, ``pressed`` a ladder's button, ``file_wanted`` an
    attachment. A phrase that was tapped was said: ``said`` carries its words.
    """

    back_wanted = Signal()
    card_wanted = Signal(str)
    step_tapped = Signal(str)
    pressed = Signal(object)
    file_wanted = Signal(object)
    confirmed = Signal()
    promise_wanted = Signal()

    def __init__(self, look: GuidanceLook, view: CardView) -> None:
        super().__init__()
        self._look, self.view = look, view
        self.steps: list[CardButton] = []
        self.call: QWidget | None = None
        px = look.px
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(px(16), px(10), px(16), px(20))
        self._column.setSpacing(px(8))
        self._add_head()
        self._add_say()
        self._add_do()
        if view.calls_now:  # whoever must call somebody now does not scroll to it
            self._add_ladder()
            self._add_dont_say()
        else:
            self._add_dont_say()
            self._add_ladder()
        self._add_dont()
        self._add_next()
        self._add_more()
        self._column.addStretch(1)

    def show_tried(self, view: CardView) -> None:
        """Draw the steps as they stand now; nothing else of a card changes while it is open."""
        self.view = view
        for button, step in zip(self.steps, view.do, strict=True):
            mark = button.findChild(StepMark)
            assert isinstance(mark, StepMark)
            mark.show_tried(is_tried=step.is_tried)
            button.setAccessibleName(self._step_name(step))

    def _add_head(self) -> None:
        look, view = self._look, self.view
        back = push_button(look.theme, look.words("All situations"), role="link", measure="row")
        put_icon(back, look.icons, "arrow-left", color="action_text")
        back.clicked.connect(self.back_wanted)
        self._column.addWidget(back, 0, Qt.AlignmentFlag.AlignLeft)
        if view.caption:
            self._column.addWidget(Label(look.theme, "label", view.caption, tone="ink2"))
        self._column.addWidget(Label(look.theme, "page", breakable(view.title)))
        if view.note:
            self._column.addWidget(Label(look.theme, "label", view.note, tone="need"))
        if view.confirm:
            confirm = push_button(look.theme, view.confirm, measure="row")
            confirm.clicked.connect(self.confirmed)
            self._column.addWidget(confirm, 0, Qt.AlignmentFlag.AlignLeft)

    def _add_say(self) -> None:
        if self.view.say:
            self._column.addSpacing(self._look.px(4))
            self._column.addWidget(self._look.heading(self.view.say_heading))
            for phrase in self.view.say:
                self._column.addWidget(self._look.phrase(phrase, "phrase"))

    def _add_do(self) -> None:
        look, view = self._look, self.view
        if not view.do:
            return
        self._column.addSpacing(look.px(4))
        head = QHBoxLayout()
        head.addWidget(look.heading(view.do_heading), 1)
        if view.may_promise:
            self.promise = push_button(
                look.theme, look.words("Note a promise"), role="link", measure="row"
            )
            self.promise.clicked.connect(self.promise_wanted)
            head.addWidget(self.promise)
        self._column.addLayout(head)
        for step in view.do:
            button = self._step(step)
            self.steps.append(button)
            self._column.addWidget(button)
            if step.links:
                links = link_list(look, step.links, self.card_wanted.emit)
                links.setContentsMargins(look.px(38), 0, 0, 0)
                self._column.addWidget(links)

    def _step(self, step: StepView) -> CardButton:
        look, px = self._look, self._look.px
        button = CardButton("step", self._step_name(step))
        row = QHBoxLayout(button)
        row.setContentsMargins(px(4), px(1), px(4), px(1))
        row.setSpacing(px(10))
        mark = StepMark(look.theme)
        mark.show_tried(is_tried=step.is_tried)
        beside = QVBoxLayout()  # the ring stands in the first line
        beside.setContentsMargins(0, px(2), 0, 0)
        beside.addWidget(mark)
        beside.addStretch(1)
        row.addLayout(beside)
        column = QVBoxLayout()
        column.setSpacing(px(2))
        column.addWidget(RunsLabel(look.theme, "lead", step.runs, leads=False))
        for below in step.under:
            column.addWidget(RunsLabel(look.theme, "label", below.runs, tone="ink2", leads=False))
        column.addStretch(1)
        row.addLayout(column, 1)
        button.let_through()
        button.clicked.connect(lambda: self.step_tapped.emit(step.key))
        return button

    def _step_name(self, step: StepView) -> str:
        words = self._look.words
        return words("{step} Tried", step=step.key) if step.is_tried else step.key

    def _add_dont_say(self) -> None:
        look, view = self._look, self.view
        if view.dont_say:
            self._column.addSpacing(look.px(4))
            self._column.addWidget(look.heading(view.dont_say_heading))
            for phrase in view.dont_say:
                self._column.addWidget(
                    self._crossed(Label(look.theme, "lead", phrase, tone="ink2"))
                )

    def _add_dont(self) -> None:
        look, view = self._look, self.view
        if view.dont:
            self._column.addSpacing(look.px(8))
            self._column.addWidget(look.heading(view.dont_heading))
            for item in view.dont:
                label = RunsLabel(look.theme, "lead", item.runs, tone="ink2")
                label.card_wanted.connect(self.card_wanted)
                self._column.addWidget(self._crossed(label))

    def _crossed(self, label: QWidget) -> QWidget:
        look, px = self._look, self._look.px
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(px(4), 0, 0, 0)
        row.setSpacing(px(10))
        sign = QVBoxLayout()
        sign.setContentsMargins(0, px(3), 0, 0)
        sign.addWidget(look.picture("x", "ink2", 18))
        sign.addStretch(1)
        row.addLayout(sign)
        row.addWidget(label, 1, Qt.AlignmentFlag.AlignTop)
        return box

    def _add_ladder(self) -> None:
        look, view = self._look, self.view
        if not view.rungs:
            return
        self._column.addSpacing(look.px(8))
        self._column.addWidget(look.heading(view.ladder_heading))
        ladder = Ladder(look, view.rungs)
        self.call = ladder.call
        ladder.pressed.connect(self.pressed)
        self._column.addWidget(ladder)

    def _add_next(self) -> None:
        look, view = self._look, self.view
        if not view.next and view.worse is None:
            return
        self._column.addSpacing(look.px(8))
        self._column.addWidget(look.heading(view.next_heading))
        items = look.items(view.next)
        for label in items.labels:
            label.card_wanted.connect(self.card_wanted)
        self._column.addWidget(items)
        if view.worse is not None:
            worse, name = (
                view.worse.card,
                look.words("If it gets worse: {title}", title=view.worse.title),
            )
            button = CardButton("worse", name)  # a site's title may need two lines
            row = QHBoxLayout(button)
            row.setContentsMargins(look.px(12), look.px(5), look.px(12), look.px(5))
            row.addWidget(Label(look.theme, "label", name))
            button.let_through()
            button.clicked.connect(lambda: self.card_wanted.emit(worse))
            self._column.addWidget(button)

    def _add_more(self) -> None:
        look, view = self._look, self.view
        for part in view.parts:
            self._column.addSpacing(look.px(8))
            self._column.addWidget(look.heading(part.heading))
            items = look.items(part.items)
            for label in items.labels:
                label.card_wanted.connect(self.card_wanted)
            self._column.addWidget(items)
        for file in view.files:
            button = push_button(look.theme, file.name, role="link", measure="row")
            put_icon(button, look.icons, "paperclip", color="action_text")
            button.clicked.connect(lambda _=False, file=file: self.file_wanted.emit(file))
            self._column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        for heading, links in (
            (view.see_heading, view.see),
            (look.words("Practice it"), view.practice),
        ):
            if links:
                self._column.addSpacing(look.px(8))
                self._column.addWidget(look.heading(heading))
                self._column.addWidget(link_list(look, links, self.card_wanted.emit))
