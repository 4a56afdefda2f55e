"""The cards that hold now, in the reader's language, and the ways through them."""

import pytest
from msgspec import structs

from desktop.domain.guidance.card import (
    Action,
    Card,
    CardKind,
    Form,
    Item,
    Part,
    Run,
    Rung,
    Section,
)
from desktop.domain.guidance.library import Library


def a_card(
    id: str,  # noqa: A002 -- as the card calls it
    kind: CardKind = CardKind.GUIDE,
    *,
    title: str = "",
    place: int = 0,
    topic: str = "",
    ladder: str = "",
) -> Card:
    return Card(id=id, kind=kind, title=title or id, place=place, topic=topic, ladder=ladder)


def a_library(*cards: Card) -> Library:
    return Library({card.id: card for card in cards})


def ids(cards: tuple[Card, ...]) -> list[str]:
    return [card.id for card in cards]


def test_cards_are_shown_in_the_language_that_was_asked_for() -> None:
    english, spanish = a_card("limit", title="A limit"), a_card("limit", title="Un límite")
    library = Library.in_language(
        {"limit": {"en": english, "es": spanish}}, "es", hidden=frozenset()
    )
    assert library.find("limit") == spanish
    assert library.lacking == frozenset()


def test_a_card_that_is_not_translated_is_shown_in_its_first_language_and_marked() -> None:
    cards = {"limit": {"en": a_card("limit", title="A limit")}, "none": {}}
    library = Library.in_language(cards, "es", hidden=frozenset())
    assert library.find("limit") == a_card("limit", title="A limit")
    assert library.lacking == {"limit"}
    assert library.find("none") is None


def test_a_card_that_the_site_hides_is_not_there() -> None:
    cards = {"limit": {"en": a_card("limit")}}
    library = Library.in_language(cards, "es", hidden=frozenset({"limit"}))
    assert library == Library()


def test_situations_are_in_their_order_and_what_has_no_place_comes_last_by_its_title() -> None:
    library = a_library(
        a_card("b", CardKind.SITUATION, place=2),
        a_card("z", CardKind.SITUATION, title="zeal"),
        a_card("y", CardKind.SITUATION, title="Yelling"),
        a_card("a", CardKind.SITUATION, place=1),
        a_card("guide"),
    )
    assert ids(library.situations) == ["a", "b", "y", "z"]


def test_what_is_always_true_is_what_the_cards_of_that_kind_say_to_do() -> None:
    leave = Item(Form.POINT, (Run("You may "), Run("leave", is_strong=True), Run(".")))
    more = Item(Form.TEXT, (Run("Why."),))
    card = Card(
        id="always",
        kind=CardKind.ALWAYS,
        title="Always",
        sections=(Section(Part.DO, "Do", (leave,)), Section(Part.MORE, "More", (more,))),
    )
    assert [item.text for item in a_library(card, a_card("guide")).always] == ["You may leave."]


def test_guides_and_practices_are_found_by_what_they_are_about() -> None:
    library = a_library(
        a_card("g1", topic="language"),
        a_card("g2", topic="threat"),
        a_card("own"),
        a_card("p", CardKind.PRACTICE, topic="language"),
    )
    assert ids(library.about("language")) == ["g1"]
    assert ids(library.about("language", CardKind.PRACTICE)) == ["p"]
    assert ids(library.about("")) == ["own"]


def a_ladder(*steps: tuple[str, str]) -> Card:
    rungs = tuple(Rung(id=one, title=one, text=one, then=then) for one, then in steps)
    return Card(id="counter", kind=CardKind.LADDER, title="Counter", rungs=rungs)


def test_a_ladder_is_climbed_from_its_first_rung_in_the_order_of_then() -> None:
    ladder = a_ladder(("limit", "stop"), ("police", ""), ("stop", "police"))
    standing = a_card("language", CardKind.SITUATION, ladder="counter")
    library = a_library(ladder, standing)
    climbed = ["limit", "stop", "police"]
    assert [rung.id for rung in library.ladder_of(ladder)] == climbed
    assert [rung.id for rung in library.ladder_of(standing)] == climbed


def test_a_ladder_that_goes_round_is_climbed_once() -> None:
    ladder = a_ladder(("limit", "stop"), ("stop", "limit"))
    assert [rung.id for rung in a_library(ladder).ladder_of(ladder)] == ["limit", "stop"]


def test_a_card_stands_on_the_rung_that_it_names() -> None:
    ladder = a_ladder(("limit", "stop"), ("stop", ""))
    standing = structs.replace(
        a_card("language", CardKind.SITUATION, ladder="counter"), rung="stop"
    )
    library = a_library(ladder, standing)
    assert library.rung_of(standing) == ladder.rungs[1]
    assert library.rung_of(structs.replace(standing, rung="gone")) is None
    assert library.rung_of(ladder) is None


@pytest.mark.parametrize("action", Action)
def test_somebody_is_called_on_a_rung_with_a_button_for_a_supervisor_or_a_panic(
    action: Action,
) -> None:
    rung = Rung(id="stop", title="Stop", text="Stop.", actions=(Action.REPORT, action))
    assert rung.calls_somebody is (action in {Action.SUPERVISOR, Action.PANIC})


def test_a_card_leads_to_what_it_names_and_to_its_guides_but_not_twice_to_what_is_worse() -> None:
    card = structs.replace(
        a_card("language", CardKind.SITUATION), see=("limit", "gone", "safety"), worse="safety"
    )
    library = a_library(
        card, a_card("guide", topic="language"), a_card("limit", topic="language"), a_card("safety")
    )
    assert ids(library.see_also(card)) == ["limit", "guide"]


def test_a_card_without_a_ladder_has_no_rungs() -> None:
    library = a_library(a_card("guide"))
    assert library.ladder_of(a_card("guide")) == ()
    assert library.ladder_of(a_card("language", CardKind.SITUATION, ladder="gone")) == ()
    empty = a_ladder()
    assert library.ladder_of(empty) == ()
