"""The supervisor's main window: navigation 208, header 64 with one sentence, the page."""

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.alerts.facts import AlertId, AlertOutcome, Outcome
from desktop.domain.board import Board
from desktop.domain.errors import DeskError
from desktop.domain.opening.openings import Today
from desktop.monotonic import monotonic
from desktop.ui.console.alert_line import AlertLine
from desktop.ui.console.navigation import Navigation
from desktop.ui.console.now_page import NowPage
from desktop.ui.console.pages import NOW, ConsolePage, PageEntry
from desktop.ui.console.plan_on_page import PlanOnPage
from desktop.ui.focus_ring import FocusRing
from desktop.ui.labels import Label
from desktop.ui.removal import remove_all
from desktop.ui.step_presses import StepPresses
from desktop.ui.theme import Appearance
from desktop.ui.views.acts import OUTCOMES, Act
from desktop.ui.views.call_line import CallLine
from desktop.ui.views.now import NowView
from desktop.ui.words import Words

if TYPE_CHECKING:  # most sites have no floor plan on their first day
    from desktop.domain.plan.plan import SitePlan
    from desktop.ui.console.plan.parts import PlanParts

HEADER = 64
MOST_SHORTCUTS = 9


class ConsoleWindow(QWidget):
    """Shows the board, holds the pages, and reports what the supervisor asked for.

    Now is always there; every other page is built when it is first opened. While one of them is
    open, whoever calls stands in a line above it, one press away. Hidden, it does no work.
    """

    going_pressed = Signal(str)
    cannot_pressed = Signal(str)
    unheard_pressed = Signal(str)
    there_pressed = Signal(str)
    police_called_pressed = Signal(str)
    closed_pressed = Signal(str, Outcome)
    opened = Signal(str)
    pdf_pressed = Signal(str)
    report_pressed = Signal(str)
    here_pressed = Signal()
    away_pressed = Signal()
    page_opened = Signal(str)
    invite_pressed = Signal()
    month_chosen = Signal(object)
    guidance_pressed = Signal()
    settings_pressed = Signal()
    join_again_pressed = Signal()

    def __init__(
        self,
        *,
        appearance: Appearance,
        words: Words,
        pages: Sequence[PageEntry] = (),
        may_invite: bool = False,
        plan_parts: "PlanParts | None" = None,
        monotonic: Callable[[], float] = monotonic,
    ) -> None:
        super().__init__()
        self.setObjectName("console")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle("Countersign")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._appearance = appearance
        self._words = words
        self.steps = StepPresses(self)
        self._may_invite = may_invite
        self._monotonic = monotonic
        self._entries = {entry.key: entry for entry in pages}
        self._counts: dict[str, str] = {}
        self._built: dict[str, ConsolePage] = {}
        self._open = NOW
        self._board: Board | None = None
        self._outcomes: dict[AlertId, AlertOutcome] = {}
        self._openings: Today | None = None
        self._drill = ""
        self._missed: tuple[DeskError, ...] = ()
        self._all_stations = False
        self._plan = PlanOnPage(plan_parts, words)
        self._view: NowView | None = None
        self._closing: str | None = None
        self._in_order: list[QWidget] = []
        self._rows = QHBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(0)
        self._build()
        self._ring = FocusRing(self, appearance)
        appearance.changed.connect(self._restyle)
        self._add_shortcuts()
        self.resize(1280, 800)

    @property
    def page(self) -> NowPage:
        """The Now page."""
        return self._now

    @property
    def open_page(self) -> str:
        """The key of the page that is open."""
        return self._open

    @property
    def built_pages(self) -> dict[str, ConsolePage]:
        """The pages besides Now that were opened so far."""
        return dict(self._built)

    def show_board(self, board: Board) -> None:
        """Draw ``board`` now, or when the window is shown."""
        self._board = board
        if self.isVisible():
            self._show()

    def show_outcomes(self, outcomes: Mapping[AlertId, AlertOutcome]) -> None:
        """Say of closed alerts how they ended, as it is on record."""
        self._outcomes = dict(outcomes)
        if self.isVisible():
            self._show()

    def show_openings(self, openings: Today) -> None:
        """Say what is known of opening tests, as things stand today."""
        self._openings = openings
        if self.isVisible():
            self._show()

    def show_drill(self, drill: str) -> None:
        """Say of a drill that is announced; "" where none is."""
        self._drill = drill
        if self.isVisible():
            self._show()

    def show_missed(self, missed: tuple[DeskError, ...]) -> None:
        """Say what of the program does not work, while nothing graver is to be said."""
        self._missed = missed
        if self.isVisible():
            self._show()

    def show_plan(self, plan: "SitePlan", *, can_undo: bool) -> None:
        """Draw the floor plan, or offer to add one where there is none."""
        self._plan.use(plan, can_undo=can_undo)
        if self.isVisible():
            self._show()

    def show_page(self, key: str) -> None:
        """Open a page; its first time builds it."""
        is_new = key != self._open
        self._open = key
        self._put_up()
        if key != NOW:
            self._built[key].start()
        if is_new:
            self.page_opened.emit(key)

    def show_count(self, key: str, count: str) -> None:
        """Say in the navigation how much waits on a page, opened or not."""
        self._counts[key] = count
        self._navigation.show_count(key, count)

    def let_invite(self, *, is_so: bool) -> None:
        """Offer to let places in, or no longer: this desk is an administrator's, or was one."""
        if is_so != self._may_invite:
            self._may_invite = is_so
            if self.isVisible():
                self._show()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.setFocus()
        self._show()

    def _show(self) -> None:
        if self._board is None:
            return
        if self._closing is not None and self._board.find(self._closing) is None:
            self._closing = None
        view = NowView.of(
            self._board,
            words=self._words,
            closing=self._closing,
            outcomes=self._outcomes,
            may_invite=self._may_invite,
            openings=self._openings,
            all_stations=self._all_stations,
            drill=self._drill,
            missed=self._missed,
        )
        if view != self._view:
            self._view = view
            self._navigation.show_view(view)
            self._now.show_view(view)
            self._show_header()
            self._order_tabs()
        if self._plan.show_on(self._now, self._board):
            self._order_tabs()
        self._now.settle()

    def _show_header(self) -> None:
        now = self._view.sentence if self._view else ""
        page = self._built.get(self._open)
        self._sentence.setText(page.sentence if page else now)
        self.setWindowTitle(f"{now} - Countersign" if now else "Countersign")
        cards = self._view.cards if self._view and page else ()
        self._alert_line.show_line(CallLine.of(cards, words=self._words))

    def _order_tabs(self) -> None:
        """Tab order is reading order, whatever order the cards came in."""
        controls = [*self._navigation.controls, *self._alert_line.controls, *self._now.controls]
        if controls != self._in_order:
            self._in_order = controls
            for before, after in pairwise(controls):
                QWidget.setTabOrder(before, after)

    def _build(self) -> None:
        theme = self._appearance.theme
        self.setStyleSheet(theme.style_sheet())
        self.setPalette(theme.palette())
        self.setFont(theme.font("body"))
        entries = [(entry.key, entry.name, entry.icon) for entry in self._entries.values()]
        self._navigation = Navigation(
            theme, [(NOW, self._words("Now"), "radio"), *entries], settings=self._words("Settings")
        )
        self._navigation.choice.clicked.connect(self._choose)
        self._navigation.settings.clicked.connect(self.settings_pressed)
        self._navigation.chosen.connect(self.show_page)
        for key, count in self._counts.items():
            self._navigation.show_count(key, count)
        header = QFrame()
        header.setObjectName("header")
        header.setMinimumHeight(theme.px(HEADER))
        self._sentence = Label(theme, "page")
        self._tools = QHBoxLayout()
        inside = QHBoxLayout(header)
        inside.setContentsMargins(theme.px(24), theme.px(8), theme.px(24), theme.px(8))
        inside.setSpacing(theme.px(16))
        inside.addWidget(self._sentence, 1)
        inside.addLayout(self._tools)
        self._alert_line = AlertLine(theme, monotonic=self._monotonic)
        self._alert_line.opened.connect(self.opened)
        self._alert_line.others_pressed.connect(lambda: self.show_page(NOW))
        self._now = NowPage(theme, monotonic=self._monotonic)
        self._now.acted.connect(self._act)
        self._now.stepped.connect(self.steps.press)
        self._now.pdf_pressed.connect(self.pdf_pressed)
        self._now.report_pressed.connect(self.report_pressed)
        self._now.invite_pressed.connect(self.invite_pressed)
        self._now.join_again_pressed.connect(self.join_again_pressed)
        self._now.month_chosen.connect(self.month_chosen)
        self._now.all_pressed.connect(self._turn_to_all)
        self._now.mark_opened.connect(self.opened)
        self._now.plan_pressed.connect(self._plan.add)
        self._now.floor_chosen.connect(self._choose_floor)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._now)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(header)
        column.addWidget(self._alert_line)
        column.addWidget(self._stack, 1)
        self._rows.addWidget(self._navigation)
        self._rows.addWidget(right, 1)
        self.setMinimumSize(QSize(theme.px(560), 420))
        self._put_up()

    def _put_up(self) -> None:
        """Show the open page, built where it was not yet."""
        if self._open == NOW:
            self._stack.setCurrentWidget(self._now)
        else:
            page = self._built.get(self._open)
            if page is None:
                page = self._entries[self._open].build(self._appearance.theme)
                page.sentence_changed.connect(self._show_header)
                self._built[self._open] = page
                self._stack.addWidget(page)
                if page.tools is not None:
                    self._tools.addWidget(page.tools)
                for before, after in pairwise([self._alert_line.open, *page.controls]):
                    QWidget.setTabOrder(before, after)
            self._stack.setCurrentWidget(page)
        for key, built in self._built.items():
            if built.tools is not None:
                built.tools.setVisible(key == self._open)
        self._navigation.show_page(self._open)
        self._show_header()

    def _add_shortcuts(self) -> None:
        for number, key in enumerate([NOW, *self._entries][:MOST_SHORTCUTS], 1):
            chord = QShortcut(QKeySequence(f"Ctrl+{number}"), self)
            chord.activated.connect(lambda key=key: self.show_page(key))
        QShortcut(QKeySequence("F1"), self).activated.connect(self.guidance_pressed)
        QShortcut(QKeySequence.StandardKey.Find, self).activated.connect(self._search)

    def _search(self) -> None:
        page = self._built.get(self._open)
        if page is not None:
            page.search()

    def _restyle(self) -> None:
        had_keyboard = QApplication.focusWidget()
        self._now.close_down()
        remove_all(self._rows)
        self._view = None
        self._built = {}
        self._build()
        self._show()
        if had_keyboard is not None and self._open in self._built:
            self._built[self._open].start()

    def _turn_to_all(self) -> None:
        """A line for each station, or for those alone that need something."""
        self._all_stations = not self._all_stations
        self._show()

    def _choose_floor(self, floor: str) -> None:
        self._plan.choose(floor)
        self._show()

    def _choose(self) -> None:
        if self._view is not None:
            (self.away_pressed if self._view.may_leave else self.here_pressed).emit()

    def _act(self, act: Act, alert: str) -> None:
        match act:
            case Act.GOING:
                self.going_pressed.emit(alert)
            case Act.CANNOT:
                self.cannot_pressed.emit(alert)
            case Act.UNHEARD:
                self.unheard_pressed.emit(alert)
            case Act.THERE:
                self.there_pressed.emit(alert)
            case Act.POLICE_CALLED:
                self.police_called_pressed.emit(alert)
            case Act.OPEN:
                self.opened.emit(alert)
            case Act.CLOSE:
                self._closing = alert
                self._show()
            case Act.BACK:
                self._closing = None
                self._show()
            case _:
                self._closing = None
                self.closed_pressed.emit(alert, OUTCOMES[act])
