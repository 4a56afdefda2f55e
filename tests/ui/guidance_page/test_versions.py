"""Versions of a card: what each changed, bringing one back, and keeping one of two."""

from datetime import timedelta

import pytest
from PySide6.QtWidgets import QTextEdit

from desktop.ui.console.guidance.card_pane import Tab
from desktop.ui.views.dates import instant_words
from tests.ui.guidance_page.reading import badges, button, preview, replace, said, state, text
from tests.ui.hands import click
from tests.ui.keeping_stage import MORNING, KeepingStage


@pytest.fixture
def changed(stage: KeepingStage) -> KeepingStage:
    """Marcus and then Ana changed the card on language."""
    stage.prepare("versions")
    stage.open("language")
    click(button(stage.page.pane, "Versions 2"))
    return stage


@pytest.fixture
def contested(stage: KeepingStage) -> KeepingStage:
    """Ana and Marcus changed it while neither could reach the other."""
    stage.prepare("contested")
    stage.open("language")
    stage.keeping.show_tab(Tab.VERSIONS)
    return stage


def compared(stage: KeepingStage) -> list[str]:
    """The comparisons, as they read."""
    shown = stage.page.pane.versions.findChildren(QTextEdit)
    return [one.toPlainText() for one in shown if one.isVisible()]


def test_every_version_says_who_when_where_and_why(changed: KeepingStage) -> None:
    shown = said(changed.page.pane.versions)
    ana, marcus = (when(changed, minutes) for minutes in (40, 0))
    assert f"Ana Ruiz\n{ana} · Office 1\nNobody says that\nIn use" in shown
    assert f"Marcus Bell\n{marcus} · Office 2\nPlainer words, as Maria asked for" in shown
    assert "As it ships" in shown


def test_what_a_version_changed_is_told_by_signs(changed: KeepingStage) -> None:
    (ana,) = compared(changed)
    assert "− - How dare you." in ana  # noqa: RUF001 (the sign is a minus)
    assert "  - Calm down." in ana
    click(button(changed.page.pane.versions, version_name(changed, "Marcus Bell")))
    (marcus,) = compared(changed)
    signs = {line[0]: line for line in marcus.splitlines() if line[0] in "+−"}  # noqa: RUF001 (a minus)
    assert signs["−"].endswith("firm and polite.")  # noqa: RUF001 (a minus)
    assert signs["+"].endswith("polite, and firm.")
    click(button(changed.page.pane.versions, "With the one in use"))
    (against_use,) = compared(changed)
    assert "+ - How dare you." in against_use


def test_an_old_version_is_brought_back_as_a_new_one(changed: KeepingStage) -> None:
    click(button(changed.page.pane.versions, version_name(changed, "Marcus Bell")))
    changed.passes(timedelta(minutes=1))
    click(button(changed.page.pane.versions, "Bring this version back"))
    changed.wait(lambda: changed.seen_versions("language") == 3)
    changed.settle()
    for desk in (changed.desk, changed.other):
        history = desk.cards.guidance.history("language")
        assert not history.is_contested
        (newest,) = history.heads
        assert "How dare you." in newest.texts["en"]
        assert newest.why == f"The version of {when(changed, 0)} again"
        assert set(newest.bases) == {edition.version for edition in history.editions[:2]}
    changed.keeping.show_tab(Tab.TEXT)
    assert "How dare you." in text(changed)
    assert "How dare you." in preview(changed)


def test_the_card_as_it_ships_is_brought_back(changed: KeepingStage) -> None:
    changed.passes(timedelta(minutes=1))
    click(button(changed.page.pane.versions, "As it ships"))
    click(button(changed.page.pane.versions, "Bring this version back"))
    changed.wait(lambda: changed.seen_versions("language") == 3)
    (newest,) = changed.desk.cards.guidance.history("language").heads
    assert newest.texts == changed.desk.cards.as_shipped("language")
    assert newest.why == "As it ships again"


def test_a_card_that_nobody_changed_says_so(stage: KeepingStage) -> None:
    stage.open("visit")
    click(button(stage.page.pane, "Versions"))
    assert "Your site has not changed this card." in said(stage.page.pane.versions)


def test_two_changes_at_once_are_shown_against_what_both_were_made_from(
    contested: KeepingStage,
) -> None:
    assert "Two versions" in badges(contested, "language")
    assert "Two desks changed this card at the same time." in said(contested.page.pane)
    ana, marcus = compared(contested)
    assert "+ - Do you know who I am?" in ana
    assert "+ 2. **Pause and breathe.** Give them the chance to stop." in marcus
    assert "Do you know who I am?" not in marcus
    contested.keeping.show_tab(Tab.TEXT)
    assert "Ana Ruiz and Marcus Bell changed it at the same time." in said(contested.page.pane)
    click(button(contested.page.panel, "Refused or contested 1"))
    assert [row.card for row in contested.page.panel.rows.rows if hasattr(row, "card")] == [
        "language"
    ]


def test_keeping_one_of_two_settles_it_at_both_desks(contested: KeepingStage) -> None:
    contested.passes(timedelta(minutes=1))
    click(button(contested.page.pane.versions, "Keep this one", about="Ana Ruiz"))
    contested.wait(lambda: contested.seen_versions("language") == 4)
    contested.settle()
    for desk in (contested.desk, contested.other):
        history = desk.cards.guidance.history("language")
        assert not history.is_contested
        assert "Do you know who I am?" in desk.cards.guidance.shown["language"].texts["en"]
        assert history.heads[0].why == "Kept the version of Ana Ruiz"
    assert "Two versions" not in badges(contested, "language")


def test_a_joined_text_takes_the_place_of_both(contested: KeepingStage) -> None:
    click(button(contested.page.pane.versions, "Write a joined text"))
    assert "Pause and breathe." in text(contested)
    assert "What stands here was written by Marcus Bell" in said(contested.page.pane)
    assert "Hide this card" not in said(contested.page.pane)
    contested.passes(timedelta(minutes=1))
    replace(contested, "How dare you.", "Do you know who I am?")
    contested.keeping.editing.save()
    contested.wait(lambda: "Saved" in state(contested))
    contested.settle()
    for desk in (contested.desk, contested.other):
        history = desk.cards.guidance.history("language")
        assert not history.is_contested
        joined = desk.cards.guidance.shown["language"].texts["en"]
        assert "Pause and breathe." in joined
        assert "Do you know who I am?" in joined


def test_a_change_elsewhere_is_drawn_where_nobody_is_typing(stage: KeepingStage) -> None:
    stage.open("language")
    stage.other.changes("language", "How dare you.", "How could you.")
    stage.wait(lambda: "How could you." in text(stage))
    stage.wait(lambda: "How could you." in preview(stage))
    assert badges(stage, "language") == ["Changed here"]


def test_a_change_elsewhere_leaves_alone_what_is_being_typed_and_says_so(
    stage: KeepingStage,
) -> None:
    stage.open("language")
    replace(stage, "Calm down.", "Calm yourself.")
    stage.passes(timedelta(minutes=5))
    stage.other.changes("language", "How dare you.", "How could you.")
    stage.wait(lambda: "Marcus Bell changed this card while you were" in said(stage.page.pane))
    assert "Calm yourself." in text(stage)
    assert "How dare you." in text(stage)
    stage.keeping.editing.save()
    stage.wait(lambda: "Two versions" in badges(stage, "language"))


def test_two_desks_that_wrote_the_same_need_nobody_to_decide(stage: KeepingStage) -> None:
    stage.board.is_up = False
    stage.desk.changes("language", "How dare you.", "How could you.")
    stage.passes(timedelta(minutes=1))
    stage.other.changes("language", "How dare you.", "How could you.")
    stage.board.is_up = True
    stage.board.bring()
    stage.wait(lambda: stage.seen_versions("language") == 2)
    stage.open("language")
    assert "Two versions" not in badges(stage, "language")
    replace(stage, "Calm down.", "Calm yourself.")
    stage.keeping.editing.save()
    stage.wait(lambda: "Saved" in state(stage))
    stage.settle()
    for desk in (stage.desk, stage.other):
        assert not desk.cards.guidance.history("language").is_contested


def when(stage: KeepingStage, minutes: int) -> str:
    """So many minutes into the morning, as people here write it."""
    return instant_words(MORNING + timedelta(minutes=minutes), stage.words)


def version_name(stage: KeepingStage, who: str) -> str:
    """How the row of that person's version is called."""
    return next(
        control.accessibleName()
        for control in stage.page.pane.versions.controls
        if control.accessibleName().startswith(who) and control.objectName().startswith("version-")
    )
