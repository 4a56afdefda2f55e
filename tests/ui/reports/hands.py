"""What a person's hands do to the form, field by field."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.domain.reports.field import Answer, Entry, Field
from desktop.domain.reports.fields import BY_KEY
from desktop.ui.reports.chips import Chip
from desktop.ui.reports.editors import (
    ChoiceEditor,
    Editor,
    LineEditor,
    StepsEditor,
    TextEditor,
    YesNoEditor,
)
from desktop.ui.reports.form import IncidentForm
from desktop.ui.reports.question import Question
from desktop.ui.reports.rows import RowsEditor
from desktop.ui.reports.times import DateEditor, MomentEditor, TimeEditor
from desktop.ui.views.incident_parts import part_of
from tests.ui import hands
from tests.ui.hands import click

CTRL = Qt.KeyboardModifier.ControlModifier
CTRL_SHIFT = CTRL | Qt.KeyboardModifier.ShiftModifier


def write(widget: QWidget, typed: str) -> None:
    """Go there and type."""
    widget.setFocus()
    hands.write(widget, typed)


def editor(form: IncidentForm, key: str) -> Editor:
    return form.frame.body.boxes[part_of(BY_KEY[key])].editors[key]


def line(form: IncidentForm, key: str) -> QWidget:
    found = editor(form, key)
    assert isinstance(found, LineEditor | TimeEditor | DateEditor)
    return found.line


def text(form: IncidentForm, key: str) -> QWidget:
    found = editor(form, key)
    assert isinstance(found, TextEditor)
    return found.text


def chip(widget: QWidget, name: str) -> Chip:
    return next(one for one in widget.findChildren(Chip) if one.text() == name)


def button(widget: QWidget, name: str) -> QPushButton:
    return next(
        one
        for one in widget.findChildren(QPushButton)
        if name in {one.text(), one.accessibleName()} and not one.isHidden()
    )


def said(widget: QWidget) -> str:
    labels = (label for label in widget.findChildren(QLabel) if label.isVisible())
    return " ".join(label.text() for label in labels)


def leave(form: IncidentForm) -> None:
    """Go on to somewhere else."""
    form.frame.foot.submit.setFocus()
    close = form.frame.foot.controls()[0]
    close.setFocus()
    QApplication.processEvents()


EXAMPLES: dict[Entry, tuple[str, Answer]] = {
    Entry.LINE: ("An answer", "An answer"),
    Entry.TEXT: ("A longer answer", "A longer answer"),
    Entry.DATE: ("3/8/2026", "2026-03-08"),
    Entry.TIME: ("10:05 am", "10:05"),
}


def answer_editor(found: Editor) -> Answer:
    """Answer whatever is asked as a person would, and say what the answer is."""
    field: Field = found.field
    match found:
        case RowsEditor():
            box = found.rows[0]
            box.open()
            row: dict[str, object] = {}
            for column in box.editors.values():
                row[column.field.key] = answer_editor(column)
            return [row]  # type: ignore[list-item] # what editors say is what rows hold
        case StepsEditor():
            click(chip(found, field.choices[1].label))
            return [field.choices[1].key]
        case YesNoEditor():
            click(chip(found, "Yes"))
            return True
        case ChoiceEditor(is_single=True):
            click(chip(found, field.choices[0].label))
            return field.choices[0].key
        case ChoiceEditor():
            for more in found.chips.more:
                click(more)
            for choice in (field.choices[0], field.choices[-1]):
                click(chip(found, choice.label))
            return [field.choices[0].key, field.choices[-1].key]
        case MomentEditor():
            write(found.day, "3/8/26")
            write(found.time, "2:15 pm")
            return "2026-03-08T14:15"
        case TextEditor():
            write(found.text, EXAMPLES[Entry.TEXT][0])
            return EXAMPLES[Entry.TEXT][1]
        case LineEditor() | DateEditor() | TimeEditor():
            write(found.line, EXAMPLES[field.entry][0])
            return EXAMPLES[field.entry][1]
    raise AssertionError(field.key)


def agree(form: IncidentForm) -> None:
    """Say yes to what Submit asks."""
    dialog = form.submitting.dialog
    assert isinstance(dialog, Question)
    click(dialog.yes)


def amending(qtbot: QtBot, form: IncidentForm) -> None:
    """Submit it, and begin to add to it."""
    with qtbot.waitSignal(form.submitted):
        form.submit()
        agree(form)
    form.amend()
    qtbot.waitUntil(form.frame.body.why.isVisible)


def names(form: IncidentForm) -> list[str]:
    """The buttons that can be seen."""
    return [one.text() for one in form.findChildren(QPushButton) if one.isVisible()]
