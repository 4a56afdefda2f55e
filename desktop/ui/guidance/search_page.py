"""The results while somebody types; arrows and Enter choose among them."""

from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.domain.guidance.excerpts import Piece
from desktop.ui.buttons import push_button
from desktop.ui.guidance.card_button import CardButton
from desktop.ui.guidance.look import GuidanceLook
from desktop.ui.labels import Label, set_property
from desktop.ui.views.guidance_search import HitView, SearchView


class SearchPage(QWidget):
    """Draws a ``SearchView``; ``missed`` says that nothing of it fits."""

    card_wanted = Signal(str)
    missed = Signal()

    def __init__(self, look: GuidanceLook, view: SearchView) -> None:
        super().__init__()
        self._look, self._view = look, view
        self.chosen = 0
        px = look.px
        column = QVBoxLayout(self)
        column.setContentsMargins(px(16), px(14), px(16), px(20))
        column.setSpacing(px(4))
        self.count = Label(look.theme, "label", view.count, tone="ink2")
        column.addWidget(self.count)
        column.addSpacing(px(4))
        self.hits = [self._hit(hit) for hit in view.hits]
        for button in self.hits:
            column.addWidget(button)
        column.addSpacing(px(16))
        column.addWidget(look.heading(view.nothing_heading))
        column.addWidget(Label(look.theme, "body", view.nothing, tone="ink2"))
        column.addSpacing(px(4))
        self.send = push_button(look.theme, view.send)
        self.send.clicked.connect(self.missed)
        column.addWidget(self.send, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        self._show_chosen()

    def choose(self, by: int) -> QWidget | None:
        """Choose the next or the one before; returns what is chosen now."""
        if not self.hits:
            return None
        self.chosen = min(max(0, self.chosen + by), len(self.hits) - 1)
        self._show_chosen()
        return self.hits[self.chosen]

    def open_chosen(self) -> None:
        """Open what is chosen."""
        if self.hits:
            self.card_wanted.emit(self._view.hits[self.chosen].card)

    @property
    def said(self) -> str:
        """What a screen reader is to say of the choice."""
        return self._view.hits[self.chosen].name if self.hits else self._view.count

    def show_sent(self, sentence: str) -> None:
        """It was sent as missing."""
        self.send.setText(sentence)
        self.send.setEnabled(False)

    def _hit(self, hit: HitView) -> CardButton:
        look, px = self._look, self._look.px
        button = CardButton("hit", hit.name)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        column = QVBoxLayout(button)
        column.setContentsMargins(px(12), px(8), px(12), px(10))
        column.setSpacing(px(2))
        if hit.caption:
            column.addWidget(Label(look.theme, "label", hit.caption, tone="ink2", weight=400))
        column.addWidget(Label(look.theme, "lead", hit.title, weight=600))
        if hit.pieces:
            column.addWidget(self._pieces(hit.pieces))
        button.let_through()
        button.clicked.connect(lambda: self.card_wanted.emit(hit.card))
        return button

    def _pieces(self, pieces: tuple[Piece, ...]) -> Label:
        theme = self._look.theme
        soft, text = theme.color("action_soft").name(), theme.color("action_text").name()
        marked = f'<span style="background:{soft}; color:{text}; font-weight:600">'
        label = Label(theme, "label", weight=400, tone="ink2")
        label.setTextFormat(Qt.TextFormat.RichText)
        label.setText(
            "".join(
                f"{marked}{escape(piece.text)}</span>" if piece.is_found else escape(piece.text)
                for piece in pieces
            )
        )
        return label

    def _show_chosen(self) -> None:
        for at, button in enumerate(self.hits):
            set_property(button, "chosen", "true" if at == self.chosen else "false")
