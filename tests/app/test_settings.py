"""The settings at a counter's and at a supervisor's real windows: what is chosen holds at once."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from desktop.app.counter_windows import CounterWindows
from desktop.app.hotkeys import HotkeyDesk
from desktop.app.settings_windows import SettingsWindows
from desktop.domain.hotkeys import DEFAULTS, Action, Chord, Holding
from desktop.services.adapters.keys.duress import TakeBackCodes, Typed
from desktop.ui.settings.rows import DialogRow, HotkeyRow, RecorderBox, TickRow
from desktop.ui.settings.window import SettingsWindow
from desktop.ui.theme import Scheme
from desktop.ui.views.settings import AUTOSTART, CODES, Tried
from tests.support.played_keyboard import PlayedKeyboard
from tests.support.programs import SupervisorSite, ana, windows
from tests.support.workplace import PATIENCE, StationAtWork, Workplace, office
from tests.ui.hands import click, key

__all__ = ["ana", "office", "windows"]

PATIENCE_MS = round(1000 * PATIENCE)
PANIC = DEFAULTS[Action.PANIC]


class Person:
    """Somebody at a counter who looks at the settings, with a keyboard that the test plays."""

    def __init__(self, qtbot: QtBot, windows: CounterWindows) -> None:
        self.qtbot = qtbot
        self.windows = windows
        self.running = windows._running
        self.keyboard = PlayedKeyboard()
        # The program's own come a moment after the bar, and on this screen can have no key.
        qtbot.waitUntil(lambda: self.running.keys is not None, timeout=PATIENCE_MS)
        assert self.running.keys is not None
        self.running.keys.close()
        self.keys = HotkeyDesk(
            self.running, windows, screen="xcb", keyboard=lambda _screen: self.keyboard
        )
        self.keys.start()
        self.keyboard.is_waited_for()
        windows.bar.settings_pressed.emit()

    @property
    def settings(self) -> SettingsWindows:
        assert self.windows._settings is not None
        return self.windows._settings

    @property
    def window(self) -> SettingsWindow:
        assert self.settings.window is not None
        return self.settings.window

    def row(self, action: Action) -> HotkeyRow:
        row = self.window.rows[f"hotkeys.{action.value}"]
        assert isinstance(row, HotkeyRow)
        return row

    def recorder(self, action: Action) -> RecorderBox:
        recorder = self.row(action).recorder
        assert recorder is not None
        return recorder

    def chooses(self, text: str) -> None:
        click(
            next(
                button
                for button in self.window.findChildren(QAbstractButton)
                if button.text() == text
            )
        )

    def waits_until(self, condition: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(condition()), timeout=PATIENCE_MS)

    def calls(self) -> bool:
        return self.running.station.board.mine() is not None


@pytest.fixture
def person(qtbot: QtBot, windows: CounterWindows) -> Iterator[Person]:
    made = Person(qtbot, windows)
    yield made
    made.keys.close()


def test_colours_size_and_words_of_the_bar_are_others_at_once(person: Person) -> None:
    bar = person.windows.bar
    width = bar.width()
    person.chooses("Dark")
    person.waits_until(lambda: bar._appearance.theme.scheme is Scheme.DARK)
    person.chooses("150 %")
    person.waits_until(lambda: bar.width() == round(1.5 * width))
    person.chooses("Neutral words")
    person.waits_until(lambda: bar._assist._face.text == "Line 1")
    assert person.windows._guidance.wording.value == "neutral"
    text = person.running.home.settings_file.read_text()
    assert 'theme = "dark"' in text
    assert "text_scale = 1.5" in text


def test_codes_are_set_at_the_counter_once_the_site_has_a_place_for_them(person: Person) -> None:
    assert CODES not in person.window.rows
    person.running.preferences.change("take_back_codes", value=True).result(PATIENCE)
    person.waits_until(lambda: CODES in person.window.rows)
    row = person.window.rows[CODES]
    assert isinstance(row, DialogRow)
    click(row.button)
    dialog = person.settings.codes
    assert dialog is not None
    for field, code in zip(dialog.lines, ("4711", "4711", "4712", "4712"), strict=True):
        dialog.lines[field].setText(code)
    click(dialog.save)
    file = person.running.home.take_back_file
    person.waits_until(file.exists)
    person.waits_until(lambda: person.settings.codes is None)
    assert b"4711" not in file.read_bytes()
    assert TakeBackCodes(file, monotonic=lambda: 0.0).read("4712") is Typed.FORCED


def test_another_key_that_is_pressed_in_the_window_calls_from_then_on(person: Person) -> None:
    row = person.row(Action.PANIC)
    click(row.change_button)
    recorder = person.recorder(Action.PANIC)
    ctrl = Qt.KeyboardModifier.ControlModifier
    key(recorder.field, Qt.Key.Key_C, ctrl)
    person.waits_until(lambda: not recorder._refusal.isHidden())
    assert recorder.use.text() == "Take Ctrl+Shift+C"
    key(recorder.field, Qt.Key.Key_P, ctrl | Qt.KeyboardModifier.ShiftModifier)
    person.waits_until(lambda: row.chord.text() == "Ctrl+Shift+P")
    person.waits_until(lambda: row.recorder is None)
    person.waits_until(lambda: row.says.text() == "It is held for this PC.")
    other = Chord.parse("Ctrl+Shift+P")
    assert other in person.keyboard.held
    assert PANIC not in person.keyboard.held
    person.keyboard.returns(other)
    person.waits_until(person.calls)


def test_another_key_takes_the_place_of_the_first_and_a_pedals_beside_it_stays(
    person: Person,
) -> None:
    person.running.preferences.change("hotkeys.panic", ["Ctrl+Shift+F11", "F13"]).result(10)
    row = person.row(Action.PANIC)
    person.waits_until(lambda: row.chord.text() == "Ctrl+Shift+F11, F13")
    click(row.change_button)
    key(person.recorder(Action.PANIC).field, Qt.Key.Key_F14)
    person.waits_until(lambda: row.chord.text() == "F14, F13")
    person.waits_until(lambda: Chord.parse("F13") in person.keyboard.held)
    assert 'panic = ["F14", "F13"]' in person.running.home.settings_file.read_text()


def test_a_key_that_is_tried_out_works_once_and_calls_nobody_and_then_it_calls(
    person: Person,
) -> None:
    row = person.row(Action.PANIC)
    click(row.try_button)
    assert row.says.text() == "Press it now. 10 s"
    person.keyboard.returns(PANIC)
    person.waits_until(lambda: row.says.text() == "It works. Nobody was called.")
    assert not person.calls()
    person.keyboard.returns(PANIC)
    person.waits_until(person.calls)


def test_whoever_closes_the_window_while_a_key_is_tried_out_can_call(person: Person) -> None:
    click(person.row(Action.PANIC).try_button)
    person.window.close()
    person.keyboard.returns(PANIC)
    person.waits_until(person.calls)


def test_when_nothing_arrives_in_time_the_window_says_so_and_the_key_calls(
    person: Person,
) -> None:
    row = person.row(Action.PANIC)
    click(row.try_button)
    assert person.settings._trial is not None
    person.settings._trial_ends = 0.0
    person.settings._looks_again.timeout.emit()
    assert person.settings._trial.state is Tried.MISSED
    assert "Nothing has arrived" in row.says.text()


def test_while_this_pc_calls_no_key_can_be_tried_out(person: Person) -> None:
    person.windows.bar.assist_pressed.emit()
    person.waits_until(person.calls)
    row = person.row(Action.PANIC)
    click(row.try_button)
    assert "Not while this PC calls" in row.says.text()


def test_a_key_that_another_program_takes_is_said_in_the_open_window(person: Person) -> None:
    row = person.row(Action.PANIC)
    person.waits_until(lambda: row.says.text() == "It is held for this PC.")
    person.keyboard.taken = {PANIC}
    person.keys._show({PANIC: Holding.TAKEN})
    person.waits_until(lambda: row.says.text() == "Another program has it. Choose another key.")


def test_a_disk_that_refuses_is_told_below_and_what_held_goes_on_holding(person: Person) -> None:
    home = person.running.home
    before = home.settings_file.read_text()
    in_the_way = home.path / ".station.toml.new"
    in_the_way.mkdir()
    person.chooses("Dark")
    person.waits_until(lambda: not person.window._refusal.isHidden())
    assert "nothing has changed" in person.window._refusal.accessibleName()
    assert person.running.settings.theme == "system"
    assert home.settings_file.read_text() == before
    in_the_way.rmdir()
    person.chooses("Dark")
    person.waits_until(lambda: person.running.settings.theme == "dark")
    person.waits_until(lambda: person.window._refusal.isHidden())  # noqa: PLW0108 (made anew)


def test_what_a_supervisor_sets_for_all_holds_at_a_counter_that_is_open(
    person: Person, ana: StationAtWork
) -> None:
    person.waits_until(lambda: any(desk.is_present for desk in ana.board.desks))
    ana.running.preferences.preset("wording", "icons", author="Ana Ruiz").result(10)
    bar = person.windows.bar
    person.waits_until(lambda: bar._assist._face.icon == "user")
    person.waits_until(lambda: "wording" in person.window.rows)
    labels = person.window.rows["wording"]._origin.text()
    assert labels == "The office has set this."


def test_while_a_counter_calls_no_word_from_elsewhere_changes_its_bar_or_its_keys(
    person: Person, ana: StationAtWork
) -> None:
    bar = person.windows.bar
    person.window.close()
    person.waits_until(lambda: any(desk.is_present for desk in ana.board.desks))
    bar.panic_pressed.emit()
    person.waits_until(lambda: ana.board.alerts)
    for key_of, value in (("wording", "icons"), ("hotkeys.panic", "Ctrl+Shift+P")):
        ana.running.preferences.preset(key_of, value, author="Ana Ruiz").result(10)
    person.waits_until(lambda: person.running.settings.hotkeys)
    person.keyboard.returns(PANIC)
    person.waits_until(lambda: len(ana.board.alerts[0].alert.presses) == 2)
    assert bar._assist._face.text == "Supervisor"
    alert = ana.board.alerts[0].id
    ana.says_they_are_here(alert)
    ana.closes(alert)
    person.waits_until(lambda: bar._assist._face.icon == "user")
    person.waits_until(lambda: Chord.parse("Ctrl+Shift+P") in person.keyboard.held)


def test_with_a_mistake_in_its_settings_the_bar_is_ready_and_says_so_in_its_tip(
    office: Workplace, ana: StationAtWork, qtbot: QtBot
) -> None:
    from desktop.app.main import Program

    home = office.stations[1].home
    with home.settings_file.open("a") as file:
        file.write('this is no setting\ntheme = "pink"\n[hotkeys]\npanic = "Ctrl+C"\n')
    program = Program(home, opened=lambda _running: None)
    program.open()
    try:
        assert isinstance(program.windows, CounterWindows)
        bar = program.windows.bar
        qtbot.waitUntil(lambda: bar.cue.shown.is_calm, timeout=PATIENCE_MS)
        assert "settings is wrong: see Settings" in bar.cue.shown.sentence
        opened = program.windows
        qtbot.waitUntil(lambda: opened._settings is not None, timeout=PATIENCE_MS)
        opened.bar.settings_pressed.emit()
        assert opened._settings is not None
        window = opened._settings.window
        assert window is not None
        assert len(window._faults) == 3
    finally:
        program.close()


def test_the_alarm_of_a_desk_is_switched_on_and_off_while_it_is_open(
    qtbot: QtBot, tmp_path_factory: pytest.TempPathFactory
) -> None:
    site = SupervisorSite(tmp_path_factory.mktemp("site"))
    try:
        windows, program = site.windows, site.program
        qtbot.waitUntil(
            lambda: program.running is not None and program.running.keys is not None,
            timeout=PATIENCE_MS,
        )
        windows.console._navigation.settings.click()
        window = windows._settings.window
        assert window is not None
        assert windows.alarm is None
        assert program.running is not None
        sound = window.rows["sound"]
        assert isinstance(sound, TickRow)
        click(sound.box)
        qtbot.waitUntil(lambda: windows.alarm is not None, timeout=PATIENCE_MS)
        click(sound.box)
        qtbot.waitUntil(lambda: windows.alarm is None, timeout=PATIENCE_MS)
        assert "sound = false" in program.running.home.settings_file.read_text()
    finally:
        site.closes()


# Starting by itself


def test_the_window_has_the_program_start_by_itself_and_leaves_it_again(
    qtbot: QtBot, windows: CounterWindows, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    person = Person(qtbot, windows)
    row = person.window.rows[AUTOSTART]
    assert isinstance(row, TickRow)
    entry = tmp_path / "autostart" / "countersign.desktop"
    assert not entry.exists()
    click(row.findChildren(QAbstractButton)[0])
    assert str(windows._running.home.path) in entry.read_text("utf-8")
    assert row.findChildren(QAbstractButton)[0].isChecked()
    click(row.findChildren(QAbstractButton)[0])
    qtbot.waitUntil(lambda: not row.findChildren(QAbstractButton)[0].isChecked(), timeout=5000)


def test_a_note_that_cannot_be_written_is_told_in_the_window(
    qtbot: QtBot, windows: CounterWindows, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "autostart").write_text("a file where the folder should be", "utf-8")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    person = Person(qtbot, windows)
    row = person.window.rows[AUTOSTART]
    click(row.findChildren(QAbstractButton)[0])
    assert person.window._view.refusal is not None
    assert not row.findChildren(QAbstractButton)[0].isChecked()
