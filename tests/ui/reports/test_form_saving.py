"""The incident form loses no word: saved while it is written, and closed once that is kept."""

from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.domain.reports.facts import Standing
from desktop.services.adapters.pdf.saving import DocumentNotSavedError
from tests.ui.hands import click, key
from tests.ui.reports.conftest import Around, Opens
from tests.ui.reports.hands import (
    button,
    said,
    text,
    write,
)
from tests.ui.reports.stand_ins import full_disk


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
