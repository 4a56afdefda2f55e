"""One live alert on the Now page, 384 px wide."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.ui.buttons import push_button
from desktop.ui.console.step_rows import StepRows
from desktop.ui.flow import FlowLayout
from desktop.ui.glyph import Glyph
from desktop.ui.labels import Label, set_property
from desktop.ui.opaque import cover, paint_plate
from desktop.ui.own_height import OwnHeight
from desktop.ui.removal import remove
from desktop.ui.theme import Theme
from desktop.ui.views.acts import Act, Button
from desktop.ui.views.alert_cards import Card
from desktop.ui.words import elapsed

WIDTH = 384


class AlertCard(OwnHeight):
    """Draws a ``Card`` and reports what was pressed. With the keyboard on it: G, N, Enter."""

    acted = Signal(Act, str)
    stepped = Signal(Act, str, str)

    def __init__(self, theme: Theme, card: Card, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._card = card
        self._is_drawn = False
        self._made: list[QPushButton] = []
        self._pressed: tuple[object, ...] = ()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        px = theme.px
        self._glyph = Glyph(theme, 20)
        self._kind = Label(theme, "body_strong", wraps=False)
        self._clock = Label(theme, "title", tabular=True, wraps=False)
        top = QHBoxLayout()
        top.setSpacing(px(8))
        top.addWidget(self._glyph)
        top.addWidget(self._kind, 1)
        top.addWidget(self._clock)
        self._place = Label(theme, "title")
        self._detail = Label(theme, "body", tone="ink2")
        self._note = Label(theme, "body")
        self._sign = Glyph(theme, 14)
        self._standing = Label(theme, "body", weight=500)
        stands = QHBoxLayout()
        stands.setSpacing(px(8))
        stands.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignVCenter)
        stands.addWidget(self._standing, 1)
        self._steps = StepRows(theme)
        self._steps.pressed.connect(self._step)
        self._row = QWidget()
        self._buttons = FlowLayout(self._row, gap=px(8))
        column = QVBoxLayout(self)
        column.setContentsMargins(px(16), px(14), px(16), px(16))
        column.setSpacing(px(6))
        column.addLayout(top)
        column.addWidget(self._place)
        column.addWidget(self._detail)
        column.addWidget(self._note)
        column.addSpacing(px(2))
        column.addLayout(stands)
        column.addSpacing(px(8))
        column.addWidget(self._row)
        column.addWidget(self._steps)
        self.show_card(card)

    def show_card(self, card: Card) -> None:
        """Draw ``card``; nothing is done where it is the same, and its buttons are renewed only
        when they differ.
        """
        if self._is_drawn and card == self._card:
            return
        self._is_drawn = True
        self._card = card
        tone = card.tone.value if card.tone else ""
        set_property(self, "plate", tone or "card")
        cover(self)
        self._glyph.show_shape(card.shape)
        self._kind.setText(card.kind)
        self._kind.set_tone(
            {"panic": "panic", "assist": "need", "drill": "drill"}.get(tone, "hand")
        )
        self._clock.set_tone("panic" if tone == "panic" else "")
        self._place.say(card.place)
        self._detail.say(card.detail)
        self._note.say(card.note)
        self._sign.show_shape(card.standing_shape)
        self._standing.say(card.standing)
        self._steps.show_steps(card.steps)
        self.setAccessibleName(card.sentence)
        if self._pressed != card.buttons:
            self._pressed = card.buttons
            self._renew_buttons()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        cover(self)

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_plate(self, painter, self._theme)
        painter.end()

    def show_time(self, now: float) -> None:
        """Move the clock on."""
        self._clock.setText(elapsed(now - self._card.since))

    def _renew_buttons(self) -> None:
        """Those that are there take the new words: each one that is made or shown has Qt lay out
        the whole page, and with twenty alerts that is seen.
        """
        while len(self._made) > len(self._card.buttons):
            remove(self._made.pop())
        for at, button in enumerate(self._card.buttons):
            if at == len(self._made):
                self._made.append(push_button(self._theme, button.text))
                self._made[at].clicked.connect(lambda _=False, at=at: self._press(at))
                self._buttons.addWidget(self._made[at])
                self._made[at].show()  # Qt would do so later, and paint the page once more for it
            made = self._made[at]
            if made.text() != button.text:
                made.clearFocus()  # who pressed one thing is not to press another next
                made.setText(button.text)
            set_property(made, "role", button.role)
            made.setAccessibleDescription(self._card.place)

    def _press(self, at: int) -> None:
        self._act(self._card.buttons[at].act)

    @property
    def controls(self) -> list[QWidget]:
        """What the Tab key reaches: the card, then its buttons."""
        return [self, *self._made, *self._steps.controls]

    def _act(self, act: Act) -> None:
        self.acted.emit(act, self._card.alert)

    def _step(self, button: Button) -> None:
        if button.step:
            self.stepped.emit(button.act, self._card.alert, button.step)
        else:
            self._act(button.act)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = {
            Qt.Key.Key_G: Act.GOING,
            Qt.Key.Key_N: Act.CANNOT,
            Qt.Key.Key_Return: Act.OPEN,
            Qt.Key.Key_Enter: Act.OPEN,
        }
        act = keys.get(Qt.Key(event.key()))
        offered = {button.act for button in self._card.buttons}
        if act is Act.CANNOT and Act.UNHEARD in offered:
            act = Act.UNHEARD
        if act in offered and not event.isAutoRepeat() and self.hasFocus():
            self._act(act)
        else:
            super().keyPressEvent(event)
