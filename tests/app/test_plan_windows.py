"""The floor plan in a supervisor's real console, from choosing a picture to a station moved."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot

from desktop.domain.plan.plan import SitePlan
from tests.support.floor_plans import draw_floor
from tests.support.programs import SupervisorSite
from tests.support.workplace import PATIENCE
from tests.ui.hands import click, key

PATIENCE_MS = round(1000 * PATIENCE)


@pytest.fixture(scope="module")
def site(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SupervisorSite]:
    made = SupervisorSite(tmp_path_factory.mktemp("site"))
    yield made
    made.closes()


def plan_of(site: SupervisorSite) -> SitePlan:
    assert site.program.running is not None
    return site.program.running.late.floor_plans().desk.plan


def chooses(qtbot: QtBot, site: SupervisorSite, file: Path) -> None:
    """The console's dialog is open, and that file is taken."""
    console = site.windows.console
    qtbot.waitUntil(lambda: bool(console.findChildren(QFileDialog)), timeout=PATIENCE_MS)
    dialog = console.findChildren(QFileDialog)[-1]
    dialog.fileSelected.emit(str(file))
    dialog.close()


def test_a_picture_is_chosen_a_bad_one_is_refused_and_a_station_moved_and_put_back(
    qtbot: QtBot, site: SupervisorSite, tmp_path: Path
) -> None:
    page = site.windows.console.page
    qtbot.waitUntil(page.plan_invite.isVisible, timeout=PATIENCE_MS)
    (tmp_path / "empty.png").write_bytes(b"")
    click(page.plan_invite)
    chooses(qtbot, site, tmp_path / "empty.png")
    console = site.windows.console
    qtbot.waitUntil(lambda: bool(console.findChildren(QMessageBox)), timeout=PATIENCE_MS)
    box = console.findChildren(QMessageBox)[-1]
    assert "is empty" in box.text()
    box.close()
    assert plan_of(site).floors == ()
    click(page.plan_invite)
    chooses(qtbot, site, draw_floor(tmp_path / "Ground floor.png"))
    qtbot.waitUntil(lambda: page.plan is not None, timeout=PATIENCE_MS)
    card = page.plan
    assert card is not None
    qtbot.waitUntil(lambda: card.canvas.has_picture, timeout=PATIENCE_MS)
    assert plan_of(site).floors[0].name == "Ground floor"
    click(card.arrange_button)
    card.beside.setFocus()
    card.beside.setCurrentIndex(card.beside.model().index(0, 0))
    key(card.beside, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(plan_of(site).spots) == 1, timeout=PATIENCE_MS)
    qtbot.waitUntil(card.strip.undo.isEnabled, timeout=PATIENCE_MS)
    click(card.strip.undo)
    qtbot.waitUntil(lambda: not plan_of(site).spots, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: not card.strip.undo.isEnabled(), timeout=PATIENCE_MS)
