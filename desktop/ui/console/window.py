"""The supervisor's main window: navigation 208, header 64 with one sentence, the page."""

import time
from collections.abc import Callable
from itertools import pairwise

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.domain.alerts.facts import Outcome
from desktop.domain.board import Board
from desktop.ui.buttons import push_button
from desktop.ui.console.now_page import NowPage
from desktop.ui.focus_ring import FocusRing
from desktop.ui.glyph import Glyph
from desktop.ui.icons import Icons
from desktop.ui.labels import Label
from desktop.ui.removal import remove_all
from desktop.ui.theme import Appearance, Theme
from desktop.ui.views.now import NowView
from desktop.ui.views.takeover import OUTCOMES, Act
from desktop.ui.words import Words

NAVIGATION, HEADER = 208, 64


class ConsoleWindow(QWidget):
    """Shows the board and reports what the supervisor asked for.

    Pages are added as their features come; today there is Now. Hidden, it does no work.
    """

    going_pressed = Signal(str)
    cannot_pressed = Signal(str)
    there_pressed = Signal(str)
    closed_pressed = Signal(str, Outcome)
    opened = Signal(str)
    pdf_pressed = Signal(str)
    here_pressed = Signal()
    away_pressed = Signal()

    def __init__(
        self,
        *,
        appearance: Appearance,
        words: Words,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__()
        self.setObjectName("console")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle("Countersign")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._appearance = appearance
        self._words = words
        self._monotonic = monotonic
        self._board: Board | None = None
        self._view: NowView | None = None
        self._closing: str | None = None
        self._rows = QHBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(0)
        self._build()
        self._ring = FocusRing(self, appearance)
        appearance.changed.connect(self._restyle)
        self.resize(1280, 800)

    @property
    def page(self) -> NowPage:
        """The Now page."""
        return self._now

    def show_board(self, board: Board) -> None:
        """Draw ``board`` now, or when the window is shown."""
        self._board = board
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
        view = NowView.of(self._board, words=self._words, closing=self._closing)
        if view != self._view:
            self._view = view
            self._navigation.show_view(view)
            self._sentence.setText(view.sentence)
            self.setWindowTitle(f"{view.sentence} - Countersign")
            self._now.show_view(view)
            self._order_tabs()

    def _order_tabs(self) -> None:
        """Tab order is reading order, whatever order the cards came in."""
        controls = [self._navigation.page, self._navigation.choice, *self._now.controls]
        for before, after in pairwise(controls):
            QWidget.setTabOrder(before, after)

    def _build(self) -> None:
        theme = self._appearance.theme
        self.setStyleSheet(theme.style_sheet())
        self.setPalette(theme.palette())
        self.setFont(theme.font("body"))
        self._navigation = _Navigation(theme)
        self._navigation.choice.clicked.connect(self._choose)
        header = QFrame()
        header.setObjectName("header")
        header.setMinimumHeight(theme.px(HEADER))
        self._sentence = Label(theme, "page")
        inside = QHBoxLayout(header)
        inside.setContentsMargins(theme.px(24), theme.px(8), theme.px(24), theme.px(8))
        inside.addWidget(self._sentence, 1)
        self._now = NowPage(theme, monotonic=self._monotonic)
        self._now.acted.connect(self._act)
        self._now.pdf_pressed.connect(self.pdf_pressed)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(header)
        column.addWidget(self._now, 1)
        self._rows.addWidget(self._navigation)
        self._rows.addWidget(right, 1)
        self.setMinimumSize(QSize(theme.px(560), 420))

    def _restyle(self) -> None:
        remove_all(self._rows)
        self._view = None
        self._build()
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
            case Act.THERE:
                self.there_pressed.emit(alert)
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


class _Navigation(QFrame):
    """The site, the pages there are, and who sits here."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("navigation")
        px = theme.px
        self.setFixedWidth(px(NAVIGATION))
        self._site = Label(theme, "lead", weight=600)
        self._address = Label(theme, "label", tone="ink2", weight=400)
        self.page = _PageButton(theme)
        self._avatar = _Avatar(theme)
        self._me = Label(theme, "body", weight=500)
        self._dot = Glyph(theme, 12)
        self._state = Label(theme, "label", tone="ink2", weight=400)
        self.choice = push_button(theme, "", measure="row")
        state = QHBoxLayout()
        state.setSpacing(px(6))
        state.addWidget(self._dot)
        state.addWidget(self._state, 1)
        about = QVBoxLayout()
        about.setSpacing(px(1))
        about.addWidget(self._me)
        about.addLayout(state)
        foot = QHBoxLayout()
        foot.setSpacing(px(10))
        foot.addWidget(self._avatar)
        foot.addLayout(about, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(12), px(16), px(12), px(16))
        column.setSpacing(px(2))
        for label in (self._site, self._address):
            label.setContentsMargins(px(8), 0, px(8), 0)
            column.addWidget(label)
        column.addSpacing(px(14))
        column.addWidget(self.page)
        column.addStretch(1)
        column.addLayout(foot)
        column.addSpacing(px(8))
        column.addWidget(self.choice)

    def show_view(self, view: NowView) -> None:
        self._site.say(view.site_name)
        self._address.say(view.site_address)
        self.page.show_page(view.page, view.page_count)
        self._avatar.show_initials(view.my_initials)
        self._me.setText(view.me)
        self._dot.show_shape(view.my_shape)
        self._state.setText(view.my_state)
        self.choice.setText(view.my_choice)


class _PageButton(QPushButton):
    """A page's icon, name and how much waits there."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._count = ""
        self.setProperty("role", "page")
        self.setCheckable(True)
        self.setChecked(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFont(theme.font("body", weight=600))
        self.setIcon(Icons(theme).icon("radio", color="action_text", size=18))
        self.setIconSize(QSize(theme.px(18), theme.px(18)))
        self.clicked.connect(lambda: self.setChecked(True))

    def show_page(self, name: str, count: str) -> None:
        self.setText(f"  {name}")
        self.setAccessibleName(f"{name} {count}".strip())
        self._count = count
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        px = self._theme.px
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("action"))
        painter.drawRoundedRect(QRect(0, px(8), 3, self.height() - px(16)), 1.5, 1.5)
        if self._count:
            painter.setPen(self._theme.color("action_text"))
            painter.setFont(self._theme.font("label", tabular=True, weight=600))
            box = self.rect().adjusted(0, 0, -px(12), 0)
            where = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(box, where, self._count)
        painter.end()


class _Avatar(QWidget):
    """Initials on a disc."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._initials = ""
        self.setFixedSize(theme.px(32), theme.px(32))

    def show_initials(self, initials: str) -> None:
        self._initials = initials
        self.update()

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("sunken"))
        painter.drawEllipse(self.rect())
        painter.setPen(self._theme.color("ink"))
        painter.setFont(self._theme.font("caption", weight=600))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._initials)
        painter.end()
