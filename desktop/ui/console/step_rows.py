"""The protocol's steps on an alert's card: how each stands, and the next one's buttons."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.ui.buttons import push_button
from desktop.ui.flow import FlowLayout
from desktop.ui.glyph import Glyph
from desktop.ui.labels import Label
from desktop.ui.removal import remove_all
from desktop.ui.theme import Theme
from desktop.ui.views.acts import Button
from desktop.ui.views.shapes import Shape
from desktop.ui.views.steps import Step


class StepRows(QWidget):
    """Draws steps one below the other and reports which button was pressed. They are renewed only
    when they differ, so that the keyboard stays where it is.
    """

    pressed = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._steps: tuple[Step, ...] = ()
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, theme.px(4), 0, theme.px(4))
        self._rows.setSpacing(theme.px(6))
        self.hide()

    def show_steps(self, steps: tuple[Step, ...]) -> None:
        """Draw ``steps``."""
        if steps == self._steps:
            return
        self._steps = steps
        remove_all(self._rows)
        for step in steps:
            self._rows.addLayout(self._row(step))
            if step.buttons and not step.is_done:
                self._rows.addLayout(self._buttons(step))
        self.setVisible(bool(steps))

    @property
    def controls(self) -> list[QWidget]:
        """What the Tab key reaches."""
        return [*self.findChildren(QPushButton)]

    def _row(self, step: Step) -> QHBoxLayout:
        px = self._theme.px
        sign = Glyph(self._theme, 14)
        sign.show_shape(Shape.DONE if step.is_done else Shape.NOBODY)
        words = QVBoxLayout()
        words.setSpacing(0)
        is_next = bool(step.buttons) and not step.is_done
        words.addWidget(Label(self._theme, "body", step.text, weight=600 if is_next else None))
        if step.who:
            words.addWidget(Label(self._theme, "label", step.who, tone="ink2"))
        row = QHBoxLayout()
        row.setSpacing(px(8))
        row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        if step.is_done:  # what takes it back stands aside: it is there for a slip
            for button in step.buttons:
                row.addWidget(self._button(step, button), 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _button(self, step: Step, button: Button) -> QPushButton:
        made = push_button(self._theme, button.text, measure="row", about=step.text)
        made.clicked.connect(self._press(button))
        return made

    def _buttons(self, step: Step) -> QHBoxLayout:
        """Below the words, and not below their sign."""
        held = QWidget()
        flow = FlowLayout(held, gap=self._theme.px(8))
        for button in step.buttons:
            flow.addWidget(self._button(step, button))
        row = QHBoxLayout()
        row.setContentsMargins(self._theme.px(22), 0, 0, self._theme.px(4))
        row.addWidget(held, 1)
        return row

    def _press(self, button: Button) -> Callable[[], None]:
        return lambda: self.pressed.emit(button)
