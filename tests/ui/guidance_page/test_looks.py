"""The Guidance page in every look, width and language: nothing cut, nothing unnamed."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop.ui.console.guidance.card_pane import Tab
from desktop.ui.console.guidance.page import Place
from desktop.ui.theme import Scheme
from tests.ui.fitting import assert_every_sign_has_a_word, assert_everything_has_room
from tests.ui.guidance_page.reading import button, replace, said
from tests.ui.hands import click, key
from tests.ui.keeping_stage import KeepingStage, keeping_stage, people_talk
from tests.ui.shots.looks import LOOKS


def settle(qtbot: QtBot) -> None:
    for _ in range(3):
        QApplication.processEvents()
    qtbot.wait(30)


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize("width", [1280, 1920])
def test_nothing_is_cut_and_targets_are_large(
    qtbot: QtBot, fonts: None, width: int, scale: float, language: str
) -> None:
    with keeping_stage(scale=scale, language=language) as stage:
        stage.console.resize(width, 900)
        stage.console.show()
        stage.open_page()
        stage.prepare("contested")
        people_talk(stage)
        settle(qtbot)
        assert_everything_has_room(stage.console)
        stage.open("language")
        replace(stage, "+++", "+ +")
        stage.keeping.editing.attach(stage.files.chosen)
        settle(qtbot)
        for tab in Tab:
            stage.keeping.show_tab(tab)
            settle(qtbot)
            assert_everything_has_room(stage.console)
        for place in (Place.SAID, Place.ADDING):
            stage.keeping.go_to(place)
            settle(qtbot)
            assert_everything_has_room(stage.console)


def test_what_has_the_keyboard_has_a_name(stage: KeepingStage) -> None:
    stage.prepare("contested")
    stage.open("language")
    for tab in Tab:
        stage.keeping.show_tab(tab)
        for widget in stage.page.findChildren(QWidget):
            if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
                name = widget.accessibleName()
                name = name or (widget.text() if isinstance(widget, QAbstractButton) else "")
                assert name or not isinstance(widget, QAbstractButton | QLineEdit), widget


@pytest.mark.parametrize(("scheme", "scale"), LOOKS)
def test_every_sign_stands_beside_a_word(
    qtbot: QtBot, fonts: None, scheme: Scheme, scale: float
) -> None:
    with keeping_stage(scheme, scale) as stage:
        stage.console.show()
        stage.open_page()
        stage.open("language")
        replace(stage, "## Say", "## Sing")
        settle(qtbot)
        assert_every_sign_has_a_word(stage.page)


def test_a_narrow_window_shows_the_list_or_the_card_with_a_way_back(
    qtbot: QtBot, stage: KeepingStage
) -> None:
    stage.console.resize(820, 700)
    settle(qtbot)
    panel = stage.page.panel
    panel.go_to_rows()
    assert not stage.page.pane.isVisible()
    key(panel.list, Qt.Key.Key_Return)
    assert not panel.isVisible()
    assert stage.page.pane.isVisible()
    click(button(stage.page, "Preview"))
    assert stage.page.pane.preview.isVisible()
    assert not stage.page.pane.text.isVisible()
    click(button(stage.page, "Back to the list"))
    assert panel.isVisible()
    assert panel.list.hasFocus()


def test_beside_each_other_text_and_preview_need_no_switching(stage: KeepingStage) -> None:
    stage.open("language")
    assert stage.page.pane.text.isVisible()
    assert stage.page.pane.preview.isVisible()
    assert "Preview" not in said(stage.page.pane)
