"""A panel on the screen, as a counter has it."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint
from pytestqt.qtbot import QtBot

from desktop.ui.guidance.panel import GuidancePanel
from desktop.ui.theme import Appearance
from tests.ui.guidance_stage import Around, panel

Open = Callable[..., GuidancePanel]


@pytest.fixture
def around() -> Around:
    return Around()


@pytest.fixture
def opened(qtbot: QtBot, appearance: Appearance, around: Around) -> Iterator[GuidancePanel]:
    """The panel of a counter, with the keyboard asked for."""
    made = panel(appearance, around=around)
    qtbot.addWidget(made)
    made.open_above(QPoint(800, 800))
    made.take_keyboard()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    made.hide()
