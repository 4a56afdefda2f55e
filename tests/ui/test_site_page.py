"""The Site page as a supervisor uses it: by keyboard alone, in every look."""

from collections.abc import Iterator

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from desktop.ui.theme import Scheme
from desktop.ui.views.advice import Advice
from desktop.ui.views.site import SiteAsked
from desktop.ui.views.site_cards import Do, Editing
from tests.ui.hands import click, key, write
from tests.ui.loading import loaded_with
from tests.ui.reports_page.reading import said
from tests.ui.sample import COUNTER_3
from tests.ui.site_stage import SiteStage, a_site, site_stage

ANSWER = "escalation.panic_answer"


def test_a_desk_that_never_opens_the_page_loads_nothing_of_it() -> None:
    modules = (
        "desktop.ui.views.site",
        "desktop.ui.console.site.page",
        "desktop.app.site_acts",
        "desktop.services.trust.placing",
    )
    assert loaded_with("desktop.app.supervisor_windows", modules) == []


@pytest.fixture
def stage(qtbot: QtBot, fonts: None) -> Iterator[SiteStage]:
    with site_stage() as made:
        made.console.resize(1280, 900)
        made.console.show()
        made.console.activateWindow()
        qtbot.waitUntil(made.console.isActiveWindow, timeout=3000)
        made.console.show_page("site")
        yield made


def names(stage: SiteStage) -> list[str]:
    return [one.accessibleName() for one in stage.page.controls]


def test_all_of_it_is_reached_by_the_tab_key_and_has_a_name(stage: SiteStage) -> None:
    page = stage.page
    reached = []
    page.start()
    for _ in range(len(page.controls) + 20):
        now = QApplication.focusWidget()
        assert now is not None
        if now in reached or not page.isAncestorOf(now):
            break
        reached.append(now)
        key(now, Qt.Key.Key_Tab)
    wanted = [one for one in page.controls if one.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert reached == wanted
    for one in reached:
        assert one.accessibleName(), one
    assert "Change… Counter 3" in names(stage)
    assert "Take out… Counter 3" in names(stage)


def test_a_subject_on_top_leads_to_its_card_with_the_keyboard(stage: SiteStage) -> None:
    page = stage.page
    key(page.ways["steps"], Qt.Key.Key_Space)
    now = QApplication.focusWidget()
    assert now is not None
    assert page.cards["steps"].isAncestorOf(now)


def test_an_editor_opens_where_the_keyboard_goes_saves_by_return_and_closes_by_escape(
    stage: SiteStage,
) -> None:
    page = stage.page
    saved: list[tuple[str, dict[str, str]]] = []
    cancelled: list[bool] = []
    page.saved.connect(lambda row, told: saved.append((row, told)))
    page.cancelled.connect(lambda: cancelled.append(True))
    stage.shows(SiteAsked(editing=Editing(ANSWER)))
    line = QApplication.focusWidget()
    assert isinstance(line, QLineEdit)
    assert line.accessibleName().endswith("Seconds")
    write(line, "30")
    key(line, Qt.Key.Key_Return)
    assert saved == [(ANSWER, {"value": "30"})]
    stage.shows(SiteAsked(editing=Editing(ANSWER, Advice("Too long."))))
    assert line.text() == "30"
    assert line.accessibleDescription() == "Too long."
    assert "Too long." in said(page)
    key(line, Qt.Key.Key_Escape)
    assert cancelled == [True]
    stage.shows(SiteAsked())
    now = QApplication.focusWidget()
    assert now is not None
    assert now.accessibleName().startswith("Change… Panic, nobody answers")


def test_a_row_that_stays_keeps_the_keyboard_when_others_go(stage: SiteStage) -> None:
    page = stage.page
    button = page.cards["stations"].rows[f"station {COUNTER_3}"].buttons.buttons[Do.CHANGE]
    button.setFocus()
    stage.site = a_site(more=3)
    stage.shows(SiteAsked(search="counter"))
    assert QApplication.focusWidget() is button


def test_a_site_that_grows_gets_a_line_to_search_in(stage: SiteStage) -> None:
    page = stage.page
    searched: list[str] = []
    page.searched.connect(searched.append)
    assert "Find a station" not in names(stage)
    stage.site = a_site(more=30)
    stage.shows(SiteAsked())
    page.search()
    line = QApplication.focusWidget()
    assert line is not None
    assert line.accessibleName() == "Find a station"
    write(line, "r")
    assert searched == ["r"]


def test_when_an_undo_goes_the_keyboard_stays_in_its_row(stage: SiteStage) -> None:
    buttons = stage.page.cards["rules"].rows[ANSWER].buttons
    buttons.buttons[Do.UNDO].setFocus()
    change = buttons.buttons[Do.CHANGE]
    stage.site = replace(stage.site, spoken={})
    stage.shows(SiteAsked())
    assert [*buttons.buttons] == [Do.CHANGE]
    assert QApplication.focusWidget() is change


def test_a_chip_is_ticked_once_it_is_signed_and_not_before(stage: SiteStage) -> None:
    page = stage.page
    chosen: list[tuple[str, str]] = []
    page.chosen.connect(lambda row, chip: chosen.append((row, chip)))
    chips = page.cards["rules"].rows["opening_test"].chips
    assert chips is not None
    click(chips.chips[1])
    assert chosen == [("opening_test", "no")]
    assert chips.on == ["yes"]


def test_a_supervisor_who_may_not_change_stations_finds_no_button_that_would(
    stage: SiteStage,
) -> None:
    stage.site = a_site(me="b" * 32)
    stage.shows(SiteAsked())
    card = stage.page.cards["stations"]
    buttons = [one for one in card.findChildren(QAbstractButton) if one.isVisible()]
    (only,) = buttons
    assert only.text().startswith("Make it an administrator")
    assert "Only an administrator" in said(card)


@pytest.mark.parametrize(("scheme", "language"), [(Scheme.LIGHT, "en"), (Scheme.CONTRAST, "es")])
def test_at_twice_the_size_nothing_is_cut_or_squeezed(
    qtbot: QtBot, fonts: None, scheme: Scheme, language: str
) -> None:
    with site_stage(scheme, 2.0, language) as made:
        made.console.resize(1280, 900)
        made.console.show()
        made.console.show_page("site")
        made.shows(SiteAsked(editing=Editing(f"station {COUNTER_3}")))
        qtbot.wait(20)
        for card in made.page.cards.values():
            assert card.width() <= made.page.width()
            for row in card.rows.values():
                layout = row.layout()
                assert layout is not None
                assert row.height() >= layout.totalHeightForWidth(row.width()), row.key
            for control in card.controls:
                right = control.mapTo(card, control.rect().topRight()).x()
                assert right <= card.width(), control.accessibleName()
