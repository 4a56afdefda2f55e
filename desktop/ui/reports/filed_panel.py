"""What became of a report that was submitted: its number, who has it, how far it has come."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.buttons import push_button
from desktop.ui.flow import FlowLayout
from desktop.ui.glyph import Glyph
from desktop.ui.labels import Label
from desktop.ui.removal import remove_all
from desktop.ui.reports.look import Look
from desktop.ui.views.incident_form import FiledView
from desktop.ui.views.shapes import Shape


class FiledPanel(QFrame):
    """Draws a ``FiledView``; the button asks for an amendment."""

    amend_pressed = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setProperty("plate", "card")
        self._look = look
        px = look.px
        self._number = Label(look.theme, "figure")
        self._number.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._title = Label(look.theme, "label", tone="ink2", weight=400)
        self._glyph = Glyph(look.theme, 16)
        self._receipt = Label(look.theme, "body_strong")
        self._steps = QWidget()
        self._flow = FlowLayout(self._steps, gap=px(16))
        self._outcome = Label(look.theme, "body")
        self._news = QVBoxLayout()
        self._news.setSpacing(px(2))
        self.amend = push_button(look.theme, "")
        self.amend.clicked.connect(self.amend_pressed)
        receipt = QHBoxLayout()
        receipt.setSpacing(px(8))
        receipt.addWidget(self._glyph, 0, Qt.AlignmentFlag.AlignTop)
        receipt.addWidget(self._receipt, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(20), px(16), px(20), px(16))
        column.setSpacing(px(8))
        column.addWidget(self._number)
        column.addWidget(self._title)
        column.addLayout(receipt)
        column.addWidget(self._steps)
        column.addWidget(self._outcome)
        column.addLayout(self._news)
        column.addWidget(self.amend, 0, Qt.AlignmentFlag.AlignLeft)
        self.hide()

    def show_view(self, view: FiledView) -> None:
        """Draw ``view``."""
        look = self._look
        self._number.setText(view.number)
        self._title.setText(view.title)
        self._glyph.show_shape(view.receipt_shape)
        self._receipt.setText(view.receipt)
        self._flow.clear()
        for label, is_reached in view.steps:
            self._flow.addWidget(_step(look, label, is_reached=is_reached))
        self._outcome.say(
            look.words("What became of it: {outcome}", outcome=view.outcome) if view.outcome else ""
        )
        remove_all(self._news)
        for news in view.news:
            self._news.addWidget(Label(look.theme, "label", news, tone="ink2", weight=400))
        self.amend.setText(view.amend_text)
        self.setAccessibleName(f"{view.number}. {view.receipt}")
        self.show()


def _step(look: Look, text: str, *, is_reached: bool) -> QWidget:
    step = QWidget()
    glyph = Glyph(look.theme, 14)
    glyph.show_shape(Shape.DONE if is_reached else Shape.NOBODY)
    label = Label(look.theme, "label", text, tone="" if is_reached else "ink3", wraps=False)
    row = QHBoxLayout(step)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(look.px(6))
    row.addWidget(glyph)
    row.addWidget(label)
    state = look.words("done") if is_reached else look.words("not yet")
    step.setAccessibleName(f"{text}: {state}")
    return step
