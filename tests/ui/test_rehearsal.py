"""A clerk's private rehearsal of the cues."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from desktop.domain.alerts.facts import Kind
from desktop.ui.rehearsal import Rehearsal
from desktop.ui.theme import Appearance, Scheme
from desktop.ui.views.counter_bar import Wording
from desktop.ui.views.rehearsal import SECONDS, scenes
from desktop.ui.views.shapes import Shape
from desktop.ui.words import Words
from tests.ui.fitting import assert_no_label_is_cut, comes_to_rest
from tests.ui.hands import click, key
from tests.ui.sample import T0, counter_board


def a_rehearsal(appearance: Appearance, language: str = "en") -> Rehearsal:
    return Rehearsal(
        counter_board(),
        appearance=appearance,
        words=Words.of(language),
        wording=Wording.PLAIN,
        now=lambda: T0,
        keys=("Ctrl+Shift+F9", "Ctrl+Shift+F11"),
    )


@pytest.fixture
def rehearsal(qtbot: QtBot, appearance: Appearance) -> Iterator[Rehearsal]:
    made = a_rehearsal(appearance)
    qtbot.addWidget(made)
    made.open_above(QPoint(800, 800))
    yield made
    made.stop()


def test_it_takes_a_minute_at_the_most(words: Words) -> None:
    told = scenes(counter_board(), words, now=T0)
    assert sum(scene.seconds for scene in told) == SECONDS


def test_it_shows_the_cues_that_the_bar_itself_would(words: Words) -> None:
    told = scenes(counter_board(), words, now=T0)
    shown = [(scene.cue.shape, scene.cue.words[:1]) for scene in told]
    assert shown == [
        (Shape.READY, ()),
        (Shape.NOBODY, ("Away",)),
        (Shape.READY, ()),
        (Shape.HALF, ("Sending",)),
        (Shape.READY, ("2 of 3",)),
        (Shape.TICK, ("Ana",)),
        (Shape.READY, ()),
        (Shape.SILENT, ("Ext 4100",)),
        (Shape.ARROW, ("Step out",)),
    ]


def test_a_press_where_one_is_asked_for_goes_on(rehearsal: Rehearsal) -> None:
    while rehearsal.scene.press is None:
        rehearsal.go_on()
    assert rehearsal.scene.press is Kind.ASSIST
    assert rehearsal.next_button.isHidden()
    click(rehearsal.bar.assist)
    assert rehearsal.scene.cue.words == ("Sending",)


def test_another_press_says_that_only_the_real_bar_calls(rehearsal: Rehearsal) -> None:
    click(rehearsal.bar.panic)
    assert "The bar beside this is the real one" in rehearsal._wrong.text()
    assert rehearsal.scene.press is None


@pytest.mark.parametrize("corner", [QPoint(800, 800), QPoint(800, 44), QPoint(300, 400)])
@pytest.mark.parametrize("scale", [1.0, 1.5])  # of a screen of 800 pixels, twice is too wide
def test_it_never_lies_over_the_real_bar_or_off_the_screen(
    qtbot: QtBot, fonts: None, corner: QPoint, scale: float
) -> None:
    made = a_rehearsal(Appearance(text_scale=scale), "es")
    qtbot.addWidget(made)
    room = QGuiApplication.primaryScreen().availableGeometry()
    corner.setX(min(corner.x(), room.right() + 1))
    corner.setY(min(corner.y(), room.bottom() + 1))
    is_above = corner.y() < room.height() // 2
    bar = QRect(corner.x() - 300, corner.y() - 44 if is_above else corner.y(), 300, 44)
    made.open_above(corner)
    for _ in range(8):
        click(made.bar.panic if made.scene.press is not Kind.PANIC else made.bar.assist)
        comes_to_rest(made)
        assert room.contains(made.geometry())
        assert not made.geometry().intersects(bar)
        made.go_on()
    made.stop()


def test_whoever_does_nothing_sees_it_all_the_same(qtbot: QtBot, rehearsal: Rehearsal) -> None:
    assert rehearsal._due.isActive()
    assert rehearsal._due.interval() == 6_000
    with qtbot.waitSignal(rehearsal.ended, timeout=1_000):
        for _ in range(9):
            rehearsal._due.timeout.emit()
    assert rehearsal.isHidden()


def test_esc_ends_it_at_once(rehearsal: Rehearsal) -> None:
    key(rehearsal, Qt.Key.Key_Escape)
    assert rehearsal.isHidden()
    assert not rehearsal._due.isActive()


def test_the_keys_that_work_from_any_program_are_named(words: Words) -> None:
    told = scenes(counter_board(), words, now=T0, keys=("Ctrl+Shift+F9", ""))
    texts = " ".join(scene.text for scene in told)
    assert "Ctrl+Shift+F9" in texts
    assert texts.count("From any program") == 1


@pytest.mark.parametrize("scheme", list(Scheme))
@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize("language", ["en", "es"])
def test_nothing_of_it_is_cut_in_any_look(
    qtbot: QtBot, fonts: None, scheme: Scheme, scale: float, language: str
) -> None:
    made = a_rehearsal(Appearance(scheme=scheme, text_scale=scale), language)
    qtbot.addWidget(made)
    made.open_above(QPoint(900, 1000))
    for _ in range(8):
        made.adjustSize()
        comes_to_rest(made)
        assert_no_label_is_cut(made)
        made.go_on()
    made.stop()
