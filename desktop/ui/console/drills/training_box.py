"""The training record: a line for each person."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout

from desktop.ui.buttons import push_button
from desktop.ui.labels import Label, dividing_line, set_shown
from desktop.ui.removal import remove_all
from desktop.ui.theme import Theme
from desktop.ui.views.drills import TrainingView


class TrainingBox(QFrame):
    """Draws a ``TrainingView``."""

    csv_pressed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._shown: TrainingView | None = None
        px = theme.px
        self.setProperty("plate", "card")
        self._title = Label(theme, "lead", weight=600)
        self._lead = Label(theme, "label", tone="ink2", weight=400)
        self._none = Label(theme, "body", tone="ink2")
        self.csv = push_button(theme, "", measure="row")
        self.csv.clicked.connect(self.csv_pressed)
        top = QHBoxLayout()
        top.setSpacing(px(12))
        top.addWidget(self._title, 1)
        top.addWidget(self.csv)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(px(20))
        self._grid.setVerticalSpacing(px(7))
        self._grid.setColumnStretch(0, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(20), px(16), px(20), px(16))
        column.setSpacing(px(8))
        column.addLayout(top)
        column.addWidget(self._lead)
        column.addWidget(self._none)
        column.addLayout(self._grid)

    def show_view(self, view: TrainingView) -> None:
        """Draw ``view``; nothing is drawn anew where nothing changed."""
        if view == self._shown:
            return
        self._shown = view
        self._title.setText(view.title)
        self._lead.setText(view.lead)
        self._none.say("" if view.rows else view.none)
        self.csv.setText(view.csv_text)
        set_shown(self.csv, is_shown=bool(view.rows))
        remove_all(self._grid)
        if not view.rows:
            return
        for at, text in enumerate(view.head):
            self._grid.addWidget(Label(self._theme, "caption", text, tone="ink2"), 0, at)
        for number, row in enumerate(view.rows):
            line = 1 + 2 * number
            self._grid.addWidget(dividing_line(), line, 0, 1, len(view.head))
            due = Label(
                self._theme,
                "label",
                row.due,
                tone="need" if row.is_due else "ink2",
                weight=600 if row.is_due else 400,
            )
            cells = (
                Label(self._theme, "label", row.name, weight=500),
                Label(self._theme, "label", row.drill, tone="ink2", weight=400),
                due,
                Label(self._theme, "label", row.read, tone="ink2", weight=400),
            )
            for at, cell in enumerate(cells):
                self._grid.addWidget(cell, line + 1, at)
