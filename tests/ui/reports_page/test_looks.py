"""The Reports page in every look and width: nothing cut, nothing lost."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit
from pytestqt.qtbot import QtBot

from desktop.ui.theme import Appearance, Scheme
from tests.support.reports import (
    amend,
    beck,
)
from tests.ui.fitting import assert_every_sign_has_a_word, assert_everything_has_room, comes_to_rest
from tests.ui.hands import click, key, write
from tests.ui.report_stage import ReportStage, report_stage
from tests.ui.reports_page.reading import button, rows, said, settle
from tests.ui.shots.looks import LOOKS


def test_tools_fold_into_a_menu_before_the_header_s_sentence_has_no_room(
    qtbot: QtBot, stage: ReportStage
) -> None:
    tools = stage.page.tools
    assert tools is not None
    stage.console.resize(980, 800)
    qtbot.waitUntil(lambda: said(tools) == "More", timeout=3000)
    assert stage.page.panel.isVisible()
    assert stage.page.pane.isVisible()


def test_a_narrow_window_shows_the_list_or_the_report_with_a_way_back(
    qtbot: QtBot, stage: ReportStage
) -> None:
    stage.console.resize(820, 700)
    settle(qtbot)
    panel = stage.page.panel
    panel.go_to_rows()
    assert not stage.page.pane.isVisible()
    key(panel.list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: stage.page.detail is not None, timeout=3000)
    assert not panel.isVisible()
    assert stage.page.detail is not None
    qtbot.waitUntil(stage.page.detail.pdf.hasFocus, timeout=1000)
    click(button(stage.page, "Back to the list"))
    assert panel.isVisible()
    assert not stage.page.pane.isVisible()


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize("width", [1280, 1920])
def test_nothing_is_cut_and_targets_are_large(
    qtbot: QtBot, fonts: None, width: int, scale: float, language: str
) -> None:
    with report_stage(scale=scale, language=language) as stage:
        stage.console.resize(width, 800)
        stage.console.show()
        stage.open_page()
        for about in ("", beck(stage.desk)):
            if about:
                amend(stage.desk, about)
                stage.open(about)
                stage.page.side.open_action_form()
            settle(qtbot)
            comes_to_rest(stage.console)
            assert_everything_has_room(stage.console)


@pytest.mark.parametrize(("scheme", "scale"), LOOKS)
def test_every_sign_stands_beside_a_word(
    qtbot: QtBot, fonts: None, scheme: Scheme, scale: float
) -> None:
    with report_stage(scheme, scale) as stage:
        stage.console.show()
        stage.open_page()
        stage.open(beck(stage.desk))
        settle(qtbot)
        assert_every_sign_has_a_word(stage.page)


def test_another_look_keeps_what_was_searched_and_opened(
    qtbot: QtBot, stage: ReportStage, appearance: Appearance
) -> None:
    write(stage.page.panel.search, "beck")
    qtbot.waitUntil(lambda: len(rows(stage)) == 1, timeout=3000)
    stage.open(beck(stage.desk))
    before = stage.page
    stage.console._appearance.choose(scheme=Scheme.DARK, text_scale=1.5)
    assert stage.page is not before
    assert stage.page.panel.search.text() == "beck"
    assert len(rows(stage)) == 1
    assert "Harold Beck" in said(stage.page) or not stage.page.pane.isVisible()


@pytest.mark.parametrize(
    "story",
    [
        "wort " * 200_000,
        "x" * 50_000,
        "line\n" * 10_000,
        "<b>bold</b> </para> &amp; <img src='file:///etc/passwd'>",
        "עברית العربية हिन्दी 日本語 한국어 🙂 " * 20,
    ],
    ids=["long", "no-spaces", "lines", "markup", "scripts"],
)
def test_no_text_breaks_the_page_or_is_taken_for_markup(
    qtbot: QtBot, stage: ReportStage, story: str
) -> None:
    about = stage.desk.submit({"began": "2026-03-09T10:00", "narrative": story})
    stage.open(about)
    settle(qtbot)
    assert stage.page.detail is not None
    assert stage.page.detail.width() <= stage.page.width()
    shown = said(stage.page) + "".join(
        area.toPlainText() for area in stage.page.detail.findChildren(QPlainTextEdit)
    )
    assert story.split(maxsplit=1)[0][:1000] in shown
    areas = stage.page.detail.findChildren(QPlainTextEdit)
    if areas:
        kept = "".join(areas[0].toPlainText().split())
        assert kept == "".join(story.split())
