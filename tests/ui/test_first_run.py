from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QProgressBar, QPushButton
from pytestqt.qtbot import QtBot

from desktop.app.site_making import JoiningAddressError
from desktop.domain.backup.errors import (
    BackupCutOffError,
    BackupPassphraseWrongError,
    NotABackupError,
)
from desktop.domain.errors import DeskError
from desktop.services.adapters.keys.recovery import (
    PassphraseTooWeakError,
    RecoveryFileDamagedError,
    RecoveryFileExistsError,
    RecoveryPassphraseWrongError,
)
from desktop.services.adapters.pairing.handshake import NotOurHandshakeError
from desktop.services.trust import refusals
from desktop.services.trust.inviting import WrongRecoveryError
from desktop.services.trust.refusals import JoinCodeExpiredError, JoinCodeWrongError
from desktop.ui.advice_line import AdviceLine
from desktop.ui.first_run import FirstRunWindow
from desktop.ui.theme import Appearance, Scheme
from desktop.ui.views.bringing_back import Progress, found_lines, progress_words
from desktop.ui.views.first_run import (
    BringBack,
    CreateSite,
    FirstRunView,
    JoinSite,
    Key,
    Page,
    create_request,
    problems_of,
)
from desktop.ui.words import Words
from tests.ui.backup_sample import FOUND
from tests.ui.hands import click, key, write

CREATE = {
    Key.SITE_NAME: " Alder County Health ",
    Key.PERSON: "Ana Ruiz",
    Key.PLACE: "Supervisors",
    Key.PASSPHRASE: "a short sentence",
    Key.FILE: "/media/stick/recovery.json",
}


class CodeUsedError(DeskError):
    """That code was used already."""

    advice = "Ask the supervisor for a new one."


@pytest.mark.parametrize("page", [Page.CREATE, Page.JOIN, Page.AGAIN, Page.RESTORE])
@pytest.mark.parametrize("language", ["en", "es"])
def test_either_way_asks_three_questions(page: Page, language: str) -> None:
    view = FirstRunView.of(page, words=Words.of(language))
    assert len(view.questions) == 3


@pytest.mark.parametrize("page", list(Page))
def test_it_says_what_a_panic_does_not_do(page: Page, words: Words) -> None:
    assert "does not call the police" in FirstRunView.of(page, words=words).does_not


def test_what_is_missing_is_said_by_field(words: Words) -> None:
    assert set(problems_of(Page.CREATE, {}, words=words)) == set(CREATE)
    assert set(problems_of(Page.JOIN, {}, words=words)) == {Key.ADDRESS, Key.CODE, Key.PERSON}
    assert problems_of(Page.CREATE, CREATE, words=words) == {}
    short = {**CREATE, Key.PASSPHRASE: "secret"}
    assert list(problems_of(Page.CREATE, short, words=words)) == [Key.PASSPHRASE]


def test_a_passphrase_never_shows_in_a_log() -> None:
    assert "sentence" not in repr(create_request(CREATE))
    assert "1234" not in repr(JoinSite("a", "1234", "Ana"))


@pytest.fixture
def window(qtbot: QtBot, appearance: Appearance, words: Words) -> FirstRunWindow:
    made = FirstRunWindow(appearance=appearance, words=words)
    qtbot.addWidget(made)
    made.show()
    return made


def line(window: FirstRunWindow, label: str) -> QLineEdit:
    return next(e for e in window.findChildren(QLineEdit) if e.accessibleName() == label)


def button(window: FirstRunWindow, name: str) -> QPushButton:
    found = window.findChildren(QPushButton)
    return next(b for b in found if name in {b.text(), b.accessibleName()} and b.isVisible())


def said(window: FirstRunWindow) -> str:
    labels = window.findChildren(QLabel)
    return " ".join(label.text() for label in labels if label.isVisible())


def test_a_site_is_created_by_answering_three_questions(
    qtbot: QtBot, window: FirstRunWindow
) -> None:
    click(button(window, "Create a site"))
    answers = {
        "Site": "Alder County Health",
        "Street address, if you like": " 118 Court Street",
        "Number to call, if you like": "4100 ",
        "Your name": "Ana Ruiz",
        "Your place": "Supervisors",
        "Passphrase for it": "a short sentence",
        "Save it as": "/media/stick/recovery.json",
    }
    for label, answer in answers.items():
        write(line(window, label), answer)
    with qtbot.waitSignal(window.create_pressed) as asked:
        click(button(window, "Create the site"))
    assert asked.args == [
        CreateSite(
            "Alder County Health",
            "Ana Ruiz",
            "Supervisors",
            "a short sentence",
            Path("/media/stick/recovery.json"),
            address="118 Court Street",
            call_instead="4100",
        )
    ]


def test_a_site_is_joined_by_answering_three_questions(
    qtbot: QtBot, window: FirstRunWindow
) -> None:
    click(button(window, "Join a site"))
    write(line(window, "Address"), "192.168.1.20:18884")
    write(line(window, "Code"), " 4711-0815 ")
    write(line(window, "Your name"), "Maria Delgado")
    with qtbot.waitSignal(window.join_pressed) as asked:
        key(line(window, "Your name"), Qt.Key.Key_Return)
    assert asked.args == [JoinSite("192.168.1.20:18884", "4711-0815", "Maria Delgado")]


BACK = {
    "Backup": "/media/stick/site.csbackup",
    "Passphrase of the backup": "otter lantern zurich nine",
    "Recovery file": "/media/stick/recovery.txt",
    "Passphrase of the file": "a short sentence",
    "Your name": "Bo Lund",
    "Your place": "Annex",
}


def test_what_is_in_a_backup_is_seen_before_the_site_is_brought_back(
    qtbot: QtBot, window: FirstRunWindow
) -> None:
    click(button(window, "Bring a site back from a backup…"))
    for label, answer in BACK.items():
        write(line(window, label), answer)
    with qtbot.waitSignal(window.look_pressed) as asked:
        click(button(window, "Look into it"))
    assert asked.args == [
        BringBack(
            Path("/media/stick/site.csbackup"),
            "otter lantern zurich nine",
            Path("/media/stick/recovery.txt"),
            "a short sentence",
            "Bo Lund",
            "Annex",
        )
    ]
    assert "otter" not in repr(asked.args)
    window.show_found(FOUND)
    for fact in ("Alder County Health", "at Front office", "212", "38", "61; 2 more are not"):
        assert fact in said(window)
    with qtbot.waitSignal(window.bring_back_pressed):
        click(button(window, "Bring the site back"))
    window.show_progress("Bringing history back: 5 of 10", 0.5)
    assert not button(window, "Back").isEnabled()
    (track,) = window.findChildren(QProgressBar)
    assert (track.isVisible(), track.value()) == (True, 500)
    window.show_progress("")
    assert not track.isVisible()
    click(button(window, "Back"))
    assert line(window, "Backup").text() == "/media/stick/site.csbackup"


def test_of_a_counters_backup_it_says_why_it_has_no_reports(words: Words) -> None:
    of_counter = replace(FOUND, has_reports=False, reports=0)
    assert "made at a counter" in dict(found_lines(of_counter, words))["Reports"]


def test_how_far_it_is_counts_history_first_and_then_attachments(words: Words) -> None:
    begun = Progress(5, 10, 0, 100)
    assert (progress_words(begun, words), begun.share) == ("Bringing history back: 5 of 10", 0.25)
    between = Progress(10, 10, 0, 100)
    assert (progress_words(between, words), between.share) == ("Putting the history in order", 0.5)
    files = Progress(10, 10, 2_000_000, 4_000_000)
    assert progress_words(files, words) == "Bringing attachments back: 2 MB of 4 MB"
    assert Progress(5, 10).share == 0.5


def test_what_is_missing_is_said_below_its_field_and_nothing_is_sent(
    qtbot: QtBot, window: FirstRunWindow
) -> None:
    window.open_page(Page.JOIN)
    with qtbot.assertNotEmitted(window.join_pressed):
        click(button(window, "Join"))
    assert "The code is missing" in said(window)
    assert line(window, "Code").property("problem") == "true"
    assert line(window, "Address").hasFocus()


def test_a_field_is_looked_at_when_it_is_left_never_while_typing(
    qtbot: QtBot, window: FirstRunWindow
) -> None:
    window.open_page(Page.CREATE)
    passphrase = line(window, "Passphrase for it")
    passphrase.setFocus()
    write(passphrase, "short")
    assert "12 characters" not in said(window)
    line(window, "Save it as").setFocus()
    assert "12 characters" in said(window)
    passphrase.setFocus()
    write(passphrase, " but longer now")
    line(window, "Site").setFocus()
    assert "12 characters" not in said(window)


def test_advice_stands_in_the_window_and_what_was_typed_stays(
    qtbot: QtBot, window: FirstRunWindow
) -> None:
    window.open_page(Page.JOIN)
    write(line(window, "Code"), "4711")
    window.show_progress("Asking the supervisor's PC")
    assert not button(window, "Join").isEnabled()
    assert "Asking the supervisor's PC" in said(window)
    window.show_error(CodeUsedError())
    assert "That code was used already. Ask the supervisor for a new one." in said(window)
    assert button(window, "Join").isEnabled()
    assert line(window, "Code").text() == "4711"


def test_the_passphrase_is_hidden_until_asked_for(qtbot: QtBot, window: FirstRunWindow) -> None:
    window.open_page(Page.CREATE)
    passphrase = line(window, "Passphrase for it")
    assert passphrase.echoMode() is QLineEdit.EchoMode.Password
    window.findChildren(QCheckBox)[-1].click()
    assert passphrase.echoMode() is QLineEdit.EchoMode.Normal


def test_what_was_found_out_never_overwrites_what_was_typed(
    qtbot: QtBot, window: FirstRunWindow
) -> None:
    window.open_page(Page.JOIN)
    write(line(window, "Address"), "10.0.0.7:1")
    window.suggest(Key.ADDRESS, "192.168.1.20:18884")
    window.suggest(Key.PERSON, "Maria Delgado")
    assert line(window, "Address").text() == "10.0.0.7:1"
    assert line(window, "Your name").text() == "Maria Delgado"


def test_the_tab_key_goes_in_reading_order(qtbot: QtBot, window: FirstRunWindow) -> None:
    window.open_page(Page.JOIN)
    line(window, "Address").setFocus()
    order = []
    for _ in range(4):
        key(window.focusWidget(), Qt.Key.Key_Tab)
        focus = window.focusWidget()
        order.append(focus.accessibleName() or getattr(focus, "text", str)())
    assert order == ["Code", "Your name", "Back", "Join"]


def test_advice_is_given_in_the_language_of_the_window() -> None:
    view = FirstRunView.of(Page.JOIN, words=Words.of("es"), error=JoinCodeExpiredError())
    said = {entry.key: entry.advice for asked in view.questions for entry in asked.entries}
    told = said[Key.CODE]
    assert told is not None
    assert told.sentence == "El código ha caducado."
    assert told.fix.startswith("Pida al supervisor")


@pytest.mark.parametrize(
    ("page", "error", "field"),
    [
        (Page.JOIN, JoiningAddressError, Key.ADDRESS),
        (Page.JOIN, refusals.InviterNotReachableError, Key.ADDRESS),
        (Page.JOIN, NotOurHandshakeError, Key.ADDRESS),
        (Page.JOIN, refusals.JoinCodeMistypedError, Key.CODE),
        (Page.JOIN, refusals.JoinCodeWrongError, Key.CODE),
        (Page.JOIN, refusals.JoinCodeUsedError, Key.CODE),
        (Page.JOIN, refusals.JoinCodeExpiredError, Key.CODE),
        (Page.JOIN, refusals.JoinCodeBurnedError, Key.CODE),
        (Page.JOIN, refusals.SiteMismatchError, Key.CODE),
        (Page.CREATE, PassphraseTooWeakError, Key.PASSPHRASE),
        (Page.CREATE, RecoveryFileExistsError, Key.FILE),
        (Page.AGAIN, refusals.JoinCodeExpiredError, Key.CODE),
        (Page.RESTORE, NotABackupError, Key.BACKUP),
        (Page.RESTORE, BackupCutOffError, Key.BACKUP),
        (Page.RESTORE, BackupPassphraseWrongError, Key.BACKUP_PASSPHRASE),
        (Page.RESTORE, WrongRecoveryError, Key.RECOVERY),
        (Page.RESTORE, RecoveryFileDamagedError, Key.RECOVERY),
        (Page.RESTORE, RecoveryPassphraseWrongError, Key.RECOVERY_PASSPHRASE),
    ],
)
def test_an_error_stands_at_the_field_it_is_about(
    page: Page, error: type[DeskError], field: Key, words: Words
) -> None:
    view = FirstRunView.of(page, words=words, error=error())
    said = {e.key: e.advice.fix for asked in view.questions for e in asked.entries if e.advice}
    assert said == {field: words(error.advice)}
    assert view.advice is None


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_a_refused_code_is_said_right_under_the_code_within_sight(
    qtbot: QtBot, fonts: None, scale: float
) -> None:
    window = FirstRunWindow(
        appearance=Appearance(scheme=Scheme.LIGHT, text_scale=scale), words=Words.of("en")
    )
    qtbot.addWidget(window)
    window.open_page(Page.JOIN)
    window.resize(560, 480)
    window.show()
    write(line(window, "Code"), "KXRT-94ML")
    window.show_error(JoinCodeWrongError())
    code = line(window, "Code")
    assert code.property("problem") == "true"
    assert window.focusWidget() is code
    told = next(x for x in window.findChildren(AdviceLine) if x.isVisible())
    assert told.visibleRegion().boundingRect().size() == told.size()
    under = told.mapTo(window, QPoint()).y() - code.mapTo(window, QPoint(0, code.height())).y()
    assert 0 <= under <= 8 * scale


@pytest.mark.parametrize("page", [Page.CREATE, Page.JOIN, Page.AGAIN, Page.RESTORE])
def test_the_last_step_is_in_sight_however_large_the_text(
    qtbot: QtBot, fonts: None, page: Page
) -> None:
    window = FirstRunWindow(
        appearance=Appearance(scheme=Scheme.LIGHT, text_scale=2.0), words=Words.of("en")
    )
    qtbot.addWidget(window)
    window.open_page(page)
    window.resize(700, 480)
    window.show()
    last = button(window, FirstRunView.of(page, words=Words.of("en")).submit_text)
    assert last.visibleRegion().boundingRect().size() == last.size()
