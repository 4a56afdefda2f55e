"""The console, open at its Guidance page."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.keeping_stage import KeepingStage, keeping_stage


@pytest.fixture
def stage(qtbot: QtBot, fonts: None) -> Iterator[KeepingStage]:
    with keeping_stage() as made:
        made.console.resize(1440, 900)
        made.console.show()
        made.console.activateWindow()
        qtbot.waitUntil(made.console.isActiveWindow, timeout=3000)
        made.open_page()
        yield made
