"""The console, open at its Reports page."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.report_stage import ReportStage, report_stage


@pytest.fixture
def stage(qtbot: QtBot, fonts: None) -> Iterator[ReportStage]:
    with report_stage() as made:
        made.console.resize(1440, 900)
        made.console.show()
        made.console.activateWindow()
        qtbot.waitUntil(made.console.isActiveWindow, timeout=3000)
        made.open_page()
        yield made
