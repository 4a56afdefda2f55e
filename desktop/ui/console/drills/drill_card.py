"""One drill on the page: planned, running, or over."""

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.ui.badge import BadgeLabel
from desktop.ui.buttons import push_button
from desktop.ui.flow import FlowLayout
from desktop.ui.glyph import Glyph
from desktop.ui.labels import Label
from desktop.ui.theme import Theme
from desktop.ui.views.drills import OpenDrill, PastDrill
from desktop.ui.views.shapes import Shape


class ButtonRow(QWidget):
    """What can be done to a drill; an empty text is no button."""

    def __init__(self, theme: Theme, about: str, *acts: tuple[str, SignalInstance]) -> None:
        super().__init__()
        self.buttons: list[QPushButton] = []
        flow = FlowLayout(self, gap=theme.px(8))
        for text, pressed in acts:
            if text:
                button = push_button(theme, text, measure="row", about=about)
                button.clicked.connect(pressed)
                self.buttons.append(button)
                flow.addWidget(button)


class OpenCard(QFrame):
    """A drill that is planned or goes on, with what can be done to it."""

    start_pressed = Signal()
    cancel_pressed = Signal()

    def __init__(self, theme: Theme, view: OpenDrill) -> None:
        super().__init__()
        px = theme.px
        self.setProperty("plate", "card")
        glyph = Glyph(theme, 16)
        glyph.show_shape(Shape.DRILL)
        title = QHBoxLayout()
        title.setSpacing(px(10))
        title.addWidget(Label(theme, "body", view.title, weight=600), 1)
        title.addWidget(BadgeLabel(theme, view.badge), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(px(4))
        words.addLayout(title)
        for line in view.lines:
            words.addWidget(Label(theme, "label", line, tone="ink2", weight=400))
        buttons = ButtonRow(
            theme,
            view.title,
            (view.start_text, self.start_pressed),
            (view.cancel_text, self.cancel_pressed),
        )
        self.buttons = buttons.buttons
        words.addSpacing(px(4))
        words.addWidget(buttons)
        row = QHBoxLayout(self)
        row.setContentsMargins(px(16), px(14), px(16), px(14))
        row.setSpacing(px(12))
        row.addWidget(glyph, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)


class PastRow(QWidget):
    """A drill that is over, and its findings where somebody asked for them."""

    more_pressed = Signal()
    pdf_pressed = Signal()

    def __init__(self, theme: Theme, view: PastDrill) -> None:
        super().__init__()
        px = theme.px
        words = QVBoxLayout()
        words.setSpacing(px(3))
        words.addWidget(Label(theme, "body", view.title, weight=500))
        words.addWidget(Label(theme, "label", view.detail, tone="ink2", weight=400))
        for shape, said in view.found:
            glyph = Glyph(theme, 16)
            glyph.show_shape(shape)
            line = QHBoxLayout()
            line.setSpacing(px(8))
            line.addWidget(glyph, 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(Label(theme, "label", said, weight=400), 1)
            words.addLayout(line)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, px(10), 0, px(10))
        column.setSpacing(px(6))
        column.addLayout(words)
        buttons = ButtonRow(
            theme,
            view.title,
            (view.more_text, self.more_pressed),
            (view.pdf_text, self.pdf_pressed),
        )
        self.buttons = buttons.buttons
        if self.buttons:
            column.addWidget(buttons)
