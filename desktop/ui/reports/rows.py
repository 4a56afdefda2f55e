"""Fields that repeat: customers, witnesses, who came, what was promised."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.domain.reports.field import Answer, Field, Row
from desktop.ui.removal import remove
from desktop.ui.reports.editors import Editor, quiet_button
from desktop.ui.reports.look import Look
from desktop.ui.reports.row_box import RowBox
from desktop.ui.views.incident_problems import Problem


class RowsEditor(Editor):
    """Rows of one kind. There is always one to write in; empty ones at the end are not kept."""

    def __init__(self, look: Look, field: Field) -> None:
        super().__init__(look, field)
        self._rows: list[RowBox] = []
        self._is_read_only = False
        self._list = QVBoxLayout()
        self._list.setSpacing(look.px(10))
        self.column.addLayout(self._list)
        words = look.words
        text = {
            "customers": words("Add another person"),
            "witnesses": words("Add another witness"),
            "affected": words("Add another person affected"),
            "personnel": words("Add somebody else who came"),
            "promises": words("Add another promise"),
        }.get(field.key, words("Add another"))
        self._add = quiet_button(look, text, icon="plus")
        self._add.setProperty("measure", "opener")
        self._add.clicked.connect(self._add_row)
        self.column.addWidget(self._add, 0, Qt.AlignmentFlag.AlignLeft)
        self._resize(1)

    @property
    def rows(self) -> tuple[RowBox, ...]:
        """The rows that can be seen."""
        return tuple(self._rows)

    def show_answer(self, answer: Answer | None) -> None:
        rows = [one for one in answer if isinstance(one, dict)] if isinstance(answer, list) else []
        if rows == self._answer():
            return
        self._resize(max(1, len(rows)))
        for at, box in enumerate(self._rows):
            box.show_row(rows[at] if at < len(rows) else {})
        self._number()

    def show_problems(self, problems: dict[str, Problem]) -> None:
        for at, box in enumerate(self._rows):
            start = f"{self.field.key}.{at}."
            box.show_problems(
                {where[len(start) :]: p for where, p in problems.items() if where.startswith(start)}
            )

    def set_read_only(self, *, is_so: bool) -> None:
        self._is_read_only = is_so
        self._add.setVisible(not is_so)
        for row in self._rows:
            row.set_read_only(is_so=is_so)

    def controls(self) -> list[QWidget]:
        return [*(one for row in self._rows for one in row.controls()), self._add]

    def _answer(self) -> list[str | Row]:
        rows: list[str | Row] = [row.row() for row in self._rows]
        while rows and not rows[-1]:
            rows.pop()
        return rows

    def _resize(self, count: int) -> None:
        has_changed = len(self._rows) != count
        while len(self._rows) > count:
            remove(self._rows.pop())
        while len(self._rows) < count:
            box = RowBox(self.look, self.field)
            box.answered.connect(self._cell_answered)
            box.left_cell.connect(lambda row, column: self.left.emit(self._place(row, column)))
            box.removed.connect(self._remove)
            box.opened.connect(self.rearranged)
            box.fixed.connect(self._fix)
            box.set_read_only(is_so=self._is_read_only)
            self._rows.append(box)
            self._list.addWidget(box)
        self._number()
        if has_changed:
            self.rearranged.emit()

    def _number(self) -> None:
        for at, box in enumerate(self._rows):
            box.show_number(at + 1, of=len(self._rows))

    def _place(self, box: RowBox, column: str) -> str:
        return f"{self.field.key}.{self._rows.index(box)}.{column}"

    def _cell_answered(self, box: RowBox, column: str, typing: bool) -> None:
        self.answered.emit(self._place(box, column), self._answer(), typing)

    def _fix(self, box: RowBox, problem: Problem) -> None:
        row = box.row()
        row[problem.where.rsplit(".", 1)[-1]] = str(problem.fix or "")
        box.show_row({key: value for key, value in row.items() if value != ""})
        self.say(self._answer())
        self.left.emit(problem.where)

    def _add_row(self) -> None:
        self._resize(len(self._rows) + 1)
        self._rows[-1].controls()[0].setFocus(Qt.FocusReason.TabFocusReason)

    def _remove(self, box: RowBox) -> None:
        at = self._rows.index(box)
        self._rows.remove(box)
        remove(box)
        self._resize(max(1, len(self._rows)))
        self.say(self._answer())
        self.rearranged.emit()
        self._rows[min(at, len(self._rows) - 1)].controls()[0].setFocus()
