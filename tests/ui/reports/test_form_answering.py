"""The incident form: each field answered as a person does, undone, and asked for when it is due."""

import pytest
from PySide6.QtCore import Qt

from desktop.domain.reports.answers import checked
from desktop.domain.reports.field import Answers, Field, Kind
from desktop.domain.reports.fields import FIELDS
from desktop.ui.reports.rows import RowsEditor
from desktop.ui.views.incident_parts import Part, part_of
from desktop.ui.views.incident_plan import opener_key
from tests.ui.hands import click, key
from tests.ui.reports.conftest import Around, Opens
from tests.ui.reports.hands import (
    CTRL,
    answer_editor,
    button,
    chip,
    editor,
    leave,
    line,
    said,
    text,
    write,
)
from tests.ui.reports.stand_ins import a_draft
from tests.ui.reports.story import BECK

SETTINGS: dict[Kind, Answers] = {
    Kind.THREAT_CALL: {"voice": ["familiar"]},
    Kind.COUNTER: {
        "behavior": ["threat_to_person", "damage", "other"],
        "hurt": True,
        "police_called": True,
        "warning_given": True,
        "mistake_alleged": True,
    },
}
"""Answers that make every other field be asked for."""


def kind_for(field_kinds: frozenset[Kind]) -> Kind:
    return next(iter(sorted(field_kinds)), Kind.COUNTER)


def on_one_form(field: Field) -> tuple[Kind, str]:
    """Fields that are answered on one form: those of a part, but for what asks for others."""
    kind = kind_for(field.when.kinds)
    asks = field.key in SETTINGS.get(kind, {})
    return kind, field.key if asks else part_of(field).value


FORMS = {
    together: [field for field in FIELDS if on_one_form(field) == together]
    for together in sorted({on_one_form(field) for field in FIELDS})
}


@pytest.mark.parametrize(
    ("together", "fields"), FORMS.items(), ids=["-".join(together) for together in FORMS]
)
def test_every_field_can_be_answered_and_comes_back_as_the_same_answer(
    together: tuple[Kind, str], fields: list[Field], opens: Opens, around: Around
) -> None:
    kind, _ = together
    keys = {field.key for field in fields}
    settings = {k: v for k, v in SETTINGS.get(kind, {}).items() if k not in keys}
    form = opens(a_draft(kind, answers=dict(settings)))
    given = {}
    for field in fields:
        part = part_of(field)
        if field.key not in form.frame.body.boxes[part].editors:
            form.frame.body.boxes[part].opener_pressed.emit(opener_key(part, field.group))
        given[field.key] = answer_editor(editor(form, field.key))
    leave(form)
    written = form.draft.answers
    assert {key: written[key] for key in keys} == given
    taken = checked(written)
    assert {key: taken[key] for key in keys} == given  # and the report takes it as it is

    again = opens(form.draft)
    assert {key: again.draft.answers[key] for key in keys} == given
    for one in keys:
        controls = [c for c in editor(again, one).controls() if c.isVisible()]
        assert all(c.accessibleName() for c in controls), one


def test_a_wrong_time_is_said_on_leaving_never_while_typing_and_one_click_puts_it_right(
    opens: Opens,
) -> None:
    form = opens(a_draft(answers={"began": "2026-03-09T10:00"}))
    to = line(form, "ended")
    to.setFocus()
    write(to, "9:58")
    assert "ends before" not in said(form)
    leave(form)
    assert "It ends before it begins. Did you mean 10:08 AM?" in said(form)
    assert to.property("problem") == "true"
    assert "1 thing to check" in said(form.frame.foot)
    click(button(form, "Use 10:08"))
    assert form.draft.answers["ended"] == "10:08"
    assert "ends before" not in said(form)


@pytest.mark.parametrize(
    ("typed", "kept", "shown"),
    [
        ("10", "10:00", "10:00 AM"),
        ("10:05 am", "10:05", "10:05 AM"),
        ("1005", "10:05", "10:05 AM"),
        ("1:10", "13:10", "1:10 PM"),
        ("noon", "12:00", "12:00 PM"),
    ],
)
def test_times_are_read_as_people_type_them(
    typed: str, kept: str, shown: str, opens: Opens
) -> None:
    form = opens()
    to = line(form, "ended")
    write(to, typed)
    leave(form)
    assert form.draft.answers["ended"] == kept
    assert to.text() == shown  # type: ignore[attr-defined] # a line


def test_what_is_no_time_stays_as_it_was_typed_and_is_asked_about(opens: Opens) -> None:
    form = opens(a_draft(answers=dict(BECK) | {"ended": ""}))
    write(line(form, "ended"), "half past")
    leave(form)
    assert form.draft.answers["ended"] == "half past"
    assert "“half past” is not a time" in said(form)
    assert not form.view.can_submit
    click(button(form, "Empty it"))
    assert "ended" not in form.draft.answers
    assert form.view.can_submit


def test_undo_and_redo_go_through_the_whole_form(opens: Opens) -> None:
    form = opens()
    write(text(form, "narrative"), "He shouted.")
    click(chip(editor(form, "behavior"), "Intimidation"))
    write(line(form, "place"), "Counter 3")
    key(line(form, "place"), Qt.Key.Key_Z, CTRL)
    assert "place" not in form.draft.answers
    key(form, Qt.Key.Key_Z, CTRL)
    assert "behavior" not in form.draft.answers
    assert not chip(editor(form, "behavior"), "Intimidation").isChecked()
    key(form, Qt.Key.Key_Z, CTRL)  # the sentence is one step
    assert form.draft.answers == {}
    assert text(form, "narrative").toPlainText() == ""  # type: ignore[attr-defined] # a text
    for _ in range(3):
        key(form, Qt.Key.Key_Y, CTRL)
    assert form.draft.answers == {
        "narrative": "He shouted.",
        "behavior": ["intimidation"],
        "place": "Counter 3",
    }


def test_rows_are_added_removed_and_undone(opens: Opens) -> None:
    form = opens()
    people = editor(form, "customers")
    assert isinstance(people, RowsEditor)
    write(people.rows[0].controls()[0], "Harold Beck")
    click(button(people, "Add another person"))
    assert people.rows[1].controls()[0].hasFocus()
    write(people.rows[1].controls()[0], "His brother")
    assert form.draft.answers["customers"] == [{"name": "Harold Beck"}, {"name": "His brother"}]
    click(button(people, "Remove Customer or aggressor 1"))
    assert form.draft.answers["customers"] == [{"name": "His brother"}]
    key(form, Qt.Key.Key_Z, CTRL)
    assert form.draft.answers["customers"] == [{"name": "Harold Beck"}, {"name": "His brother"}]
    assert people.rows[0].controls()[0].text() == "Harold Beck"  # type: ignore[attr-defined] # a line


def test_the_case_asks_for_what_it_needs(opens: Opens) -> None:
    form = opens()
    boxes = form.frame.body.boxes
    assert "exact_words" not in boxes[Part.BEHAVIOR].editors
    assert not boxes[Part.HARM].isVisible()
    click(chip(editor(form, "behavior"), "Threat to a person"))
    assert "exact_words" in boxes[Part.BEHAVIOR].editors
    click(chip(editor(form, "hurt"), "Yes"))
    assert boxes[Part.HARM].isVisible()
    assert "injury" in boxes[Part.HARM].editors
    assert [view.number for view in form.view.parts] == list(range(1, 10))


def test_an_answer_stays_on_the_form_when_its_reason_goes(opens: Opens) -> None:
    form = opens()
    threat = chip(editor(form, "behavior"), "Threat to a person")
    click(threat)
    write(text(form, "exact_words"), "You will be sorry.")
    click(threat)
    assert form.draft.answers["exact_words"] == "You will be sorry."
    assert "exact_words" in form.frame.body.boxes[Part.BEHAVIOR].editors


def test_more_than_nine_choices_hide_behind_more(opens: Opens) -> None:
    form = opens()
    behavior = editor(form, "behavior")
    assert not chip(behavior, "Written abuse").isVisible()
    click(button(behavior, "more (2)"))
    assert chip(behavior, "Written abuse").isVisible()


def test_chips_are_one_stop_of_the_tab_key_and_arrows_move_among_them(opens: Opens) -> None:
    form = opens()
    behavior = editor(form, "behavior")
    first = chip(behavior, "Loud or insulting")
    first.setFocus()
    key(first, Qt.Key.Key_Right)
    second = chip(behavior, "Abusive language")
    assert second.hasFocus()
    key(second, Qt.Key.Key_Space)
    assert form.draft.answers["behavior"] == ["abusive"]
    assert first.focusPolicy() is Qt.FocusPolicy.NoFocus


def test_another_kind_asks_other_questions_and_keeps_what_was_answered(opens: Opens) -> None:
    form = opens()
    write(text(form, "narrative"), "A letter came.")
    form.frame.parts.kind_chosen.emit(Kind.CORRESPONDENCE)
    assert "letter_kind" in form.frame.body.boxes[Part.HAPPENED].editors
    assert form.draft.kind == "correspondence"
    assert form.draft.answers["narrative"] == "A letter came."
    key(form, Qt.Key.Key_Z, CTRL)
    assert form.draft.kind == "counter"
