"""The panel over whatever a site writes on a card."""

import re

import pytest
from PySide6.QtCore import QPoint
from pytestqt.qtbot import QtBot

from desktop.ui.guidance.card_page import CardPage
from desktop.ui.guidance.panel import GuidancePanel
from desktop.ui.guidance.runs import RunsLabel
from desktop.ui.guidance.source import Source
from desktop.ui.theme import Appearance
from tests.support.shipped_cards import shipped
from tests.ui.fitting import comes_to_rest
from tests.ui.guidance_stage import an_edition, panel, source

ADDRESS = "https://www.aldercounty.gov/community-services/benefits/apply-online?language=en"


def with_a_word(word: str) -> Source:
    """The guidance of a site that has ``word`` in every line of a card, and of its ladder."""
    texts = shipped().texts["language"]
    lines = texts["en"].split("\n")
    longer = [f"{line} {word}" if re.match(r"- |\d\. ", line) else line for line in lines]
    english = "\n".join(longer).replace('title = "Language"', f'title = "{word[:60]}"')
    made = source("en", an_edition("language", texts={**texts, "en": english}))
    assert made.guidance.refused == ()
    return made


def opened_with(qtbot: QtBot, appearance: Appearance, word: str) -> GuidancePanel:
    made = panel(appearance, made_of=with_a_word(word))
    qtbot.addWidget(made)
    made.open_above(QPoint(800, 800))
    comes_to_rest(made)
    return made


@pytest.mark.parametrize("word", ["W" * 300, ADDRESS])
def test_no_word_is_so_long_that_it_pushes_anything_off_the_panel(
    qtbot: QtBot, appearance: Appearance, word: str
) -> None:
    made = opened_with(qtbot, appearance, word)
    width = made.pages.viewport().width()
    assert made.page.width() == width
    made.open_card("language")
    comes_to_rest(made)
    page = made.page
    assert isinstance(page, CardPage)
    assert page.width() == width
    assert page.call is not None
    right = page.call.mapTo(page, QPoint(page.call.width(), 0)).x()
    assert right <= width


def test_an_address_is_read_whole(qtbot: QtBot, appearance: Appearance) -> None:
    made = opened_with(qtbot, appearance, ADDRESS)
    made.open_card("language")
    comes_to_rest(made)
    addresses = [
        label for label in made.page.findChildren(RunsLabel) if ADDRESS in label.accessibleName()
    ]
    assert addresses
    for label in addresses:
        assert label.minimumSizeHint().width() <= label.width() <= made.pages.viewport().width()
