"""The incident form lets go of a draft, after a question that keeps it."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.ui.hands import click, key
from tests.ui.reports.conftest import Around, Opens
from tests.ui.reports.hands import (
    button,
    names,
    said,
    text,
    write,
)
from tests.ui.reports.stand_ins import a_draft, a_filed, full_disk
from tests.ui.reports.story import BECK


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
