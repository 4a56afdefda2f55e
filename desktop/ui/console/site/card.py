"""One card of the Site page: its title, its rows, and the buttons that are about all of them."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from desktop.ui.advice_line import AdviceLine
from desktop.ui.console.site.row import ButtonRow, SiteRow
from desktop.ui.labels import Label, dividing_line
from desktop.ui.removal import remove
from desktop.ui.reports.lines import FormLine
from desktop.ui.reports.look import Look
from desktop.ui.views.site_cards import CardView, Do, RowView


class SiteCard(QFrame):
    """Draws a ``CardView``. A row that stays keeps its widget, and with it the keyboard."""

    pressed = Signal(str, Do)
    chosen = Signal(str, str)
    saved = Signal(str, dict)
    cancelled = Signal()
    searched = Signal(str)
    rows_changed = Signal()

    def __init__(self, look: Look, view: CardView) -> None:
        super().__init__()
        theme, px = look.theme, look.px
        self._look = look
        self.key = view.key
        self.rows: dict[str, SiteRow] = {}
        self.setProperty("plate", "card")
        self.title = Label(theme, "lead", view.title, weight=600)
        self._lead = Label(theme, "body", tone="ink2")
        self._why_not = Label(theme, "body", weight=500)
        self._advice = AdviceLine(theme)
        self.search: FormLine | None = None
        self.buttons = ButtonRow(look)
        self.buttons.pressed.connect(lambda do: self.pressed.emit(self.key, do))
        self._foot = Label(theme, "label", tone="ink2", weight=400)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(px(20), px(16), px(20), px(16))
        column.setSpacing(px(8))
        for part in (self.title, self._lead, self._why_not, self._advice, self.buttons):
            column.addWidget(part)
        column.addLayout(self._rows)
        column.addWidget(self._foot)
        self.show_view(view)

    @property
    def controls(self) -> list[QWidget]:
        """What Tab reaches, from above."""
        search = [self.search] if self.search is not None else []
        rows = [control for row in self.rows.values() for control in row.controls]
        return [*self.buttons.buttons.values(), *search, *rows]

    def show_view(self, view: CardView) -> None:
        """Draw how it stands now. A line to search in comes when there is much, and stays."""
        if view.search and self.search is None:
            self._add_search(view.search)
        self._lead.say(view.lead)
        self._why_not.say(view.why_not)
        self._advice.show_advice(view.advice)
        self._foot.say(view.foot)
        self.buttons.show_buttons(view.buttons)
        if [*self.rows] != [row.key for row in view.rows]:
            self._lay_out(view)
        for row in view.rows:
            self.rows[row.key].show_view(row)

    def start(self) -> None:
        """Put the keyboard to the first thing that can be done here."""
        first = next(iter(self.controls), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _add_search(self, name: str) -> None:
        self.search = FormLine(self._look, name)
        self.search.setPlaceholderText(name)
        self.search.textEdited.connect(self.searched)
        self._column.insertWidget(self._column.indexOf(self._rows), self.search)
        self.search.show()  # the keyboard may go there now

    def _lay_out(self, view: CardView) -> None:
        wanted = {row.key: row for row in view.rows}
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if isinstance(widget, SiteRow) and widget.key in wanted:
                continue
            if widget is not None:
                remove(widget)
        kept, self.rows = self.rows, {}
        for number, (key, row) in enumerate(wanted.items()):
            if number:
                self._rows.addWidget(dividing_line())
            made = kept.get(key) or self._made(row)
            self.rows[key] = made
            self._rows.addWidget(made)
            made.show()
        self.rows_changed.emit()

    def _made(self, row: RowView) -> SiteRow:
        made = SiteRow(self._look, row)
        made.pressed.connect(self.pressed)
        made.chosen.connect(self.chosen)
        made.saved.connect(self.saved)
        made.cancelled.connect(self.cancelled)
        return made
