"""One code, large enough to be read across a desk, and what to do with it at the other PC."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from desktop.ui.advice_plate import AdvicePlate
from desktop.ui.inviting.parts import addresses_of
from desktop.ui.labels import Label
from desktop.ui.theme import Theme
from desktop.ui.views.inviting import CodeView

SHORT = 11
"""Letters and dashes of a code for one place; those for many are longer and drawn smaller."""


class CodePage(QWidget):
    """Draws a ``CodeView``."""

    def __init__(self, theme: Theme, view: CodeView) -> None:
        super().__init__()
        self._theme = theme
        px = theme.px
        column = QVBoxLayout(self)
        column.setContentsMargins(px(32), px(24), px(32), px(16))
        column.setSpacing(px(6))
        column.addWidget(Label(theme, "page", view.title))
        column.addWidget(Label(theme, "body", view.detail, tone="ink2"))
        column.addSpacing(px(8))
        if view.code:
            column.addWidget(self._plate(view))
            column.addSpacing(px(12))
            column.addLayout(self._steps(view))
            note = Label(theme, "label", tone="need")
            note.say(view.port_note)
            column.addWidget(note)
            column.addSpacing(px(12))
        column.addStretch(1)
        standing = AdvicePlate(theme)
        column.addWidget(standing)  # shown before that it would be a window for a moment
        standing.say(view.shape, view.standing, view.fix, tone=view.tone)
        sheet = Label(theme, "label", tone="ink2", weight=400)
        sheet.say(view.sheet)
        column.addWidget(sheet)

    def _plate(self, view: CodeView) -> QFrame:
        theme, px = self._theme, self._theme.px
        plate = QFrame()
        plate.setProperty("plate", "code")
        code = Label(theme, "page", view.code, wraps=False)
        code.setFont(theme.mono(44 if len(view.code) <= SHORT else 30))
        code.setAlignment(Qt.AlignmentFlag.AlignCenter)
        code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        code.setAccessibleName(view.spoken)
        until = Label(theme, "body_strong", f"{view.until} · {view.guesses}")
        hint = Label(theme, "label", view.hint, tone="ink2", weight=400)
        for label in (until, hint):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(plate)
        column.setContentsMargins(px(16), px(16), px(16), px(14))
        column.setSpacing(px(6))
        for label in (code, until, hint):
            column.addWidget(label)
        return plate

    def _steps(self, view: CodeView) -> QGridLayout:
        theme, px = self._theme, self._theme.px
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(10))
        grid.setVerticalSpacing(px(8))
        grid.setColumnStretch(1, 1)
        row = 0
        for number, step in enumerate(view.steps, 1):
            counted = Label(theme, "body", f"{number}.", tone="ink2", wraps=False)
            grid.addWidget(counted, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(Label(theme, "body", step), row, 1)
            row += 1
            if number == _OF_THE_ADDRESS:
                grid.addWidget(addresses_of(theme, view.addresses), row, 1)
                row += 1
        return grid


_OF_THE_ADDRESS = 2
