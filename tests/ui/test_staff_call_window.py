"""A staff desk's window under a hand: keys and clicks, and words typed in another program."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF
from pytestqt.qtbot import QtBot

from desktop.ui.staff.call_window import StaffCallWindow
from desktop.ui.takeover.drawing import font
from desktop.ui.takeover.typing_guard import QUIET_S
from desktop.ui.theme import Appearance
from desktop.ui.views.acts import Act
from desktop.ui.words import Words
from tests.ui.hands import click, key
from tests.ui.shots.staff import staff_calls

CALLS = staff_calls(Words.of("en"))


@dataclass
class Stage:
    """The window, a clock, and what was answered."""

    window: StaffCallWindow
    seconds: list[float]
    answers: list[tuple[Act, str]] = field(default_factory=list)

    def waits(self) -> None:
        self.seconds[0] += QUIET_S + 0.1


@pytest.fixture
def stage(qtbot: QtBot, appearance: Appearance) -> Iterator[Stage]:
    seconds = [1000.0]
    window = StaffCallWindow(appearance, monotonic=lambda: seconds[0])
    qtbot.addWidget(window)
    stage = Stage(window, seconds)
    window.acted.connect(lambda act, alert: stage.answers.append((act, alert)))
    yield stage
    window.show_view(None)


def test_one_key_says_that_one_goes_or_cannot(stage: Stage) -> None:
    stage.window.show_view(CALLS["panic"])
    stage.waits()
    key(stage.window, Qt.Key.Key_G)
    stage.waits()
    key(stage.window, Qt.Key.Key_N)
    assert stage.answers == [(Act.GOING, "a1"), (Act.CANNOT, "a1")]


def test_words_typed_as_it_comes_up_answer_nothing(stage: Stage) -> None:
    stage.window.show_view(CALLS["panic"])
    for letter in (Qt.Key.Key_N, Qt.Key.Key_G, Qt.Key.Key_N):
        key(stage.window, letter)
    assert stage.answers == []


def test_a_click_answers_once_the_window_has_stood_a_moment(stage: Stage) -> None:
    stage.window.show_view(CALLS["panic"])
    click(stage.window.buttons[0])
    assert stage.answers == []
    stage.waits()
    click(stage.window.buttons[0])
    assert stage.answers == [(Act.GOING, "a1")]


def test_another_call_in_its_place_must_be_seen_before_it_is_answered(stage: Stage) -> None:
    stage.window.show_view(CALLS["panic"])
    stage.waits()
    stage.window.show_view(CALLS["assist"])
    key(stage.window, Qt.Key.Key_G)
    assert stage.answers == []


def test_only_an_answer_or_its_end_takes_it_away(stage: Stage) -> None:
    stage.window.show_view(CALLS["panic"])
    stage.window.close()
    assert stage.window.isVisible()
    stage.window.show_view(CALLS["going"])
    assert stage.window.isVisible()
    stage.window.show_view(None)
    assert not stage.window.isVisible()


def test_a_screen_reader_says_where_and_what_and_who_goes(stage: Stage) -> None:
    stage.window.show_view(CALLS["more"])
    assert stage.window.accessibleName() == (
        "Panic. Counter 3. Front desk, ground floor. Nobody is going yet."
    )
    assert "Devon Park: Going, from Window 6" in stage.window.accessibleDescription()
    names = [button.accessibleName() for button in stage.window.buttons]
    assert names == ["I go there", Words.of("en")("I can't")]


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("name", CALLS)
def test_no_status_is_cut(language: str, name: str) -> None:
    view = staff_calls(Words.of(language))[name]
    assert QFontMetricsF(font(18, 500)).horizontalAdvance(view.status) <= 760
