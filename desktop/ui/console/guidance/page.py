"""The Guidance page: the list of cards, and the card that is open."""

from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.ui.console.guidance.card_pane import CardPane
from desktop.ui.console.guidance.list_panel import NARROWEST as LIST_NARROWEST
from desktop.ui.console.guidance.list_panel import WIDTH as LIST
from desktop.ui.console.guidance.list_panel import CardListPanel
from desktop.ui.console.pages import ConsolePage
from desktop.ui.labels import Label, set_shown
from desktop.ui.theme import Theme
from desktop.ui.words import Words

_NARROWEST_CARD = 400
_BESIDE = 780


class GuidancePage(ConsolePage):
    """Draws what it is shown and emits what the person wants; it knows no service.

    Wide: list, editor and preview. Narrower: the preview is a page of the card. Narrow: the list,
    or the card with a way back.
    """

    save_pressed = Signal()

    def __init__(self, theme: Theme, words: Words, *, sentence: str, typed: str = "") -> None:
        super().__init__(sentence, tools=QWidget())
        self.setObjectName("guidanceKeeping")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._theme, self._words = theme, words
        self._is_narrow = False
        self._is_reading = False
        self.panel = CardListPanel(theme, words, typed)
        self.pane = CardPane(theme, words)
        placeholder = QWidget()
        inside = QVBoxLayout(placeholder)
        inside.setContentsMargins(theme.px(20), theme.px(20), theme.px(20), 0)
        inside.addWidget(
            Label(theme, "body", words("Choose a card to read or change it."), tone="ink3")
        )
        inside.addStretch(1)
        self._stack = QStackedWidget()
        self._stack.addWidget(placeholder)
        self._stack.addWidget(self.pane)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.panel)
        row.addWidget(self._stack, 1)
        self.pane.back_pressed.connect(self.go_back)
        for keys, act in (("/", self.search), ("Ctrl+S", self.save_pressed.emit)):
            chord = QShortcut(QKeySequence(keys), self)
            chord.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            chord.activated.connect(act)

    @property
    def controls(self) -> list[QWidget]:
        """What the Tab key reaches, in reading order."""
        return [*self.panel.controls, *self.pane.controls]

    def show_card(self, *, is_open: bool) -> None:
        """Show the pane of a card, or that none is open."""
        self._stack.setCurrentIndex(1 if is_open else 0)

    def turn_to_card(self) -> None:
        """Show the card rather than the list, where there is room for one of them."""
        self._is_reading = True
        self._arrange()
        self.pane.tabs[self.pane.tab].setFocus(Qt.FocusReason.OtherFocusReason)

    def go_back(self) -> None:
        """To the list, where the keyboard goes, too."""
        self._is_reading = False
        self._arrange()
        self.panel.go_to_rows()

    def start(self) -> None:
        """Opened: the keyboard goes to the list."""
        self.panel.go_to_rows()

    def search(self) -> None:
        """Ctrl+F and ``/``."""
        self._is_reading = False
        self._arrange()
        self.panel.go_to_search()

    def order_tabs(self) -> None:
        """Tab order is reading order."""
        for before, after in pairwise(self.controls):
            QWidget.setTabOrder(before, after)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not self.panel.list.hasFocus():
            self.go_back()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        px, room = self._theme.px, self.width()
        self._is_narrow = room < px(LIST_NARROWEST + _NARROWEST_CARD)
        if self._is_narrow:
            self.panel.setMinimumWidth(0)
            self.panel.setMaximumWidth(16_777_215)
            set_shown(self.panel, is_shown=not self._is_reading)
            set_shown(self._stack, is_shown=self._is_reading)
            self.pane.give_room(room, is_narrow=True)
            return
        wanted = max(px(LIST_NARROWEST), min(px(LIST), room - px(_BESIDE)))
        self.panel.setFixedWidth(wanted)
        set_shown(self.panel, is_shown=True)
        set_shown(self._stack, is_shown=True)
        self.pane.give_room(room - wanted, is_narrow=False)

    @property
    def is_narrow(self) -> bool:
        """There is room for the list or the card alone."""
        return self._is_narrow
