"""Whatever is in a file, it is a card or one sentence about it, and no word of it is lost."""

import re
import unicodedata
from collections.abc import Iterator
from itertools import chain

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.guidance.card import Card
from desktop.domain.guidance.errors import MAX_QUOTED, CardRefusedError
from desktop.domain.plain_text import OVERRIDES
from desktop.services.adapters.cards import read_card
from tests.support.card_texts import (
    ESCALERA,
    LADDER,
    PRACTICA,
    PRACTICE,
    SITUACION,
    SITUATION,
    a_guide,
)

LETTERS = st.text(st.characters(exclude_categories=()), max_size=400)  # halves of letters, too
PIECES = st.lists(
    st.sampled_from(
        [
            *("+++\n", "[[rungs]]\n", 'id = "a"\n', 'kind = "guide"\n', 'title = "A"\n', "id"),
            *("## More\n", "## Say\n", "# ", "- ", "1. ", "> ", "    ", "\n", "\n\n", "  \n", "\\"),
            *(
                "**",
                "*",
                "_",
                "`",
                "```\n",
                "[",
                "](card:a)",
                "](",
                ")",
                "![",
                "<b>",
                "<!--",
                "&#0;",
            ),
            *(
                "| a |\n|---|\n",
                "---\n",
                "word",
                "é",
                "\0",
                "\r",
                "\t",
                "\u202e",
                "\ud800",
                "\u2028",
            ),
            *("= ", '"', "'''", '"""', "[1", "]", "{", "}", "9" * 30, "2026-11-26", "0x", ".", ","),
        ]
    ),
    max_size=60,
).map("".join)
WHOLE = [SITUATION, LADDER, PRACTICE, a_guide()]
OTHERS = [SITUACION, ESCALERA, PRACTICA]


def read_or_refused(texts: dict[str, str]) -> dict[str, Card]:
    """The cards of ``texts``, or none where they are refused in one plain, short sentence."""
    try:
        return read_card(texts, name="card")
    except CardRefusedError as refusal:
        check_refusal(refusal)
        return {}


def check_refusal(refusal: CardRefusedError) -> None:
    said = str(refusal)
    assert len(said) < 200 + 3 * MAX_QUOTED
    assert "\n" not in said
    check_letters(said)
    assert refusal.advice


def check_letters(text: str) -> None:
    """It can be signed, sent and shown beside other words."""
    assert text.encode().decode() == text
    assert not [c for c in text if c in OVERRIDES or unicodedata.category(c) == "Cc"]


@given(LETTERS | PIECES)
def test_any_text_is_a_card_or_a_refusal(text: str) -> None:
    read_or_refused({"en": text})


@given(LETTERS | PIECES)
def test_any_header_is_a_card_or_a_refusal(header: str) -> None:
    read_or_refused({"en": a_guide(header=header)})


@given(LETTERS | PIECES)
def test_any_body_is_a_card_that_can_be_signed_or_a_refusal(body: str) -> None:
    for card in read_or_refused({"en": a_guide(f"## More\n\n{body}")}).values():
        for text in texts_of(card):
            check_letters(text)


@given(st.sampled_from(WHOLE), st.sampled_from(OTHERS), st.data())
def test_a_card_that_is_cut_or_patched_anywhere_is_a_card_or_a_refusal(
    first: str, other: str, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(first)))
    until = data.draw(st.integers(at, len(first)))
    patched = first[:at] + data.draw(PIECES) + first[until:]
    read_or_refused({"en": patched, "es": other})
    read_or_refused({"en": first, "es": patched})


MARKS = st.sampled_from(
    ["## ", "> ", ">", "- ", "* ", "1. ", "  ", "    ", "\n", "\n\n", "**", "---\n"]
)


@given(st.lists(MARKS, max_size=60))
@settings(max_examples=300)
def test_a_card_that_is_taken_has_every_word_that_was_written(marks: list[str]) -> None:
    body = "".join(f"{mark}word{at} " for at, mark in enumerate(marks))
    for card in read_or_refused({"en": a_guide(f"## More\n\n{body}")}).values():
        shown = " ".join(texts_of(card))
        assert re.findall(r"word\d+", shown) == re.findall(r"word\d+", body)


@pytest.mark.parametrize(
    "body",
    [
        *(
            mark * (11_000 // len(mark))
            for mark in (">", "> ", "- ", "* ", "**a *b ", "_a", "[", "![")
        ),
        *(
            mark * (11_000 // len(mark))
            for mark in ("[a](", "[]", "`a``b", "<", "<a ", "&", "\\", "a\n")
        ),
        *(
            mark * (11_000 // len(mark))
            for mark in ("- a\n", "## a\n", "|a", "a  \n", "\0", "\ud800")
        ),
        "".join(" " * depth * 2 + "- a\n" for depth in range(100)),
        "*a _b " * 900 + "c_ d* " * 900,
        "a|\n-|\n" + "a\n" * 5_000,
        "[a](" + "(" * 11_000,
        "x" * 1_000_000,
    ],
    ids=lambda body: ascii(body[:8]),
)
def test_what_is_written_to_wear_a_parser_out_is_a_card_or_a_refusal(body: str) -> None:
    read_or_refused({"en": a_guide(f"## More\n\n{body}")})


@pytest.mark.parametrize(
    "header",
    [
        "see = " + "[" * 11_000,
        "see = " + "{a=" * 3_500,
        ".".join("a" * 2_000) + " = 1",
        "rungs." + ".".join("a" * 2_000) + " = 1",
        "[" + ".".join("a" * 2_000) + "]",
        "\n".join(f"k{at} = {at}" for at in range(900)),
        "hint = '''" + "a" * 11_000 + "'''",
        "place = 1" + "_1" * 5_000,
        "x" * 1_000_000,
    ],
    ids=lambda header: header[:8],
)
def test_a_header_that_is_written_to_wear_a_parser_out_is_refused(header: str) -> None:
    assert read_or_refused({"en": a_guide(header=header)}) == {}


def texts_of(card: Card) -> Iterator[str]:
    """Its texts in the order of its file."""
    yield from (card.title, card.hint)
    for section in card.sections:
        yield section.heading
        for item in section.items:
            yield item.text
            yield from (below.text for below in item.under)
    yield from chain.from_iterable((rung.title, rung.text, rung.say) for rung in card.rungs)
