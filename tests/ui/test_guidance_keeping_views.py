"""What the Guidance page says, decided without a window."""

from datetime import UTC, date, datetime, timedelta

import pytest

from desktop.domain.guidance.card import CardKind
from desktop.domain.guidance.editions import Edition
from desktop.domain.guidance.errors import CardRefusedError
from desktop.domain.guidance.facts import CardRated
from desktop.domain.guidance.guidance import Guidance
from desktop.domain.sentence import Sentence
from desktop.services.adapters.cards import read_card
from desktop.services.guidance.gathering import Gathered, Said
from desktop.ui.console.guidance import unsaved
from desktop.ui.console.guidance.drafts import Drafts
from desktop.ui.console.guidance.seen import CardsSeen
from desktop.ui.views.badges import BadgeTone
from desktop.ui.views.guidance_adding import new_card
from desktop.ui.views.guidance_cards import CardFilter, CardRow, CardsView
from desktop.ui.views.guidance_editing import plates_of
from desktop.ui.views.guidance_said import SiteSaidView, helped_words
from desktop.ui.views.guidance_versions import (
    SHIPPED,
    Against,
    LineKind,
    VersionsView,
    diff_parts,
)
from desktop.ui.words import Words
from tests.support.shipped_cards import shipped
from tests.ui.guidance_stage import guidance

EN, ES = Words.of("en"), Words.of("es")
TODAY = date(2026, 12, 1)
AT = datetime(2026, 12, 1, 17, 4, tzinfo=UTC)


def edition(version: str, old: str = "", new: str = "", **changes: object) -> Edition:
    texts = dict(shipped().texts["language"])
    assert old in texts["en"]
    texts["en"] = texts["en"].replace(old, new) if old else texts["en"]
    given = {"editor": "Ana Ruiz", "at": AT, **changes}
    return Edition(version=version, card="language", texts=texts, **given)  # type: ignore[arg-type] # a test's shorthand


def rows(made: Guidance, words: Words = EN, **given: object) -> dict[str, CardRow]:
    seen = CardsSeen.of(made, words.language)
    view = CardsView.of(made, seen.library, words=words, today=TODAY, **given)  # type: ignore[arg-type] # a test's shorthand
    return {row.card: row for row in view.rows if isinstance(row, CardRow)}


def test_an_overdue_card_is_amber_and_says_since_when() -> None:
    made = guidance(edition("v1", "2026-11-26", "2025-02-03"))
    (due, changed) = rows(made)["language"].badges
    assert (due.text, due.tone) == ("Review was due Feb 3", BadgeTone.NEED)
    assert (changed.text, changed.tone) == ("Changed here", BadgeTone.NEUTRAL)
    assert "Review was due Feb 3" in rows(made)["language"].sentence
    assert list(rows(made, chosen=CardFilter.OVERDUE)) == ["language"]


def test_a_hidden_card_is_not_overdue() -> None:
    made = guidance(edition("v1", "2026-11-26", "2025-02-03", is_hidden=True))
    assert [badge.text for badge in rows(made)["language"].badges] == ["Hidden", "Changed here"]


def test_a_version_that_cannot_be_read_is_refused_in_its_row_and_on_its_page() -> None:
    made = guidance(edition("v1", "## Do not say", "## Never"))
    assert rows(made)["language"].badges[0].text == "Refused"
    (plate,) = plates_of("language", made, words=EN)
    assert plate.sentence == "“language”: A card of this kind has no heading “Never”."
    assert plate.fix.startswith("Put that right")


def test_a_fault_of_a_card_as_it_ships_stands_on_its_page_alone() -> None:
    fault = CardRefusedError("visit", Sentence("It is not UTF-8 text."))
    assert len(plates_of("visit", guidance(), words=EN, faults=(fault,))) == 1
    assert plates_of("language", guidance(), words=EN, faults=(fault,)) == ()


def test_the_headline_counts_what_is_due() -> None:
    seen = CardsSeen.of(guidance(edition("v1", "2026-11-26", "2025-02-03")), "en")
    view = CardsView.of(seen.guidance, seen.library, words=EN, today=TODAY)
    assert view.headline == f"{len(shipped().cards)} cards. 1 is due for review."
    assert view.overdue == "1"


@pytest.mark.parametrize("words", [EN, ES])
@pytest.mark.parametrize("kind", CardKind)
def test_a_new_card_can_be_read_as_it_is_begun(kind: CardKind, words: Words) -> None:
    library = guidance().library(words.language)
    card, text = new_card(
        kind, "Puerta trasera", library, library.cards, owner="Ana", today=TODAY, words=words
    )
    read = read_card({words.language: text}, name=card)[words.language]
    assert (read.id, read.kind, read.title) == ("puerta-trasera", kind, "Puerta trasera")


def test_a_comparison_shows_what_differs_with_a_little_around_it() -> None:
    old = shipped().texts["language"]
    (part,) = diff_parts(old, edition("v1", "How dare you.", "How could you.").texts, EN)
    assert part.language == "English"
    assert [(line.sign, line.text) for line in part.lines if line.kind is not LineKind.SAME] == [
        ("…", ""),
        ("−", "- How dare you."),  # noqa: RUF001 (the sign is a minus)
        ("+", "- How could you."),
    ]
    assert len(part.lines) < 10


def test_a_language_that_is_gone_is_all_removed_lines() -> None:
    texts = shipped().texts["language"]
    (part,) = diff_parts(texts, {"en": texts["en"]}, EN)
    assert part.language == "Spanish"
    assert {line.kind for line in part.lines} == {LineKind.REMOVED}


def view_of(*editions: Edition, chosen: str | None = None) -> VersionsView:
    made = guidance(*editions)
    return VersionsView.of(
        made.history("language"),
        words=EN,
        in_use=made.version_of("language"),
        shipped=shipped().texts["language"],
        chosen=chosen,
        against=Against.BEFORE,
        place_of=lambda _desk: "",
    )


def test_hiding_a_card_is_a_version_whose_text_is_the_same() -> None:
    (compared,) = view_of(edition("v1", is_hidden=True)).compared
    assert (compared.parts, compared.notes) == ((), ("It hides the card.",))


def test_the_version_in_use_is_not_brought_back() -> None:
    view = view_of(edition("v1", "How dare you.", "How could you."))
    assert [row.badge.text for row in view.rows if row.badge] == ["In use"]
    assert view.compared[0].act == ""
    (old,) = view_of(edition("v1", "How dare you.", "How could you."), chosen=SHIPPED).compared
    assert old.act == "Bring this version back"


def test_three_desks_at_once_are_three_comparisons() -> None:
    view = view_of(
        *(edition(f"v{n}", "How dare you.", f"How {n} you.", editor=str(n)) for n in range(3))
    )
    assert len(view.compared) == 3
    assert {one.act for one in view.compared} == {"Keep this one"}
    assert view.join


def said(**told: object) -> Said:
    return Said(AT, "e", "d", CardRated(**told))  # type: ignore[arg-type] # a test's shorthand


def test_searches_in_vain_are_one_however_they_are_spelled() -> None:
    gathered = Gathered((said(looked_for="Service  dog"), said(looked_for="service dog")))
    view = SiteSaidView.of(gathered, {}, words=EN, place_of=lambda _desk: "", shares_practice=False)
    (missed,) = view.missed
    assert missed.text == "“Service dog”"
    assert missed.about.startswith("2 times · Without a name")


def test_one_and_many_are_told_apart_in_both_languages() -> None:
    one = [said(card="language", is_helpful=True)]
    assert helped_words(one, EN) == "1 person found it helpful, 0 did not."
    assert helped_words([*one, *one], EN) == "2 people found it helpful, 0 did not."
    assert helped_words([*one, *one], ES) == "A 2 personas les ayudó; a 0, no."


def test_a_draft_that_was_put_back_as_it_was_is_not_unsaved() -> None:
    drafts, made = Drafts(), guidance()
    draft = drafts.of("language", made)
    whole = draft.texts["en"]
    draft.texts["en"] += "x"
    assert drafts.changed() == ("language",)
    draft.texts["en"] = whole
    assert drafts.changed() == ()


def test_a_draft_replaces_all_versions_that_none_replaced() -> None:
    later = AT + timedelta(minutes=1)
    made = guidance(
        edition("v1"), edition("v2", "How dare you.", "No.", at=later), edition("v3", at=later)
    )
    draft = Drafts().of("language", made)
    assert set(draft.bases) == {"v1", "v2", "v3"}


def test_what_is_not_saved_comes_back_as_it_was_typed() -> None:
    drafts, made = Drafts(), guidance()
    draft = drafts.of("language", made)
    draft.texts["en"] += "half a letter: \ud83d"
    draft.why = "From the training"
    drafts.of("safety", made)  # looked at, and not changed
    (back,) = unsaved.read(unsaved.written(drafts.kept.values())).values()
    assert back.texts["en"].endswith("half a letter: ?")
    assert (back.card, back.why, back.begun) == ("language", "From the training", draft.begun)
    assert back.is_changed


@pytest.mark.parametrize("kept", [b"", b"{", b"[7]", b"\xff", b"[" * 100_000])
def test_what_something_else_wrote_is_no_unsaved_text(kept: bytes) -> None:
    assert unsaved.read(kept) == {}


def test_where_nothing_is_unsaved_nothing_is_kept() -> None:
    drafts = Drafts()
    drafts.of("language", guidance())
    assert unsaved.written(drafts.kept.values()) == b""
