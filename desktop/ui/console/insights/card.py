"""A card of the page: a question, its plot, and its numbers as a table."""

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.buttons import push_button
from desktop.ui.console.insights.numbers import NumbersTable
from desktop.ui.flow import FlowLayout
from desktop.ui.labels import Label
from desktop.ui.removal import remove
from desktop.ui.theme import Theme
from desktop.ui.views.insights import BarPlot, CardView, SpanPlot, Tint
from desktop.ui.words import Words


class InsightCard(QFrame):
    """Draws a ``CardView``. ``csv_pressed`` asks where to save its table."""

    csv_pressed = Signal(CardView)

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__()
        self._theme = theme
        self._words = words
        self._view: CardView | None = None
        self._is_table = False
        self._plot: QWidget | None = None
        self._key: QWidget | None = None
        self.setProperty("plate", "card")
        px = theme.px
        self._title = Label(theme, "lead", weight=600)
        self._about = Label(theme, "label", tone="ink2", weight=400)
        self._empty = Label(theme, "body", tone="ink2")
        self._note = Label(theme, "caption", tone="ink2")
        self.table = NumbersTable(theme)
        self._above = QVBoxLayout()
        self._above.setContentsMargins(0, 0, 0, 0)
        self._drawn = QVBoxLayout()
        self._drawn.setSpacing(px(8))
        self.switch = push_button(theme, words("Table"), measure="row")
        self.switch.setToolTip("T")
        self.switch.clicked.connect(self._switch)
        self.copy = push_button(theme, words("Copy"), role="quiet", measure="row")
        self.copy.clicked.connect(self._copy)
        self.csv = push_button(theme, words("Save as CSV…"), role="quiet", measure="row")
        self.csv.clicked.connect(lambda: self.csv_pressed.emit(self._view))
        foot = QWidget()
        row = FlowLayout(foot, gap=px(8))
        for button in (self.switch, self.copy, self.csv):
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(20), px(16), px(20), px(14))
        column.setSpacing(px(6))
        column.addWidget(self._title)
        column.addWidget(self._about)
        column.addLayout(self._above)
        column.addSpacing(px(4))
        column.addLayout(self._drawn)
        column.addWidget(self.table)
        column.addWidget(self._empty)
        column.addWidget(self._note)
        column.addStretch(1)
        column.addWidget(foot)
        self.table.hide()

    @property
    def controls(self) -> list[QWidget]:
        """What the Tab key reaches."""
        return [self.table, self.switch, self.copy, self.csv]

    @property
    def shows_table(self) -> bool:
        """The table is seen, and not the plot."""
        return not self.table.isHidden()

    def put_above(self, choice: QWidget) -> None:
        """Have ``choice`` between the card's words and its plot."""
        self._above.addWidget(choice)

    def show_view(self, view: CardView) -> None:
        """Draw ``view``; the table stays open where it was."""
        if view == self._view:
            return
        self._view = view
        self._title.say(view.title)
        self._about.say(view.about)
        self._empty.say(view.empty)
        self._note.say(view.note)
        self.table.show_view(view.title, view.table)
        for button in (self.switch, self.copy, self.csv):
            button.setAccessibleDescription(view.title)
        for old in (self._plot, self._key):
            if old is not None:
                remove(old)
        self._plot = self._key = None
        if view.plot is not None:
            from desktop.ui.console.insights.plots import plot_of

            self._plot = plot_of(self._theme, view)
            self._key = _legend(self._theme, view)
            for part in (self._key, self._plot):
                if part is not None:
                    self._drawn.addWidget(part)
        self._arrange()

    def show_table(self, *, is_table: bool) -> None:
        """Show the numbers instead of the plot, or the plot again."""
        self._is_table = is_table
        self._arrange()

    def _switch(self) -> None:
        self.show_table(is_table=not self._is_table)

    def _arrange(self) -> None:
        view = self._view
        has_rows = view is not None and bool(view.table.rows) and not view.empty
        shows_table = has_rows and (self._is_table or self._plot is None)
        self.table.setVisible(shows_table)
        for part in (self._plot, self._key):
            if part is not None:
                part.setVisible(not shows_table)
        self.switch.setText(self._words("Plot") if shows_table else self._words("Table"))
        self.switch.setVisible(has_rows and self._plot is not None)
        self.copy.setVisible(has_rows)
        self.csv.setVisible(has_rows)

    def _copy(self) -> None:
        if self._view is not None:
            QApplication.clipboard().setText(self._view.table.as_text())


class _Swatch(QWidget):
    """A sign of a plot: a filled box, or a mark of time."""

    def __init__(self, theme: Theme, sign: Tint | str) -> None:
        super().__init__()
        self._theme, self._sign = theme, sign
        self.setFixedSize(theme.px(14), theme.px(14))

    def paintEvent(self, _: QPaintEvent) -> None:
        from desktop.ui.console.insights.plotting import fill, outline

        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5)
        pen = QPen(self._theme.color("ink"))
        pen.setWidthF(1.5 * self._theme.text_scale)
        if isinstance(self._sign, Tint):
            painter.setBrush(fill(self._theme, self._sign))
            painter.setPen(outline(self._theme, self._sign))
            painter.drawRect(box)
        elif self._sign == "p95":
            pen.setWidthF(2.5 * self._theme.text_scale)
            painter.setPen(pen)
            middle = box.center().x()
            painter.drawLine(QPointF(middle, box.top()), QPointF(middle, box.bottom()))
        else:
            painter.setPen(pen)
            is_full = self._sign == "median"
            painter.setBrush(self._theme.color("ink") if is_full else Qt.GlobalColor.transparent)
            painter.drawEllipse(box)
        painter.end()


def _legend(theme: Theme, view: CardView) -> QWidget | None:
    signs: list[tuple[Tint | str, str]] = []
    if isinstance(view.plot, BarPlot):
        signs = list(view.plot.legend)
    elif isinstance(view.plot, SpanPlot):
        signs = list(zip(("median", "p95", "one"), view.plot.legend, strict=True))
    if not signs:
        return None
    made = QWidget()
    flow = FlowLayout(made, gap=theme.px(14))
    for sign, name in signs:
        entry = QWidget()
        row = QHBoxLayout(entry)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(6))
        row.addWidget(_Swatch(theme, sign))
        row.addWidget(Label(theme, "caption", name, tone="ink2", wraps=False))
        flow.addWidget(entry)
    return made
