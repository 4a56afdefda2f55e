"""How far it has gone: the rungs of a ladder, with the buttons that belong to them."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.domain.guidance.card import Action
from desktop.ui.buttons import push_button
from desktop.ui.flow import FlowLayout
from desktop.ui.glyph import paint_glyph
from desktop.ui.guidance.key_hint import KeyHint
from desktop.ui.guidance.look import GuidanceLook
from desktop.ui.labels import Label
from desktop.ui.long_words import breakable
from desktop.ui.theme import Theme
from desktop.ui.views.guidance_buttons import RungButton
from desktop.ui.views.guidance_card import RungView, Stand
from desktop.ui.views.shapes import Shape

_MARK = 24


class RungMark(QWidget):
    """A number in a ring; a filled disc where things stand, a tick once it was noted as done."""

    def __init__(self, theme: Theme, rung: RungView) -> None:
        super().__init__()
        self._theme, self._rung = theme, rung
        self.setFixedSize(theme.px(_MARK), theme.px(_MARK))

    def paintEvent(self, _: QPaintEvent) -> None:
        theme, box = self._theme, QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._rung.is_done:
            paint_glyph(
                painter, Shape.DONE, box, mark=theme.color("sunken"), inner=theme.color("ink2")
            )
        else:
            is_here = self._rung.stand is Stand.HERE
            painter.setPen(QPen(theme.color("action" if is_here else "control"), theme.px(1.5)))
            painter.setBrush(theme.color("action" if is_here else "surface"))
            painter.drawEllipse(box)
            painter.setPen(theme.color("on_action" if is_here else "ink"))
            painter.setFont(theme.font("label", weight=600))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._rung.number)
        painter.end()


class Ladder(QFrame):
    """Draws the rungs; ``pressed`` carries the button. ``call`` is the one that calls somebody from
    where things stand, or the next one that does.
    """

    pressed = Signal(object)

    def __init__(self, look: GuidanceLook, rungs: tuple[RungView, ...]) -> None:
        super().__init__()
        self.setProperty("plate", "ladder")
        self._look = look
        self.call: QPushButton | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        for at, rung in enumerate(rungs):
            column.addWidget(self._rung(rung, is_last=at + 1 == len(rungs)))

    def _rung(self, rung: RungView, *, is_last: bool) -> QFrame:
        look, px = self._look, self._look.px
        box = QFrame()
        box.setProperty("rung", rung.stand.name.lower())
        box.setProperty("last", "true" if is_last else "false")
        box.setAccessibleName(
            look.words("Step {n}", n=rung.number) + f": {rung.title}. {rung.stand_words}"
        )
        row = QHBoxLayout(box)
        row.setContentsMargins(px(12), px(10), px(12), px(12))
        row.setSpacing(px(12))
        row.addWidget(RungMark(look.theme, rung), 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(px(2))
        head = QHBoxLayout()
        weight = 600 if rung.stand is Stand.HERE else 500
        head.addWidget(Label(look.theme, "lead", breakable(rung.title), weight=weight), 1)
        if rung.stand is Stand.HERE:
            here = Label(look.theme, "label", rung.stand_words, tone="action", weight=600)
            here.setWordWrap(False)
            head.addWidget(here, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        column.addWidget(Label(look.theme, "label", breakable(rung.text), tone="ink2", weight=400))
        if rung.say:
            column.addSpacing(px(4))
            column.addWidget(look.phrase(rung.say, "lead"))
        if rung.buttons:
            column.addSpacing(px(6))
            column.addWidget(self._buttons(rung))
        row.addLayout(column, 1)
        return box

    def _buttons(self, rung: RungView) -> QWidget:
        box = QWidget()
        flow = FlowLayout(box, gap=self._look.px(8))
        for button in rung.buttons:
            made = self._button(button)
            flow.addWidget(made)
            calls = button.action in {Action.SUPERVISOR, Action.PANIC}
            if calls and rung.stand is not Stand.PAST and self.call is None:
                self.call = made
        return box

    def _button(self, button: RungButton) -> QPushButton:
        look, px = self._look, self._look.px
        made = push_button(look.theme, button.text, about=button.name)
        made.setAccessibleName(button.name)
        made.setProperty("measure", "keyed")
        if button.icon:
            made.setIcon(look.icons.icon(button.icon, color="ink", size=16))
            made.setIconSize(QSize(px(16), px(16)))
        inner = QHBoxLayout(made)
        inner.setContentsMargins(0, 0, px(10), 0)
        inner.addStretch(1)
        if button.key:
            hint = KeyHint(look.theme, button.key)
            hint.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            inner.addWidget(hint)
        else:
            made.setProperty("measure", "")
        made.clicked.connect(lambda: self.pressed.emit(button))
        return made
