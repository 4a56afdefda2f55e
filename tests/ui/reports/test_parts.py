"""Attachments, preview, threat call, drafts: each driven as a person drives it."""

import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path
from threading import Event, get_ident

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QImage
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.domain.errors import DeskError
from desktop.domain.reports.field import Kind
from desktop.services.reports.ports import Draft, LiveCall
from desktop.ui.advice_line import AdviceLine
from desktop.ui.reports.drafts_list import DraftsList
from desktop.ui.reports.live_call import LiveCallCard
from desktop.ui.reports.look import Look
from desktop.ui.reports.paper import print_pdf
from desktop.ui.reports.pin_dialog import PinDialog
from desktop.ui.reports.rendering import Rendering
from desktop.ui.reports.threat_call import ThreatCallWindow
from desktop.ui.theme import Appearance
from desktop.ui.views.attachments import Pasted
from desktop.ui.views.pin import PinTask
from desktop.ui.words import Words
from tests.ui.hands import click, key
from tests.ui.reports.conftest import Around, Opens
from tests.ui.reports.hands import button, chip, said, text, write
from tests.ui.reports.paper import render
from tests.ui.reports.stand_ins import (
    NOW,
    SAVED_AT,
    StandInCalls,
    StandInDrafts,
    StandInPins,
    a_draft,
    full_disk,
)
from tests.ui.reports.story import BECK
from tests.ui.strays import strays


class TooLargeError(DeskError):
    """It is larger than 50 MB."""

    advice = "Shorten the recording, or send it another way."


# Attachments -------------------------------------------------------------------------------------


def test_a_file_shows_how_far_it_is_and_then_stands_on_the_list(
    qtbot: QtBot, opens: Opens, around: Around
) -> None:
    form = opens()
    form.frame.attachments.add([Path("glass.jpg")])
    around.box.adding[0].progress(3_000_000, 8_000_000)
    qtbot.waitUntil(lambda: "Reading glass.jpg, 3 of 8 MB" in said(form.frame.attachments))
    around.box.adding[0].finish()
    qtbot.waitUntil(lambda: len(form.draft.attachments) == 1)
    qtbot.waitUntil(lambda: "1.2 MB, added by Maria Delgado" in said(form.frame.attachments))
    click(button(form.frame.attachments, "Remove glass.jpg"))
    assert form.draft.attachments == ()
    form.undo_stack.undo()
    assert len(form.draft.attachments) == 1


def test_what_is_odd_about_a_file_is_said_to_whoever_brought_it(
    qtbot: QtBot, opens: Opens, around: Around
) -> None:
    form = opens()
    form.frame.attachments.add([Path("letter.pdf")])
    around.box.adding[0].finish(900, "Its end is missing.")
    qtbot.waitUntil(lambda: "letter.pdf was added." in said(form.frame.attachments))
    assert "Its end is missing." in said(form.frame.attachments)
    assert len(form.draft.attachments) == 1


def test_reading_a_file_can_be_cancelled(qtbot: QtBot, opens: Opens, around: Around) -> None:
    form = opens()
    form.frame.attachments.add([Path("glass.jpg")])
    qtbot.waitUntil(lambda: "Reading glass.jpg" in said(form.frame.attachments))
    click(button(form.frame.attachments, "Cancel adding glass.jpg"))
    qtbot.waitUntil(lambda: "Reading" not in said(form.frame.attachments))
    assert around.box.adding[0].result.cancelled()


def test_a_file_that_cannot_be_added_says_why(qtbot: QtBot, opens: Opens, around: Around) -> None:
    form = opens()
    form.frame.attachments.add([Path("talk.wav")])
    around.box.adding[0].result.set_exception(TooLargeError())
    qtbot.waitUntil(lambda: "talk.wav was not added" in said(form.frame.attachments))
    assert "Shorten the recording" in said(form.frame.attachments)
    click(button(form.frame.attachments, "Dismiss the message about talk.wav"))
    qtbot.waitUntil(lambda: "talk.wav" not in said(form.frame.attachments))


def test_files_are_dropped_and_pictures_pasted_also_into_a_text(
    opens: Opens, around: Around
) -> None:
    form = opens()
    dropped = QMimeData()
    dropped.setUrls([QUrl.fromLocalFile("/tmp/letter.pdf")])
    assert form.frame.attachments.take(dropped)
    pasted = QMimeData()
    pasted.setImageData(QImage(4, 4, QImage.Format.Format_RGB32))
    text(form, "narrative").insertFromMimeData(pasted)  # type: ignore[attr-defined] # a text
    sources = [adding.source for adding in around.box.adding]
    assert sources[0] == Path("/tmp/letter.pdf")
    assert isinstance(sources[1], Pasted)
    assert sources[1].data.startswith(b"\x89PNG")


# Preview -----------------------------------------------------------------------------------------


def test_of_many_versions_only_the_newest_is_drawn() -> None:
    may_go_on = Event()
    drawn: list[str] = []
    shown: list[object] = []

    def slowly(draft: Draft) -> bytes:
        drawn.append(draft.id)
        may_go_on.wait(5)
        return draft.id.encode()

    posted: list[Callable[[], None]] = []
    rendering = Rendering(slowly, post=posted.append, shown=shown.append, failed=shown.append)
    for name in ("1", "2", "3", "4"):
        rendering.ask(a_draft(id=name))
    may_go_on.set()
    while len(shown) < 2:
        while not posted:
            time.sleep(0.001)
        posted.pop(0)()
    rendering.close()
    assert drawn == ["1", "4"]
    assert shown == [b"1", b"4"]


LONG = {**BECK, "actions": "\n".join(f"Then I waited, minute {n}." for n in range(30))}
"""More than one page of it."""


def pages_of(answers: Mapping[str, object]) -> int:
    return len(PdfReader(BytesIO(render(a_draft(answers=dict(answers))))).pages)


def test_the_preview_follows_a_pause_off_the_windows_thread_and_keeps_its_place(
    qtbot: QtBot, opens: Opens, around: Around
) -> None:
    threads = set()

    def drawn(draft: Draft) -> bytes:
        threads.add(get_ident())
        return render(draft)

    around.render = drawn
    form = opens(a_draft(answers=dict(LONG)), width=1400)
    preview = form.frame.preview
    assert preview is not None
    pages = pages_of(LONG)
    qtbot.waitUntil(lambda: preview.pages.page_count == pages > 1)
    bar = preview.pages.verticalScrollBar()
    bar.setValue(200)
    with qtbot.waitSignal(preview.shown):
        write(text(form, "narrative"), " And he left.")
    qtbot.waitUntil(lambda: not preview._is_stale)
    assert bar.value() == 200
    assert get_ident() not in threads
    assert f"Page 1 of {pages}, as it will print" in said(preview)
    click(button(preview, "Larger"))
    assert preview.pages.zoom == 1.25


def test_f6_goes_to_the_preview_and_back(qtbot: QtBot, opens: Opens, around: Around) -> None:
    around.render = render
    form = opens(a_draft(answers=dict(BECK)), width=900)
    preview = form.frame.preview
    assert preview is not None
    assert not preview.isVisible()
    text(form, "narrative").setFocus()
    key(form, Qt.Key.Key_F6)
    assert preview.isVisible()
    assert preview.pages.hasFocus()
    key(form, Qt.Key.Key_F6)
    assert not preview.isVisible()


def test_the_pdf_is_saved_where_it_is_asked_for(
    qtbot: QtBot, opens: Opens, around: Around, tmp_path: Path
) -> None:
    around.render = render
    form = opens(a_draft(answers=dict(LONG)), width=1400)
    preview = form.frame.preview
    assert preview is not None
    pages = pages_of(LONG)
    qtbot.waitUntil(lambda: preview.pages.page_count == pages > 1)
    preview.save_to(tmp_path / "report.pdf")
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF")
    preview.save_to(tmp_path / "no such folder" / "report.pdf")
    qtbot.waitUntil(lambda: "could not be written" in said(preview))
    assert [file.name for file in tmp_path.iterdir()] == ["report.pdf"]


def test_every_page_is_printed(qtbot: QtBot, tmp_path: Path) -> None:
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    assert print_pdf(render(a_draft(answers=dict(LONG))), printer)
    assert len(PdfReader(tmp_path / "printed.pdf").pages) == pages_of(LONG) > 1


# The threat call ---------------------------------------------------------------------------------


class Telephone:
    def __init__(self) -> None:
        self.drafts, self.calls, self.clock = StandInDrafts(), StandInCalls(), 100.0


@pytest.fixture
def telephone() -> Telephone:
    return Telephone()


@pytest.fixture
def call(
    qtbot: QtBot, appearance: Appearance, words: Words, telephone: Telephone
) -> ThreatCallWindow:
    window = ThreatCallWindow(
        a_draft(Kind.THREAT_CALL),
        drafts=telephone.drafts,
        calls=telephone.calls,
        taker="Maria Delgado",
        appearance=appearance,
        words=words,
        monotonic=lambda: telephone.clock,
        now=lambda: NOW,
    )
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


def test_every_tick_is_kept_and_streamed_as_it_is_made(
    qtbot: QtBot, call: ThreatCallWindow, telephone: Telephone
) -> None:
    telephone.clock = 112.0
    click(chip(call, "Angry"))
    assert telephone.drafts.saved[-1].answers["voice"] == ["angry"]
    assert telephone.calls.ticks[-1] == ("call-1", {"voice": ["angry"]}, 12)
    click(chip(call, "Slow"))
    assert telephone.calls.ticks[-1][1] == {"voice": ["angry", "slow"]}
    qtbot.waitUntil(lambda: telephone.drafts.saved[-1].answers["voice"] == ["angry", "slow"])


def test_what_is_typed_is_streamed_while_the_caller_still_talks(
    qtbot: QtBot, call: ThreatCallWindow, telephone: Telephone
) -> None:
    assert call.words_field.hasFocus()
    write(call.words_field, "One hour")
    qtbot.waitUntil(lambda: ("call-1", {"threat_wording": "One hour"}, 0) in telephone.calls.ticks)
    assert telephone.drafts.saved[-1].answers["threat_wording"] == "One hour"


def test_enter_goes_on_to_the_next_question(call: ThreatCallWindow, telephone: Telephone) -> None:
    first = call._lines[0]
    write(first, "Soon")
    key(first, Qt.Key.Key_Return)
    assert telephone.calls.ticks[-1][1] == {"ask_when": "Soon"}
    assert call._lines[1].hasFocus()


def test_everything_to_press_is_large_enough_for_a_thumb(call: ThreatCallWindow) -> None:
    from desktop.ui.reports.chips import Chip

    QApplication.processEvents()
    chips = call.findChildren(Chip)
    assert len(chips) > 40
    assert min(one.height() for one in chips) >= 56
    assert min(one.height() for one in call._lines) >= 54
    assert call._end.height() >= 56


@pytest.mark.parametrize("width", [1280, 700])
def test_how_to_speak_and_what_was_asked_never_leave_the_screen(
    width: int, qtbot: QtBot, call: ThreatCallWindow, telephone: Telephone
) -> None:
    call.resize(width, 860)
    QApplication.processEvents()
    assert "Stay calm. Keep the caller talking. Do not hang up first." in said(call)
    assert "0 of 10 asked" in said(call)
    assert "No supervisor\u2019s desk has this yet" in said(call)
    telephone.calls.desks = 2
    qtbot.waitUntil(lambda: "2 supervisors\u2019 desks get this as you write" in said(call))


def test_where_it_is_narrow_saved_goes_first_unless_it_is_not_saved(
    qtbot: QtBot, call: ThreatCallWindow, telephone: Telephone
) -> None:
    call.resize(1280, 860)
    qtbot.waitUntil(lambda: "Saved" in said(call))
    call.resize(700, 860)
    QApplication.processEvents()
    assert "Saved" not in said(call)
    telephone.drafts.error = full_disk()
    click(chip(call, "Angry"))
    qtbot.waitUntil(lambda: "the disk is full" in said(call))


def test_hanging_up_stops_the_clock_and_hands_over_to_the_form(
    qtbot: QtBot, call: ThreatCallWindow, telephone: Telephone
) -> None:
    telephone.clock = 174.0
    click(button(call, "The caller hung up"))
    assert telephone.calls.ended == [("call-1", 74)]
    telephone.clock = 999.0
    assert call.seconds == 74
    assert call.draft.answers["call_length"] == "1:14"
    with qtbot.waitSignal(call.report_wanted) as wanted:
        click(button(call, "Go on to the report"))
    handed = wanted.args[0]
    assert handed.answers["call_ended"] == "10:41"
    assert handed.kind == "threat_call"


def test_a_full_disk_does_not_stop_the_call(
    qtbot: QtBot, call: ThreatCallWindow, telephone: Telephone
) -> None:
    telephone.drafts.error = full_disk()
    click(chip(call, "Angry"))
    qtbot.waitUntil(lambda: "Not saved: the disk is full" in said(call))
    assert telephone.calls.ticks[-1][1] == {"voice": ["angry"]}


def test_closing_a_call_that_the_disk_refuses_asks_first(
    qtbot: QtBot, call: ThreatCallWindow, telephone: Telephone
) -> None:
    telephone.drafts.error = full_disk()
    write(call.words_field, "One hour")
    assert not call.close()
    qtbot.waitUntil(lambda: call.closing.question is not None)
    question = call.closing.question
    assert question is not None
    assert "This report is NOT saved." in said(question)
    key(question, Qt.Key.Key_Return)  # out of habit: nothing is lost
    assert call.isVisible()
    telephone.drafts.error = None
    write(call.words_field, " left")
    with qtbot.waitSignal(call.closed):
        call.close()
    assert telephone.drafts.kept["d1"].answers["threat_wording"] == "One hour left"


def test_a_call_closes_by_itself_once_the_disk_has_it(
    qtbot: QtBot, call: ThreatCallWindow, telephone: Telephone
) -> None:
    telephone.drafts.holds = True
    write(call.words_field, "One hour")
    assert not call.close()
    with qtbot.waitSignal(call.closed):
        while telephone.drafts.waiting:
            future, draft = telephone.drafts.waiting.pop(0)
            future.set_result(draft)
            QApplication.processEvents()
    assert call.closing.question is None
    assert telephone.drafts.saved[-1].answers["call_ended"] == "10:41"


def test_a_call_that_is_not_saved_is_handed_over_to_the_form_all_the_same(
    qtbot: QtBot, call: ThreatCallWindow, telephone: Telephone
) -> None:
    telephone.drafts.error = full_disk()
    click(button(call, "The caller hung up"))
    with qtbot.waitSignal(call.report_wanted):
        click(button(call, "Go on to the report"))
    assert call.close()


def test_the_supervisors_card_shows_the_words_as_they_come(
    qtbot: QtBot, appearance: Appearance, words: Words
) -> None:
    card = LiveCallCard(Look(appearance.theme, words), now=lambda: SAVED_AT)
    qtbot.addWidget(card)
    live = LiveCall(
        call="c1",
        place="Counter 3",
        station="3" * 32,
        taker="Maria Delgado",
        began_at=SAVED_AT,
        answers={"threat_wording": "One hour."},
        is_over=False,
        last_at_s=0,
    )
    card.show()
    card.show_call(live)
    assert "“One hour.”" in said(card)
    assert "Maria Delgado has the caller on the phone" in said(card)
    assert "0 of 10 asked" in said(card)


# Drafts and PINs ---------------------------------------------------------------------------------


def test_another_persons_draft_opens_with_their_pin_alone(
    qtbot: QtBot, appearance: Appearance, words: Words
) -> None:
    drafts = DraftsList(
        Look(appearance.theme, words),
        appearance,
        person=lambda: "Maria Delgado",
        is_shared=True,
        pins=StandInPins(Devon_Park="4711"),
    )
    qtbot.addWidget(drafts)
    secret = a_draft(author="Devon Park", answers={"narrative": "He shouted."})
    drafts.show_drafts((secret,))
    drafts.show()
    opened: list[Draft] = []
    drafts.opened.connect(opened.append)
    drafts.open(secret)
    dialog = drafts.dialog
    assert dialog is not None
    assert "shouted" not in said(drafts) + said(dialog)
    write(dialog.pin, "1234")
    click(dialog.button)
    qtbot.waitUntil(lambda: "That is not the PIN" in said(dialog))
    assert opened == []
    write(dialog.pin, "4711")
    click(dialog.button)
    qtbot.waitUntil(lambda: opened == [secret])


def a_list(
    qtbot: QtBot, appearance: Appearance, words: Words, *, pins: StandInPins, is_shared: bool = True
) -> tuple[DraftsList, list[Draft]]:
    """The drafts as Maria Delgado sees them, and those that were opened."""
    drafts = DraftsList(
        Look(appearance.theme, words),
        appearance,
        person=lambda: "maria  delgado",
        is_shared=is_shared,
        pins=pins,
    )
    qtbot.addWidget(drafts)
    opened: list[Draft] = []
    drafts.opened.connect(opened.append)
    drafts.show()
    return drafts, opened


def test_a_draft_goes_from_the_list_after_its_pin_and_can_be_taken_back(
    qtbot: QtBot, appearance: Appearance, words: Words
) -> None:
    drafts, _ = a_list(qtbot, appearance, words, pins=StandInPins(Maria_Delgado="4711"))
    gone: list[Draft] = []
    kept: list[Draft] = []
    drafts.discarded.connect(gone.append)
    drafts.taken_back.connect(kept.append)
    drafts.show_drafts((a_draft(),))
    click(button(drafts, "Delete draft"))
    assert gone == []  # the PIN comes first
    assert drafts.dialog is not None
    drafts.dialog.accept()
    assert [one.id for one in gone] == ["d1"]
    drafts.show_drafts((a_draft(),), going={"d1": 10})
    qtbot.waitUntil(lambda: "Deleted in 10 seconds, with its files." in said(drafts))
    drafts.count_down("d1", 1)
    assert "Deleted in 1 second, with its files." in said(drafts)
    assert set(names_of(drafts)) == {"Undo", "New report"}
    click(button(drafts, "Undo"))
    assert [one.id for one in kept] == ["d1"]


def test_no_button_of_the_list_is_a_window_for_a_moment(
    qtbot: QtBot, appearance: Appearance, words: Words
) -> None:
    drafts, _ = a_list(qtbot, appearance, words, pins=StandInPins())
    with strays() as seen:
        drafts.show_drafts((a_draft(), a_draft(id="d2")), going={"d2": 5})
        qtbot.waitUntil(button(drafts, "Delete draft").isVisible)
    assert seen == []


def names_of(widget: QWidget) -> list[str]:
    return [one.text() for one in widget.findChildren(QPushButton) if one.isVisible()]


def test_nobody_sets_a_pin_to_throw_a_draft_away(
    qtbot: QtBot, appearance: Appearance, words: Words
) -> None:
    drafts, _ = a_list(qtbot, appearance, words, pins=StandInPins())
    gone: list[Draft] = []
    drafts.discarded.connect(gone.append)
    drafts.show_drafts((a_draft(),))
    click(button(drafts, "Delete draft"))
    assert drafts.dialog is None
    assert [one.id for one in gone] == ["d1"]


def test_on_a_shared_pc_an_author_without_a_pin_sets_one_before_the_draft_opens(
    qtbot: QtBot, appearance: Appearance, words: Words
) -> None:
    pins = StandInPins()
    drafts, opened = a_list(qtbot, appearance, words, pins=pins)
    mine = a_draft(answers={"narrative": "He shouted."})
    drafts.show_drafts((mine,))
    click(button(drafts, "Set a PIN and open…"))
    dialog = drafts.dialog
    assert dialog is not None
    assert "shouted" not in said(drafts) + said(dialog)
    assert opened == []
    write(dialog.pin, "4711")
    write(dialog.again, "4711")
    click(dialog.button)
    qtbot.waitUntil(lambda: opened == [mine])
    assert pins.has("Maria Delgado")


def test_nobody_sets_a_pin_for_somebody_else_to_open_their_draft(
    qtbot: QtBot, appearance: Appearance, words: Words
) -> None:
    drafts, opened = a_list(qtbot, appearance, words, pins=StandInPins())
    theirs = a_draft(author="Devon Park")
    drafts.show_drafts((theirs,))
    drafts.open(theirs)
    assert drafts.dialog is None
    assert opened == []
    assert not button(drafts, "Open").isEnabled()


def test_of_drafts_of_other_accounts_it_says_only_how_many_there_are(
    qtbot: QtBot, appearance: Appearance, words: Words
) -> None:
    drafts, _ = a_list(qtbot, appearance, words, pins=StandInPins(), is_shared=False)
    drafts.show_drafts((), elsewhere=2)
    assert "2 drafts of other accounts on this PC open in those accounts alone." in said(drafts)
    drafts.show_drafts((a_draft(),))
    assert "other account" not in said(drafts)


def test_a_pin_that_must_wait_says_how_long(
    qtbot: QtBot, appearance: Appearance, words: Words
) -> None:
    class WaitError(DeskError):
        """Wait 42 seconds."""

        advice = "Then try again."

    class Refusing(StandInPins):
        def check(self, person: str, pin: str) -> bool:
            raise WaitError

    thread = ThreadPoolExecutor(max_workers=1)
    posted: list[Callable[[], None]] = []
    dialog = PinDialog(
        Look(appearance.theme, words),
        appearance,
        None,
        task=PinTask.SIGN,
        person="Maria Delgado",
        pins=Refusing(),
        thread=thread,
        post=posted.append,
    )
    qtbot.addWidget(dialog)
    dialog.show()
    write(dialog.pin, "1111")
    click(dialog.button)
    qtbot.waitUntil(lambda: bool(posted))
    posted[0]()
    assert "Wait 42 seconds. Then try again." in said(dialog)
    thread.shutdown()


def test_what_is_wrong_with_a_pin_stands_right_under_its_field(
    qtbot: QtBot, appearance: Appearance, words: Words
) -> None:
    thread = ThreadPoolExecutor(max_workers=1)
    dialog = PinDialog(
        Look(appearance.theme, words),
        appearance,
        None,
        task=PinTask.SET,
        person="Maria Delgado",
        pins=StandInPins(),
        thread=thread,
        post=lambda act: act(),
    )
    qtbot.addWidget(dialog)
    dialog.show()

    def told_under(line: QLineEdit) -> str:
        told = next(one for one in dialog.findChildren(AdviceLine) if one.isVisible())
        assert 0 <= told.y() - line.geometry().bottom() <= 10
        return told.accessibleName()

    click(dialog.button)
    assert told_under(dialog.pin) == "Type the PIN first."
    write(dialog.pin, "4711")
    write(dialog.again, "4712")
    click(dialog.button)
    assert told_under(dialog.again) == "The two are not the same. Type it twice."
    assert [line.property("problem") for line in (dialog.pin, dialog.again)] == ["false", "true"]
    thread.shutdown()


def test_a_call_that_is_closed_or_hidden_keeps_and_streams_the_last_key(
    qtbot: QtBot, call: ThreatCallWindow, telephone: Telephone
) -> None:
    write(call.words_field, "One hour")
    call.hide()
    assert telephone.calls.ticks[-1][1] == {"threat_wording": "One hour"}
    call.show()
    write(call.words_field, " left")
    with qtbot.waitSignal(call.closed) as closed:
        call.close()
    assert closed.args == ["d1"]
    assert any(tick[1].get("threat_wording") == "One hour left" for tick in telephone.calls.ticks)
    assert telephone.drafts.saved[-1].answers["threat_wording"] == "One hour left"
