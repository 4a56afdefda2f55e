"""The Now page paints what is new or elsewhere and nothing else, and yet all of it is right."""

import random

import pytest
from msgspec.structs import replace
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.domain.alerts.facts import Kind
from desktop.domain.board import Board
from desktop.ui.console.window import ConsoleWindow
from desktop.ui.theme import Appearance
from desktop.ui.words import Words
from tests.ui.sample import MARCUS, NOW, Story, desk, live, supervisor_board

DESKS = tuple(
    desk(f"{number:032d}", f"Counter {number}", is_present=number % 3 > 0)
    for number in range(1, 30)
)


@pytest.fixture
def console(qtbot: QtBot, appearance: Appearance, words: Words) -> ConsoleWindow:
    made = ConsoleWindow(appearance=appearance, words=words, monotonic=lambda: NOW)
    qtbot.addWidget(made)
    made.resize(1280, 700)
    made.show()
    return made


def boards() -> list[Board]:
    """Cards come, go, grow, shrink and change places; so do lines of stations."""
    chance = random.Random(7)
    stories = [
        Story(kind, name=f"b{at}", place=f"Counter {at}")
        for at, kind in enumerate([Kind.PANIC, Kind.ASSIST] * 4)
    ]
    answered = [story.going(MARCUS, "Marcus Bell") for story in stories]
    made = []
    for _ in range(12):
        chosen = [chance.choice(both) for both in zip(stories, answered, strict=True)]
        chance.shuffle(chosen)
        alerts = [live(story, ago=9.0) for story in chosen[: chance.randint(0, 8)]]
        made.append(supervisor_board(*alerts, desks=DESKS[: chance.choice([4, 15, 29])]))
    return made


def seen(console: ConsoleWindow) -> QImage:
    """What is on the screen."""
    for _ in range(3):
        QApplication.processEvents()
    return console.screen().grabWindow(console.winId()).toImage()


def is_painted(console: ConsoleWindow) -> bool:
    """Whether the screen shows what the window looks like when all of it is painted."""
    on_screen = seen(console)
    anew = console.grab().toImage()
    return on_screen.convertToFormat(anew.format()) == anew


def test_what_moved_is_seen_where_it_went(console: ConsoleWindow) -> None:
    for at, board in enumerate(boards()):
        console.show_board(board)
        assert is_painted(console), at
        bar = console.page.verticalScrollBar()
        bar.setValue(bar.maximum() * (at % 3) // 2)
        assert is_painted(console), at


def test_what_is_not_painted_yet_is_not_seen(qtbot: QtBot, console: ConsoleWindow) -> None:
    """So the test above can fail."""
    console.show_board(supervisor_board(live(Story()), desks=DESKS))
    before = seen(console)
    late = replace(DESKS[0], is_present=False)
    console.show_board(supervisor_board(live(Story()), desks=(late, *DESKS[1:])))
    unpainted = console.screen().grabWindow(console.winId()).toImage()
    assert unpainted == before
    qtbot.waitUntil(lambda: seen(console) != before)
    assert is_painted(console)
