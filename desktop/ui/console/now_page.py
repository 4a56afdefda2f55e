"""The Now page: live alerts on the left, stations beside them, what was closed below."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QMenu,
    QVBoxLayout,
    QWidget,
)

from desktop.monotonic import monotonic
from desktop.ui.advice_plate import AdvicePlate
from desktop.ui.buttons import push_button
from desktop.ui.console.alert_card import WIDTH, AlertCard
from desktop.ui.console.closed_list import ClosedList
from desktop.ui.console.station_list import StationList
from desktop.ui.labels import Label
from desktop.ui.removal import remove
from desktop.ui.scrolling import ScrollingPage, paint_what_moved
from desktop.ui.theme import Theme
from desktop.ui.views.acts import Act
from desktop.ui.views.alert_cards import Card
from desktop.ui.views.now import NowView
from desktop.ui.views.openings import MonthChoice, OpeningsView
from desktop.ui.words import Words

if TYPE_CHECKING:  # most sites have no floor plan on their first day
    from desktop.ui.console.plan.card import PlanCard
    from desktop.ui.console.plan.parts import PlanParts
    from desktop.ui.views.floor_plan import FloorPlanView

_SIDE_BY_SIDE = WIDTH + 24 + 380
_PLAN_PART = 0.6
"""How much of the page's height the plan may take: the stations below it stay in sight."""
_PLAN_LEAST = 260


class NowPage(ScrollingPage):
    """Draws a ``NowView``. Its clocks run only while an alert is open and the page is seen."""

    acted = Signal(Act, str)
    stepped = Signal(Act, str, str)
    pdf_pressed = Signal(str)
    report_pressed = Signal(str)
    invite_pressed = Signal()
    join_again_pressed = Signal()
    month_chosen = Signal(object)
    all_pressed = Signal()
    plan_pressed = Signal()
    mark_opened = Signal(str)
    floor_chosen = Signal(str)

    def __init__(self, theme: Theme, *, monotonic: Callable[[], float] = monotonic) -> None:
        super().__init__()
        self._theme = theme
        self._monotonic = monotonic
        self._cards: dict[str, AlertCard] = {}
        px = theme.px
        page = QWidget()
        self._trouble = AdvicePlate(theme)  # why this very desk may miss an alert
        self._trouble.hide()
        self.join_again = push_button(theme, "", role="primary")
        self.join_again.clicked.connect(self.join_again_pressed)
        self.join_again.hide()
        self._alerts_title = Label(theme, "lead", weight=600)
        self._none = Label(theme, "body", tone="ink2")
        self._stack = QVBoxLayout()
        self._stack.setSpacing(px(14))
        self._left = QWidget()
        paint_what_moved(self._left)
        left = QVBoxLayout(self._left)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(px(12))
        left.addWidget(self._alerts_title)
        left.addWidget(self._none)
        self.first_invite = push_button(theme, "", role="primary")
        self.first_invite.clicked.connect(self.invite_pressed)
        self.first_invite.hide()
        left.addWidget(self.first_invite, 0, Qt.AlignmentFlag.AlignLeft)
        left.addLayout(self._stack)
        self._further = StationList(theme)
        self._further.hide()
        left.addWidget(self._further)
        left.addStretch(1)
        self._duty = StationList(theme)
        self._stations = StationList(theme)
        self._stations.button_pressed.connect(self.invite_pressed)
        self._stations.more_pressed.connect(self.all_pressed)
        self._openings = StationList(theme)
        self._openings.button_pressed.connect(self._choose_month)
        self._openings.hide()
        self._months: tuple[MonthChoice, ...] = ()
        self._closed_title = Label(theme, "lead", weight=600)
        self._closed = ClosedList(theme)
        self._closed.pdf_pressed.connect(self.pdf_pressed)
        self._closed.report_pressed.connect(self.report_pressed)
        self._plan: PlanCard | None = None
        self.plan_invite = push_button(theme, "", role="quiet", measure="row")
        self.plan_invite.clicked.connect(self.plan_pressed)
        self.plan_invite.hide()
        right = self._right = QVBoxLayout()
        right.setSpacing(px(12))
        right.addWidget(self._duty)
        right.addWidget(self._stations)
        right.addWidget(self.plan_invite, 0, Qt.AlignmentFlag.AlignLeft)
        right.addWidget(self._openings)
        right.addSpacing(px(8))
        right.addWidget(self._closed_title)
        right.addWidget(self._closed)
        right.addStretch(1)
        self._sides = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._sides.setSpacing(px(24))
        self._sides.addWidget(self._left)
        self._sides.addLayout(right, 1)
        column = QVBoxLayout(page)
        column.setContentsMargins(px(24), px(20), px(24), px(24))
        column.setSpacing(px(16))
        column.addWidget(self._trouble)
        column.addWidget(self.join_again, 0, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(self._sides)
        column.addStretch(1)
        self.hold(page)
        self._tick = QTimer(self)
        self._tick.timeout.connect(self._show_time)

    @property
    def cards(self) -> dict[str, AlertCard]:
        """The live alerts' cards by the alerts' ids."""
        return dict(self._cards)

    def show_view(self, view: NowView) -> None:
        """Draw ``view``; cards that stay keep their place and the keyboard."""
        self._trouble.setVisible(view.trouble is not None)
        if view.trouble is not None:
            self._trouble.say(view.trouble.shape, view.trouble.name, view.trouble.detail)
        self.join_again.setText(view.join_again_text)
        self.join_again.setVisible(bool(view.join_again_text))
        self._alerts_title.setText(view.alerts_title)
        self._none.say("" if view.cards else view.no_alerts)
        self._show_cards(view.cards)
        self._further.setVisible(bool(view.further))
        self._further.show_rows(view.further_title, "", view.further, "")
        self.first_invite.setText(view.first_invite_text)
        self.first_invite.setVisible(bool(view.first_invite_text))
        self._duty.setVisible(view.duty is not None)
        if view.duty is not None:
            self._duty.show_rows(view.duty.title, view.duty.summary, view.duty.rows, "")
        self._stations.show_rows(
            view.stations_title,
            view.stations_summary,
            view.stations,
            view.invite_text,
            more=view.all_text,
        )
        self._show_openings(view.openings)
        self._closed_title.say(view.closed_title if view.closed else "")
        self._closed.show_rows(view.closed)
        self._fit_lists()
        self._show_time()
        self._run_clocks()

    @property
    def plan(self) -> "PlanCard | None":
        """The floor plan, where the site has one."""
        return self._plan

    def show_plan(
        self, view: "FloorPlanView", parts: "PlanParts", words: Words, *, can_undo: bool
    ) -> None:
        """Draw the floor plan above the stations; the first time makes what draws it."""
        if self._plan is None:
            from desktop.ui.console.plan.card import PlanCard
            from desktop.ui.views.floor_plan_words import PlanWords

            self._plan = PlanCard(self._theme, parts, PlanWords.of(words))
            self._plan.opened.connect(self.mark_opened)
            self._plan.floor_chosen.connect(self.floor_chosen)
            self._right.insertWidget(0, self._plan)
            self._limit_plan()
            self.plan_invite.hide()
        self._plan.show_view(view)
        self._plan.show_undo(is_there=can_undo)

    def show_no_plan(self, invitation: str) -> None:
        """There is no floor plan; ``invitation`` offers to add one, where it is not empty."""
        if self._plan is not None:
            plan = self._plan
            self.close_down()
            remove(plan)
        self.plan_invite.setText(invitation)
        self.plan_invite.setVisible(bool(invitation))

    def close_down(self) -> None:
        """It goes: draw no picture any more."""
        if self._plan is not None:
            self._plan.close_down()
            self._plan = None

    def _limit_plan(self) -> None:
        if self._plan is not None:
            part = round(self.viewport().height() * _PLAN_PART)
            self._plan.limit_height(max(self._theme.px(_PLAN_LEAST), part))

    def _show_openings(self, view: OpeningsView | None) -> None:
        self._openings.setVisible(view is not None)
        if view is not None:
            self._months = view.months
            self._openings.show_rows(view.title, view.summary, view.rows, view.pdf_text)

    def _choose_month(self) -> None:
        """Ask of which month."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for month in self._months:
            chosen = menu.addAction(month.text)
            chosen.triggered.connect(
                lambda _=False, first=month.first: self.month_chosen.emit(first)
            )
        button = self._openings.button
        menu.popup(button.mapToGlobal(QPoint(0, button.height())))

    def _show_cards(self, cards: tuple[Card, ...]) -> None:
        wanted = {card.alert for card in cards}
        for gone in [alert for alert in self._cards if alert not in wanted]:
            remove(self._cards.pop(gone))
        for card in cards:
            shown = self._cards.get(card.alert)
            if shown is None:
                shown = AlertCard(self._theme, card)
                shown.acted.connect(self.acted)
                shown.stepped.connect(self.stepped)
                self._cards[card.alert] = shown
            else:
                shown.show_card(card)
        for at, card in enumerate(cards):  # laid out anew only where another order is wanted
            shown = self._cards[card.alert]
            if self._stack.indexOf(shown) != at:
                self._stack.removeWidget(shown)
                self._stack.insertWidget(at, shown)

    @property
    def controls(self) -> list[QWidget]:
        """What the Tab key reaches, in reading order."""
        cards = sorted(self._cards.values(), key=self._stack.indexOf)
        reached = [control for card in cards for control in card.controls]
        return [
            self.join_again,
            self.first_invite,
            *reached,
            *(self._plan.controls if self._plan is not None else ()),
            self._stations.more,
            self._stations.button,
            self.plan_invite,
            self._openings.button,
            *self._closed.controls,
        ]

    def _show_time(self) -> None:
        for card in self._cards.values():
            card.show_time(self._monotonic())

    def _run_clocks(self) -> None:
        if self._cards and self.isVisible():
            if not self._tick.isActive():
                self._tick.start(1000)
        else:
            self._tick.stop()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show_time()
        self._run_clocks()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._tick.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        px = self._theme.px
        is_wide = self.viewport().width() >= px(_SIDE_BY_SIDE + 48)
        direction = QBoxLayout.Direction
        self._sides.setDirection(direction.LeftToRight if is_wide else direction.TopToBottom)
        if is_wide:
            self._left.setFixedWidth(px(WIDTH))
        else:
            self._left.setMinimumWidth(0)
            self._left.setMaximumWidth(16_777_215)
        self._limit_plan()
        self._fit_lists()
        super().resizeEvent(event)

    def _fit_lists(self) -> None:
        room = self.viewport().width() - 2 * self._theme.px(24)
        for stations in (self._duty, self._stations, self._openings, self._further):
            stations.fit_into(room)
