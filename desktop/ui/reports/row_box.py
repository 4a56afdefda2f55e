"""One row of a field that repeats: its short columns in a line, the others on demand."""

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop.domain.reports.field import Answer, Entry, Field, Row, is_answered
from desktop.ui.reports.editors import (
    ChoiceEditor,
    ChoicesEditor,
    Editor,
    LineEditor,
    TextEditor,
    YesNoEditor,
    quiet_button,
)
from desktop.ui.reports.look import Look
from desktop.ui.reports.problem_line import ProblemLine
from desktop.ui.reports.times import DateEditor, MomentEditor, TimeEditor
from desktop.ui.views.incident_plan import lines_of
from desktop.ui.views.incident_problems import Problem

SIMPLE: dict[Entry, type[Editor]] = {
    Entry.LINE: LineEditor,
    Entry.TEXT: TextEditor,
    Entry.MOMENT: MomentEditor,
    Entry.DATE: DateEditor,
    Entry.TIME: TimeEditor,
    Entry.YES_NO: YesNoEditor,
    Entry.CHOICE: ChoiceEditor,
    Entry.CHOICES: ChoicesEditor,
}
_LOWER = 3
"""The field beside a button is so much higher on each side of it."""
_WEIGHTS = {Entry.TIME: 2, Entry.DATE: 2}


class RowBox(QWidget):
    """Says which column was answered, and gives the whole row when asked."""

    answered = Signal(object, str, bool)
    left_cell = Signal(object, str)
    removed = Signal(object)
    opened = Signal()
    fixed = Signal(object, object)

    def __init__(self, look: Look, field: Field) -> None:
        super().__init__()
        self._look = look
        self._field = field
        self._row: dict[str, Answer] = {}
        self._editors: dict[str, Editor] = {}
        self._is_read_only = False
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(look.px(8))
        first = QHBoxLayout()
        first.setSpacing(look.px(12))
        short = [column for column in field.rows if column.is_short]
        self._rest = tuple(column for column in field.rows if not column.is_short)
        for column in short:
            first.addWidget(self._make(column), _WEIGHTS.get(column.entry, 3))
        words = look.words
        self._more = quiet_button(look, words("More"), icon="chevron-down")
        if not self._rest:  # shown before it has a parent it would be a window for a moment
            self._more.hide()
        self._more.clicked.connect(self.open)
        self._remove = QPushButton()
        self._remove.setProperty("role", "quiet")
        self._remove.setProperty("measure", "icon")
        self._remove.setIcon(look.icon("x", "ink2"))
        self._remove.setIconSize(QSize(look.px(16), look.px(16)))
        self._remove.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._remove.clicked.connect(lambda: self.removed.emit(self))
        for button in (self._more, self._remove):
            policy = QSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            policy.setRetainSizeWhenHidden(button is self._remove)
            button.setSizePolicy(policy)
            beside = QVBoxLayout()
            beside.setContentsMargins(0, 0, 0, look.px(_LOWER))
            beside.addStretch(1)
            beside.addWidget(button)
            first.addLayout(beside)
        self._column.addLayout(first)
        self._problem = ProblemLine(look)
        self._problem.fixed.connect(lambda problem: self.fixed.emit(self, problem))
        self._column.addWidget(self._problem)

    @property
    def editors(self) -> Mapping[str, Editor]:
        """The editors that can be seen, by their column."""
        return self._editors

    @property
    def is_open(self) -> bool:
        """All its columns can be seen."""
        return len(self._editors) == len(self._field.rows)

    def row(self) -> Row:
        """What was answered in it."""
        return {
            key: [str(one) for one in answer] if isinstance(answer, list) else answer
            for key, answer in self._row.items()
            if is_answered(answer)
        }

    def show_row(self, row: Row) -> None:
        """Draw ``row``."""
        self._row = {
            key: [*value] if isinstance(value, list) else value for key, value in row.items()
        }
        if any(is_answered(self._row.get(column.key)) for column in self._rest):
            self.open()
        for key, editor in self._editors.items():
            editor.show_answer(self._row.get(key))

    def show_problems(self, problems: dict[str, Problem]) -> None:
        """Mark what is wrong, by column."""
        for editor in self._editors.values():
            editor.show_problems(problems)
        self._problem.show_problem(next(iter(problems.values()), None))

    def show_number(self, number: int, *, of: int) -> None:
        """Say to a screen reader which row it is."""
        words = self._look.words
        name = words(self._field.label)
        if of > 1:
            name = f"{name} {number}"
        first = self._editors[self._field.rows[0].key]
        first.rename(name)
        for editor in self._editors.values():
            if isinstance(editor, LineEditor | TimeEditor | DateEditor):
                editor.line.setAccessibleName(f"{name}: {editor.name}")
        self._more.setAccessibleName(words("More about {row}", row=name))
        self._remove.setAccessibleName(words("Remove {row}", row=name))
        self._remove.setToolTip(words("Remove {row}", row=name))
        self._number, self._of = number, of
        self._offer_removal()

    def set_read_only(self, *, is_so: bool) -> None:
        """Let nothing be written."""
        self._is_read_only = is_so
        self._more.setVisible(not self.is_open and not is_so)
        self._offer_removal()
        for editor in self._editors.values():
            editor.set_read_only(is_so=is_so)

    def controls(self) -> list[QWidget]:
        """What the Tab key goes to, in reading order."""
        keys = [column.key for column in self._field.rows if column.is_short]
        first = [one for key in keys for one in self._editors[key].controls()]
        rest = [one for key, e in self._editors.items() if key not in keys for one in e.controls()]
        return [*first, self._more, self._remove, self._problem.fix, *rest]

    def open(self) -> None:
        """Show all columns."""
        if self.is_open:
            return
        has_focus = self._more.hasFocus()
        self._more.hide()
        for line in lines_of(self._rest, 4):
            row = QHBoxLayout()
            row.setSpacing(self._look.px(12))
            for placed in line.fields:
                editor = self._make(placed.field)
                editor.show_answer(self._row.get(placed.field.key))
                editor.set_read_only(is_so=self._is_read_only)
                row.addWidget(editor, placed.units)
            self._column.addLayout(row)
        self.show_number(self._number, of=self._of)
        self.opened.emit()
        if has_focus:
            self._editors[self._rest[0].key].controls()[0].setFocus()

    def _offer_removal(self) -> None:
        """There is something to remove; its room stays, so that nothing jumps."""
        self._remove.setVisible(not self._is_read_only and (self._of > 1 or bool(self.row())))

    def _make(self, column: Field) -> Editor:
        editor = SIMPLE[column.entry](self._look, column)
        editor.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        editor.answered.connect(self._answered)
        editor.left.connect(lambda key: self.left_cell.emit(self, key))
        self._editors[column.key] = editor
        return editor

    def _answered(self, key: str, answer: Answer | None, typing: bool) -> None:
        if answer is None:
            self._row.pop(key, None)
        else:
            self._row[key] = answer
        self._offer_removal()
        self.answered.emit(self, key, typing)

    _number = 1
    _of = 1
