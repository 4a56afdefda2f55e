"""The card that is open: its head, what to be known of it, and its pages side by side."""

from enum import StrEnum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.ui.badge import BadgeLabel
from desktop.ui.buttons import push_button
from desktop.ui.console.guidance.preview import NARROWEST, WIDTH, Preview
from desktop.ui.console.guidance.said_view import CardSaidPage
from desktop.ui.console.guidance.text_view import TextView
from desktop.ui.console.guidance.versions_view import VersionsPage
from desktop.ui.flow import FlowLayout
from desktop.ui.labels import Label, set_property, set_shown
from desktop.ui.scrolling import ScrollingPage
from desktop.ui.theme import Theme
from desktop.ui.views.badges import Badge
from desktop.ui.views.guidance_editing import EditorView
from desktop.ui.words import Words

_PAD = 20
_EDITOR = 380


class Tab(StrEnum):
    """What is looked at of a card."""

    TEXT = "text"
    PREVIEW = "preview"
    VERSIONS = "versions"
    SAID = "said"


class CardPane(QWidget):
    """Text and preview side by side where there is room, else each for itself."""

    tab_chosen = Signal(object)

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__()
        self._theme, self._words = theme, words
        self._is_beside = False
        self._tab = Tab.TEXT
        self._drawn: tuple[str, tuple[Badge, ...]] = ("", ())
        px = theme.px
        self._title = Label(theme, "title")
        self._badges = QWidget()
        self._badge_flow = FlowLayout(self._badges, gap=px(6))
        self.tabs = {tab: self._tab_button(tab) for tab in Tab}
        self.text = TextView(theme, words)
        self.preview = Preview(theme)
        self._editor_pane = ScrollingPage()
        holder = QWidget()
        inside = QVBoxLayout(holder)
        inside.setContentsMargins(0, 0, px(4), px(4))
        inside.addWidget(self.text)
        self._editor_pane.hold(holder)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._editor_pane)
        self.versions = VersionsPage(theme, words)
        self.said = CardSaidPage(theme, words)
        self._further: dict[Tab, QWidget] = {Tab.VERSIONS: self.versions, Tab.SAID: self.said}
        for widget in self._further.values():
            self._stack.addWidget(widget)
        column = QVBoxLayout()
        column.setSpacing(px(8))
        column.addWidget(self._title)
        column.addWidget(self._badges)
        column.addWidget(self._tab_row())
        column.addWidget(self._stack, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(px(_PAD), px(14), px(_PAD), px(14))
        row.setSpacing(px(_PAD))
        row.addLayout(column, 1)
        row.addWidget(self.preview)

    @property
    def controls(self) -> list[QWidget]:
        """What the Tab key reaches, in reading order."""
        return [
            *self.tabs.values(),
            *self.text.controls,
            *self.versions.controls,
            *self.said.controls,
        ]

    @property
    def tab(self) -> Tab:
        """What is looked at."""
        return self._tab

    def show_view(self, view: EditorView, text: str) -> None:
        """Draw the card."""
        self._title.setText(view.title)
        self._show_badges(view)
        self.text.show_view(view, text)

    def show_tabs(self, counts: dict[Tab, str]) -> None:
        """Say on the tabs how much there is to see."""
        names = {
            Tab.TEXT: self._words("Text"),
            Tab.PREVIEW: self._words("Preview"),
            Tab.VERSIONS: self._words("Versions"),
            Tab.SAID: self._words("What people say"),
        }
        for tab, button in self.tabs.items():
            button.setText(f"{names[tab]} {counts.get(tab, '')}".strip())

    def show_tab(self, tab: Tab) -> None:
        """Show that page of the card."""
        self._tab = tab
        self._arrange()

    def give_room(self, width: int) -> None:
        """Lay it out for so many pixels."""
        px = self._theme.px
        room = width - 3 * px(_PAD)
        self._is_beside = room >= px(_EDITOR + NARROWEST)
        beside = min(px(WIDTH), room - px(_EDITOR))
        if self._is_beside:
            self.preview.setFixedWidth(beside)
        else:
            self.preview.setMinimumWidth(0)
            self.preview.setMaximumWidth(16_777_215)
        self._arrange()

    def _arrange(self) -> None:
        set_shown(self.tabs[Tab.PREVIEW], is_shown=not self._is_beside)
        tab = Tab.TEXT if self._is_beside and self._tab is Tab.PREVIEW else self._tab
        for one, button in self.tabs.items():
            button.setChecked(one is tab)
            set_property(button, "on", "true" if one is tab else "false")
        self._stack.setCurrentWidget(self._further.get(tab, self._editor_pane))
        set_shown(self._stack, is_shown=tab is not Tab.PREVIEW)
        is_text = tab is Tab.TEXT and self._is_beside
        set_shown(self.preview, is_shown=is_text or tab is Tab.PREVIEW)

    def _show_badges(self, view: EditorView) -> None:
        if (view.about, view.badges) == self._drawn:
            return
        self._drawn = (view.about, view.badges)
        self._badge_flow.clear()
        about = Label(self._theme, "label", view.about, tone="ink2", weight=400, wraps=False)
        self._badge_flow.addWidget(about)
        for badge in view.badges:
            self._badge_flow.addWidget(BadgeLabel(self._theme, badge))

    def _tab_row(self) -> QWidget:
        box = QWidget()
        flow = FlowLayout(box, gap=self._theme.px(6))
        for button in self.tabs.values():
            flow.addWidget(button)
        return box

    def _tab_button(self, tab: Tab) -> QPushButton:
        button = push_button(self._theme, "", role="filter", measure="row")
        button.setCheckable(True)
        button.clicked.connect(lambda: self.tab_chosen.emit(tab))
        return button
