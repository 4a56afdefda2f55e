"""The panel while somebody else changes the cards, or sits down at the counter."""

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop.domain.guidance.conversation import Conversation
from desktop.services.guidance.conversing import Conversing
from desktop.ui.guidance.card_page import CardPage
from desktop.ui.guidance.panel import GuidancePanel
from desktop.ui.guidance.practice_page import PracticePage
from desktop.ui.guidance.source import Source
from desktop.ui.guidance.topics_page import TopicsPage
from desktop.ui.theme import Appearance
from tests.support.shipped_cards import shipped
from tests.ui.guidance.test_panel import SITUATIONS
from tests.ui.guidance_stage import NOW, Around, Pocket, an_edition, panel, source
from tests.ui.hands import click, key, write


def a_shorter_practice() -> dict[str, str]:
    """The practice with its first scene alone."""
    return {
        language: _with_one_scene(text)
        for language, text in shipped().texts["practice-swearing"].items()
    }


def _with_one_scene(text: str) -> str:
    parts = text.split("\n## ")
    return "\n## ".join(parts[:3]) + "\n"


# --- somebody saves a card ---------------------------------------------------------------------


def test_a_change_of_another_card_leaves_the_open_one_as_it_stands(opened: GuidancePanel) -> None:
    opened.open_card("language")
    page = opened.page
    bar = opened.pages.verticalScrollBar()
    QTest.qWait(1)
    bar.setValue(bar.maximum())
    where = bar.value()
    assert where > 0
    opened.show_source(source("en", an_edition("phone")))
    assert opened.page is page
    assert bar.value() == where


def test_a_press_that_is_under_way_counts_though_a_card_is_saved_meanwhile(
    qtbot: QtBot, opened: GuidancePanel
) -> None:
    opened.open_card("safety")
    page = opened.page
    assert isinstance(page, CardPage)
    assert page.call is not None
    with qtbot.waitSignal(opened.panic_pressed, timeout=1000):
        QTest.mousePress(page.call, Qt.MouseButton.LeftButton)
        opened.show_source(source("en", an_edition("phone")))
        QTest.mouseRelease(page.call, Qt.MouseButton.LeftButton)


def test_a_comment_that_is_being_written_stays_when_a_card_is_saved(
    qtbot: QtBot, opened: GuidancePanel
) -> None:
    opened.open_card("language")
    click(opened.helpful.no)
    write(opened.helpful.comment, "He spoke no En")
    with qtbot.assertNotEmitted(opened.rated):
        opened.show_source(source("en", an_edition("language")))
    assert opened.helpful.comment.text() == "He spoke no En"
    write(opened.helpful.comment, "glish.")
    with qtbot.waitSignal(opened.rated, timeout=1000) as said:
        click(opened.helpful.send)
    assert said.args == ["language", False, "He spoke no English.", True]


def test_a_card_that_changes_while_it_is_read_is_drawn_anew_where_it_was_read(
    opened: GuidancePanel,
) -> None:
    opened.open_card("language")
    bar = opened.pages.verticalScrollBar()
    QTest.qWait(1)
    bar.setValue(40)
    opened.show_source(source("en", an_edition("language")))
    page = opened.page
    assert isinstance(page, CardPage)
    assert page.view.confirm  # the site's version, to be confirmed
    QTest.qWait(1)
    assert bar.value() == 40


def test_a_practice_whose_scenes_become_fewer_begins_anew(opened: GuidancePanel) -> None:
    opened.open_card("practice-swearing")
    for _ in range(2):
        opened.pages.choose(0)
        opened.pages.go_on()
    fewer = an_edition("practice-swearing", texts=a_shorter_practice())
    opened.show_source(source("en", fewer))
    page = opened.page
    assert isinstance(page, PracticePage)
    assert page.answers
    opened.pages.choose(0)
    opened.pages.go_on()


# --- somebody else sits down ---------------------------------------------------------------------


class Shared(Around):
    """A counter that several people use."""

    def __post_init__(self) -> None:
        self.person = "Devon Park"
        self.conversing = Conversing(
            keeping=Pocket(), now=lambda: NOW, whose=lambda: ("front", self.person)
        )


@pytest.fixture
def around() -> Shared:
    return Shared()


def words_of(panel: GuidancePanel) -> str:
    return " ".join(label.text() for label in panel.findChildren(QLabel) if label.isVisible())


def test_whoever_sits_down_sees_nothing_of_what_another_noted(
    opened: GuidancePanel, around: Shared
) -> None:
    opened.open_card("language")
    page = opened.page
    assert isinstance(page, CardPage)
    click(page.steps[0])
    around.conversing.warn("Stop swearing at me, Mr. Smith.")
    opened.strip.summary.setChecked(True)
    around.person = "Maria Delgado"
    opened.show_person()
    assert opened.strip.isHidden()
    assert "Smith" not in words_of(opened)
    assert isinstance(opened.page, TopicsPage)
    opened.open_card("language")
    assert isinstance(opened.page, CardPage)
    assert not opened.page.view.do[0].is_tried


def test_whoever_sits_down_finds_no_half_written_promise_and_no_comment_of_another(
    qtbot: QtBot, opened: GuidancePanel, around: Shared
) -> None:
    opened.open_card("language")
    click(opened.helpful.no)
    write(opened.helpful.comment, "My own thoughts")
    opened._open_promise()
    write(opened.strip.what, "Call Mr. Smith")
    around.person = "Maria Delgado"
    with qtbot.assertNotEmitted(opened.rated):  # it would go out in the other's name
        opened.show_person()
    assert opened.strip.what.text() == ""
    assert opened.strip.isHidden()
    opened.open_card("language")
    assert opened.helpful.comment.text() == ""


def test_what_one_threw_away_another_cannot_bring_back(
    opened: GuidancePanel, around: Shared
) -> None:
    opened.thrown_away.connect(around.conversing.throw_away)
    around.conversing.warn("Stop swearing at me, Mr. Smith.")
    click(opened.strip.throw_away)
    around.person = "Maria Delgado"
    opened.show_person()
    assert not opened.strip.undo.isVisible()


# --- keys of other keyboards ----------------------------------------------------------------------


def test_a_raised_figure_of_a_french_keyboard_opens_nothing(opened: GuidancePanel) -> None:
    opened.setFocus()
    press(opened, Qt.Key.Key_twosuperior, "\N{SUPERSCRIPT TWO}", Qt.KeyboardModifier.NoModifier)
    assert isinstance(opened.page, TopicsPage)


@pytest.mark.parametrize("on", [Qt.Key.Key_Slash, Qt.Key.Key_7])
def test_a_slash_goes_to_the_search_also_where_it_needs_shift(
    opened: GuidancePanel, on: Qt.Key
) -> None:
    opened.open_card("language")
    opened.setFocus()
    press(opened, on, "/")
    assert opened.head.search.hasFocus()


def test_a_figure_opens_its_situation_also_where_it_needs_shift(opened: GuidancePanel) -> None:
    opened.setFocus()
    press(opened, Qt.Key.Key_3, "3")
    assert opened.card == "language"


def press(
    panel: GuidancePanel,
    pressed: Qt.Key,
    text: str,
    modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.ShiftModifier,
) -> None:
    """What that key gives on some keyboard."""
    QApplication.sendEvent(panel, QKeyEvent(QEvent.Type.KeyPress, pressed, modifier, text))


# --- the keyboard, by hand ------------------------------------------------------------------------


def is_asked(panel: GuidancePanel) -> bool:
    return not panel.windowHandle().flags() & Qt.WindowType.WindowDoesNotAcceptFocus


def test_a_click_into_a_line_asks_for_the_keyboard(qtbot: QtBot, appearance: Appearance) -> None:
    made = panel(appearance)
    qtbot.addWidget(made)
    made.open_above(QPoint(800, 800))
    made.open_card("language")
    click(made.helpful.no)
    assert not is_asked(made)  # a tap leaves it where it is
    click(made.helpful.comment)
    assert is_asked(made)
    made.hide_at_once()
    made.open_above(QPoint(800, 800))
    made.open_card("venting")
    made._open_promise()
    made._accept_focus(accepts=False)  # they clicked into another program
    click(made.strip.by)
    assert is_asked(made)


def test_esc_in_a_comment_hides_the_panel(opened: GuidancePanel) -> None:
    opened.open_card("language")
    click(opened.helpful.no)
    write(opened.helpful.comment, "Nothing helped.")
    key(opened.helpful.comment, Qt.Key.Key_Escape)
    assert not opened.isVisible()


def test_nothing_is_lost_of_the_conversation_while_somebody_searches(
    opened: GuidancePanel, around: Shared
) -> None:
    opened.open_card("language")
    write(opened, "/")
    write(opened.head.search, "gun")
    around.conversing.warn("Stop.")
    opened.show_source(source("en", an_edition("language")))
    assert around.conversation != Conversation()
    key(opened.head.search, Qt.Key.Key_Return)
    assert opened.card == "safety"


# --- situations that the site hides ---------------------------------------------------------------


def without(*hidden: str) -> Source:
    """The guidance of a site that hides these."""
    site = source("en")
    shown = {
        name: replace(one, is_hidden=name in hidden) for name, one in site.guidance.shown.items()
    }
    guidance = replace(site.guidance, shown=shown)
    return replace(site, guidance=guidance, library=guidance.library("en"))


def test_the_foot_names_the_figures_that_there_are(opened: GuidancePanel) -> None:
    opened.show_source(without("venting", "wont-stop", "wants-supervisor", "letter", "visit"))
    assert said(opened.foot)[:4] == ["3", "\N{EN DASH}", "6", "open"]


def test_without_any_situation_no_figure_is_named_and_none_opens_anything(
    opened: GuidancePanel,
) -> None:
    opened.show_source(without(*SITUATIONS.values()))
    assert "open" not in said(opened.foot)
    opened.setFocus()
    write(opened, "12345678")
    assert isinstance(opened.page, TopicsPage)


def said(foot: QWidget) -> list[str]:
    return [label.text() for label in foot.findChildren(QLabel)]
