"""The left of the Guidance page: search, filters, and the list of cards."""

from PySide6.QtCore import QModelIndex, Qt, Signal, SignalInstance
from PySide6.QtWidgets import QPushButton, QWidget

from desktop.domain.guidance.ids import CardId
from desktop.ui.advice_line import AdviceLine
from desktop.ui.buttons import push_button
from desktop.ui.console.guidance.rows import CardDelegate, CardRows
from desktop.ui.console.row_list import RowList
from desktop.ui.console.searched_list import SearchedList
from desktop.ui.flow import FlowLayout
from desktop.ui.labels import Label, set_property, set_shown
from desktop.ui.theme import Theme
from desktop.ui.views.advice import Advice
from desktop.ui.views.guidance_cards import CardFilter, CardRow, CardsView
from desktop.ui.words import Words

WIDTH, NARROWEST = 372, 292


class CardListPanel(SearchedList):
    """Draws a ``CardsView``; ``chosen`` is where the arrows or a click rest, ``opened`` Enter."""

    filtered = Signal(object)
    chosen = Signal(str)
    opened = Signal(str)

    def __init__(self, theme: Theme, words: Words, typed: str) -> None:
        model = CardRows()
        super().__init__(
            theme,
            search=words("Search the cards"),
            typed=typed,
            rows=RowList(theme, words("Cards"), CardDelegate, model),
        )
        self.rows = model
        self.rows.setParent(self)
        self.setObjectName("cardList")
        px = theme.px
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
        self.list.setUniformItemSizes(False)
        self.list.entered_row.connect(lambda index: self._tell(index, self.opened))
        self.list.clicked.connect(lambda index: self._tell(index, self.opened))
        self.list.rested_on.connect(lambda index: self._tell(index, self.chosen))
        self._empty = Label(theme, "body", tone="ink2")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._empty.setContentsMargins(px(16), px(24), px(16), px(16))
        self._lay_out((chips, self._fault, self._count), self._empty)

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
        self._show_rows(is_so=not view.empty)
        self.mark(chosen)

    def show_fault(self, advice: Advice | None) -> None:
        """Say what is wrong with the cards as they ship."""
        self._fault.show_advice(advice)

    def mark(self, card: CardId) -> None:
        """Select the row of ``card`` and say nothing of it."""
        self.list.mark(self.rows.find(card))

    def go_to_rows(self) -> None:
        first = self.rows.first()
        if first is not None:
            if not self.list.selectedIndexes():
                self.list.setCurrentIndex(self.rows.index(first))
            self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _tell(self, index: QModelIndex, signal: SignalInstance) -> None:
        row = self.rows.rows[index.row()] if index.isValid() else None
        if isinstance(row, CardRow):
            signal.emit(row.card)
