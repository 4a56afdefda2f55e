"""What all cards of the side column have in common."""

from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from desktop.ui.advice_line import AdviceLine
from desktop.ui.flow import FlowLayout
from desktop.ui.labels import Label
from desktop.ui.theme import Theme


class ReviewCard(QFrame):
    """A titled card with room below for what was refused."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setProperty("plate", "card")
        px = theme.px
        self._title = Label(theme, "body_strong")
        self._advice = AdviceLine(theme)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(px(16), px(14), px(16), px(16))
        self._column.setSpacing(px(8))

    @property
    def controls(self) -> list[QWidget]:
        raise NotImplementedError

    def _foot(self, *buttons: QPushButton) -> QWidget:
        made = QWidget()
        flow = FlowLayout(made, gap=self._theme.px(8))
        for button in buttons:
            flow.addWidget(button)
        return made
