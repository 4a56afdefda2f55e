"""What a person does with the guidance panel."""

from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop.domain.guidance.conversation import Kind
from desktop.domain.guidance.practice import Practiced
from desktop.ui.guidance.card_page import CardPage
from desktop.ui.guidance.ladder import Ladder
from desktop.ui.guidance.panel import GuidancePanel
from desktop.ui.guidance.practice_page import PracticePage
from desktop.ui.guidance.search_page import SearchPage
from desktop.ui.guidance.topics_page import TopicsPage
from desktop.ui.labels import Label
from desktop.ui.theme import Appearance, Scheme
from desktop.ui.views.counter_bar import Wording
from tests.ui.fitting import assert_no_label_is_cut, comes_to_rest
from tests.ui.guidance_stage import Around, panel, source
from tests.ui.hands import click, key, write

SITUATIONS = {
    "1": "venting",
    "2": "wont-stop",
    "3": "language",
    "4": "wants-supervisor",
    "5": "safety",
    "6": "phone",
    "7": "letter",
    "8": "visit",
}


def leave_search(panel: GuidancePanel) -> None:
    key(panel.head.search, Qt.Key.Key_Down)


def search(panel: GuidancePanel, text: str) -> None:
    panel.setFocus()
    write(panel, "/")
    write(panel.head.search, text)


def test_it_opens_without_asking_for_the_keyboard(
    qtbot: QtBot, appearance: Appearance, around: Around
) -> None:
    made = panel(appearance, around=around)
    qtbot.addWidget(made)
    made.open_above(QPoint(800, 800))
    handle = made.windowHandle()
    assert handle.flags() & Qt.WindowType.WindowDoesNotAcceptFocus
    assert made.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    made.open_above(QPoint(800, 800))  # a second time: now it is asked for
    assert not handle.flags() & Qt.WindowType.WindowDoesNotAcceptFocus


@pytest.mark.parametrize(("figure", "card"), SITUATIONS.items())
def test_a_figure_opens_its_situation(opened: GuidancePanel, figure: str, card: str) -> None:
    leave_search(opened)
    write(opened, figure)
    assert opened.card == card
    assert isinstance(opened.page, CardPage)


@pytest.mark.parametrize("card", SITUATIONS.values())
def test_a_situation_says_first_what_to_say_and_at_most_three_things_to_do(
    opened: GuidancePanel, card: str
) -> None:
    opened.open_card(card)
    page = opened.page
    assert isinstance(page, CardPage)
    assert page.view.say
    assert 1 <= len(page.view.do) <= 3
    assert page.view.next
    assert page.view.rungs
    assert page.findChild(Ladder) is not None


@pytest.mark.parametrize("card", SITUATIONS.values())
def test_the_ladder_stands_above_what_not_to_say_only_where_somebody_is_called_now(
    opened: GuidancePanel, card: str
) -> None:
    opened.open_card(card)
    page = opened.page
    assert isinstance(page, CardPage)
    ladder = page.findChild(Ladder)
    assert isinstance(ladder, Ladder)
    never = next(label for label in page.findChildren(Label) if label.text() == "Do not say")
    tops = [widget.mapTo(page, QPoint(0, 0)).y() for widget in (ladder, never)]
    assert (tops[0] < tops[1]) is (card in {"safety", "wants-supervisor"})


def test_a_click_on_a_situation_opens_it_and_one_on_the_way_back_closes_it(
    opened: GuidancePanel,
) -> None:
    page = opened.page
    assert isinstance(page, TopicsPage)
    click(page.topics[2])
    assert opened.card == "language"
    key(opened, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert isinstance(opened.page, TopicsPage)


def test_esc_hides_it_at_once_and_it_opens_on_the_first_page(opened: GuidancePanel) -> None:
    opened.open_card("safety")
    key(opened.head.search, Qt.Key.Key_Escape)
    assert not opened.isVisible()
    assert isinstance(opened.page, TopicsPage)


def test_s_calls_a_supervisor_where_that_rung_shows(qtbot: QtBot, opened: GuidancePanel) -> None:
    opened.open_card("language")
    leave_search(opened)
    with qtbot.waitSignal(opened.assist_pressed, timeout=1000):
        write(opened, "s")


def test_tab_and_space_raise_a_panic_where_that_rung_is_the_present_one(
    qtbot: QtBot, opened: GuidancePanel
) -> None:
    opened.open_card("safety")
    opened.setFocus()
    key(opened, Qt.Key.Key_Tab)
    page = opened.page
    assert isinstance(page, CardPage)
    assert page.call is opened.focusWidget()
    with qtbot.waitSignal(opened.panic_pressed, timeout=1000):
        key(opened.focusWidget(), Qt.Key.Key_Space)


@pytest.mark.parametrize("card", SITUATIONS.values())
def test_no_single_letter_raises_a_panic(qtbot: QtBot, opened: GuidancePanel, card: str) -> None:
    opened.open_card(card)
    opened.setFocus()
    with qtbot.assertNotEmitted(opened.panic_pressed):
        write(opened, "abcdefghijklmnopqrstuvwxyz0123456789")


def test_letters_typed_into_the_search_call_nobody(qtbot: QtBot, opened: GuidancePanel) -> None:
    opened.open_card("safety")
    with (
        qtbot.assertNotEmitted(opened.panic_pressed),
        qtbot.assertNotEmitted(opened.assist_pressed),
    ):
        search(opened, "ps")
    assert isinstance(opened.page, SearchPage)


def test_letters_on_the_first_page_are_a_search_and_call_nobody(
    qtbot: QtBot, opened: GuidancePanel
) -> None:
    opened.setFocus()
    with (
        qtbot.assertNotEmitted(opened.panic_pressed),
        qtbot.assertNotEmitted(opened.assist_pressed),
    ):
        write(opened, "s")
    assert opened.head.search.text() == "s"
    assert opened.head.search.hasFocus()


def test_a_step_that_is_tapped_is_noted_and_ticked_and_tapped_again_it_is_not(
    opened: GuidancePanel, around: Around
) -> None:
    opened.open_card("language")
    page = opened.page
    assert isinstance(page, CardPage)
    click(page.steps[0])
    assert [one.card for one in around.conversation.of(Kind.STEP)] == ["language"]
    assert page.view.do[0].is_tried
    assert page.steps[0].accessibleName().endswith("Tried")
    assert opened.strip.summary.text() == "1 step tried"
    click(page.steps[0])
    assert around.conversation.is_empty
    assert opened.strip.isHidden()


def test_a_warning_is_noted_with_its_words(opened: GuidancePanel, around: Around) -> None:
    opened.open_card("language")
    leave_search(opened)
    write(opened, "w")
    (warned,) = around.conversation.of(Kind.WARNING)
    assert "not acceptable" in warned.text
    assert opened.strip.summary.text() == "1 warning"


def test_a_promise_is_noted_with_its_day(
    qtbot: QtBot, opened: GuidancePanel, around: Around
) -> None:
    opened.open_card("venting")
    page = opened.page
    assert isinstance(page, CardPage)
    click(page.promise)
    write(opened.strip.what, "Call back about the permit")
    write(opened.strip.by, "12/4/2026")
    with qtbot.waitSignal(opened.promised, timeout=1000) as said:
        key(opened.strip.by, Qt.Key.Key_Return)
    assert said.args == ["Call back about the permit", "12/4/2026"]


def test_everything_noted_goes_into_a_report_in_one_click(
    qtbot: QtBot, opened: GuidancePanel, around: Around
) -> None:
    opened.open_card("language")
    around.conversing.warn("That language is not acceptable.")
    with qtbot.waitSignal(opened.report_wanted, timeout=1000):
        click(opened.strip.report)


def test_what_was_thrown_away_can_be_brought_back(
    qtbot: QtBot, opened: GuidancePanel, around: Around
) -> None:
    opened.thrown_away.connect(around.conversing.throw_away)
    opened.open_card("language")
    around.conversing.warn("That language is not acceptable.")
    click(opened.strip.throw_away)
    assert around.conversation.is_empty
    with qtbot.waitSignal(opened.brought_back, timeout=1000):
        click(opened.strip.undo)


def test_one_noted_thing_can_be_taken_back(opened: GuidancePanel, around: Around) -> None:
    opened.open_card("language")
    around.conversing.warn("Once.")
    around.conversing.warn("Twice.")
    opened.strip.summary.setChecked(True)
    named = {
        button.accessibleName(): button
        for button in opened.strip.findChildren(QAbstractButton)
        if button.isVisible()
    }
    click(named["Take back: Once."])
    assert [one.text for one in around.conversation.noted] == ["Twice."]


def test_search_finds_plain_words_and_enter_opens_what_is_chosen(opened: GuidancePanel) -> None:
    search(opened, "gun")
    assert isinstance(opened.page, SearchPage)
    key(opened.head.search, Qt.Key.Key_Return)
    assert opened.card == "safety"
    assert opened.head.search.text() == ""


def test_arrows_choose_among_what_was_found(opened: GuidancePanel) -> None:
    search(opened, "supervisor")
    page = opened.page
    assert isinstance(page, SearchPage)
    key(opened.head.search, Qt.Key.Key_Down)
    key(opened.head.search, Qt.Key.Key_Down)
    key(opened.head.search, Qt.Key.Key_Up)
    assert page.chosen == 1
    assert opened.head.search.accessibleDescription() == page.said


def test_what_is_not_found_can_be_sent_as_missing(qtbot: QtBot, opened: GuidancePanel) -> None:
    search(opened, "xylophone")
    page = opened.page
    assert isinstance(page, SearchPage)
    assert page.count.text() == "Nothing for “xylophone”."
    with qtbot.waitSignal(opened.missed, timeout=1000) as said:
        click(page.send)
    assert said.args == ["xylophone"]
    assert not page.send.isEnabled()


def test_a_card_is_rated_with_a_comment_and_without_a_name(
    qtbot: QtBot, opened: GuidancePanel
) -> None:
    opened.open_card("language")
    click(opened.helpful.no)
    write(opened.helpful.comment, "He spoke no English.")
    opened.helpful.without_name.setChecked(True)
    with qtbot.waitSignal(opened.rated, timeout=1000) as said:
        click(opened.helpful.send)
    assert said.args == ["language", False, "He spoke no English.", False]


def test_the_next_card_is_asked_about_anew(opened: GuidancePanel) -> None:
    opened.open_card("language")
    click(opened.helpful.yes)
    write(opened.helpful.comment, "Half a com")
    opened.open_card("safety")
    assert opened.helpful.yes.isVisible()
    assert opened.helpful.comment.text() == ""


def test_a_practice_says_why_and_counts_the_first_answer(
    qtbot: QtBot, opened: GuidancePanel
) -> None:
    opened.open_card("practice-swearing")
    leave_search(opened)
    card = source().library.cards["practice-swearing"]
    for turn in card.turns:
        wrong = next(at for at, answer in enumerate(turn.answers) if not answer.is_good)
        right = next(at for at, answer in enumerate(turn.answers) if answer.is_good)
        is_last = turn is card.turns[-1]
        for at in (wrong, right) if is_last else (right,):
            write(opened, str(at + 1))
        page = opened.page
        assert isinstance(page, PracticePage)
        if is_last:
            with qtbot.waitSignal(opened.practiced, timeout=1000) as said:
                click(page.go_on)
        else:
            click(page.go_on)
    assert said.args == ["practice-swearing", len(card.turns) - 1, len(card.turns)]


def test_with_neutral_wording_the_buttons_say_what_the_bar_says(
    qtbot: QtBot, appearance: Appearance
) -> None:
    made = panel(appearance, around=Around(wording=Wording.NEUTRAL))
    qtbot.addWidget(made)
    made.show()
    made.open_card("safety")
    ladder = made.page.findChild(Ladder)
    assert isinstance(ladder, Ladder)
    faces = {button.text(): button for button in ladder.findChildren(QAbstractButton)}
    assert "Line 2" in faces
    assert "Panic" not in faces
    assert "Panic" in faces["Line 2"].accessibleName()


def test_nothing_on_the_first_page_reads_alarming_to_a_customer(opened: GuidancePanel) -> None:
    page = opened.page
    assert isinstance(page, TopicsPage)
    said = " ".join(button.accessibleName() for button in page.topics).casefold()
    for word in ("panic", "threat", "police", "danger", "violen", "weapon", "alarm", "hostile"):
        assert word not in said


def test_a_version_that_is_new_to_the_person_is_told_and_confirmed(
    qtbot: QtBot, appearance: Appearance
) -> None:
    from tests.ui.guidance_stage import an_edition

    edition = an_edition("language")
    around = Around()
    made = panel(appearance, around=around, made_of=source("en", edition))
    qtbot.addWidget(made)
    made.show()
    assert isinstance(made.page, TopicsPage)
    words = [label.text() for label in made.page.findChildren(QWidget) if hasattr(label, "text")]
    assert "1 card is new" in words
    made.open_card("language")
    named = {button.text(): button for button in made.page.findChildren(QAbstractButton)}
    made.confirmed.connect(lambda card: around.read.update({card: edition.version}))
    with qtbot.waitSignal(made.confirmed, timeout=1000):
        click(named["I have read this version"])
    assert isinstance(made.page, CardPage)
    assert made.page.view.confirm == ""


def test_whoever_reads_stays_where_they_are_when_the_guidance_changes(
    opened: GuidancePanel,
) -> None:
    from tests.ui.guidance_stage import an_edition

    opened.open_card("language")
    opened.show_source(source("en", an_edition("safety")))
    assert opened.card == "language"


def controls(window: QWidget) -> list[QWidget]:
    kinds = (QAbstractButton, QLineEdit)
    return [one for kind in kinds for one in window.findChildren(kind) if one.isVisible()]


@pytest.mark.parametrize("card", ["", *SITUATIONS.values(), "set-a-limit", "practice-swearing"])
def test_every_control_has_a_name_for_a_screen_reader(opened: GuidancePanel, card: str) -> None:
    if card:
        opened.open_card(card)
    for control in controls(opened):
        told = QAccessible.queryAccessibleInterface(control)
        assert told.text(QAccessible.Text.Name).strip(), control


@pytest.mark.parametrize("card", ["", *SITUATIONS.values()])
def test_tab_goes_through_a_page_as_one_reads_it(opened: GuidancePanel, card: str) -> None:
    if card:
        opened.open_card(card)
    page = opened.page
    tops: list[tuple[int, int]] = []
    at: QWidget | None = opened.head.search.nextInFocusChain()
    while at is not None and at is not opened.head.search:
        if at.isVisible() and at.focusPolicy() & Qt.FocusPolicy.TabFocus and page.isAncestorOf(at):
            corner = at.mapTo(page, QPoint())
            tops.append((corner.y() // 8, corner.x()))
        at = at.nextInFocusChain()
    assert tops == sorted(tops)
    assert len(tops) >= 3


@pytest.mark.parametrize("scheme", list(Scheme))
@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize("language", ["en", "es"])
def test_nothing_of_a_situation_is_cut_in_any_look(
    qtbot: QtBot, fonts: None, scheme: Scheme, scale: float, language: str
) -> None:
    made = panel(Appearance(scheme=scheme, text_scale=scale), language)
    qtbot.addWidget(made)
    made.open_above(QPoint(800, 800))
    for card in ("", *SITUATIONS.values()):
        if card:
            made.open_card(card)
        comes_to_rest(made)
        assert_no_label_is_cut(made)


def test_how_ones_own_practice_went_stands_beside_it(qtbot: QtBot, appearance: Appearance) -> None:
    went = {"practice-swearing": Practiced(good=2, of=3, day=date(2026, 11, 26))}
    made = panel(appearance, around=Around(went=went))
    qtbot.addWidget(made)
    made.show()
    said = [button.text() for button in made.page.findChildren(QAbstractButton)]
    assert any(text.endswith("(2 of 3, Nov 26)") for text in said)
