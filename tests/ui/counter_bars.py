"""A counter's bar at rest, and a hand on it."""

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.ui.counter_bar import CounterBar
from desktop.ui.theme import Appearance
from desktop.ui.views.counter_bar import CounterBarView
from desktop.ui.words import Words
from tests.ui.hands import click
from tests.ui.sample import counter_board


@pytest.fixture
def bar(qtbot: QtBot, appearance: Appearance, words: Words) -> CounterBar:
    made = CounterBar(
        CounterBarView.of(counter_board(), words=words), appearance=appearance, words=words
    )
    qtbot.addWidget(made)
    made.show()
    return made


def at(x: int, y: int = 22) -> QPoint:
    return QPoint(x, y)


def under(bar: CounterBar, point: QPoint) -> QWidget:
    return bar.childAt(point) or bar


def press_at(bar: CounterBar, point: QPoint) -> None:
    child = under(bar, point)
    click(child, child.mapFrom(bar, point))
