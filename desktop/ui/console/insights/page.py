"""The Insights page: the period on top, then figures, then a card for each question."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.insights.counting import Wait
from desktop.domain.insights.period import Named, Period
from desktop.ui.advice_line import AdviceLine
from desktop.ui.buttons import push_button, put_icon
from desktop.ui.console.insights.card import InsightCard
from desktop.ui.console.pages import ConsolePage
from desktop.ui.flow import FlowLayout
from desktop.ui.icons import Icons
from desktop.ui.labels import Label
from desktop.ui.reports.chips import ChipGroup
from desktop.ui.reports.look import Look
from desktop.ui.scrolling import ScrollingPage
from desktop.ui.tab_order import order_tabs
from desktop.ui.theme import Theme
from desktop.ui.views.advice import Advice
from desktop.ui.views.insights import (
    CardView,
    FigureView,
    InsightsView,
    TimelineView,
    named_periods,
    wait_chips,
)
from desktop.ui.words import Words

if TYPE_CHECKING:
    from desktop.ui.console.insights.timeline import Timeline

CARDS = ("week", "waits", "places", "ends", "behaviors", "addresses")
_TWO_COLUMNS = 860


class InsightsPage(ConsolePage):
    """Draws what it is shown; it knows no service, and loads no plots until there are figures."""

    opened = Signal()
    named_chosen = Signal(Named)
    period_chosen = Signal(Period)
    wait_chosen = Signal(Wait)
    csv_pressed = Signal(CardView)
    pdf_pressed = Signal()

    def __init__(self, theme: Theme, words: Words, *, wait: Wait) -> None:
        self._pdf = push_button(theme, words("Month as PDF…"))
        put_icon(self._pdf, Icons(theme), "download")
        super().__init__(words("Insights"), tools=self._pdf)
        self.setObjectName("insights")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._theme = theme
        self._words = words
        self._is_wide: bool | None = None
        self._is_table = False
        self.timeline: Timeline | None = None
        self._pdf.clicked.connect(self.pdf_pressed)
        look = Look(theme, words)
        self.named = ChipGroup(
            look, words("Period"), [*named_periods(words).items()], is_single=True
        )
        self.named.ticked.connect(self._named)
        self._period = Label(theme, "body_strong")
        self._hint = Label(theme, "caption", tone="ink2")
        self._advice = AdviceLine(theme)
        self._time = QVBoxLayout()
        self._figures = QWidget()
        self._row = FlowLayout(self._figures, gap=theme.px(28))
        self.waits = ChipGroup(look, words("Time"), [*wait_chips(words).items()], is_single=True)
        self.waits.show_on([wait])
        self.waits.ticked.connect(self._waited)
        self.cards = {key: InsightCard(theme, words) for key in CARDS}
        self.cards["waits"].put_above(self.waits)
        for card in self.cards.values():
            card.csv_pressed.connect(self.csv_pressed)
            card.hide()
        self._foot = Label(theme, "caption", tone="ink2")
        self._build()

    @property
    def controls(self) -> list[QWidget]:
        """What the Tab key reaches in reading order, the tools first."""
        made: list[QWidget] = [self._pdf, *self.named.chips]
        if self.timeline is not None:
            made.append(self.timeline)
        for key, card in self.cards.items():
            made += [*(self.waits.chips if key == "waits" else ()), *card.controls]
        return made

    def show_timeline(self, view: TimelineView) -> None:
        """Draw the bars and the period."""
        if self.timeline is None:
            from desktop.ui.console.insights.timeline import Timeline

            self.timeline = Timeline(self._theme, self._words)
            self.timeline.chosen.connect(self.period_chosen)
            self.timeline.passed.connect(self._pass)
            self._time.addWidget(self.timeline)
            if self.isVisible():
                order_tabs(self.controls)
        self.timeline.show_view(view)
        self._period.say(view.said)
        self._hint.say(view.hint)

    def show_named(self, named: Named | None) -> None:
        """Tick the period's name, where it has one."""
        self.named.show_on([named] if named is not None else [])

    def show_view(self, view: InsightsView) -> None:
        """Draw all figures."""
        self.say(view.sentence)
        self._advice.show_advice(None)
        self._row.clear()
        for figure in view.figures:
            self._row.addWidget(self._figure(figure))
        for card in view.cards:
            self.cards[card.key].show_view(card)
            self.cards[card.key].show()
        self._foot.say(view.foot)

    def show_advice(self, advice: Advice | None) -> None:
        """Say why there are no figures, or what became of a file."""
        self._advice.show_advice(advice)

    def show_wait(self, wait: Wait) -> None:
        """Tick that one of the three waits."""
        self.waits.show_on([wait])

    def start(self) -> None:
        """Opened: the keyboard begins at the periods."""
        self.opened.emit()
        (self.named.chosen or self.named.chips[0]).setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_T and not event.modifiers():
            self._is_table = not self._is_table
            for card in self.cards.values():
                card.show_table(is_table=self._is_table)
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        order_tabs(self.controls)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _named(self, on: list[str]) -> None:
        if on:
            self.named_chosen.emit(Named(on[0]))

    def _waited(self, on: list[str]) -> None:
        if on:
            self.wait_chosen.emit(Wait(on[0]))
        else:  # one of them is always shown
            self.wait_chosen.emit(Wait.ACKNOWLEDGED)

    def _pass(self, period: Period) -> None:
        from desktop.ui.views.insights import period_words

        self._period.say(period_words(period, self._words))

    def _figure(self, view: FigureView) -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Label(self._theme, "figure", view.value, tabular=True, wraps=False))
        column.addWidget(Label(self._theme, "body", view.label, weight=500, wraps=False))
        column.addWidget(Label(self._theme, "caption", view.about, tone="ink2", wraps=False))
        return made

    def _build(self) -> None:
        px = self._theme.px
        page = QWidget()
        self._columns = QHBoxLayout()
        self._columns.setSpacing(px(16))
        self._sides = (QVBoxLayout(), QVBoxLayout())
        for side in self._sides:
            side.setSpacing(px(16))
            side.addStretch(1)
            self._columns.addLayout(side, 1)
        top = QFrame()
        top.setProperty("plate", "card")
        inside = QVBoxLayout(top)
        inside.setContentsMargins(px(20), px(14), px(20), px(12))
        inside.setSpacing(px(8))
        inside.addWidget(self.named)
        inside.addWidget(self._period)
        inside.addLayout(self._time)
        inside.addWidget(self._hint)
        column = QVBoxLayout(page)
        column.setContentsMargins(px(24), px(16), px(24), px(20))
        column.setSpacing(px(8))
        column.addWidget(top)
        column.addWidget(self._advice)
        column.addSpacing(px(8))
        column.addWidget(self._figures)
        column.addSpacing(px(8))
        column.addLayout(self._columns)
        column.addWidget(self._foot)
        column.addStretch(1)
        self._scroll = ScrollingPage(keeps_its_width=True)
        self._scroll.hold(page)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(self._scroll)
        self._arrange()

    def _arrange(self) -> None:
        """Two columns where there is room for them."""
        is_wide = self.width() >= self._theme.px(_TWO_COLUMNS)
        if is_wide == self._is_wide:
            return
        self._is_wide = is_wide
        for at, card in enumerate(self.cards.values()):
            for side in self._sides:
                side.removeWidget(card)  # an item that was taken out goes on caching its height
            side = self._sides[at % 2 if is_wide else 0]
            side.insertWidget(side.count() - 1, card)
        self._columns.setStretch(1, 1 if is_wide else 0)
        self._columns.setSpacing(self._theme.px(16) if is_wide else 0)
