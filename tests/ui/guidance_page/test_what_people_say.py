"""What people said of cards, what they looked for, who has read what, and the rule of practice."""

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.domain.guidance.facts import CardRated, CardRead, PracticeDone
from desktop.ui.console.guidance.card_pane import Tab
from desktop.ui.console.guidance.page import Place
from desktop.ui.views.dates import instant_words
from tests.ui.guidance_page.reading import button, said
from tests.ui.hands import click, key
from tests.ui.keeping_stage import MORNING, KeepingStage, people_talk


def test_a_card_says_how_many_it_helped_and_what_was_said(stage: KeepingStage) -> None:
    stage.open("language")
    stage.keeping.show_tab(Tab.SAID)
    assert "Nobody has said yet whether it helped." in said(stage.page.pane.said)
    people_talk(stage)
    stage.wait(lambda: "8 people found it helpful, 1 did not." in said(stage.page.pane.said))
    shown = said(stage.page.pane.said)
    newest = "Too long to read while he shouts.\nDid not help\nWithout a name · "
    assert newest in shown
    assert "Window 6" not in shown  # where one person sits, the place is a name
    older = "The second sentence worked at once.\nHelped\nMaria Delgado · Counter 3 · "
    assert shown.index(newest) < shown.index(older)
    assert "sheriff" not in shown
    assert button(stage.page.pane, "What people say 9").isVisible()


def test_who_has_confirmed_the_version_in_use_is_counted_among_those_known(
    stage: KeepingStage,
) -> None:
    stage.prepare("said")
    stage.open("language")
    stage.keeping.show_tab(Tab.SAID)
    people_talk(stage)
    stage.people.say(CardRead(card="language", version="old", reader="Devon Park"))
    known = "1 of 4 people known here have confirmed this version."
    stage.wait(lambda: known in said(stage.page.pane.said))
    when = instant_words(MORNING - timedelta(minutes=200), stage.words)
    assert f"Maria Delgado\n{when}" in said(stage.page.pane.said)
    assert "Devon Park" not in said(stage.page.pane.said)


def test_searches_in_vain_are_listed_once_with_how_often(stage: KeepingStage) -> None:
    click(button(tools(stage), "What people say"))
    assert "Nobody has sent a search as missing." in said(stage.page.site_said)
    people_talk(stage)
    stage.wait(lambda: "“Service dog”\n2 times · Devon Park" in said(stage.page.site_said))
    assert "“elevator stuck”\nWithout a name · " in said(stage.page.site_said)


def test_a_comment_leads_to_its_card(stage: KeepingStage) -> None:
    people_talk(stage)
    stage.keeping.go_to(Place.SAID)
    stage.wait(lambda: "sheriff" in said(stage.page.site_said))
    click(button(stage.page.site_said, "On a visit"))
    assert stage.keeping.card == "visit"
    assert stage.page.pane.isVisible()


def test_practice_is_shown_only_where_the_site_shares_it(stage: KeepingStage) -> None:
    stage.people.say(PracticeDone(card="practice-insult", good=2, of=3, person="Devon Park"))
    stage.keeping.go_to(Place.SAID)
    assert "Devon Park" not in said(stage.page.site_said)
    assert "Only whoever practices sees how it went." in said(stage.page.site_said)
    key(stage.page.site_said.rule, Qt.Key.Key_Space)
    stage.wait(lambda: is_shared(stage))
    result = "2 of 3 good the first time · Devon Park · Counter 3"
    stage.wait(lambda: result in said(stage.page.site_said))
    assert stage.page.site_said.rule.isChecked()
    stage.settle()
    assert stage.other.cards.rules.shares_practice
    key(stage.page.site_said.rule, Qt.Key.Key_Space)
    stage.wait(lambda: not is_shared(stage))
    assert "Devon Park" not in said(stage.page.site_said)


def test_what_people_write_is_never_taken_for_markup(stage: KeepingStage) -> None:
    comment = "<b>bold</b> <img src='file:///etc/passwd'>"
    stage.people.say(CardRated(card="language", comment=comment))
    stage.open("language")
    stage.keeping.show_tab(Tab.SAID)
    stage.wait(lambda: comment in said(stage.page.pane.said))


def test_of_a_thousand_comments_the_newest_are_shown_and_all_are_counted(
    stage: KeepingStage,
) -> None:
    stage.people.say_all(
        CardRated(card="language", comment=f"Comment {n}.", is_helpful=True) for n in range(1000)
    )
    stage.open("language")
    stage.keeping.show_tab(Tab.SAID)
    counted = "1000 people found it helpful, 0 did not."
    stage.wait(lambda: counted in said(stage.page.pane.said))
    assert "Comment 999." in said(stage.page.pane.said)
    assert "Comment 1." not in said(stage.page.pane.said)


def is_shared(stage: KeepingStage) -> bool:
    """The page says that results are shared."""
    return "they are told so before the first answer" in said(stage.page.site_said)


def tools(stage: KeepingStage) -> QWidget:
    assert stage.page.tools is not None
    return stage.page.tools
