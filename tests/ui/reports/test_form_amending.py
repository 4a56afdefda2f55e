"""The incident form adds to a report that was submitted."""

from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.ui.views.incident_form import Mode
from tests.ui.hands import click, key
from tests.ui.reports.conftest import Around, Opens
from tests.ui.reports.hands import (
    agree,
    amending,
    button,
    leave,
    line,
    said,
    text,
    write,
)
from tests.ui.reports.stand_ins import a_draft, a_filed, full_disk
from tests.ui.reports.story import BECK


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
