"""Lines about stations under a title: those that need something, each with its fix."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.buttons import push_button
from desktop.ui.console.station_lines import StationLines
from desktop.ui.labels import Label
from desktop.ui.scrolling import paint_what_moved
from desktop.ui.theme import Theme
from desktop.ui.views.station_rows import Row


class StationList(QFrame):
    """Draws a title, its buttons and the lines."""

    button_pressed = Signal()
    more_pressed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setProperty("plate", "card")
        px = theme.px
        self._title = Label(theme, "lead", weight=600, wraps=False)
        self._summary = Label(theme, "label", tone="ink2", weight=400)
        top = self._top = QHBoxLayout()
        top.setSpacing(px(12))
        top.addWidget(self._title, 0, Qt.AlignmentFlag.AlignBaseline)
        top.addWidget(self._summary, 1, Qt.AlignmentFlag.AlignBaseline)
        self.button = push_button(theme, "", measure="row")
        self.button.clicked.connect(self.button_pressed)
        self.button.hide()
        self.more = push_button(theme, "", role="quiet", measure="row")
        self.more.clicked.connect(self.more_pressed)
        self.more.hide()
        top.addWidget(self.more)
        top.addWidget(self.button)
        self._lines = StationLines(theme)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(px(20), px(16), px(20), px(12))
        column.setSpacing(px(8))
        column.addLayout(top)
        column.addWidget(self._lines)
        paint_what_moved(self)

    def show_rows(
        self,
        title: str,
        summary: str,
        rows: tuple[Row, ...],
        button: str,
        *,
        more: str = "",
    ) -> None:
        """Draw ``rows`` under ``title``; nothing is drawn anew where nothing changed.

        ``button`` and ``more`` are what the two buttons say; "" where there is none.
        """
        for pressed, text in ((self.button, button), (self.more, more)):
            if text != pressed.text():
                pressed.setText(text)
            pressed.setVisible(bool(text))
        self._title.setText(title)
        self._summary.setText(summary)
        self._lines.show_rows(rows)
        self._lines.setVisible(bool(rows))  # without any there is no gap above them

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        before, now = event.oldSize(), event.size()
        if now.width() != before.width():
            self.update()
        else:  # what is painted where it stays: all but its lower edge
            edge = min(before.height(), now.height()) - self._column.contentsMargins().bottom()
            self.update(0, edge, self.width(), self.height() - edge)

    @property
    def rows(self) -> tuple[Row, ...]:
        """What its lines say."""
        return self._lines.rows

    def fit_into(self, width: int) -> None:
        """With large letters, let the buttons stand below the title, or the page would be wider
        than its window.
        """
        parts = (self._title, self.more, self.button)
        shown = [part.sizeHint().width() for part in parts if not part.isHidden()]
        around = self._column.contentsMargins()
        least = self._summary.minimumSizeHint().width()
        needed = (
            sum(shown) + least + len(shown) * self._top.spacing() + around.left() + around.right()
        )
        direction = QBoxLayout.Direction
        self._top.setDirection(direction.LeftToRight if needed <= width else direction.TopToBottom)
