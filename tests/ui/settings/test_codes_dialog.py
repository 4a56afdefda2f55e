"""The two codes of a PC, set in its settings: typed twice, shown nowhere, in words of any lock."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from desktop.domain.settings.layers import Said, fold_settings
from desktop.services.adapters.keys.duress import TakeBackCodes, Typed
from desktop.ui.reports.look import Look
from desktop.ui.settings.codes_dialog import CodesDialog
from desktop.ui.theme import Appearance, Scheme
from desktop.ui.views.settings import CODES, SettingsView
from desktop.ui.views.take_back_codes import Field
from desktop.ui.words import LANGUAGES, Words
from tests.ui.fitting import assert_everything_has_room, comes_to_rest
from tests.ui.hands import click
from tests.ui.reports_page.reading import said

REVEALING = ("duress", "forc", "threat", "take", "back", "call", "coacci", "amenaz", "llamada")


class Posting(QObject):
    """What was posted is done on the windows' thread."""

    posted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.posted.connect(lambda act: act())


@pytest.fixture
def codes(tmp_path: Path) -> TakeBackCodes:
    return TakeBackCodes(tmp_path / "take-back.json", monotonic=lambda: 0.0)


Open = Callable[..., CodesDialog]


@pytest.fixture
def opened(qtbot: QtBot, fonts: None, codes: TakeBackCodes) -> Iterator[Open]:
    posting = Posting()
    with ThreadPoolExecutor(1) as thread:

        def open_dialog(
            *,
            scheme: Scheme = Scheme.LIGHT,
            scale: float = 1.0,
            language: str = "en",
            will_go: bool = False,
        ) -> CodesDialog:
            appearance = Appearance(scheme=scheme, text_scale=scale)
            look = Look(appearance.theme, Words.of(language))
            post = posting.posted.emit
            dialog = CodesDialog(look, appearance, None, codes=codes, thread=thread, post=post)
            if not will_go:
                qtbot.addWidget(dialog)
            dialog.open()
            return dialog

        yield open_dialog


def types(dialog: CodesDialog, first: str, second: str, **more: str) -> None:
    typed = {
        Field.FIRST: first,
        Field.FIRST_AGAIN: more.get("first_again", first),
        Field.SECOND: second,
        Field.SECOND_AGAIN: more.get("second_again", second),
    }
    if "now" in more:
        typed[Field.NOW] = more["now"]
    for field, text in typed.items():
        dialog.lines[field].setText(text)


def ends(qtbot: QtBot, dialog: CodesDialog) -> None:
    qtbot.waitUntil(lambda: dialog.result() == QDialog.DialogCode.Accepted, timeout=5000)


def test_what_is_being_saved_is_not_cancelled_and_a_window_that_went_troubles_nobody(
    qtbot: QtBot, opened: Open, codes: TakeBackCodes, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_save, is_saving = Event(), Event()
    saved = codes.set

    def takes_long(first: str, second: str) -> None:
        is_saving.set()
        assert may_save.wait(10)
        saved(first, second)

    monkeypatch.setattr(codes, "set", takes_long)
    dialog = opened()
    types(dialog, "4471", "8812")
    click(dialog.save)
    assert is_saving.wait(10)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    may_save.set()
    ends(qtbot, dialog)
    assert codes.read("8812") is Typed.FORCED

    may_save.clear()
    is_saving.clear()
    gone = opened(will_go=True)
    types(gone, "4472", "8813", now="4471")
    click(gone.save)
    assert is_saving.wait(10)
    delete(gone)
    may_save.set()
    qtbot.waitUntil(lambda: codes.read("8813") is Typed.FORCED, timeout=5000)
    QApplication.processEvents()  # pytest-qt fails this test on an exception there


def test_codes_are_set_changed_with_the_first_one_and_taken_away(
    qtbot: QtBot,
    opened: Open,
    codes: TakeBackCodes,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    dialog = opened()
    assert Field.NOW not in dialog.lines
    assert not dialog.off.isVisible()
    types(dialog, "4711", "4712")
    click(dialog.save)
    ends(qtbot, dialog)
    assert codes.read("4712") is Typed.FORCED

    dialog = opened()
    types(dialog, "8811", "8812", now="4712")  # the second one is not the first
    click(dialog.save)
    qtbot.waitUntil(lambda: bool(dialog.lines[Field.NOW].accessibleDescription()))
    dialog.lines[Field.NOW].setText("4711")
    click(dialog.save)
    ends(qtbot, dialog)

    dialog = opened()
    click(dialog.off)
    qtbot.waitUntil(lambda: bool(dialog.lines[Field.NOW].accessibleDescription()))
    dialog.lines[Field.NOW].setText("8811")
    click(dialog.off)
    ends(qtbot, dialog)
    assert not (tmp_path / "take-back.json").exists()
    assert not any(code in caplog.text for code in ("4711", "4712", "8811", "8812"))


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        (Field.FIRST, ("47", "4712")),
        (Field.SECOND, ("4711", "  4 ")),
        (Field.FIRST_AGAIN, ("4711", "4712", {"first_again": "4710"})),
        (Field.SECOND_AGAIN, ("4711", "4712", {"second_again": "4711"})),
        (Field.SECOND, ("4711", "4711 ")),
    ],
)
def test_what_will_not_do_is_said_beside_its_line_and_nothing_is_set(
    opened: Open, codes: TakeBackCodes, field: Field, typed: tuple[object, ...]
) -> None:
    dialog = opened()
    first, second, *more = typed
    types(dialog, str(first), str(second), **(more[0] if more else {}))  # type: ignore[arg-type]  # a case
    click(dialog.save)
    told = [one for one, line in dialog.lines.items() if line.accessibleDescription()]
    assert told == [field]
    assert not codes.are_set


def test_a_spoilt_file_is_set_anew_without_a_code_that_nobody_could_know(
    qtbot: QtBot, opened: Open, codes: TakeBackCodes, tmp_path: Path
) -> None:
    (tmp_path / "take-back.json").write_bytes(b"spoilt")
    dialog = opened()
    assert Field.NOW not in dialog.lines
    types(dialog, "4711", "4712")
    click(dialog.save)
    ends(qtbot, dialog)
    assert codes.read("4711") is Typed.RIGHT


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_that_is_read_there_says_what_the_codes_do_and_none_is_shown(
    opened: Open, codes: TakeBackCodes, language: str
) -> None:
    codes.set("4711", "4712")
    dialog = opened(language=language)
    told = said(dialog).casefold()
    assert not [word for word in REVEALING if word in told]
    for line in dialog.lines.values():
        assert line.echoMode() is QLineEdit.EchoMode.Password


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_settings_have_no_place_for_them_unless_the_site_wants_it(language: str) -> None:
    words = Words.of(language)

    def sections(site: dict[str, bool], *, is_supervisors: bool = False) -> dict[str, str]:
        in_force = fold_settings(Said(), Said(), site, is_windows=False)
        view = SettingsView.of(in_force, words=words, is_supervisors=is_supervisors, keys=None)
        return {one.name: str(one) for one in view.sections}

    assert CODES not in sections({})
    assert CODES not in sections({"take_back_codes": True}, is_supervisors=True)
    told = sections({"take_back_codes": True})[CODES].casefold()
    assert not [word for word in REVEALING if word in told]


@pytest.mark.parametrize(("scheme", "language"), [(Scheme.DARK, "en"), (Scheme.CONTRAST, "es")])
def test_at_twice_the_size_nothing_is_cut(
    opened: Open, codes: TakeBackCodes, scheme: Scheme, language: str
) -> None:
    codes.set("4711", "4712")
    dialog = opened(scheme=scheme, scale=2.0, language=language)
    comes_to_rest(dialog)
    assert_everything_has_room(dialog)
