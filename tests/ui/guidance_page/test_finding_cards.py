"""A supervisor finds a card: by its kind, by words, and by what is to be done with it."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.domain.guidance.errors import CardRefusedError
from desktop.domain.sentence import Sentence
from desktop.ui.views.guidance_cards import CardFilter
from tests.support.shipped_cards import shipped
from tests.ui.guidance_page.reading import badges, button, headings, replace, said, titles
from tests.ui.hands import click, key, write
from tests.ui.keeping_stage import KeepingStage, keeping_stage


def test_all_cards_are_there_by_kind_with_the_situations_first(stage: KeepingStage) -> None:
    assert headings(stage)[:2] == ["Situations", "Guides"]
    assert titles(stage)[:3] == ["Venting", "Will not stop", "Language"]
    assert len(titles(stage)) == len(shipped().cards)


def test_what_is_typed_narrows_the_list_and_enter_goes_on_to_it(stage: KeepingStage) -> None:
    key(stage.page, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    write(stage.page.panel.search, "swearing")
    assert titles(stage)[0] == "Language"
    assert headings(stage) == []
    assert 0 < len(titles(stage)) < 30
    key(stage.page.panel.search, Qt.Key.Key_Return)
    assert stage.page.panel.list.hasFocus()
    stage.wait(lambda: stage.keeping.card == "language")


def test_what_is_always_true_is_found_although_the_panel_has_no_page_for_it(
    stage: KeepingStage,
) -> None:
    write(stage.page.panel.search, "always true")
    assert "always-true" in [r.card for r in stage.page.panel.rows.rows if hasattr(r, "card")]


def test_nothing_found_is_said(stage: KeepingStage) -> None:
    write(stage.page.panel.search, "xyzzyplugh")
    assert "No card fits what you typed." in said(stage.page.panel)


def test_only_filters_that_leave_something_are_offered(stage: KeepingStage) -> None:
    shown = [b.text() for b in stage.page.panel.filters.values() if b.isVisible()]
    assert shown == [f"All {len(shipped().cards)}"]
    assert stage.page.sentence == f"{len(shipped().cards)} cards. None is due for review."


def test_overdue_cards_are_counted_in_the_navigation_and_come_longest_first(
    qtbot: QtBot, fonts: None
) -> None:
    with keeping_stage(today=date(2027, 12, 1)) as stage:
        counts: list[str] = []
        stage.keeping.count_changed.connect(counts.append)
        stage.console.show()
        stage.open_page()
        every = len(shipped().cards)
        assert counts[-1] == str(every)
        assert stage.page.sentence == f"{every} cards. {every} are due for review."
        assert badges(stage, "language") == ["Review was due Nov 26"]
        stage.desk.changes("language", "reviewed = 2026-11-26", "reviewed = 2025-02-03")
        stage.wait(lambda: badges(stage, "language")[0] == "Review was due Feb 3, 2026")
        click(button(stage.page.panel, f"Review overdue {every}"))
        assert titles(stage)[0] == "Language"
        assert headings(stage) == []


def test_changed_and_hidden_cards_have_filters_of_their_own(stage: KeepingStage) -> None:
    stage.other.changes("language", "How dare you.", "How could you.")
    stage.open("visit")
    click(button(stage.page.pane, "Hide this card"))
    stage.wait(lambda: "Hidden" in badges(stage, "visit"))
    click(button(stage.page.panel, "Changed here 2"))
    assert set(titles(stage)) == {"Language", "On a visit"}
    assert badges(stage, "visit") == ["Hidden", "Changed here"]
    click(button(stage.page.panel, "Hidden 1"))
    assert titles(stage) == ["On a visit"]
    stage.wait(button(stage.page.pane, "Show it again").isEnabled)
    click(button(stage.page.pane, "Show it again"))
    stage.wait(lambda: "No card is hidden." in said(stage.page.panel))


def test_a_card_without_spanish_is_one_to_translate(stage: KeepingStage) -> None:
    stage.open("language")
    click(button(stage.page.pane, "Spanish"))
    stage.page.pane.text.text.selectAll()
    key(stage.page.pane.text.text, Qt.Key.Key_Delete)
    stage.keeping.editing.save()
    stage.wait(stage.page.panel.filters[CardFilter.TO_TRANSLATE].isVisible)
    click(button(stage.page.panel, "To translate 1"))
    assert titles(stage) == ["Language"]


def test_the_arrows_go_through_cards_and_pass_headings_by(stage: KeepingStage) -> None:
    stage.page.panel.go_to_rows()
    for _ in range(9):
        key(stage.page.panel.list, Qt.Key.Key_Down)
    stage.wait(lambda: stage.keeping.card == titles_to_ids(stage)[9])


def titles_to_ids(stage: KeepingStage) -> list[str]:
    return [row.card for row in stage.page.panel.rows.rows if hasattr(row, "card")]


def test_the_list_stays_where_it_is_while_somebody_types(stage: KeepingStage) -> None:
    stage.open("stay-calm")
    bar = stage.page.panel.list.verticalScrollBar()
    stage.wait(lambda: bar.maximum() > 0)
    bar.setValue(bar.maximum() // 2)
    before = bar.value()
    stage.page.pane.text.text.insertPlainText("x")
    stage.wait(lambda: "Not saved" in badges(stage, "stay-calm"))
    assert abs(bar.value() - before) <= 1


@pytest.mark.parametrize("pressed", ["/", "ctrl+f"])
def test_a_key_leads_to_the_search_from_the_list(stage: KeepingStage, pressed: str) -> None:
    stage.page.panel.go_to_rows()
    if pressed == "/":
        write(stage.page.panel.list, "/")
    else:
        key(stage.page.panel.list, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.focusWidget() is stage.page.panel.search


def test_cards_that_ship_damaged_are_said_above_the_list_and_on_their_page(
    qtbot: QtBot, fonts: None
) -> None:
    faults = (
        CardRefusedError("visit", Sentence("It is not UTF-8 text."), advice="Install it again."),
        CardRefusedError("letter", Sentence("It is not UTF-8 text.")),
    )
    with keeping_stage(faults=faults) as stage:
        stage.console.resize(1440, 900)
        stage.console.show()
        stage.open_page()
        assert "“visit”: It is not UTF-8 text." in said(stage.page.panel)
        more = "Install it again. 1 more card is wrong as it ships."
        assert more in said(stage.page.panel)
        stage.open("visit")
        assert "“visit”: It is not UTF-8 text." in said(stage.page.pane)
        stage.open("language")
        assert "It is not UTF-8 text." not in said(stage.page.pane)


def test_a_version_that_cannot_be_used_is_said_on_its_page_and_can_be_put_right(
    stage: KeepingStage,
) -> None:
    broken = stage.desk.cards.guidance.shown["language"].texts["en"].replace("## Next", "## Then")
    stage.other.publishes("language", {"en": broken})
    stage.wait(lambda: "Refused" in badges(stage, "language"))
    stage.open("language")
    assert "A card of this kind has no heading “Then”." in said(stage.page.pane)
    assert "## Then" in stage.page.pane.text.text.toPlainText()
    replace(stage, "## Then", "## Next")
    stage.keeping.editing.save()
    stage.wait(lambda: "Refused" not in badges(stage, "language"))


def test_letters_typed_into_a_card_stay_in_it(stage: KeepingStage) -> None:
    stage.open("language")
    editor = stage.page.pane.text.text
    editor.setFocus()
    write(editor, "/")
    assert editor.toPlainText().startswith("/+++")
    assert stage.page.panel.search.text() == ""
