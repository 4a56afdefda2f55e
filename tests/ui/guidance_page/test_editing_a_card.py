"""A card is changed beside the preview, and nothing that was typed is ever lost."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QPushButton, QWidget

from desktop.domain.errors import BodyTooLargeError
from desktop.domain.guidance.card_text import key_of
from desktop.domain.reports.attachments import AttachmentTooLargeError
from desktop.ui.console.guidance.card_pane import Tab
from desktop.ui.console.guidance.preview import inert
from desktop.ui.guidance.card_page import CardPage
from desktop.ui.theme import Scheme
from tests.ui.guidance_page.reading import (
    advice,
    badges,
    button,
    preview,
    replace,
    said,
    state,
    text,
    titles,
)
from tests.ui.hands import click, key, write
from tests.ui.keeping_stage import KeepingStage, a_pdf

UNSAVED = "Not saved. Your text stays here while Countersign is open"


@pytest.fixture
def opened(stage: KeepingStage) -> KeepingStage:
    stage.open("language")
    return stage


def tools(stage: KeepingStage) -> QWidget:
    assert stage.page.tools is not None
    return stage.page.tools


def saves(stage: KeepingStage, card: str = "language") -> None:
    """Press Ctrl+S and wait until it is the site's."""
    before = stage.seen_versions(card)
    key(stage.page.pane.text.text, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    stage.wait(lambda: stage.seen_versions(card) == before + 1 and "Saved" in state(stage))


def test_the_preview_is_the_counters_own_page(opened: KeepingStage) -> None:
    assert "As the counter will see it" in preview(opened)
    assert "“I am glad to help you, but that language is not acceptable.”" in preview(opened)
    assert "You are here" in preview(opened)


def test_the_preview_follows_what_is_typed_after_a_pause(opened: KeepingStage) -> None:
    replace(opened, "How dare you.", "How could you.")
    assert "“How dare you.”" in preview(opened)
    opened.wait(lambda: "“How could you.”" in preview(opened))
    assert state(opened).startswith(UNSAVED)


def test_a_broken_text_is_said_in_place_and_the_last_good_preview_stays(
    opened: KeepingStage,
) -> None:
    replace(opened, "## Do not say", "## Never")
    opened.wait(lambda: bool(advice(opened)))
    assert "A card of this kind has no heading “Never”." in advice(opened)
    assert opened.page.pane.text.text.accessibleDescription() == advice(opened)
    assert "before the last change" in preview(opened)
    assert "“How dare you.”" in preview(opened)
    replace(opened, "## Never", "## Do not say")
    opened.wait(lambda: not advice(opened))
    assert "before the last change" not in preview(opened)


def test_a_card_that_leads_nowhere_is_refused_before_it_is_saved(opened: KeepingStage) -> None:
    replace(opened, "card:set-a-limit", "card:set-no-limit")
    opened.wait(lambda: bool(advice(opened)))
    assert "It leads to “set-no-limit”, and there is no such card." in advice(opened)
    click(button(opened.page.pane, "Save"))
    opened.wait(lambda: button(opened.page.pane, "Save").isEnabled())
    assert opened.seen_versions("language") == 0
    assert "card:set-no-limit" in text(opened)
    assert state(opened).startswith(UNSAVED)


def test_a_card_cannot_be_saved_as_another(stage: KeepingStage) -> None:
    click(button(tools(stage), "Add a card"))
    write(stage.page.adding.title, "At the door")
    click(button(stage.page.adding, "Begin the card"))
    replace(stage, 'id = "at-the-door"', 'id = "at-the-window"')
    stage.wait(lambda: bool(advice(stage)))
    assert "Its header says that it is the card “at-the-window”." in advice(stage)
    click(button(stage.page.pane, "Save"))
    stage.wait(lambda: button(stage.page.pane, "Save").isEnabled())
    assert stage.seen_versions("at-the-door") == 0


def test_saving_says_why_and_is_seen_at_the_other_desk(opened: KeepingStage) -> None:
    replace(opened, "How dare you.", "How could you.")
    opened.page.pane.text.why.setFocus()
    write(opened.page.pane.text.why, "Plainer words")
    saves(opened)
    assert state(opened) == (
        f"Saved and sent at {opened.words.time_of_day(opened.clock[0])}."
        " Desks that are on have it within seconds."
    )
    opened.settle()
    version = opened.other.cards.guidance.history("language").heads[0]
    assert (version.editor, version.why) == ("Ana Ruiz", "Plainer words")
    assert "How could you." in version.texts["en"]
    assert opened.page.pane.text.why.text() == ""
    assert not button(opened.page.pane, "Save").isEnabled()


def test_without_another_desk_nothing_is_said_to_be_sent(opened: KeepingStage) -> None:
    opened.board.is_up = False
    replace(opened, "How dare you.", "How could you.")
    saves(opened)
    assert "Saved on this PC at" in state(opened)
    assert "it is sent as soon as one can" in state(opened)


def test_what_is_too_long_to_be_sent_stays_with_what_to_do(
    opened: KeepingStage,
) -> None:
    opened.desk.site.refusal = BodyTooLargeError()
    replace(opened, "How dare you.", "How could you.")
    click(button(opened.page.pane, "Save"))
    opened.wait(lambda: "Shorten the text" in advice(opened))
    assert "How could you." in text(opened)
    assert state(opened).startswith(UNSAVED)
    opened.desk.site.refusal = None
    saves(opened)
    assert advice(opened) == ""


def test_what_is_typed_while_it_is_being_saved_stays_to_be_saved(opened: KeepingStage) -> None:
    late = opened.desk.site.leaves_late = []
    replace(opened, "How dare you.", "How could you.")
    click(button(opened.page.pane, "Save"))
    opened.wait(lambda: bool(late))
    assert not button(opened.page.pane, "Save").isEnabled()
    replace(opened, "How could you.", "How could you do that.")
    opened.desk.site.leaves_late = None
    late[0]()
    opened.wait(lambda: opened.seen_versions("language") == 1)
    opened.wait(lambda: button(opened.page.pane, "Save").isEnabled())
    assert "How could you do that." in text(opened)
    saves(opened)
    history = opened.desk.cards.guidance.history("language")
    assert not history.is_contested
    assert "How could you do that." in history.heads[0].texts["en"]


def test_ctrl_s_while_it_is_being_saved_saves_the_rest_afterwards(opened: KeepingStage) -> None:
    late = opened.desk.site.leaves_late = []
    replace(opened, "How dare you.", "How could you.")
    opened.keeping.editing.save()
    opened.wait(lambda: bool(late))
    replace(opened, "Calm down.", "Calm yourself.")
    opened.keeping.editing.save()
    opened.desk.site.leaves_late = None
    late[0]()
    opened.wait(lambda: opened.seen_versions("language") == 2)
    history = opened.desk.cards.guidance.history("language")
    assert not history.is_contested
    assert "Calm yourself." in history.heads[0].texts["en"]


def test_unsaved_text_is_kept_when_another_card_is_opened(opened: KeepingStage) -> None:
    replace(opened, "How dare you.", "How could you.")
    opened.open("visit")
    assert "How could you." not in text(opened)
    opened.wait(lambda: badges(opened, "language") == ["Not saved"])
    opened.open("language")
    assert "How could you." in text(opened)
    assert state(opened).startswith(UNSAVED)


def test_unsaved_text_is_kept_in_another_look(opened: KeepingStage) -> None:
    replace(opened, "How dare you.", "How could you.")
    before = opened.page
    opened.console._appearance.choose(scheme=Scheme.DARK, text_scale=1.5)
    assert opened.page is not before
    assert "How could you." in text(opened)


def test_thrown_away_changes_can_be_brought_back(opened: KeepingStage) -> None:
    replace(opened, "How dare you.", "How could you.")
    click(button(opened.page.pane, "Throw away"))
    assert "How dare you." in text(opened)
    click(button(opened.page.pane, "Bring it back"))
    assert "How could you." in text(opened)


def test_ctrl_z_undoes_what_was_typed_and_what_a_field_changed(opened: KeepingStage) -> None:
    editor = opened.page.pane.text.text
    whole = text(opened)
    replace(opened, "How dare you.", "How could you.")
    click(button(opened.page.pane, "Reviewed today"))
    assert "reviewed = 2026-12-01" in text(opened)
    editor.setFocus()
    key(editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert "reviewed = 2026-11-26" in text(opened)
    key(editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert text(opened) == whole


def test_letters_beyond_the_usual_are_put_in_the_right_place(opened: KeepingStage) -> None:
    replace(opened, "How dare you.", "How 🙂 dare 日本 you.")
    click(button(opened.page.pane, "Reviewed today"))
    expected = opened.keeping.editing.drafts.kept["language"].texts["en"]
    assert text(opened) == expected
    assert "How 🙂 dare 日本 you." in expected


# --- without knowing TOML -------------------------------------------------------------------


def test_reviewed_today_is_one_click_and_says_so_in_the_reason(opened: KeepingStage) -> None:
    click(button(opened.page.pane, "Reviewed today"))
    assert opened.page.pane.text.reviewed.text() == "12/1/2026"
    assert opened.page.pane.text.why.text() == "Reviewed, nothing to change"
    saves(opened)
    assert opened.desk.cards.guidance.shown["language"].first.reviewed.isoformat() == "2026-12-01"  # type: ignore[union-attr] # it was


def test_the_owner_is_changed_in_a_plain_field(opened: KeepingStage) -> None:
    owner = opened.page.pane.text.owner
    owner.setFocus()
    owner.selectAll()
    write(owner, 'Ana "Annie" Ruiz')
    assert key_of(text(opened), "owner") == 'Ana "Annie" Ruiz'
    saves(opened)
    assert opened.desk.cards.guidance.shown["language"].first.owner == 'Ana "Annie" Ruiz'


def test_a_day_that_is_none_is_said_on_leaving_the_field_and_stays(opened: KeepingStage) -> None:
    day = opened.page.pane.text.reviewed
    day.setFocus()
    day.selectAll()
    write(day, "soon")
    assert "is no date" not in said(opened.page.pane)
    opened.page.pane.text.text.setFocus()
    assert "“soon” is no date." in said(opened.page.pane)
    assert day.text() == "soon"
    assert "reviewed = 2026-11-26" in text(opened)
    day.setFocus()
    day.selectAll()
    write(day, "11/30/2026")
    key(day, Qt.Key.Key_Return)
    assert "is no date" not in said(opened.page.pane)
    assert "reviewed = 2026-11-30" in text(opened)


def test_the_day_is_changed_in_the_first_language_while_spanish_is_open(
    opened: KeepingStage,
) -> None:
    click(button(opened.page.pane, "Spanish"))
    spanish = text(opened)
    click(button(opened.page.pane, "Reviewed today"))
    assert text(opened) == spanish
    click(button(opened.page.pane, "English"))
    assert "reviewed = 2026-12-01" in text(opened)


# --- languages -------------------------------------------------------------------------------


def test_spanish_is_edited_beside_a_spanish_preview(opened: KeepingStage) -> None:
    click(button(opened.page.pane, "Spanish"))
    assert text(opened).startswith('+++\nid = "language"\ntitle = "Lenguaje"')
    assert "«Con gusto le ayudo, pero ese lenguaje no es aceptable.»" in preview(opened)
    replace(opened, "Cálmese.", "Tranquilícese.")
    opened.wait(lambda: "Tranquilícese." in preview(opened))
    saves(opened)
    assert "Tranquilícese." in opened.desk.cards.guidance.shown["language"].texts["es"]


def test_a_missing_translation_is_begun_from_the_first_language(opened: KeepingStage) -> None:
    click(button(opened.page.pane, "Spanish"))
    opened.page.pane.text.text.selectAll()
    key(opened.page.pane.text.text, Qt.Key.Key_Delete)
    click(button(opened.page.pane, "Begin the translation into Spanish"))
    assert "## Diga\n\n- I am glad to help you" in text(opened)
    opened.wait(lambda: not advice(opened))


# --- hiding, adding, files -------------------------------------------------------------------


def test_a_hidden_card_is_gone_at_the_counters_and_comes_back(opened: KeepingStage) -> None:
    click(button(opened.page.pane, "Hide this card"))
    opened.wait(lambda: "Hidden" in badges(opened, "language"))
    opened.settle()
    assert opened.other.cards.guidance.library("en").find("language") is None
    opened.wait(button(opened.page.pane, "Show it again").isEnabled)
    click(button(opened.page.pane, "Show it again"))
    opened.wait(lambda: "Hidden" not in badges(opened, "language"))
    opened.settle()
    assert opened.other.cards.guidance.library("en").find("language") is not None
    assert [e.why for e in opened.desk.cards.guidance.history("language").editions] == [
        "Hidden",
        "Shown again",
    ]


def test_hiding_a_card_leaves_alone_what_is_not_saved(opened: KeepingStage) -> None:
    replace(opened, "How dare you.", "How could you.")
    click(button(opened.page.pane, "Hide this card"))
    opened.wait(lambda: "Hidden" in badges(opened, "language"))
    assert "How could you." not in opened.desk.cards.guidance.shown["language"].texts["en"]
    assert "How could you." in text(opened)
    assert state(opened).startswith(UNSAVED)
    saves(opened)
    history = opened.desk.cards.guidance.history("language")
    assert not history.is_contested
    assert history.heads[0].is_hidden


@pytest.mark.parametrize("kind", ["Guide", "Who handles what", "Practice", "Ladder", "Always true"])
def test_a_card_is_begun_from_a_template_of_its_kind_that_can_be_saved_as_it_is(
    stage: KeepingStage, kind: str
) -> None:
    click(button(tools(stage), "Add a card"))
    click(button(stage.page.adding, kind))
    assert not button(stage.page.adding, "Begin the card").isEnabled()
    write(stage.page.adding.title, "At the back door")
    key(stage.page.adding.title, Qt.Key.Key_Return)
    assert stage.keeping.card == "at-the-back-door"
    assert advice(stage) == ""
    assert "At the back door" in preview(stage)
    assert titles(stage)[0] == "At the back door"
    assert stage.seen_versions("at-the-back-door") == 0
    saves(stage, "at-the-back-door")
    stage.settle()
    assert stage.other.cards.guidance.shown["at-the-back-door"].first.owner == "Ana Ruiz"


def test_a_new_card_with_a_title_there_is_gets_an_id_of_its_own(stage: KeepingStage) -> None:
    click(button(tools(stage), "Add a card"))
    write(stage.page.adding.title, "Language")
    click(button(stage.page.adding, "Begin the card"))
    assert stage.keeping.card == "language-2"


def test_a_pdf_belongs_to_the_card_once_it_is_saved(opened: KeepingStage) -> None:
    click(button(opened.page.pane, "Attach a PDF"))
    opened.wait(lambda: "crisis-plan.pdf" in said(opened.page.pane.text))
    opened.wait(lambda: "crisis-plan.pdf" in preview(opened))
    saves(opened)
    opened.settle()
    (file,) = opened.other.cards.guidance.shown["language"].files
    assert file == a_pdf("crisis-plan.pdf")
    click(button(opened.page.pane.text, "crisis-plan.pdf"))
    assert opened.files.opened == [file]
    click(button(opened.page.pane, "Remove crisis-plan.pdf"))
    saves(opened)
    assert opened.desk.cards.guidance.shown["language"].files == ()


def test_a_file_that_is_refused_is_said_with_what_to_do(opened: KeepingStage) -> None:
    opened.files.refusal = AttachmentTooLargeError()
    click(button(opened.page.pane, "Attach a PDF"))
    opened.wait(lambda: "which is the most that can be attached" in advice(opened))
    assert "crisis-plan.pdf" not in said(opened.page.pane)


# --- the preview calls nobody ----------------------------------------------------------------


def counter_buttons(stage: KeepingStage) -> list[QPushButton]:
    """Those that would note, warn or call somebody at a counter."""
    (page,) = stage.page.pane.preview.findChildren(CardPage)
    assert len(inert(page)) >= 6
    return inert(page)


def test_the_tab_key_passes_the_counters_buttons_and_reaches_the_ways_to_other_cards(
    opened: KeepingStage,
) -> None:
    silent = counter_buttons(opened)
    assert "Supervisor to counter" in {one.text().strip() for one in silent}
    for inside in opened.page.pane.preview.findChildren(QPushButton):
        can_be_reached = bool(inside.focusPolicy() & Qt.FocusPolicy.TabFocus)
        assert can_be_reached == (inside not in silent), inside.text()


def test_a_link_in_the_preview_leads_to_that_cards_editor(opened: KeepingStage) -> None:
    worse = next(
        b
        for b in opened.page.pane.preview.findChildren(QAbstractButton)
        if b.text().strip() == "Set a limit"
    )
    click(worse)
    assert opened.keeping.card == "set-a-limit"


def test_the_way_back_in_the_preview_leads_to_the_list(opened: KeepingStage) -> None:
    click(button(opened.page.pane.preview, "All situations"))
    assert opened.page.panel.list.hasFocus()


def test_nothing_in_the_preview_presses_notes_or_warns(opened: KeepingStage) -> None:
    shown = preview(opened)
    for inside in counter_buttons(opened):
        click(inside)
    assert preview(opened) == shown
    assert opened.keeping.card == "language"


def test_a_practice_is_gone_through_in_the_preview(stage: KeepingStage) -> None:
    stage.open("practice-insult")
    answers = [
        b
        for b in stage.page.pane.preview.findChildren(QAbstractButton)
        if b.property("role") == "answer"
    ]
    click(answers[0])
    assert "Good" in preview(stage) or "Try another" in preview(stage)
    said_first = preview(stage)
    stage.keeping.editing.check()
    assert preview(stage) == said_first
    stage.open("language")
    stage.open("practice-insult")
    assert "Good" not in preview(stage)
    assert "Try another" not in preview(stage)


def test_the_keyboard_reaches_everything_in_reading_order(opened: KeepingStage) -> None:
    page = opened.page
    replace(opened, "How dare you.", "How could you.")
    page.panel.search.setFocus(Qt.FocusReason.TabFocusReason)
    seen: list[QWidget] = []
    for _ in range(60):
        at = QApplication.focusWidget()
        assert at is not None
        if seen and at is page.panel.search:
            break
        seen.append(at)
        key(at, Qt.Key.Key_Tab)
    text_view = page.pane.text
    wanted = [
        page.panel.search,
        page.panel.list,
        page.pane.tabs[Tab.TEXT],
        text_view.languages["en"],
        text_view.owner,
        text_view.reviewed,
        text_view.today,
        text_view.text,
        text_view.files.attach,
        text_view.why,
        text_view.save,
        text_view.throw_away,
        text_view.hide_card,
    ]
    places = [seen.index(one) for one in wanted]
    assert places == sorted(places)
