"""The Guidance page: the list of cards, and the card that is open."""

from enum import StrEnum
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.ui.buttons import push_button, put_icon
from desktop.ui.console.guidance.adding import AddingPage
from desktop.ui.console.guidance.card_pane import CardPane
from desktop.ui.console.guidance.list_panel import NARROWEST as LIST_NARROWEST
from desktop.ui.console.guidance.list_panel import WIDTH as LIST
from desktop.ui.console.guidance.list_panel import CardListPanel
from desktop.ui.console.guidance.said_view import SiteSaidPage
from desktop.ui.console.guidance.tools import GuidanceTools
from desktop.ui.console.pages import ConsolePage
from desktop.ui.icons import Icons
from desktop.ui.labels import Label, set_shown
from desktop.ui.theme import Theme
from desktop.ui.words import Words

_NARROWEST_CARD = 400
_BESIDE = 780


class Place(StrEnum):
    """What stands beside the list."""

    CARD = "card"
    SAID = "said"
    ADDING = "adding"


class GuidancePage(ConsolePage):
    """Draws what it is shown and emits what the person wants; it knows no service.

    Wide: list, editor and preview. Narrower: the preview is a page of the card. Narrow: the list,
    or the card with a way back.
    """

    save_pressed = Signal()
    pocket_card_pressed = Signal()
    place_chosen = Signal(object)

    def __init__(self, theme: Theme, words: Words, *, sentence: str, typed: str = "") -> None:
        self._tools = GuidanceTools(theme, words)
        super().__init__(sentence, tools=self._tools)
        self.setObjectName("guidanceKeeping")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # a click on a button leaves its keys here
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
        self._placeholder = placeholder
        self.pane.preview.back_wanted.connect(self.go_back)
        self.site_said = SiteSaidPage(theme, words)
        said = QWidget()
        around = QVBoxLayout(said)
        around.setContentsMargins(theme.px(20), theme.px(14), theme.px(14), 0)
        around.addWidget(self.site_said)
        self.adding = AddingPage(theme, words)
        self._places = {Place.CARD: self.pane, Place.SAID: said, Place.ADDING: self.adding}
        for widget in (placeholder, self.pane, said, self.adding):
            self._stack.addWidget(widget)
        self.back = push_button(theme, words("Back to the list"), role="quiet", measure="row")
        put_icon(self.back, Icons(theme), "arrow-left", color="action_text")
        self.back.clicked.connect(self.go_back)
        self._side = QWidget()
        beside = QVBoxLayout(self._side)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(0)
        above = QHBoxLayout()
        above.setContentsMargins(theme.px(12), theme.px(6), 0, 0)
        above.addWidget(self.back)
        above.addStretch(1)
        beside.addLayout(above)
        beside.addWidget(self._stack, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.panel)
        row.addWidget(self._side, 1)
        self._tools.pocket_card_wanted.connect(self.pocket_card_pressed)
        self._tools.said_wanted.connect(lambda: self.place_chosen.emit(Place.SAID))
        self._tools.adding_wanted.connect(lambda: self.place_chosen.emit(Place.ADDING))
        for keys, act in (("/", self.search), ("Ctrl+S", self.save_pressed.emit)):
            chord = QShortcut(QKeySequence(keys), self)
            chord.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            chord.activated.connect(act)

    @property
    def controls(self) -> list[QWidget]:
        """What the Tab key reaches, in reading order."""
        return [
            *self._tools.controls,
            *self.panel.controls,
            self.back,
            *self.pane.controls,
            *self.site_said.controls,
            *self.adding.controls,
        ]

    def show_place(self, place: Place, *, has_card: bool) -> None:
        """Show that beside the list."""
        is_empty = place is Place.CARD and not has_card
        self._stack.setCurrentWidget(self._placeholder if is_empty else self._places[place])

    def turn_to(self, place: Place) -> None:
        """Put the keyboard there, where there is room for the list or that alone, or where it was
        asked for by a button.
        """
        self._is_reading = True
        self._arrange()
        if place is Place.ADDING:
            self.adding.start()
        elif self._is_narrow:
            self.back.setFocus(Qt.FocusReason.OtherFocusReason)

    def go_back(self) -> None:
        """To the list, where the keyboard goes, too."""
        self._is_reading = False
        self._arrange()
        self.panel.go_to_rows()

    def start(self) -> None:
        """Opened: the keyboard goes to the list, or to the search while there are no rows."""
        if self.panel.rows.first() is None:
            self.panel.search.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.panel.go_to_rows()

    def search(self) -> None:
        """Ctrl+F and ``/``."""
        self._is_reading = False
        self._arrange()
        self.panel.go_to_search()

    def order_tabs(self) -> None:
        """Tab order is reading order; the window sees to it when it takes the page in."""
        if self.parentWidget() is None:
            return
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
        set_shown(self.back, is_shown=self._is_narrow)
        self._tools.fold(is_folded=self._is_narrow)
        if self._is_narrow:
            self.panel.setMinimumWidth(0)
            self.panel.setMaximumWidth(16_777_215)
            set_shown(self.panel, is_shown=not self._is_reading)
            set_shown(self._side, is_shown=self._is_reading)
            self.pane.give_room(room)
            return
        wanted = max(px(LIST_NARROWEST), min(px(LIST), room - px(_BESIDE)))
        self.panel.setFixedWidth(wanted)
        set_shown(self.panel, is_shown=True)
        set_shown(self._side, is_shown=True)
        self.pane.give_room(room - wanted)

    @property
    def is_narrow(self) -> bool:
        """There is room for the list or the card alone."""
        return self._is_narrow
