"""How one field is answered: a label and its control. Made from the field table alone."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop.domain.reports.field import Answer, Field
from desktop.ui.labels import Label, set_shown
from desktop.ui.reports.chips import Chip, ChipGroup
from desktop.ui.reports.lines import FormLine
from desktop.ui.reports.look import Look
from desktop.ui.reports.texts import FormText
from desktop.ui.views.incident_problems import Problem

NARRATIVE = "narrative"


class Editor(QWidget):
    """A labelled control for one field.

    ``answered`` carries where (the field's key, or ``rows.0.column``), the answer as it is kept
    (``None``: taken back) and whether it is being typed; ``left`` when the person goes on.
    ``rearranged``: it needs more or less room, or has other controls.
    """

    answered = Signal(str, object, bool)
    left = Signal(str)
    rearranged = Signal()

    def __init__(self, look: Look, field: Field) -> None:
        super().__init__()
        self.look = look
        self.field = field
        self.name = look.words(field.label)
        self._label: Label | None = None
        self._hint: Label | None = None
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(look.px(5))

    def show_answer(self, answer: Answer | None) -> None:
        """Draw ``answer``."""
        raise NotImplementedError

    def show_problems(self, problems: dict[str, Problem]) -> None:
        """Mark what is wrong; by default nothing can be."""

    def set_read_only(self, *, is_so: bool) -> None:
        """Let nothing be written there."""
        self.setEnabled(not is_so)

    def controls(self) -> list[QWidget]:
        """What the Tab key goes to, in reading order."""
        raise NotImplementedError

    def say(self, answer: Answer | None, *, typing: bool = False) -> None:
        """Tell what was answered."""
        self.answered.emit(self.field.key, answer, typing)

    def add_label(self, text: str, buddy: QWidget | None = None) -> Label:
        """Put the field's label above its control."""
        label = Label(self.look.theme, "label", text)
        label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        if buddy is not None:
            label.setBuddy(buddy)
        self.column.addWidget(label)
        self._label = label
        return label

    def rename(self, text: str) -> None:
        """Have another label: a row's first column bears the name of what it is a row of."""
        if self._label is not None:
            self._label.setText(text)

    def add_hint(self) -> Label | None:
        """Put the field's hint below its control."""
        if not self.field.hint:
            return None
        hint = Label(self.look.theme, "label", self.look.words(self.field.hint), tone="ink3")
        hint.setFont(self.look.theme.font("label", weight=400))
        self._hint = hint
        return hint

    def show_hint(self, *, is_so: bool) -> None:
        """What to write is said only where something can be written."""
        if self._hint is not None:
            set_shown(self._hint, is_shown=is_so)
            for control in self.controls():
                control.setAccessibleDescription(self._hint.text() if is_so else "")


class LineEditor(Editor):
    """One line."""

    def __init__(self, look: Look, field: Field) -> None:
        super().__init__(look, field)
        self.line = FormLine(look, self.name)
        self.add_label(self.name, self.line)
        self.column.addWidget(self.line)
        hint = self.add_hint()
        if hint is not None:
            self.column.addWidget(hint)
            self.line.setAccessibleDescription(hint.text())
        self.column.addStretch(1)
        self.line.textEdited.connect(lambda text: self.say(text, typing=True))
        self.line.left.connect(lambda: self.left.emit(self.field.key))
        if choices := look.suggestions.get(field.key):
            self.line.pick_from(choices, look.words("{name}: choose", name=self.name))

    def show_answer(self, answer: Answer | None) -> None:
        self.line.show_text(answer if isinstance(answer, str) else "")

    def set_read_only(self, *, is_so: bool) -> None:
        self.line.set_read_only(is_so=is_so)
        self.show_hint(is_so=not is_so)

    def controls(self) -> list[QWidget]:
        return [self.line]


class TextEditor(Editor):
    """Many lines; the story has its words counted."""

    def __init__(self, look: Look, field: Field) -> None:
        super().__init__(look, field)
        is_story = field.key == NARRATIVE
        self.text = FormText(
            look,
            self.name,
            style="narrative" if is_story else "body",
            least=6 if is_story else 2,
        )
        self.add_label(self.name, self.text)
        self.column.addWidget(self.text)
        hint = self.add_hint()
        below = QHBoxLayout()
        below.setSpacing(look.px(12))
        if hint is not None:
            self.text.setAccessibleDescription(hint.text())
            below.addWidget(hint, 1)
        self._count = Label(look.theme, "label", tone="ink3", wraps=False, tabular=True)
        self._count.setFont(look.theme.font("label", weight=400, tabular=True))
        if is_story:
            below.addWidget(self._count, 0, Qt.AlignmentFlag.AlignRight)
        self.column.addLayout(below)
        self.column.addStretch(1)
        self.text.typed.connect(lambda text: self.say(text, typing=True))
        self.text.left.connect(lambda: self.left.emit(self.field.key))

    def show_answer(self, answer: Answer | None) -> None:
        self.text.show_text(answer if isinstance(answer, str) else "")
        self.count_words()

    def count_words(self) -> None:
        """Say how many words there are; the form asks for it when somebody pauses."""
        if self.field.key == NARRATIVE:
            n = len(self.text.toPlainText().split())
            self._count.setText(self.look.words.plural("{n} word", "{n} words", n) if n else "")

    def set_read_only(self, *, is_so: bool) -> None:
        self.text.setReadOnly(is_so)
        self.show_hint(is_so=not is_so)

    def controls(self) -> list[QWidget]:
        return [self.text]


class YesNoEditor(Editor):
    """No or Yes, or neither: a second click takes it back."""

    def __init__(self, look: Look, field: Field) -> None:
        super().__init__(look, field)
        words = look.words
        self._chips = ChipGroup(
            look, self.name, (("no", words("No")), ("yes", words("Yes"))), is_single=True
        )
        self._chips.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        for chip in self._chips.chips:
            chip.setAccessibleName(f"{self.name}: {chip.text()}")
        row = QHBoxLayout()
        row.setSpacing(look.px(12))
        label = Label(look.theme, "body", self.name, weight=500)
        wide = label.fontMetrics().horizontalAdvance(self.name) + look.px(2)
        label.setMinimumWidth(min(wide, look.px(130)))
        label.setMaximumWidth(wide)
        label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        row.addWidget(label, 1)
        row.addWidget(self._chips)
        row.addStretch(0)
        self.column.addLayout(row)
        self.column.addStretch(1)
        self._chips.ticked.connect(lambda on: self.say(None if not on else on == ["yes"]))

    def show_answer(self, answer: Answer | None) -> None:
        on = [] if not isinstance(answer, bool) else ["yes" if answer else "no"]
        self._chips.show_on(on)

    def set_read_only(self, *, is_so: bool) -> None:
        self._chips.set_read_only(is_so=is_so)

    def controls(self) -> list[QWidget]:
        return [*self._chips.chips]


class ChoiceEditor(Editor):
    """One of some choices."""

    is_single = True

    def __init__(self, look: Look, field: Field) -> None:
        super().__init__(look, field)
        self.is_titled = field.label != field.section.value
        if self.is_titled:
            self.add_label(self.name)
        self.chips = ChipGroup(
            look,
            self.name,
            tuple((choice.key, look.words(choice.label)) for choice in field.choices),
            is_single=self.is_single,
        )
        self.column.addWidget(self.chips)
        self.chips.ticked.connect(self._ticked)

    def show_answer(self, answer: Answer | None) -> None:
        if isinstance(answer, str):
            self.chips.show_on([answer])
        else:
            said = answer if isinstance(answer, list) else []
            self.chips.show_on([one for one in said if isinstance(one, str)])

    def set_read_only(self, *, is_so: bool) -> None:
        self.chips.set_read_only(is_so=is_so)

    def controls(self) -> list[QWidget]:
        return [*self.chips.chips, *self.chips.more]

    def _ticked(self, on: list[str]) -> None:
        self.say((on[0] if on else None) if self.is_single else [*on])
        self.rearranged.emit()


class ChoicesEditor(ChoiceEditor):
    """Several of some choices."""

    is_single = False


class StepsEditor(ChoicesEditor):
    """Steps of guidance, and any other in one's own words."""

    def __init__(self, look: Look, field: Field) -> None:
        super().__init__(look, field)
        words = look.words
        self._own = FormLine(look, words("Another step"))
        self._own.setPlaceholderText(words("Another step, in your own words"))
        self._add = QPushButton(words("Add"))
        self._add.setProperty("measure", "row")
        self._add.setFont(look.theme.font("label", weight=500))
        self._add.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._add.setAccessibleName(words("Add the step"))
        row = QHBoxLayout()
        row.setSpacing(look.px(8))
        row.addWidget(self._own, 1)
        row.addWidget(self._add)
        self.column.addLayout(row)
        self._own.returnPressed.connect(self._take)
        self._own.left.connect(self._take)
        self._add.clicked.connect(self._take)

    def set_read_only(self, *, is_so: bool) -> None:
        super().set_read_only(is_so=is_so)
        self._own.setVisible(not is_so)
        self._add.setVisible(not is_so)

    def controls(self) -> list[QWidget]:
        return [*super().controls(), self._own, self._add]

    def _take(self) -> None:
        text = self._own.text().strip()
        if text:
            self._own.clear()
            self.chips.add_own(text)


def quiet_button(look: Look, text: str, *, icon: str = "", name: str = "") -> QPushButton:
    """A button that is text only."""
    button = QPushButton(text)
    button.setProperty("role", "quiet")
    button.setProperty("measure", "row")
    button.setFont(look.theme.font("label", weight=500))
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setAccessibleName(name or text)
    if icon:
        button.setIcon(look.icon_before(icon, "action_text", 14))
        button.setIconSize(look.icon_room(14))
    return button


__all__ = [
    "Chip",
    "ChoiceEditor",
    "ChoicesEditor",
    "Editor",
    "LineEditor",
    "StepsEditor",
    "TextEditor",
    "YesNoEditor",
    "quiet_button",
]
