"""The settings window, used with the mouse and with the keyboard alone."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from desktop.domain.autostart import Standing
from desktop.domain.hotkeys import Action
from desktop.domain.settings.layers import InForce
from desktop.ui.settings.rows import ChipsRow, HotkeyRow, SampleRow, TickRow
from desktop.ui.settings.window import SettingsWindow
from desktop.ui.theme import Appearance, Scheme
from desktop.ui.views.settings import Recording, SettingsView
from desktop.ui.words import Words
from tests.ui.fitting import assert_every_sign_has_a_word, assert_everything_has_room, comes_to_rest
from tests.ui.hands import click, key
from tests.ui.settings_sample import keys, settings_views

CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
Open = Callable[..., SettingsWindow]


@pytest.fixture
def opened(qtbot: QtBot, fonts: None) -> Open:
    def open_window(
        name: str = "counter",
        *,
        scheme: Scheme = Scheme.LIGHT,
        scale: float = 1.0,
        language: str = "en",
    ) -> SettingsWindow:
        words = Words.of(language)
        made = SettingsWindow(
            settings_views(words)[name],
            appearance=Appearance(scheme=scheme, text_scale=scale),
            words=words,
        )
        qtbot.addWidget(made)
        made.open()
        qtbot.waitUntil(made.hasFocus)
        return made

    return open_window


def heard(signal: Any) -> list[tuple[object, ...]]:
    found: list[tuple[object, ...]] = []
    signal.connect(lambda *said: found.append(said))
    return found


def row(window: SettingsWindow, name: str) -> Any:
    return window.rows[name]


def chip(window: SettingsWindow, name: str, text: str) -> QPushButton:
    found: ChipsRow = row(window, name)
    return next(one for one in found.chips.chips if one.text() == text)


def test_a_choice_is_reported_and_ticked_once_it_holds(opened: Open, words: Words) -> None:
    window = opened()
    chosen = heard(window.chosen)
    click(chip(window, "theme", "Dark"))
    assert chosen == [("theme", "dark")]
    assert chip(window, "theme", "As the system").isChecked()
    assert not chip(window, "theme", "Dark").isChecked()
    click(chip(window, "text_scale", "150 %"))
    assert chosen[1] == ("text_scale", 1.5)


def test_a_choice_that_is_on_already_stays_on_and_asks_for_nothing(opened: Open) -> None:
    window = opened()
    chosen = heard(window.chosen)
    click(chip(window, "theme", "As the system"))
    assert chip(window, "theme", "As the system").isChecked()
    assert chosen == []


def test_the_words_of_the_bar_are_chosen_by_their_pictures(opened: Open) -> None:
    window = opened()
    chosen = heard(window.chosen)
    samples: SampleRow = row(window, "wording")
    click(samples.radios["icons"])
    assert chosen == [("wording", "icons")]
    assert samples.radios["plain"].isChecked()


def test_what_the_office_fixes_cannot_be_chosen(opened: Open) -> None:
    window = opened("office")
    chosen = heard(window.chosen)
    samples: SampleRow = row(window, "wording")
    click(samples.radios["icons"])
    assert chosen == []


def test_a_pc_goes_by_its_office_again_with_one_press(opened: Open) -> None:
    window = opened("office")
    chosen = heard(window.chosen)
    found: ChipsRow = row(window, "theme")
    assert found._back.text() == "As the office has it: Dark"
    click(found._back)
    assert chosen == [("theme", None)]


def test_the_sound_of_a_desk_is_a_tick(opened: Open) -> None:
    window = opened("desk")
    chosen = heard(window.chosen)
    ticked: TickRow = row(window, "sound")
    click(ticked.box)
    assert chosen == [("sound", False)]
    assert ticked.box.isChecked()


def recording(words: Words) -> SettingsView:
    return SettingsView.of(
        InForce(),
        words=words,
        is_supervisors=False,
        keys=keys(),
        starts=Standing(is_on=True),
        recording=Recording(Action.PANIC),
    )


def test_another_key_is_pressed_in_the_window_and_the_keyboard_comes_back(
    opened: Open, words: Words, qtbot: QtBot
) -> None:
    window = opened()
    asked, recorded = heard(window.change_pressed), heard(window.recorded)
    found: HotkeyRow = row(window, "hotkeys.panic")
    click(found.change_button)
    assert asked == [(Action.PANIC,)]
    window.show_view(recording(words))
    field = row(window, "hotkeys.panic").recorder.field
    qtbot.waitUntil(field.hasFocus)
    key(field, Qt.Key.Key_P, CTRL_SHIFT)
    key(field, Qt.Key.Key_F10)
    assert recorded == [(Action.PANIC, "Ctrl+Shift+P"), (Action.PANIC, "F10")]
    assert field.text() == "F10"
    window.show_view(settings_views(words)["counter"])
    assert found.recorder is None
    qtbot.waitUntil(found.change_button.hasFocus)


def test_a_key_that_not_every_keyboard_has_is_none(opened: Open, words: Words) -> None:
    window = opened()
    recorded = heard(window.recorded)
    window.show_view(recording(words))
    field = row(window, "hotkeys.panic").recorder.field
    key(field, Qt.Key.Key_Exclam, CTRL_SHIFT)
    assert recorded == [(Action.PANIC, False)]


def test_while_a_key_is_recorded_esc_ends_that_and_not_the_window(
    opened: Open, words: Words
) -> None:
    window = opened()
    cancelled = heard(window.cancelled)
    window.show_view(recording(words))
    key(row(window, "hotkeys.panic").recorder.field, Qt.Key.Key_Escape)
    assert cancelled == [()]
    assert window.isVisible()


def test_the_better_key_that_is_proposed_is_taken_with_one_press(opened: Open) -> None:
    window = opened("recording")
    recorded = heard(window.recorded)
    found: HotkeyRow = row(window, "hotkeys.panic")
    assert found.recorder is not None
    assert found.recorder.use.text() == "Take Ctrl+Shift+C"
    click(found.recorder.use)
    click(found.recorder.none)
    assert recorded == [(Action.PANIC, "Ctrl+Shift+C"), (Action.PANIC, "")]


def test_esc_closes_the_window_and_says_that_nobody_looks_any_more(opened: Open) -> None:
    window = opened()
    closed = heard(window.closed)
    key(window, Qt.Key.Key_Escape)
    assert window.isHidden()
    assert closed == [()]


def test_everything_is_reached_with_the_keyboard_alone(opened: Open, qtbot: QtBot) -> None:
    window = opened()
    names: list[str] = []
    for _ in range(40):
        key(QApplication.focusWidget() or window, Qt.Key.Key_Tab)
        focus = window.focusWidget()
        name = focus.accessibleName() or getattr(focus, "text", str)()
        names.append(name)
        if name == "Close":
            break
    assert names[:4] == ["As the system", "100 %", "As the system", "The two buttons: Plain words"]
    assert "Try it Panic" in names
    assert "Change… Panic" in names
    assert names[-1] == "Close"


def test_in_another_look_the_person_is_where_they_were(
    qtbot: QtBot, fonts: None, words: Words
) -> None:
    appearance = Appearance(scheme=Scheme.LIGHT)
    window = SettingsWindow(settings_views(words)["counter"], appearance=appearance, words=words)
    qtbot.addWidget(window)
    window.open()
    qtbot.waitUntil(window.hasFocus)
    size = chip(window, "text_scale", "100 %")
    size.setFocus()
    qtbot.waitUntil(size.hasFocus)
    appearance.choose(scheme=Scheme.DARK, text_scale=1.5)
    focus = window.focusWidget()
    assert isinstance(focus, QPushButton)
    assert focus.text() == "100 %"
    assert focus.fontMetrics().height() > 20


LOOKS = [(Scheme.LIGHT, 1.0), (Scheme.DARK, 1.0), (Scheme.CONTRAST, 1.0), (Scheme.CONTRAST, 2.0)]


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("name", list(settings_views(Words.of("en"))))
def test_nothing_is_cut_in_any_look(
    qtbot: QtBot, opened: Open, name: str, look: tuple[Scheme, float], language: str
) -> None:
    scheme, scale = look
    window = opened(name, scheme=scheme, scale=scale, language=language)
    window.resize(round(640 * scale), 900)
    comes_to_rest(window)
    assert_everything_has_room(window)
    assert_every_sign_has_a_word(window)


def test_a_test_message_is_asked_for_beside_the_contact_that_gets_it(opened: Open) -> None:
    window = opened("outside")
    asked = heard(window.test_pressed)
    guard = row(window, "contact guard")
    assert "Security guard" in guard.test_button.accessibleDescription()
    click(guard.test_button)
    assert asked == [("guard",)]
