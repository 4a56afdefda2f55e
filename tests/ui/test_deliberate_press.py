"""A bar whose buttons are held or pressed twice, as a site may choose."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.domain.alerts.facts import Kind
from desktop.domain.board import Board
from desktop.domain.presence import Unready
from desktop.domain.pressing import Way, Ways
from desktop.ui.counter_bar import CounterBar, PressButton
from desktop.ui.theme import Appearance
from desktop.ui.views.counter_bar import CounterBarView
from desktop.ui.views.shapes import Shape
from desktop.ui.words import Words
from tests.ui.hands import click
from tests.ui.sample import Story, counter_board, live

LEFT, PLAIN = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


class Bar:
    """A bar on which Panic is pressed in one way, and what it told."""

    def __init__(self, bar: CounterBar) -> None:
        self.bar = bar
        self.called: list[str] = []
        self.begun: list[Kind] = []
        bar.panic_pressed.connect(lambda: self.called.append("panic"))
        bar.press_begun.connect(self.begun.append)
        button = bar.childAt(QPoint(147, 22))
        assert isinstance(button, PressButton)
        self.panic = button

    def press(self) -> None:
        QTest.mousePress(self.panic, LEFT, PLAIN, QPoint(5, 5))

    def let_go(self) -> None:
        QTest.mouseRelease(self.panic, LEFT, PLAIN, QPoint(5, 5))


Made = Callable[[Way], Bar]


@pytest.fixture
def bar_with(qtbot: QtBot, appearance: Appearance, words: Words) -> Made:
    def made(way: Way) -> Bar:
        view = CounterBarView.of(counter_board(), words=words, ways=Ways(panic=way))
        bar = CounterBar(view, appearance=appearance, words=words)
        qtbot.addWidget(bar)
        bar.show()
        return Bar(bar)

    return made


def test_a_button_that_is_held_calls_while_it_is_down(qtbot: QtBot, bar_with: Made) -> None:
    bar = bar_with(Way.HOLD)
    bar.press()
    assert (bar.begun, bar.called) == ([Kind.PANIC], [])
    qtbot.waitUntil(lambda: bool(bar.called), timeout=5000)
    bar.let_go()
    assert bar.called == ["panic"]


def test_a_short_press_of_it_calls_nobody(bar_with: Made) -> None:
    bar = bar_with(Way.HOLD)
    click(bar.panic)
    assert (bar.begun, bar.called) == ([Kind.PANIC], [])
    assert bar.panic._held is not None
    assert not bar.panic._held.isActive()


def test_whoever_hammers_it_is_heard_all_the_same(bar_with: Made) -> None:
    bar = bar_with(Way.HOLD)
    for _ in range(3):
        click(bar.panic)
    assert bar.called == ["panic"]


def test_a_button_that_is_pressed_twice_calls_at_the_second_press(bar_with: Made) -> None:
    bar = bar_with(Way.DOUBLE)
    click(bar.panic)
    assert (bar.begun, bar.called) == ([Kind.PANIC], [])
    QTest.mouseDClick(bar.panic, LEFT, PLAIN, QPoint(5, 5))
    assert bar.called == ["panic"]


def test_it_looks_like_any_other_and_tells_a_screen_reader_how_it_is_pressed(
    bar_with: Made,
) -> None:
    once, held = bar_with(Way.CLICK), bar_with(Way.HOLD)
    assert held.bar.grab().toImage() == once.bar.grab().toImage()
    held.press()
    assert held.bar.grab().toImage() == once.bar.grab().toImage()
    held.let_go()
    name = held.panic.accessibleName()
    assert name == "Panic: silent call for help (keep it down for a moment)"


@pytest.mark.parametrize(
    ("way", "word"), [(Way.HOLD, "Hold"), (Way.DOUBLE, "Again")], ids=["hold", "double"]
)
def test_half_a_press_says_in_the_cue_that_nothing_is_sent(
    words: Words, way: Way, word: str
) -> None:
    ways = Ways(panic=way)
    for board in (counter_board(), counter_board(live(Story(Kind.ASSIST)))):
        cue = CounterBarView.of(board, words=words, ways=ways, begun=Kind.PANIC).cue
        assert (cue.shape, cue.words) == (Shape.BEGUN, (word,))
        assert "Nothing is sent yet" in cue.sentence


@pytest.mark.parametrize("board", [counter_board(), counter_board(why=Unready.NO_SUPERVISOR)])
def test_the_tab_shows_half_a_press_by_its_shape_alone_where_nobody_would_notice_either(
    qtbot: QtBot, appearance: Appearance, words: Words, board: Board
) -> None:
    """A ring would be taken for the one that stood there before."""
    bar = CounterBar(CounterBarView.of(board, words=words), appearance=appearance, words=words)
    qtbot.addWidget(bar)
    bar.collapse()
    bar.show()
    before = bar.grab().toImage()
    bar.show_view(CounterBarView.of(board, words=words, begun=Kind.PANIC, by_key=True))
    assert bar.grab().toImage() != before
    bar.show_view(CounterBarView.of(board, words=words))
    assert bar.grab().toImage() == before


def test_half_a_press_changes_nothing_outside_the_cue(
    qtbot: QtBot, appearance: Appearance, words: Words
) -> None:
    ways = Ways(panic=Way.DOUBLE)
    rest = CounterBarView.of(counter_board(), words=words, ways=ways)
    bar = CounterBar(rest, appearance=appearance, words=words)
    qtbot.addWidget(bar)
    bar.show()
    before = bar.grab().toImage()
    bar.show_view(CounterBarView.of(counter_board(), words=words, ways=ways, begun=Kind.PANIC))
    after = bar.grab().toImage()
    changed = [
        QPoint(x, y)
        for x in range(before.width())
        for y in range(before.height())
        if before.pixel(x, y) != after.pixel(x, y)
    ]
    assert changed
    assert all(bar.cue.geometry().contains(one) for one in changed)
