"""A card's text is changed in one place, and is the same everywhere else."""

from datetime import date

import pytest

from desktop.domain.guidance.card import CardKind
from desktop.domain.guidance.card_text import (
    Beginning,
    first_language,
    id_from,
    key_of,
    new_text,
    translation_of,
    with_key,
)
from desktop.services.adapters.cards import read_card
from tests.support.shipped_cards import shipped

SHIPPED = shipped()
TODAY = date(2026, 12, 1)


@pytest.mark.parametrize("name", sorted(SHIPPED.texts))
def test_a_review_date_changes_that_line_of_any_shipped_card_and_no_other(name: str) -> None:
    text = SHIPPED.texts[name]["en"]
    changed = with_key(text, "reviewed", TODAY)
    differ = [(a, b) for a, b in zip(text.split("\n"), changed.split("\n"), strict=True) if a != b]
    assert differ == [("reviewed = 2026-11-26", "reviewed = 2026-12-01")]
    assert read_card({"en": changed}, name=name)["en"].reviewed == TODAY


def test_an_owner_with_quotation_marks_comes_back_as_it_was_typed() -> None:
    said = 'Ana "Annie" Ruiz \\ Señora'
    changed = with_key(SHIPPED.texts["language"]["en"], "owner", said)
    assert key_of(changed, "owner") == said
    assert read_card({"en": changed}, name="language")["en"].owner == said


def test_a_key_that_was_not_there_is_put_before_the_rungs() -> None:
    without = with_key(SHIPPED.texts["counter"]["en"], "owner", "")
    assert key_of(without, "owner") == ""
    back = with_key(without, "owner", "Ana Ruiz")
    assert read_card({"en": back}, name="counter")["en"].owner == "Ana Ruiz"


@pytest.mark.parametrize("text", ["", "no header", "+++\nid = 1", "+++"])
def test_a_text_without_a_header_stays_as_it_is(text: str) -> None:
    assert with_key(text, "owner", "Ana") == text
    assert key_of(text, "owner") == ""


def test_the_first_language_is_the_one_that_names_the_kind() -> None:
    texts = SHIPPED.texts["language"]
    assert first_language({"es": texts["es"], "en": texts["en"]}) == "en"
    assert first_language({"es": texts["es"]}) == "es"
    assert first_language({}) == ""


@pytest.mark.parametrize("name", sorted(SHIPPED.texts))
def test_the_beginning_of_a_translation_is_a_card_that_can_be_read(name: str) -> None:
    text = SHIPPED.texts[name]["en"]
    both = {"en": text, "es": translation_of(text, "en", "es")}
    read = read_card(both, name=name)
    assert read["es"].title == read["en"].title
    assert [section.part for section in read["es"].sections] == [
        section.part for section in read["en"].sections
    ]


def test_an_id_is_made_of_a_title_and_is_nobody_elses() -> None:
    assert id_from("Señora, ¡no!", frozenset()) == "senora-no"
    assert id_from("Language", frozenset({"language", "language-2"})) == "language-3"
    assert id_from("日本語", frozenset()) == "card"


def test_a_new_text_has_what_its_kind_needs_in_the_header() -> None:
    body = "## Say\n\n- Hello.\n\n## Do\n\n1. Listen.\n\n## Next\n\n- Write it down."
    text = new_text(
        Beginning(
            card="door",
            kind=CardKind.SITUATION,
            title='The "door"',
            owner="Ana Ruiz",
            reviewed=TODAY,
            body=body,
            place=8,
            ladder="counter",
            rung="you",
        )
    )
    card = read_card({"en": text}, name="door")["en"]
    assert (card.title, card.owner, card.reviewed) == ('The "door"', "Ana Ruiz", TODAY)
