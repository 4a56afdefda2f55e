"""The left of the Guidance page: search, filters, and the list of cards."""

from PySide6.QtCore import QModelIndex, Qt, Signal, SignalInstance
from PySide6.QtWidgets import QFrame, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from desktop.domain.guidance.ids import CardId
from desktop.ui.advice_line import AdviceLine
from desktop.ui.buttons import push_button
from desktop.ui.console.guidance.rows import CardDelegate, CardRows
from desktop.ui.console.row_list import RowList
from desktop.ui.console.search_field import SearchField
from desktop.ui.flow import FlowLayout
from desktop.ui.labels import Label, set_property, set_shown
from desktop.ui.theme import Theme
from desktop.ui.views.advice import Advice
from desktop.ui.views.guidance_cards import CardFilter, CardRow, CardsView
from desktop.ui.words import Words

WIDTH, NARROWEST = 372, 292


class CardListPanel(QFrame):
    """Draws a ``CardsView``; ``chosen`` is where the arrows or a click rest, ``opened`` Enter."""

    typed = Signal(str)
    filtered = Signal(object)
    chosen = Signal(str)
    opened = Signal(str)

    def __init__(self, theme: Theme, words: Words, typed: str) -> None:
        super().__init__()
        self.setObjectName("cardList")
        self._theme = theme
        px = theme.px
        self.search = SearchField(theme, words("Search the cards"))
        self.search.setText(typed)
        self.search.textEdited.connect(self.typed)
        self.search.left_downwards.connect(self.go_to_rows)
        self.filters: dict[CardFilter, QPushButton] = {}
        chips = QWidget()
        chips.setAccessibleName(words("Show"))
        flow = FlowLayout(chips, gap=px(6))
        for key in CardFilter:
            chip = push_button(theme, "", role="filter", measure="row")
            chip.setCheckable(True)
            chip.clicked.connect(lambda _=False, key=key: self.filtered.emit(key))
            self.filters[key] = chip
            flow.addWidget(chip)
        self._fault = AdviceLine(theme)
        self._count = Label(theme, "caption", tone="ink3", wraps=False)
        self.rows = CardRows(self)
        self.list = RowList(theme, words("Cards"), CardDelegate, self.rows)
        self.list.setUniformItemSizes(False)
        self.list.entered_row.connect(lambda index: self._tell(index, self.opened))
        self.list.clicked.connect(lambda index: self._tell(index, self.opened))
        self.list.rested_on.connect(lambda index: self._tell(index, self.chosen))
        self._empty = Label(theme, "body", tone="ink2")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._empty.setContentsMargins(px(16), px(24), px(16), px(16))
        top = QVBoxLayout()
        top.setContentsMargins(px(14), px(14), px(14), px(6))
        top.setSpacing(px(10))
        for part in (self.search, chips, self._fault, self._count):
            top.addWidget(part)
        self._below = QStackedWidget()
        self._below.addWidget(self.list)
        self._below.addWidget(self._empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self._below, 1)

    @property
    def controls(self) -> list[QWidget]:
        """What the Tab key reaches, from above."""
        return [self.search, *self.filters.values(), self.list]

    def show_view(self, view: CardsView, chosen: CardId) -> None:
        """Draw ``view``, with the row of ``chosen`` selected."""
        for chip in view.filters:
            button = self.filters[chip.key]
            button.setText(chip.text)
            button.setChecked(chip.is_on)
            set_shown(button, is_shown=chip.is_offered)
            set_property(button, "on", "true" if chip.is_on else "false")
        self._count.setText(view.count or " ")
        self.rows.show(view.rows)
        self._empty.setText(view.empty)
        self._below.setCurrentWidget(self._empty if view.empty else self.list)
        self.mark(chosen)

    def show_fault(self, advice: Advice | None) -> None:
        """Say what is wrong with the cards as they ship."""
        self._fault.show_advice(advice)

    def mark(self, card: CardId) -> None:
        """Select the row of ``card`` and say nothing of it."""
        self.list.mark(self.rows.find(card))

    def go_to_search(self) -> None:
        """Put the keyboard into the search field."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def go_to_rows(self) -> None:
        """Put the keyboard on the list, at its selected row or the first."""
        first = self.rows.first()
        if first is not None:
            if not self.list.selectedIndexes():
                self.list.setCurrentIndex(self.rows.index(first))
            self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _tell(self, index: QModelIndex, signal: SignalInstance) -> None:
        row = self.rows.rows[index.row()] if index.isValid() else None
        if isinstance(row, CardRow):
            signal.emit(row.card)
