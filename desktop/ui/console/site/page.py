"""The Site page: a line of subjects on top, and a card for each of them below."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop.ui.buttons import push_button
from desktop.ui.console.pages import ConsolePage
from desktop.ui.console.site.card import SiteCard
from desktop.ui.console.site.editor import Editor
from desktop.ui.flow import FlowLayout
from desktop.ui.reports.look import Look
from desktop.ui.scrolling import ScrollingPage
from desktop.ui.tab_order import order_tabs
from desktop.ui.theme import Theme
from desktop.ui.views.site import SiteView
from desktop.ui.views.site_cards import Do
from desktop.ui.words import Words

_WIDEST = 920
"""Pixels: a line of words that is longer is hard to read."""


class SitePage(ConsolePage):
    """Draws a ``SiteView`` and reports what was pressed, chosen or typed; it knows no service."""

    opened = Signal()
    pressed = Signal(str, Do)
    chosen = Signal(str, str)
    saved = Signal(str, dict)
    cancelled = Signal()
    searched = Signal(str)

    def __init__(self, theme: Theme, words: Words, view: SiteView) -> None:
        super().__init__(view.sentence)
        self.setObjectName("site")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(words("Site"))
        px, look = theme.px, Look(theme, words)
        self._px, self._margin = px, px(16)
        subjects = QWidget()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        subjects.setSizePolicy(policy)
        flow = FlowLayout(subjects, gap=px(12))
        self.cards: dict[str, SiteCard] = {}
        self.ways: dict[str, QPushButton] = {}
        page = QWidget()
        column = self._column = QVBoxLayout(page)
        column.setSpacing(px(16))
        column.addWidget(subjects)
        for card in view.cards:
            way = push_button(theme, card.title, role="link", measure="row")
            way.setAccessibleName(words("Go to: {subject}", subject=card.title))
            way.clicked.connect(lambda _=False, key=card.key: self.go_to(key))
            self.ways[card.key] = way
            flow.addWidget(way)
            made = self.cards[card.key] = SiteCard(look, card)
            made.pressed.connect(self.pressed)
            made.chosen.connect(self.chosen)
            made.saved.connect(self.saved)
            made.cancelled.connect(self.cancelled)
            made.searched.connect(self.searched)
            column.addWidget(made)
        column.addStretch(1)
        self._view = view
        self._editor: Editor | None = None
        self._scroll = ScrollingPage(keeps_its_width=True)
        self._scroll.hold(page)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(self._scroll)

    @property
    def controls(self) -> list[QWidget]:
        """What Tab reaches in reading order."""
        cards = [control for card in self.cards.values() for control in card.controls]
        return [*self.ways.values(), *cards]

    def show_view(self, view: SiteView) -> None:
        """Draw how everything stands; what is typed and where the keyboard is stays."""
        if view == self._view:  # boards come several times a second while somebody calls
            return
        self._view = view
        self.say(view.sentence)
        for card in view.cards:
            self.cards[card.key].show_view(card)
        before, self._editor = self._editor, self._open_editor()
        if self._editor is not None and self._editor is not before:
            self._scroll.settle()  # else it is squeezed into the room that its row had before
            self._scroll.bring_up(self._editor)
        if self.isVisible():
            order_tabs(self.controls)

    def go_to(self, key: str) -> None:
        """Scroll to a subject, with the keyboard at the first thing that can be done there."""
        card = self.cards[key]
        self._scroll.verticalScrollBar().setValue(max(0, card.y() - self._margin))
        card.start()

    def start(self) -> None:
        """Opened: the keyboard begins at the subjects."""
        self.opened.emit()
        next(iter(self.ways.values())).setFocus(Qt.FocusReason.OtherFocusReason)

    def search(self) -> None:
        """Ctrl+F: find a station."""
        field = self.cards["stations"].search
        if field is not None:
            field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """No card is wider than can be read. Told so itself, Qt would reckon its height by the
        whole width, and squeeze what is in it.
        """
        super().resizeEvent(event)
        px = self._px
        right = max(px(24), self.width() - px(24) - px(_WIDEST))
        self._column.setContentsMargins(px(24), px(16), right, px(20))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        order_tabs(self.controls)

    def _open_editor(self) -> Editor | None:
        rows = (row for card in self.cards.values() for row in card.rows.values())
        return next((row.editor for row in rows if row.editor is not None), None)
