"""The incident form, from Submit to what became of the report."""

from io import BytesIO
from pathlib import Path

import pytest
from msgspec.structs import replace
from pypdf import PdfReader
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.domain.errors import ReportNotSavedError
from desktop.domain.reports.facts import Standing
from desktop.ui.reports.form import IncidentForm
from desktop.ui.reports.pin_dialog import PinDialog
from desktop.ui.views.incident_form import Mode
from desktop.ui.views.incident_parts import Part
from tests.ui.hands import click, key
from tests.ui.reports.conftest import Around, Opens
from tests.ui.reports.hands import (
    CTRL_SHIFT,
    agree,
    button,
    editor,
    leave,
    line,
    said,
    text,
    write,
)
from tests.ui.reports.paper import render
from tests.ui.reports.stand_ins import a_draft
from tests.ui.reports.story import BECK


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
    qtbot.waitUntil(lambda: filed.number in said(form))
    assert form.mode is Mode.SUBMITTED


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
