"""What opens below a row of the Site page while it is changed: lines to type in or chips to choose
from, save, cancel.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop.ui.advice_line import AdviceLine
from desktop.ui.buttons import push_button
from desktop.ui.flow import FlowLayout
from desktop.ui.labels import Label
from desktop.ui.reports.chips import ChipGroup
from desktop.ui.reports.lines import FormLine
from desktop.ui.reports.look import Look
from desktop.ui.views.site_cards import ButtonView, Do, EditorView, FieldView


class Editor(QWidget):
    """``saved`` is told what stands in each line. Return saves, Esc leaves everything as it is."""

    saved = Signal(dict)
    cancelled = Signal()
    pressed = Signal(Do)

    def __init__(self, look: Look, view: EditorView, about: str) -> None:
        """``about`` is what is changed; a screen reader says it before each line's own name."""
        super().__init__()
        theme, px = look.theme, look.px
        self.fields = view.fields
        self.lines: dict[str, FormLine] = {}
        self.chips: dict[str, ChipGroup] = {}
        self._chosen: dict[str, str] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, px(4), 0, px(8))
        column.setSpacing(px(4))
        for field in view.fields:
            label = Label(theme, "label", field.label)
            if field.choices:
                column.addWidget(label)
                column.addWidget(self._chips_of(look, field, about))
                continue
            line = FormLine(look, f"{about}: {field.label}")
            label.setBuddy(line)
            line.setText(field.value)
            if field.is_secret:
                line.setEchoMode(QLineEdit.EchoMode.Password)
            line.returnPressed.connect(self._save)
            self.lines[field.key] = line
            column.addWidget(label)
            column.addWidget(line)
        self._problem = AdviceLine(theme)
        column.addWidget(self._problem)
        self._hint = Label(theme, "label", tone="ink2", weight=400)
        column.addWidget(self._hint)
        self.save = push_button(theme, view.save_text, role="primary", measure="row")
        self.cancel = push_button(theme, view.cancel_text, measure="row")
        self.save.clicked.connect(self._save)
        self.cancel.clicked.connect(self.cancelled)
        self.more = [self._button_of(look, one) for one in view.more]
        foot = QWidget()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        foot.setSizePolicy(policy)
        flow = FlowLayout(foot, gap=px(8))
        for button in (self.save, self.cancel, *self.more):
            flow.addWidget(button)
        column.addSpacing(px(4))
        column.addWidget(foot)
        self.show_view(view)

    @property
    def controls(self) -> list[QWidget]:
        """What Tab reaches, from above."""
        chips = [chip for group in self.chips.values() for chip in group.chips]
        return [*chips, *self.lines.values(), self.save, self.cancel, *self.more]

    def show_view(self, view: EditorView) -> None:
        """Say why the last try was refused, and what is known by now; what was typed stays."""
        self._hint.say(view.hint)
        self._problem.show_advice(view.problem)
        said = view.problem.whole if view.problem else ""
        for line in self.lines.values():
            line.show_problem(said)

    def start(self) -> None:
        """Put the keyboard into the first line."""
        first = self.controls[0]
        first.setFocus(Qt.FocusReason.OtherFocusReason)
        if isinstance(first, FormLine):
            first.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        else:
            super().keyPressEvent(event)

    def _save(self) -> None:
        typed = {key: line.text() for key, line in self.lines.items()}
        self.saved.emit(typed | self._chosen)

    def _chips_of(self, look: Look, field: FieldView, about: str) -> ChipGroup:
        choices = [(chip.key, chip.text) for chip in field.choices]
        group = ChipGroup(look, f"{about}: {field.label}", choices, is_single=True)
        group.show_on([field.value])

        def choose(on: list[str]) -> None:
            """One of them is always on."""
            self._chosen[field.key] = on[0] if on else self._chosen[field.key]
            group.show_on([self._chosen[field.key]])

        group.ticked.connect(choose)
        self.chips[field.key] = group
        self._chosen[field.key] = field.value
        return group

    def _button_of(self, look: Look, view: ButtonView) -> QPushButton:
        made = push_button(look.theme, view.text, role="link", measure="row", about=view.about)
        made.setAccessibleName(f"{view.text} {view.about}".strip())
        made.clicked.connect(lambda _=False, do=view.do: self.pressed.emit(do))
        return made
