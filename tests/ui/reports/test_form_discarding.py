"""The incident form lets go of a draft, which can be taken back for ten seconds."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.ui.reports import going
from desktop.ui.theme import Appearance
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


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten seconds that are over at once."""
    monkeypatch.setattr(going, "TICK_MS", 1)


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("width", [900, 700])
def test_a_deleted_draft_is_gone_after_ten_seconds_and_its_form_with_it(
    width: int, qtbot: QtBot, opens: Opens, around: Around
) -> None:
    form = opens(width=width)
    write(text(form, "narrative"), "A slip of the hand.")
    with qtbot.waitSignal(form.closed):
        click(button(form, "Delete draft"))
    assert around.drafts.discarded == ["d1"]
    assert around.drafts.kept == {}  # closing does not bring it back


@pytest.mark.parametrize("by", ["the button", "Return", "Ctrl+Z"])
def test_a_deleted_draft_can_be_taken_back_and_written_on(
    by: str, qtbot: QtBot, opens: Opens, around: Around
) -> None:
    form = opens()
    write(text(form, "narrative"), "A slip")
    click(button(form, "Delete draft"))
    assert "Deleted in 10 seconds, with its files." in said(form)
    assert around.drafts.discarded == []
    assert around.drafts.kept["d1"].answers["narrative"] == "A slip"  # on the disk all the time
    assert not text(form, "narrative").isEnabled()
    undo = button(form, "Undo")
    if by == "the button":
        click(undo)
    elif by == "Return":
        assert form.focusWidget() is undo
        key(undo, Qt.Key.Key_Space)
    else:
        form._undo()
    assert "Deleted in" not in said(form)
    write(text(form, "narrative"), " of the hand.")
    form.save_now()
    qtbot.waitUntil(lambda: around.drafts.kept["d1"].answers["narrative"] == "A slip of the hand.")
    assert not form._going.is_on


def test_while_a_draft_is_being_deleted_nothing_else_is_done_to_it(
    qtbot: QtBot, opens: Opens, around: Around, appearance: Appearance
) -> None:
    form = opens(a_draft(answers=dict(BECK)))
    click(button(form, "Delete draft"))
    form.submit()
    form._redo()
    form.discard_soon()
    appearance.choose(text_scale=2.0)  # the whole form is drawn anew
    qtbot.waitUntil(lambda: "Deleted in" in said(form))
    assert not text(form, "narrative").isEnabled()
    assert form.submitting.dialog is None
    with qtbot.waitSignal(form.closed):
        form.close()  # whoever closes it does not want it back
    assert around.drafts.discarded == ["d1"]


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
    assert "Delete" not in " ".join(names(form))
    form.amend()
    write(form.frame.body.why, "He came back.")
    form.save_now()
    qtbot.waitUntil(lambda: "Delete amendment" in names(form))
    with qtbot.waitSignal(form.closed):
        form.discard()
    assert around.drafts.discarded == ["new1"]
