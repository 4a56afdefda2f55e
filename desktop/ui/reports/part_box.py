"""One part of the form: its title and, below it, the fields that its plan asks for."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.domain.reports.field import Answer, Entry, Field
from desktop.ui.labels import Label
from desktop.ui.removal import remove
from desktop.ui.reports.editors import Editor, StepsEditor, quiet_button
from desktop.ui.reports.look import Look
from desktop.ui.reports.problem_line import ProblemLine
from desktop.ui.reports.row_box import SIMPLE
from desktop.ui.reports.rows import RowsEditor
from desktop.ui.views.incident_parts import Part
from desktop.ui.views.incident_plan import UNITS, Block, Heading, Line, Opener, Placed
from desktop.ui.views.incident_problems import Problem

_FIXED_WIDTH = {Entry.DATE, Entry.TIME, Entry.MOMENT}


def editor_for(look: Look, field: Field) -> Editor:
    """The control that a field of the table is answered with."""
    if field.entry is Entry.ROWS:
        return RowsEditor(look, field)
    if field.entry is Entry.STEPS:
        return StepsEditor(look, field)
    return SIMPLE[field.entry](look, field)


class PartBox(QWidget):
    """Arranges editors by a plan. An editor that stays in the plan keeps its focus and cursor."""

    answered = Signal(str, object, bool)
    left = Signal(str)
    fixed = Signal(object)
    opener_pressed = Signal(str)
    rearranged = Signal()

    def __init__(self, look: Look, part: Part) -> None:
        super().__init__()
        self.part = part
        self.title = Label(look.theme, "title", look.words(part.value))
        self._look = look
        self._editors: dict[str, Editor] = {}
        self._plan: tuple[Block, ...] = ()
        self._passing: list[QWidget] = []
        self._order: list[Callable[[], list[QWidget]]] = []
        self._problem_lines: list[tuple[tuple[str, ...], ProblemLine]] = []
        self._is_read_only = False
        self._capacity = UNITS
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(look.px(10))
        self._column.addWidget(self.title)
        self._blocks = QVBoxLayout()
        self._blocks.setSpacing(look.px(12))
        self._column.addLayout(self._blocks)

    @property
    def editors(self) -> Mapping[str, Editor]:
        """The editors that can be seen, by their field."""
        return self._editors

    def hold(self, widget: QWidget) -> None:
        """Have a widget of its own in place of fields."""
        self._blocks.addWidget(widget)

    def show_plan(
        self,
        plan: tuple[Block, ...],
        answer_of: Callable[[str], Answer | None],
        *,
        capacity: int = UNITS,
    ) -> None:
        """Arrange the blocks of ``plan``; editors that come fresh show their answers."""
        self._capacity = capacity
        if plan == self._plan:
            return
        self._plan = plan
        _take_apart(self._blocks)
        for widget in self._passing:
            remove(widget)
        self._passing, self._order, self._problem_lines = [], [], []
        kept: dict[str, Editor] = {}
        for block in plan:
            match block:
                case Line(fields=fields):
                    self._add_line(fields, kept, answer_of)
                case Heading(text=text):
                    label = Label(self._look.theme, "body_strong", text)
                    label.setContentsMargins(0, self._look.px(6), 0, 0)
                    self._pass(label)
                case Opener():
                    self._add_opener(block)
        for key in self._editors.keys() - kept.keys():
            remove(self._editors[key])
        self._editors = kept
        self.rearranged.emit()

    def show_answer(self, key: str, answer: Answer | None) -> None:
        """Draw one answer, where it is on the form."""
        if key in self._editors:
            self._editors[key].show_answer(answer)

    def show_problems(self, problems: dict[str, Problem]) -> None:
        """Mark what is wrong, and say it below its line."""
        for editor in self._editors.values():
            editor.show_problems(problems)
        for keys, line in self._problem_lines:
            line.show_problem(next((problems[key] for key in keys if key in problems), None))

    def set_read_only(self, *, is_so: bool) -> None:
        """Let nothing be written."""
        self._is_read_only = is_so
        for editor in self._editors.values():
            editor.set_read_only(is_so=is_so)

    def controls(self) -> list[QWidget]:
        """What the Tab key goes to, in reading order."""
        return [control for one in self._order for control in one()]

    def _add_line(
        self,
        fields: tuple[Placed, ...],
        kept: dict[str, Editor],
        answer_of: Callable[[str], Answer | None],
    ) -> None:
        row = QHBoxLayout()
        row.setSpacing(self._look.px(12))
        for placed in fields:
            key = placed.field.key
            editor = self._editors.get(key)
            if editor is None:
                editor = self._make(placed.field)
                editor.show_answer(answer_of(key))
                editor.set_read_only(is_so=self._is_read_only)
            kept[key] = editor
            row.addWidget(editor, placed.units)
            self._order.append(editor.controls)
        used = sum(placed.units for placed in fields)
        if used < self._capacity and all(placed.field.entry in _FIXED_WIDTH for placed in fields):
            row.addStretch(self._capacity - used)
        line = ProblemLine(self._look)
        line.fixed.connect(self.fixed)
        self._passing.append(line)
        self._order.append(lambda: [line.fix])
        self._problem_lines.append((tuple(placed.field.key for placed in fields), line))
        both = QVBoxLayout()
        both.setSpacing(self._look.px(6))
        both.addLayout(row)
        both.addWidget(line)
        self._blocks.addLayout(both)

    def _add_opener(self, opener: Opener) -> None:
        button = quiet_button(self._look, opener.text, icon="chevron-right", name=opener.spoken)
        button.setToolTip(opener.spoken)
        button.setProperty("measure", "opener")
        button.clicked.connect(lambda: self.opener_pressed.emit(opener.key))
        self._passing.append(button)
        self._order.append(lambda: [button])
        self._blocks.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    def _pass(self, widget: QWidget) -> None:
        self._passing.append(widget)
        self._blocks.addWidget(widget)

    def _make(self, field: Field) -> Editor:
        editor = editor_for(self._look, field)
        editor.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        editor.answered.connect(self.answered)
        editor.left.connect(self.left)
        editor.rearranged.connect(self.rearranged)
        return editor


def _take_apart(layout: QLayout) -> None:
    """Empty ``layout`` and those within it; the widgets stay where they are."""
    while (item := layout.takeAt(0)) is not None:
        inner = item.layout()
        if inner is not None:
            _take_apart(inner)
