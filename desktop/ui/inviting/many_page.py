"""Many codes in a list, each with how it stands."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.buttons import push_button
from desktop.ui.glyph import Glyph
from desktop.ui.inviting.parts import addresses_of
from desktop.ui.labels import Label, dividing_line
from desktop.ui.theme import Theme
from desktop.ui.views.inviting import CodeRow, ManyView


class ManyPage(QWidget):
    """Draws a ``ManyView``; a row that stays as it is is left alone."""

    withdraw_pressed = Signal(str)

    def __init__(self, theme: Theme, view: ManyView) -> None:
        super().__init__()
        self.rows: dict[str, _Row] = {}
        px = theme.px
        column = QVBoxLayout(self)
        column.setContentsMargins(px(32), px(24), px(32), px(16))
        column.setSpacing(px(6))
        column.addWidget(Label(theme, "page", view.title))
        self._lead = Label(theme, "body", tone="ink2")
        self._note = Label(theme, "label", tone="need")
        self._sheet = Label(theme, "label", tone="ink2", weight=400)
        column.addWidget(self._lead)
        column.addWidget(addresses_of(theme, view.addresses))
        column.addWidget(self._note)
        column.addWidget(self._sheet)
        column.addSpacing(px(8))
        for row in view.rows:
            made = _Row(theme, row)
            made.withdraw.clicked.connect(
                lambda _=False, plate=row.nameplate: self.withdraw_pressed.emit(plate)
            )
            self.rows[row.nameplate] = made
            column.addWidget(made)
        self._more = Label(theme, "label", tone="ink2", weight=400)
        column.addWidget(self._more)
        column.addStretch(1)
        self.show_view(view)

    def show_view(self, view: ManyView) -> None:
        """Draw how they stand now: the same codes, in the same order."""
        self._lead.setText(view.lead)
        self._note.say(view.port_note)
        self._sheet.say(view.sheet)
        self._more.say(view.more)
        for row in view.rows:
            self.rows[row.nameplate].show_row(row)


class _Row(QWidget):
    """A place, its code, and whether somebody came with it."""

    def __init__(self, theme: Theme, row: CodeRow) -> None:
        super().__init__()
        self._row: CodeRow | None = None
        px = theme.px
        self._glyph = Glyph(theme, 16)
        self._place = Label(theme, "body", row.place, weight=500)
        self._code = Label(theme, "body", wraps=False)
        self._code.setFont(theme.mono(16))
        self._code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._detail = Label(theme, "label", tone="ink2", weight=400)
        words = QVBoxLayout()
        words.setSpacing(px(2))
        for label in (self._place, self._code, self._detail):
            words.addWidget(label)
        self.withdraw = push_button(theme, "", measure="row", about=row.place)
        line = QHBoxLayout()
        line.setContentsMargins(0, px(8), 0, px(8))
        line.setSpacing(px(14))
        line.addWidget(self._glyph, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(words, 1)
        line.addWidget(self.withdraw)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(dividing_line())
        column.addLayout(line)
        self.show_row(row)

    def show_row(self, row: CodeRow) -> None:
        if row == self._row:
            return
        self._row = row
        self._glyph.show_shape(row.shape)
        self._code.say(row.code)
        self._code.setAccessibleName(row.spoken)
        self._detail.setText(row.detail)
        self.withdraw.setText(row.withdraw_text)
        self.withdraw.setVisible(bool(row.withdraw_text))
        self.setAccessibleName(f"{row.place}. {row.detail}")
