"""The Drills page: what is planned and how it went on the left, the training record beside it."""

from itertools import pairwise

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QVBoxLayout, QWidget

from desktop.ui.advice_line import AdviceLine
from desktop.ui.buttons import push_button
from desktop.ui.console.drills.drill_card import OpenCard, PastRow
from desktop.ui.console.drills.plan_form import PlanForm
from desktop.ui.console.drills.training_box import TrainingBox
from desktop.ui.console.pages import ConsolePage
from desktop.ui.labels import Label, dividing_line
from desktop.ui.removal import remove, remove_all
from desktop.ui.scrolling import ScrollingPage
from desktop.ui.theme import Theme
from desktop.ui.views.advice import Advice
from desktop.ui.views.drills import Draft, DrillsView

_SIDE_BY_SIDE = 860


class DrillsPage(ConsolePage):
    """Draws a ``DrillsView`` and emits what the person wants; it knows no service."""

    plan_pressed = Signal()
    draft_changed = Signal(object)
    submitted = Signal()
    planning_cancelled = Signal()
    start_pressed = Signal(str)
    cancel_pressed = Signal(str)
    more_pressed = Signal(str)
    pdf_pressed = Signal(str)
    csv_pressed = Signal()

    def __init__(self, theme: Theme, view: DrillsView) -> None:
        self.plan = push_button(theme, view.plan_text, role="primary", measure="row")
        super().__init__(view.sentence, tools=self.plan)
        self._theme = theme
        self._view: DrillsView | None = None
        self.form: PlanForm | None = None
        self.cards: dict[str, OpenCard] = {}
        self.rows: dict[str, PastRow] = {}
        px = theme.px
        self.plan.clicked.connect(self.plan_pressed)
        self.advice = AdviceLine(theme)
        self._open_title = Label(theme, "lead", view.open_title, weight=600)
        self._no_open = Label(theme, "body", view.no_open, tone="ink2")
        self._open = QVBoxLayout()
        self._open.setSpacing(px(10))
        self._form_place = QVBoxLayout()
        self._past_title = Label(theme, "lead", view.past_title, weight=600)
        self._no_past = Label(theme, "body", view.no_past, tone="ink2")
        self._past = QVBoxLayout()
        self._past.setSpacing(0)
        past = QFrame()
        past.setProperty("plate", "card")
        inside = QVBoxLayout(past)
        inside.setContentsMargins(px(20), px(16), px(20), px(10))
        inside.setSpacing(px(6))
        inside.addWidget(self._past_title)
        inside.addWidget(self._no_past)
        inside.addLayout(self._past)
        left = QVBoxLayout()
        left.setSpacing(px(12))
        left.addWidget(self.advice)
        left.addLayout(self._form_place)
        left.addWidget(self._open_title)
        left.addWidget(self._no_open)
        left.addLayout(self._open)
        left.addSpacing(px(6))
        left.addWidget(past)
        left.addStretch(1)
        self.training = TrainingBox(theme)
        self.training.csv_pressed.connect(self.csv_pressed)
        right = QVBoxLayout()
        right.addWidget(self.training)
        right.addStretch(1)
        page = QWidget()
        self._sides = QBoxLayout(QBoxLayout.Direction.LeftToRight, page)
        self._sides.setContentsMargins(px(24), px(20), px(24), px(24))
        self._sides.setSpacing(px(24))
        self._sides.addLayout(left, 1)
        self._sides.addLayout(right, 1)
        scrolling = ScrollingPage(keeps_its_width=True)
        scrolling.hold(page)
        self._scrolling = scrolling
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolling)
        self.show_view(view)

    @property
    def controls(self) -> list[QWidget]:
        """What the Tab key reaches, in reading order."""
        return [
            self.plan,
            *(self.form.controls if self.form is not None else ()),
            *(button for card in self.cards.values() for button in card.buttons),
            *(button for row in self.rows.values() for button in row.buttons),
            self.training.csv,
        ]

    def show_view(self, view: DrillsView) -> None:
        """Draw ``view``; nothing is drawn anew where nothing changed."""
        before, self._view = self._view, view
        self.say(view.sentence)
        if before is None or before.open != view.open:
            self._show_open(view)
        if before is None or before.past != view.past:
            self._show_past(view)
        if self.form is not None:
            self.form.show_counters(view.form.counters)
        self.training.show_view(view.training)
        if before is None or (before.open, before.past) != (view.open, view.past):
            self._order_tabs()

    def show_form(self, draft: Draft | None) -> None:
        """Ask for a drill, with what was typed so far; ``None`` takes the form away."""
        if self.form is not None:
            remove(self.form)
            self.form = None
        self.plan.setEnabled(draft is None)
        if draft is None or self._view is None:
            return
        form = self.form = PlanForm(self._theme, self._view.form, draft)
        form.changed.connect(self.draft_changed)
        form.submitted.connect(self.submitted)
        form.cancelled.connect(self.planning_cancelled)
        self._form_place.addWidget(form)
        self._order_tabs()
        self._scrolling.verticalScrollBar().setValue(0)
        if self.isVisible():
            form.start()

    def show_advice(self, advice: Advice | None) -> None:
        """Say what was refused: in the form where that is open."""
        in_form = self.form is not None
        self.advice.show_advice(None if in_form else advice)
        if self.form is not None:
            self.form.show_advice(advice)
            if advice is not None:
                self._scrolling.bring_up(self.form.submit)

    def _order_tabs(self) -> None:
        """What comes and goes stands where one sees it; the header is in order already."""
        inside = [control for control in self.controls if self.isAncestorOf(control)]
        for before, after in pairwise(inside):
            QWidget.setTabOrder(before, after)

    def _show_open(self, view: DrillsView) -> None:
        remove_all(self._open)
        self.cards = {}
        self._no_open.say("" if view.open else view.no_open)
        for one in view.open:
            card = self.cards[one.id] = OpenCard(self._theme, one)
            card.start_pressed.connect(lambda drill=one.id: self.start_pressed.emit(drill))
            card.cancel_pressed.connect(lambda drill=one.id: self.cancel_pressed.emit(drill))
            self._open.addWidget(card)

    def _show_past(self, view: DrillsView) -> None:
        remove_all(self._past)
        self.rows = {}
        self._no_past.say("" if view.past else view.no_past)
        for one in view.past:
            row = self.rows[one.id] = PastRow(self._theme, one)
            row.more_pressed.connect(lambda drill=one.id: self.more_pressed.emit(drill))
            row.pdf_pressed.connect(lambda drill=one.id: self.pdf_pressed.emit(drill))
            self._past.addWidget(dividing_line())
            self._past.addWidget(row)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_wide = self.width() >= self._theme.px(_SIDE_BY_SIDE)
        direction = QBoxLayout.Direction
        self._sides.setDirection(direction.LeftToRight if is_wide else direction.TopToBottom)
