"""The question: which place is to be let in, and what is it?"""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.domain.roster.roles import Role
from desktop.services.trust.seats import MAX_WORDS
from desktop.ui.advice_plate import AdvicePlate
from desktop.ui.buttons import push_button
from desktop.ui.labels import Label
from desktop.ui.reports.chips import ChipGroup
from desktop.ui.reports.lines import FormLine
from desktop.ui.reports.look import Look
from desktop.ui.views.inviting import AskView, Field
from desktop.ui.views.shapes import Shape


class AskPage(QWidget):
    """Draws an ``AskView``. What was typed is kept in ``answers``, which outlives the page."""

    submitted = Signal()
    role_chosen = Signal(Role)
    open_pressed = Signal()

    def __init__(self, look: Look, view: AskView, answers: dict[Field, str], role: Role) -> None:
        super().__init__()
        theme, px = look.theme, look.px
        self.lines: dict[Field, FormLine] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(px(32), px(24), px(32), px(16))
        column.setSpacing(px(6))
        self._title = Label(theme, "page")
        self._lead = Label(theme, "body", tone="ink2")
        self.open_codes = push_button(theme, "", role="link", measure="row")
        self.open_codes.clicked.connect(self.open_pressed)
        column.addWidget(self._title)
        column.addWidget(self._lead)
        column.addWidget(self.open_codes)
        column.addSpacing(px(10))
        self._problem = Label(theme, "label", tone="need")
        for field, name, example in view.labels:
            column.addWidget(Label(theme, "label", name))
            column.addWidget(self._line(look, field, name, example, answers))
            if field is Field.PLACE:
                column.addWidget(self._problem)
                column.addSpacing(px(8))
                self._add_roles(look, view, role, column)
            column.addSpacing(px(8))
        column.addStretch(1)
        self._progress = Label(theme, "body", tone="ink2")
        self._advice = AdvicePlate(theme)
        column.addWidget(self._progress)
        column.addWidget(self._advice)
        self.show_view(view)

    def show_view(self, view: AskView) -> None:
        """Draw ``view``; the fields keep what was typed."""
        self._title.setText(view.title)
        self._lead.setText(view.lead)
        self.open_codes.setText(view.open_text)
        self.open_codes.setVisible(bool(view.open_text))
        self._role_detail.setText(view.role_detail)
        self._problem.say(view.problem)
        self.lines[Field.PLACE].show_problem(view.problem)
        self._progress.say(view.progress)
        for part in (*self.lines.values(), self.roles):
            part.setEnabled(not view.progress)
        if view.advice is None:
            self._advice.hide()
        else:
            self._advice.say(Shape.ATTENTION, view.advice.sentence, view.advice.fix)

    def start(self) -> None:
        """Put the keyboard where the person begins."""
        self.lines[Field.PLACE].setFocus()
        self.lines[Field.PLACE].selectAll()

    def _line(
        self, look: Look, field: Field, name: str, example: str, answers: dict[Field, str]
    ) -> FormLine:
        line = FormLine(look, name)
        line.setPlaceholderText(example)
        line.setMaxLength(MAX_WORDS)
        line.setText(answers.get(field, ""))
        line.textEdited.connect(lambda text: answers.__setitem__(field, text))
        line.returnPressed.connect(self.submitted)
        self.lines[field] = line
        return line

    def _add_roles(self, look: Look, view: AskView, role: Role, column: QVBoxLayout) -> None:
        column.addWidget(Label(look.theme, "label", view.role_label))
        self.roles = ChipGroup(look, view.role_label, view.roles, is_single=True)
        self.roles.show_on([role.value])
        self.roles.ticked.connect(self._choose)
        self._role = role
        column.addWidget(self.roles)
        self._role_detail = Label(look.theme, "label", tone="ink2", weight=400)
        column.addWidget(self._role_detail)

    def _choose(self, on: list[str]) -> None:
        """One of them is always on: a place without a role is none."""
        self._role = Role(on[0]) if on else self._role
        self.roles.show_on([self._role.value])
        self.role_chosen.emit(self._role)
