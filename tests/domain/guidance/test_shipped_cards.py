"""What holds of every card that ships: both languages say the same, nothing alarms a customer who
glimpses it, and nobody is told that a button calls the police.
"""

import re
from collections.abc import Iterator
from itertools import chain
from typing import Any

import pytest

from desktop.domain.guidance.card import Action, Card, CardKind, Item, Part
from desktop.domain.guidance.texts import items_of
from desktop.words import LANGUAGES
from tests.support.shipped_cards import shipped

SHIPPED = shipped()
CARDS = SHIPPED.cards
EVERY_TEXT = [(name, language) for name in CARDS for language in LANGUAGES]

ALARMING = {
    "en": r"\b(police|cops?|911|panic|threat|weapon|gun|knife|violen|danger|attack|bomb|alarm|"
    r"emergenc|hostile|kill|suicid|crime|arrest|fists?)",
    "es": r"\b(polic[ií]|911|p[aá]nico|amena[zc]|armas?\b|armad|pistola|cuchillo|violen|peligro|"
    r"ataque|atac|bomba|alarma|emergencia|hostil|matar|suicid|delito|arrest|puños?)",
}
"""What would frighten a customer, or tell one who is dangerous what the clerk is about to do."""

PROMISED = {
    "en": r"police (is|are|will be|get) (called|alerted|coming|sent)|police takes? over|"
    r"(we|office|button|bar|Countersign) (will )?(calls?|alerts?|sends?) the police|"
    r"sends? the police",
    "es": r"se (llama|llamará|alerta) a la policía|(se encarga|viene)[^.]*\bla policía|"
    r"(oficina|botón|barra|Countersign) (llama|llamará|alerta|avisa) a la policía|"
    r"manda a la policía|llamamos a la policía",
}
"""The police called by nobody in particular, or by what only alerts supervisors."""

ALERTS = {
    "en": "The button alerts your supervisors, not the police",
    "es": "El botón avisa a sus supervisores, no a la policía",
}


def shape_of(item: Item) -> tuple[Any, ...]:
    """How an item is built, whatever it says: its strong words, its links, the points below it."""
    strong = sum(run.is_strong for run in item.runs)
    links = tuple(run.card for run in item.runs if run.card)
    return item.form, strong, links, tuple(shape_of(one) for one in item.under)


def sections_of(card: Card) -> list[tuple[Part, tuple[Any, ...]]]:
    return [(one.part, tuple(shape_of(item) for item in one.items)) for one in card.sections]


def scenes_of(card: Card) -> list[tuple[Any, ...]]:
    return [
        (tuple(shape_of(item) for item in turn.scene), [one.is_good for one in turn.answers])
        for turn in card.turns
    ]


def texts_of(card: Card) -> Iterator[str]:
    """Everything that somebody can read on it."""
    yield from (card.title, card.hint)
    yield from (item.text for item in items_of(card))
    answers = chain.from_iterable(turn.answers for turn in card.turns)
    yield from chain.from_iterable((one.text, one.why) for one in answers)
    yield from chain.from_iterable((rung.title, rung.text, rung.say) for rung in card.rungs)


def first_screen_of(card: Card) -> Iterator[str]:
    """What stands large on it before anybody scrolls, or in a list of cards."""
    yield from (card.title, card.hint)
    yield from (rung.title for rung in card.rungs)
    if card.kind is CardKind.SITUATION:
        yield from (item.text for item in card.items(Part.SAY) + card.items(Part.DO))


def test_every_card_can_be_used_in_every_language() -> None:
    assert SHIPPED.refused == ()
    assert {name for name, card in CARDS.items() if set(card) != set(LANGUAGES)} == set()


def test_every_card_has_an_owner_and_a_day_of_review() -> None:
    firsts = {name: card[LANGUAGES[0]] for name, card in CARDS.items()}
    assert {name for name, card in firsts.items() if not (card.owner and card.reviewed)} == set()


@pytest.mark.parametrize("name", CARDS)
def test_every_language_has_what_the_others_have(name: str) -> None:
    first, *others = (CARDS[name][language] for language in LANGUAGES)
    for other in others:
        assert sections_of(other) == sections_of(first)
        assert scenes_of(other) == scenes_of(first)


@pytest.mark.parametrize(("name", "language"), EVERY_TEXT)
def test_a_customer_who_glimpses_a_card_reads_nothing_alarming(name: str, language: str) -> None:
    seen = list(first_screen_of(CARDS[name][language]))
    assert [text for text in seen if re.search(ALARMING[language], text, re.IGNORECASE)] == []


@pytest.mark.parametrize(("name", "language"), EVERY_TEXT)
def test_no_card_promises_that_the_police_are_called(name: str, language: str) -> None:
    texts = texts_of(CARDS[name][language])
    assert [text for text in texts if re.search(PROMISED[language], text, re.IGNORECASE)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_whoever_can_call_for_help_reads_whom_it_alerts(language: str) -> None:
    for name in ("threat", "call-for-help"):
        assert any(ALERTS[language] in text for text in texts_of(CARDS[name][language]))
    for ladder in (card[language] for card in CARDS.values() if card[language].rungs):
        for rung in ladder.rungs:
            if Action.PANIC in rung.actions:
                assert "911" in rung.text
                assert "supervis" in rung.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_used_to_read_badly_would_be_found(language: str) -> None:
    promised, title = {
        "en": ("Security steps in, and the police are called at once.", "Police, at once"),
        "es": ("No espere: se llama a la policía.", "La policía, de inmediato"),
    }[language]
    assert re.search(PROMISED[language], promised)
    assert re.search(ALARMING[language], title, re.IGNORECASE)
    assert not re.search(PROMISED[language], ALERTS[language])
