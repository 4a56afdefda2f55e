"""The incident form, driven as a person drives it."""

from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest
from msgspec.structs import replace
from pypdf import PdfReader
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.domain.errors import ReportNotSavedError
from desktop.domain.reports.answers import checked
from desktop.domain.reports.facts import Standing
from desktop.domain.reports.field import Answers, Field, Kind
from desktop.domain.reports.fields import FIELDS
from desktop.services.adapters.pdf.saving import DocumentNotSavedError
from desktop.ui.reports.form import IncidentForm
from desktop.ui.reports.lines import FormLine
from desktop.ui.reports.pin_dialog import PinDialog
from desktop.ui.reports.question import Question
from desktop.ui.reports.rows import RowsEditor
from desktop.ui.theme import Appearance, Scheme
from desktop.ui.views.incident_form import Mode
from desktop.ui.views.incident_parts import Part, part_of
from desktop.ui.views.incident_plan import opener_key
from desktop.ui.words import Words
from tests.ui.hands import click, key
from tests.ui.reports.conftest import Around, Opens
from tests.ui.reports.hands import (
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
from tests.ui.reports.paper import render
from tests.ui.reports.stand_ins import a_draft, a_filed, full_disk
from tests.ui.reports.story import BECK

CTRL = Qt.KeyboardModifier.ControlModifier
CTRL_SHIFT = CTRL | Qt.KeyboardModifier.ShiftModifier

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


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.key)
def test_every_field_can_be_answered_and_comes_back_as_the_same_answer(
    field: Field, opens: Opens, around: Around
) -> None:
    kind = kind_for(field.when.kinds)
    answers = {k: v for k, v in SETTINGS.get(kind, {}).items() if k != field.key}
    form = opens(a_draft(kind, answers=dict(answers)))
    part = part_of(field)
    if field.key not in form.frame.body.boxes[part].editors:
        form.frame.body.boxes[part].opener_pressed.emit(opener_key(part, field.group))
    given = answer_editor(editor(form, field.key))
    leave(form)
    written = form.draft.answers
    assert written[field.key] == given
    assert checked(written)[field.key] == given  # and the report takes it as it is

    again = opens(form.draft)
    shown = editor(again, field.key)
    assert again.draft.answers[field.key] == given
    controls = [c for c in shown.controls() if c.isVisible()]
    assert all(c.accessibleName() for c in controls)


def test_nothing_typed_is_lost_when_the_disk_is_slow(opens: Opens, around: Around) -> None:
    around.drafts.holds = True
    form = opens()
    write(text(form, "narrative"), "He shouted.")
    form.save_now()
    write(text(form, "narrative"), " I left.")
    form.save_now()
    assert len(around.drafts.saved) == 1  # one at a time
    future, draft = around.drafts.waiting[0]
    future.set_result(draft)
    QApplication.processEvents()
    assert around.drafts.saved[-1].answers["narrative"] == "He shouted. I left."


def test_it_is_saved_two_seconds_after_the_first_key_though_typing_goes_on(
    qtbot: QtBot, opens: Opens, around: Around
) -> None:
    form = opens()
    story = text(form, "narrative")
    for _ in range(60):
        write(story, "a")
        qtbot.wait(50)
        if around.drafts.saved:
            break
    saved = str(around.drafts.saved[0].answers["narrative"])
    assert 20 <= len(saved) <= 45
    qtbot.waitUntil(lambda: "Saved" in said(form.frame.header))


def test_what_was_written_is_saved_at_once_when_the_window_is_hidden(
    opens: Opens, around: Around
) -> None:
    form = opens()
    write(text(form, "narrative"), "x")
    form.hide()
    assert around.drafts.kept["d1"].answers["narrative"] == "x"


def test_a_full_disk_is_said_and_a_copy_can_be_saved_elsewhere(
    qtbot: QtBot, opens: Opens, around: Around, tmp_path: Path
) -> None:
    form = opens()
    around.drafts.error = full_disk()
    write(text(form, "narrative"), "He shouted.")
    form.save_now()
    qtbot.waitUntil(lambda: "Not saved" in said(form.frame.header))
    assert "Not saved: the disk is full. Free some space, or save a copy elsewhere" in said(
        form.frame.header
    )
    assert not form.close()  # the text is in this window alone
    assert form.isVisible()
    form.save_copy_to(tmp_path / "copy.json")
    assert around.copies.made[0][0].answers["narrative"] == "He shouted."
    qtbot.waitUntil(lambda: "A copy is in copy.json." in said(form))
    assert form.close()


def test_a_copy_that_cannot_be_written_is_said_and_nothing_is_let_go(
    qtbot: QtBot, opens: Opens, around: Around, tmp_path: Path
) -> None:
    form = opens()
    around.drafts.error = full_disk()
    around.copies.error = DocumentNotSavedError(
        "{file} could not be written: {why}.", file="c", why="x"
    )
    write(text(form, "narrative"), "He shouted.")
    form.save_now()
    form.save_copy_to(tmp_path / "copy.json")
    qtbot.waitUntil(lambda: "c could not be written: x. Choose another folder" in said(form))
    assert not form.close()


def test_once_there_is_space_again_it_is_saved(qtbot: QtBot, opens: Opens, around: Around) -> None:
    form = opens()
    around.drafts.error = full_disk()
    write(text(form, "narrative"), "He shouted.")
    form.save_now()
    qtbot.waitUntil(lambda: "Not saved" in said(form.frame.header))
    around.drafts.error = None
    form.save_now()
    qtbot.waitUntil(lambda: "Saved" in said(form.frame.header))
    assert "Not saved" not in said(form.frame.header)


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


def test_submitting_waits_for_the_three_essentials_and_lists_what_is_missing(
    opens: Opens, around: Around
) -> None:
    form = opens()
    assert not form.frame.foot.submit.isEnabled()
    assert "Your name" in [one.text for one in form.view.needed]
    key(form, Qt.Key.Key_Return, CTRL_SHIFT)
    assert line_has_focus(form)
    write(editor(form, "began").controls()[1], "10")
    write(text(form, "narrative"), "He shouted.")
    write(line(form, "reporter_name"), "Maria Delgado")
    leave(form)
    assert form.frame.foot.submit.isEnabled()
    assert "sections to go" in said(form.frame.foot)  # which blocks nothing


def line_has_focus(form: IncidentForm) -> bool:
    return any(control.hasFocus() for control in editor(form, "began").controls())


def agree(form: IncidentForm) -> None:
    dialog = form.submitting.dialog
    assert isinstance(dialog, Question)
    click(dialog.yes)


def test_submitting_asks_once_and_shows_the_number_and_who_has_it(
    qtbot: QtBot, opens: Opens, around: Around
) -> None:
    form = opens(a_draft(answers=dict(BECK)))
    with qtbot.waitSignal(form.submitted):
        key(form, Qt.Key.Key_Return, CTRL_SHIFT)
        dialog = form.submitting.dialog
        assert dialog is not None
        assert "Submit this report? It cannot be changed afterwards, only added to." in said(dialog)
        agree(form)
    assert around.filing.submitted[0].answers == BECK
    assert around.filing.titles == ["Permit clerk"]
    qtbot.waitUntil(lambda: "2026-C3-014" in said(form))
    assert "Submitted. 2 of 3 supervisors have it." in said(form)
    around.filing.news(holders=("a" * 32, "b" * 32, "c" * 32), standing=Standing.READ)
    qtbot.waitUntil(lambda: "All 3 supervisors have it" in said(form))


def test_a_submitted_report_can_only_be_read(qtbot: QtBot, opens: Opens, around: Around) -> None:
    form = opens(a_draft(answers=dict(BECK)))
    assert "Leave out guesses" in said(form)
    assert not form.frame.parts.kind.icon().isNull()
    with qtbot.waitSignal(form.submitted):
        form.submit()
        agree(form)
    story = text(form, "narrative")
    write(story, "more")
    assert form.draft.answers == BECK
    assert "Leave out guesses" not in said(form)
    assert text(form, "narrative").accessibleDescription() == ""
    assert form.frame.parts.kind.icon().isNull()
    assert "ended" in form.frame.body.boxes[Part.HAPPENED].editors
    assert not form.frame.body.boxes[Part.STAFF].isVisible()  # nothing was answered there
    saves = len(around.drafts.saved)
    form.hide()
    assert len(around.drafts.saved) == saves  # no draft comes back to life


def test_a_draft_s_paper_is_shown_while_there_is_something_to_submit_and_no_longer(
    qtbot: QtBot, opens: Opens, around: Around
) -> None:
    around.render = render
    form = opens(a_draft(answers=dict(BECK)), width=1400)
    assert "Draft. Not submitted." in paper_beside(qtbot, form)
    with qtbot.waitSignal(form.submitted):
        form.submit()
        agree(form)
    assert form.frame.preview is None
    assert "as it will print" not in said(form)
    form.open_pdf_menu()
    form.switch_side()
    form.amend()
    paper = paper_beside(qtbot, form)
    assert "Amendment, not submitted." in paper
    assert "Draft" not in paper
    assert "Page 1 of 1" in said(form)
    assert "as it will print" not in said(form)


def paper_beside(qtbot: QtBot, form: IncidentForm) -> str:
    preview = form.frame.preview
    assert preview is not None
    with qtbot.waitSignal(preview.shown):
        preview.refresh()
    return "".join(page.extract_text() for page in PdfReader(BytesIO(preview._pdf)).pages)


def test_no_is_the_answer_of_escape(opens: Opens, around: Around) -> None:
    form = opens(a_draft(answers=dict(BECK)))
    form.submit()
    dialog = form.submitting.dialog
    assert dialog is not None
    key(dialog, Qt.Key.Key_Escape)
    assert around.filing.submitted == []
    assert form.mode is Mode.WRITING


def test_a_refused_submission_says_why_and_goes_on_saving(
    qtbot: QtBot, opens: Opens, around: Around
) -> None:
    around.filing.error = ReportNotSavedError()
    form = opens(a_draft(answers=dict(BECK)))
    form.submit()
    agree(form)
    qtbot.waitUntil(lambda: "could not keep the report" in said(form))
    assert form.mode is Mode.WRITING
    write(text(form, "narrative"), "!")
    form.save_now()
    assert str(around.drafts.saved[-1].answers["narrative"]).endswith("!")


def test_on_a_shared_pc_the_pin_says_who_signs(qtbot: QtBot, opens: Opens, around: Around) -> None:
    around.pins.pins["Maria Delgado"] = "4711"
    form = opens(a_draft(answers=dict(BECK)), is_shared=True)
    form.submit()
    agree(form)
    dialog = form.submitting.dialog
    assert isinstance(dialog, PinDialog)
    write(dialog.pin, "0000")
    click(dialog.button)
    qtbot.waitUntil(lambda: "That is not the PIN" in said(dialog))
    assert around.filing.submitted == []
    write(dialog.pin, "4711")
    with qtbot.waitSignal(form.submitted):
        click(dialog.button)
    assert around.filing.pins_checked == [True]


def test_a_draft_that_stays_on_a_shared_pc_is_not_left_without_its_author_s_pin(
    qtbot: QtBot, opens: Opens, around: Around
) -> None:
    form = opens(a_draft(), is_shared=True)
    write(text(form, "narrative"), "He shouted.")
    form.save_now()
    qtbot.waitUntil(lambda: not form.has_unsaved)
    assert not form.close()
    dialog = form.submitting.dialog
    assert isinstance(dialog, PinDialog)
    assert "shouted" not in said(dialog)
    click(button(dialog, "Go on writing"))
    assert form.isVisible()
    assert not around.pins.has("Maria Delgado")
    assert not form.close()
    dialog = form.submitting.dialog
    assert isinstance(dialog, PinDialog)
    write(dialog.pin, "4711")
    write(dialog.again, "4711")
    with qtbot.waitSignal(form.closed):
        click(dialog.button)
    assert around.pins.check("Maria Delgado", "4711")


@pytest.mark.parametrize("is_shared", [True, False])
def test_nobody_is_asked_for_a_pin_where_nothing_stays_or_nobody_else_comes(
    qtbot: QtBot, opens: Opens, is_shared: bool
) -> None:
    form = opens(a_draft(), is_shared=is_shared)
    if not is_shared:
        write(text(form, "narrative"), "He shouted.")
        form.save_now()
        qtbot.waitUntil(lambda: not form.has_unsaved)
    assert form.close()


def test_a_form_shows_that_its_draft_was_submitted_at_another_window(
    qtbot: QtBot, opens: Opens, around: Around
) -> None:
    form = opens(a_draft(answers=dict(BECK)))
    filed = replace(around.filing.known, draft="d1")
    for listener in around.filing.listeners:
        listener((filed,))
    qtbot.waitUntil(lambda: form.mode is Mode.SUBMITTED)
    assert filed.number in said(form)


def test_a_form_keeps_what_was_written_although_its_draft_was_submitted_elsewhere(
    qtbot: QtBot, opens: Opens, around: Around
) -> None:
    form = opens(a_draft(answers=dict(BECK)))
    write(text(form, "narrative"), "More of it.")
    filed = replace(around.filing.known, draft="d1")
    for listener in around.filing.listeners:
        listener((filed,))
    form.save_now()
    qtbot.waitUntil(lambda: not form.has_unsaved)
    assert form.mode is Mode.WRITING
    assert "More of it." in str(around.drafts.saved[-1].answers["narrative"])


def test_an_amendment_says_only_what_changed_and_why(
    qtbot: QtBot, opens: Opens, around: Around
) -> None:
    form = opens(a_draft(answers=dict(BECK)))
    with qtbot.waitSignal(form.submitted):
        form.submit()
        agree(form)
    click(button(form, "Add an amendment"))
    assert form.mode is Mode.AMENDING
    assert not form.frame.foot.submit.isEnabled()
    ended = line(form, "ended")
    ended.selectAll()  # type: ignore[attr-defined] # a line
    write(ended, "10:12")
    write(form.frame.body.why, "I looked at my watch too early.")
    leave(form)
    with qtbot.waitSignal(form.submitted):
        click(form.frame.foot.submit)
        agree(form)
    assert around.filing.amended == [
        {
            "report": "r1",
            "answers": {"ended": "10:12"},
            "why": "I looked at my watch too early.",
            "amender": "Maria Delgado",
        }
    ]


def amending(qtbot: QtBot, form: IncidentForm) -> None:
    with qtbot.waitSignal(form.submitted):
        form.submit()
        agree(form)
    form.amend()
    qtbot.waitUntil(form.frame.body.why.isVisible)


def test_an_amendment_is_on_the_disk_two_seconds_after_its_first_key(
    qtbot: QtBot, opens: Opens, around: Around
) -> None:
    form = opens(a_draft(answers=dict(BECK)))
    amending(qtbot, form)
    write(form.frame.body.why, "I was wrong.")
    write(text(form, "narrative"), " He left.")
    qtbot.waitUntil(lambda: "new1" in around.drafts.kept, timeout=2_000)
    kept = around.drafts.kept["new1"]
    assert (kept.amends, kept.why, set(kept.answers)) == ("r1", "I was wrong.", {"narrative"})
    assert "Saved" in said(form.frame.header)


def test_an_amendment_that_was_begun_is_gone_on_with(
    qtbot: QtBot, opens: Opens, around: Around
) -> None:
    begun = a_draft(id="a1", amends="r1", why="I was", answers={"damage": "The door", "place": ""})
    form = opens(begun, filed=a_filed())
    form.amend()
    qtbot.waitUntil(form.frame.body.why.isVisible)
    assert form.frame.body.why.toPlainText() == "I was"
    write(form.frame.body.why, " wrong.")
    leave(form)
    with qtbot.waitSignal(form.submitted):
        click(form.frame.foot.submit)
        agree(form)
    (amended,) = around.filing.amended
    assert amended["answers"] == {"damage": "The door", "place": ""}
    assert amended["why"] == "I was wrong."
    assert around.filing.amended_from == ["a1"]


def test_a_window_with_an_amendment_closes_once_the_disk_has_it(
    qtbot: QtBot, opens: Opens, around: Around
) -> None:
    form = opens(a_draft(answers=dict(BECK)))
    amending(qtbot, form)
    write(form.frame.body.why, "I was wrong.")
    with qtbot.waitSignal(form.closed):
        click(button(form, "Save and close"))
    assert around.drafts.kept["new1"].why == "I was wrong."


def test_an_amendment_that_the_disk_refuses_is_left_after_one_question(
    qtbot: QtBot, opens: Opens, around: Around
) -> None:
    form = opens(a_draft(answers=dict(BECK)))
    amending(qtbot, form)
    around.drafts.error = full_disk()
    write(form.frame.body.why, "I was wrong.")
    click(button(form, "Save and close"))
    qtbot.waitUntil(lambda: form.closing.question is not None)
    question = form.closing.question
    assert question is not None
    assert "This report is NOT saved." in said(question)
    key(question, Qt.Key.Key_Return)  # out of habit: nothing is lost
    assert form.isVisible()
    assert form.frame.body.why.toPlainText() == "I was wrong."


def test_a_second_amendment_begins_a_draft_of_its_own(
    qtbot: QtBot, opens: Opens, around: Around
) -> None:
    form = opens(a_draft(answers=dict(BECK)))
    amending(qtbot, form)
    write(text(form, "narrative"), " He left.")
    write(form.frame.body.why, "I was wrong.")
    leave(form)
    with qtbot.waitSignal(form.submitted):
        click(form.frame.foot.submit)
        agree(form)
    form.amend()
    write(form.frame.body.why, "Once more.")
    form.save_now()
    qtbot.waitUntil(lambda: "new2" in around.drafts.kept)
    assert around.drafts.kept["new2"].answers == {}


@pytest.mark.parametrize("width", [900, 700])
def test_a_draft_is_discarded_after_a_question_whose_answer_is_to_keep_it(
    width: int, qtbot: QtBot, opens: Opens, around: Around
) -> None:
    form = opens(width=width)
    write(text(form, "narrative"), "A slip of the hand.")
    form.save_now()
    click(button(form, "Discard this draft…"))
    question = form._discarding
    assert question is not None
    assert "What you wrote goes for good, and so do the files you added." in said(question)
    assert question.no.text() == "Keep it"
    key(question, Qt.Key.Key_Return)
    assert not question.isVisible()
    assert form.isVisible()
    assert around.drafts.discarded == []

    write(text(form, "narrative"), " And another.")
    click(button(form, "Discard this draft…"))
    question = form._discarding
    assert question is not None
    with qtbot.waitSignal(form.closed):
        click(question.yes)
    assert around.drafts.discarded == ["d1"]
    assert around.drafts.kept == {}  # closing does not bring it back


def test_a_draft_that_the_disk_does_not_let_go_of_stays_open_and_says_so(
    qtbot: QtBot, opens: Opens, around: Around
) -> None:
    form = opens(a_draft(answers=dict(BECK)))
    around.drafts.error = full_disk()
    form.discard()
    qtbot.waitUntil(lambda: "NOT saved" in said(form))
    assert form.isVisible()
    around.drafts.error = None
    write(text(form, "narrative"), " He left.")
    form.save_now()
    assert str(around.drafts.kept["d1"].answers["narrative"]).endswith("He left.")


def test_what_was_submitted_cannot_be_discarded_but_an_amendment_to_it_can(
    qtbot: QtBot, opens: Opens, around: Around
) -> None:
    form = opens(a_draft(answers=dict(BECK)), filed=a_filed())
    form.discard()
    assert "Close" in names(form)
    assert "Discard" not in " ".join(names(form))
    form.amend()
    write(form.frame.body.why, "He came back.")
    form.save_now()
    qtbot.waitUntil(lambda: "Discard this amendment…" in names(form))
    with qtbot.waitSignal(form.closed):
        form.discard()
    assert around.drafts.discarded == ["new1"]


def names(form: IncidentForm) -> list[str]:
    return [one.text() for one in form.findChildren(QPushButton) if one.isVisible()]


def test_keys_go_through_the_parts(opens: Opens) -> None:
    form = opens()
    key(form, Qt.Key.Key_Return, CTRL)
    assert part_with_focus(form) is Part.PEOPLE
    key(form, Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
    assert part_with_focus(form) is Part.BEHAVIOR


def test_the_list_of_parts_follows_whoever_scrolls(qtbot: QtBot, opens: Opens) -> None:
    form = opens(a_draft(answers=dict(BECK)))
    qtbot.wait(20)
    text(form, "narrative").setFocus()
    bar = form.frame.body.verticalScrollBar()
    boxes = form.frame.body.boxes
    assert current_part(form) is Part.HAPPENED
    bar.setValue(boxes[Part.STAFF].y() - 40)
    assert current_part(form) is Part.STAFF
    assert form.frame.foot.next.text() == "Next: escalation"
    bar.setValue(bar.maximum())
    assert current_part(form) is Part.SIGN
    assert not form.frame.foot.next.isVisible()
    assert form.frame.foot.submit.property("role") == "primary"
    bar.setValue(0)
    assert current_part(form) is Part.HAPPENED


def test_a_part_that_was_asked_for_stays_the_one_although_the_page_ends_before_it(
    qtbot: QtBot, opens: Opens
) -> None:
    form = opens(a_draft(answers=dict(BECK)))
    qtbot.wait(20)
    text(form, "narrative").setFocus()
    bar = form.frame.body.verticalScrollBar()
    form.go_to(Part.ATTACHMENTS)
    qtbot.waitUntil(lambda: bar.value() == bar.maximum())
    assert current_part(form) is Part.ATTACHMENTS


def current_part(form: IncidentForm) -> Part:
    return next(one.part for one in form.view.parts if one.is_current)


def part_with_focus(form: IncidentForm) -> Part | None:
    return form.frame.body.part_with(form.focusWidget())


@pytest.mark.parametrize("width", [1400, 900, 700])
def test_the_tab_key_goes_in_reading_order(width: int, qtbot: QtBot, opens: Opens) -> None:
    form = opens(a_draft(answers=dict(BECK)), width=width)
    qtbot.wait(10)
    first = editor(form, "began").controls()[0]
    first.setFocus()
    seen: list[tuple[float, float, str]] = []
    page = form.frame.body.widget()
    assert page is not None
    for _ in range(200):
        focus = form.focusWidget()
        assert focus is not None
        if not page.isAncestorOf(focus):
            break
        corner = focus.mapTo(page, focus.rect().topLeft())
        seen.append((corner.y() + focus.height() / 2, corner.x(), focus.accessibleName()))
        key(focus, Qt.Key.Key_Tab)
    assert len(seen) > 20
    for (y, x, name), (below, right, following) in pairwise(seen):
        assert below > y - 30, f"{following} is above {name}"
        assert below > y + 12 or right > x, f"{following} is left of {name}"
    assert form.focusWidget() in form.frame.foot.controls()


@pytest.mark.parametrize("width", [1400, 900, 700])
def test_everything_that_can_be_pressed_or_written_has_a_name(width: int, opens: Opens) -> None:
    form = opens(a_draft(answers=dict(BECK)), width=width)
    nameless = [
        type(control).__name__
        for control in form.frame.controls()
        if control.isVisible() and not (control.accessibleName() or getattr(control, "text", str)())
    ]
    assert nameless == []


def test_there_is_room_for_what_fits(opens: Opens) -> None:
    form = opens(width=900)
    assert form.frame.parts.isVisible()
    assert not form.frame.part_line.isVisible()
    form.resize(700, 800)
    QApplication.processEvents()
    assert not form.frame.parts.isVisible()
    assert form.frame.part_line.isVisible()


def test_the_form_speaks_spanish(opens: Opens) -> None:
    form = opens(a_draft(answers=dict(BECK)), spoken=Words.of("es"))
    shown = said(form)
    for english in ("What happened", "Where", "Behavior", "Witnesses", "Save"):
        assert english not in shown.split()
    assert "Cuéntelo con sus palabras" in shown
    assert line(form, "ended").text() == "10:08"  # type: ignore[attr-defined] # a line


def test_right_to_left_words_are_written_from_the_right(opens: Opens) -> None:
    form = opens()
    story = text(form, "narrative")
    assert isinstance(story, QWidget)
    story.insertPlainText("صرخ الرجل")  # type: ignore[attr-defined] # a text
    block = story.document().firstBlock()  # type: ignore[attr-defined] # a text
    assert block.textDirection() is Qt.LayoutDirection.RightToLeft
    assert form.draft.answers["narrative"] == "صرخ الرجل"


def test_the_look_changes_without_losing_a_word(qtbot: QtBot, opens: Opens, around: Around) -> None:
    form = opens()
    write(text(form, "narrative"), "He shouted.")
    form._appearance.choose(text_scale=2.0)
    assert text(form, "narrative").toPlainText() == "He shouted."  # type: ignore[attr-defined] # a text
    write(text(form, "narrative"), " I left.")
    assert "I left." in str(form.draft.answers["narrative"])


def test_closing_says_which_draft_it_was(qtbot: QtBot, opens: Opens) -> None:
    form = opens()
    with qtbot.waitSignal(form.closed) as closed:
        click(button(form, "Save and close"))
    assert closed.args == ["d1"]


def test_a_closed_form_hears_no_more_of_what_was_submitted(
    qtbot: QtBot, opens: Opens, around: Around
) -> None:
    form = opens()
    assert form.close()
    posted: list[object] = []
    form._bridge.post = posted.append  # type: ignore[assignment,method-assign] # to see it
    around.filing.news(standing=Standing.READ)
    assert posted == []


def test_it_closes_by_itself_once_the_disk_has_every_key(
    qtbot: QtBot, opens: Opens, around: Around
) -> None:
    around.drafts.holds = True
    form = opens()
    write(text(form, "narrative"), "He shouted.")
    click(button(form, "Save and close"))
    assert form.isVisible()
    write(text(form, "narrative"), " I left.")
    with qtbot.waitSignal(form.closed):
        for at in range(2):
            future, draft = around.drafts.waiting[at]
            future.set_result(draft)
            QApplication.processEvents()
    assert not form.isVisible()
    assert form.closing.question is None
    assert around.drafts.saved[-1].answers["narrative"] == "He shouted. I left."


def test_a_report_that_the_disk_refuses_is_left_after_one_question(
    qtbot: QtBot, opens: Opens, around: Around
) -> None:
    around.drafts.error = full_disk()
    form = opens()
    write(text(form, "narrative"), "He shouted.")
    click(button(form, "Save and close"))
    qtbot.waitUntil(lambda: form.closing.question is not None and form.closing.question.isVisible())
    first = form.closing.question
    assert first is not None
    assert "This report is NOT saved." in said(first)
    key(first, Qt.Key.Key_Return)  # out of habit: nothing is lost
    assert form.isVisible()
    click(button(form, "Save and close"))
    qtbot.waitUntil(lambda: form.closing.question is not first)
    again = form.closing.question
    assert again is not None
    with qtbot.waitSignal(form.closed):
        click(again.yes)


def test_whoever_will_not_wait_for_a_disk_that_hangs_is_asked(
    qtbot: QtBot, opens: Opens, around: Around
) -> None:
    around.drafts.holds = True
    form = opens()
    write(text(form, "narrative"), "He shouted.")
    for _ in range(2):
        click(button(form, "Save and close"))
    assert form.closing.question is not None
    with qtbot.waitSignal(form.closed):  # it answers after all
        future, draft = around.drafts.waiting[0]
        future.set_result(draft)
    assert not form.closing.question.isVisible()


def test_submitting_waits_for_a_file_that_is_still_being_read(
    qtbot: QtBot, opens: Opens, around: Around
) -> None:
    form = opens(a_draft(answers=dict(BECK)))
    form.frame.attachments.add([Path("glass.jpg")])
    assert not form.frame.foot.submit.isEnabled()
    assert "1 file is still being read." in said(form.frame.foot)
    key(form, Qt.Key.Key_Return, CTRL_SHIFT)
    assert form.submitting.dialog is None
    around.box.adding[0].finish()
    qtbot.waitUntil(form.frame.foot.submit.isEnabled)
    assert "still being read" not in said(form)
    with qtbot.waitSignal(form.submitted):
        click(form.frame.foot.submit)
        agree(form)
    assert [file.name for file in around.filing.submitted[0].attachments] == ["glass.jpg"]


def test_a_file_that_is_being_read_stays_on_its_way_in_another_look(
    qtbot: QtBot, opens: Opens, around: Around
) -> None:
    form = opens()
    form.frame.attachments.add([Path("glass.jpg")])
    form._appearance.choose(text_scale=2.0)
    form._appearance.choose(text_scale=1.0)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert form.frame.attachments.reading == 1
    qtbot.waitUntil(lambda: "glass.jpg" in said(form.frame.attachments))
    around.box.adding[0].progress(1, 2)
    around.box.adding[0].finish()
    qtbot.waitUntil(lambda: bool(form.draft.attachments))
    assert form.frame.attachments.reading == 0


def test_a_file_added_to_an_amendment_is_waited_for_too(
    qtbot: QtBot, opens: Opens, around: Around
) -> None:
    form = opens(a_draft(answers=dict(BECK)))
    with qtbot.waitSignal(form.submitted):
        form.submit()
        agree(form)
    click(button(form, "Add an amendment"))
    write(form.frame.body.why, "The photo was missing.")
    form.frame.attachments.add([Path("glass.jpg")])
    assert not form.frame.foot.submit.isEnabled()
    around.box.adding[0].finish()
    qtbot.waitUntil(form.frame.foot.submit.isEnabled)


def test_closing_waits_for_a_file_that_is_still_being_read(
    qtbot: QtBot, opens: Opens, around: Around
) -> None:
    form = opens()
    form.frame.attachments.add([Path("glass.jpg")])
    click(button(form, "Save and close"))
    assert form.isVisible()
    with qtbot.waitSignal(form.closed):
        around.box.adding[0].finish()
    assert [file.name for file in around.drafts.kept["d1"].attachments] == ["glass.jpg"]


@pytest.mark.parametrize("scheme", Scheme)
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_a_marked_field_is_no_higher_than_its_neighbours_and_buttons_stand_at_the_middle_of_theirs(
    scheme: Scheme, scale: float, qtbot: QtBot, appearance: Appearance, opens: Opens
) -> None:
    appearance.choose(scheme=scheme, text_scale=scale)
    form = opens(a_draft(answers=dict(BECK) | {"ended": "09:58"}), width=round(1000 * scale))
    qtbot.wait(30)
    assert line(form, "ended").property("problem") == "true"
    assert line(form, "ended").height() == line(form, "reporter_name").height()
    line(form, "reporter_name").setFocus()
    form.frame.body.widget().layout().activate()  # type: ignore[union-attr] # it holds a page
    assert line(form, "ended").height() == line(form, "reporter_name").height()
    people = editor(form, "customers")
    field = people.findChildren(FormLine)[0]
    middle = field.mapTo(people, field.rect().center()).y()
    for beside in ("More about Customer or aggressor", "Remove Customer or aggressor"):
        one = button(people, beside)
        assert abs(one.mapTo(people, one.rect().center()).y() - middle) <= 1


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_what_a_day_is_picked_with_grows_with_the_text(
    opens: Opens, appearance: Appearance, scale: float
) -> None:
    appearance.choose(scheme=Scheme.LIGHT, text_scale=scale)
    form = opens(width=1400)
    day = editor(form, "began").controls()[0]
    picker = next(one for one in day.findChildren(QToolButton) if one.isVisible())
    assert day.rect().contains(picker.geometry())
    drawn = picker.grab().toImage()
    paper = drawn.pixelColor(0, 0)
    ink = [x for x in range(drawn.width()) if drawn.pixelColor(x, drawn.height() // 2) != paper]
    assert 12 * scale <= ink[-1] - ink[0] <= 16 * scale
