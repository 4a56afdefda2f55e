"""The body of a card takes the Markdown that can be shown, and refuses the rest by name."""

import pytest

from desktop.domain.guidance.card import Form, Item, Run, Section
from desktop.domain.guidance.errors import CardRefusedError
from desktop.services.adapters.cards.markdown import sections_of


def items(body: str) -> tuple[Item, ...]:
    """What is read of it under one heading."""
    (section,) = sections_of("card", f"## More\n\n{body}", "en")
    return section.items


def refused(body: str) -> CardRefusedError:
    with pytest.raises(CardRefusedError) as caught:
        sections_of("card", body, "en")
    assert "\n" not in str(caught.value)
    return caught.value


def plain(form: Form, text: str) -> Item:
    return Item(form, (Run(text),))


def test_paragraphs_points_steps_and_quotes_are_told_apart() -> None:
    assert items("Calm.\n\n- One\n- Two\n\n1. First\n2. Then\n\n> He said.") == (
        plain(Form.TEXT, "Calm."),
        plain(Form.POINT, "One"),
        plain(Form.POINT, "Two"),
        plain(Form.STEP, "First"),
        plain(Form.STEP, "Then"),
        plain(Form.QUOTE, "He said."),
    )


def test_what_stands_below_a_point_belongs_to_it() -> None:
    (item,) = items("- Step back.\n  - Two metres.\n\n  Keep the desk between you.\n  > Thank you.")
    assert item.text == "Step back."
    assert item.under == (
        plain(Form.POINT, "Two metres."),
        plain(Form.TEXT, "Keep the desk between you."),
        plain(Form.QUOTE, "Thank you."),
    )


def test_strong_words_and_links_to_cards_are_kept() -> None:
    (item,) = items("Say it **once**, *firm*, then [set **a** limit](card:set-a-limit).")
    assert item.runs == (
        Run("Say it "),
        Run("once", is_strong=True),
        Run(", "),
        Run("firm", is_strong=True),
        Run(", then "),
        Run("set ", card="set-a-limit"),
        Run("a", is_strong=True, card="set-a-limit"),
        Run(" limit", card="set-a-limit"),
        Run("."),
    )


def test_lines_of_a_paragraph_are_one_line_and_words_set_alike_are_one_run() -> None:
    assert items("one\ntwo  \nthree\\\nfour\tfive &amp; \\*six") == (
        plain(Form.TEXT, "one two three four five & *six"),
    )


def test_a_break_that_is_written_as_a_figure_is_a_space_as_well() -> None:
    assert items("one&#10;two&#x2028;three") == (plain(Form.TEXT, "one two three"),)


def test_what_only_looks_like_a_definition_of_a_link_is_not_lost() -> None:
    assert items("[a]: https://example.org") == (plain(Form.TEXT, "[a]: https://example.org"),)


def test_a_heading_is_said_without_its_marks() -> None:
    assert sections_of("card", "## What **helps**\n\nTime.", "en")[0].heading == "What helps"


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("<script>alert(1)</script>", "HTML and scripts are not shown in a card."),
        ("<!-- not for customers -->", "HTML and scripts are not shown in a card."),
        ("He <b>shouts</b>.", "HTML and scripts are not shown in a card."),
        ("![Map](https://example.org/map.png)", "Pictures are not shown in a card."),
        ("![Map](data:image/png;base64,AA==)", "Pictures are not shown in a card."),
        ("![Map](card:map)", "Pictures are not shown in a card."),
        ("```\nshout\n```", "Lines of code are not shown in a card."),
        ("    shout", "A line that begins with four spaces is not shown in a card."),
        ("Press `Ctrl`.", "Words between ` are not shown in a card."),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "Tables are not shown in a card."),
        ("Before.\n\n***\n", "A line across is not shown in a card."),
        ("> ## Loud", "It has something in it that a card cannot show."),
        ('[Limit](card:limit "A title")', "It has something in it that a card cannot show."),
        ("- one\n  - two\n    - three", "It is nested too deeply."),
        (">" * 30 + " deep", "It is nested too deeply."),
        ("**a " * 900 + "b** " * 900, "It is nested too deeply."),
    ],
)
def test_what_a_card_cannot_show_is_refused_with_what_to_do_instead(
    body: str, sentence: str
) -> None:
    found = refused(f"## More\n\n{body}")
    assert str(found.what) == sentence
    assert found.advice == "Write it in plain words, or attach it as a PDF."


@pytest.mark.parametrize(
    ("target", "named"),
    [
        ("https://example.org", "https://example.org"),
        ("javascript:alert(1)", "javascript:alert(1)"),
        ("file:///etc/passwd", "file:///etc/passwd"),
        ("set-a-limit", "set-a-limit"),
        ("", ""),
    ],
)
def test_a_link_out_of_the_guidance_is_refused(target: str, named: str) -> None:
    found = refused(f"## More\n\n[there]({target})")
    assert str(found.what) == f"It leads out of the guidance, to “{named}”."


def test_an_address_between_angle_brackets_leads_out_as_well() -> None:
    assert "leads out" in str(refused("## More\n\n<https://example.org>"))


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("Calm.\n\n## More\n\nA", "It has text above its first heading: “Calm.”."),
        ("# More\n\nA", "Its headings begin with ##, and “More” does not."),
        ("### More\n\nA", "Its headings begin with ##, and “More” does not."),
        ("Loud\nvoices\n---\n\nA", "Its headings begin with ##, and “Loud voices” does not."),
        ("##\n\nA", "It has a heading without words."),
        ("## <b>Loud</b>\n\nA", "HTML and scripts are not shown in a card."),
        ("## More", "Nothing stands under its heading “More”."),
        ("## One\n\n## Two\n\nA", "Nothing stands under its heading “One”."),
        ("## More\n\n-\n- A", "It has a point without words."),
        ("## More\n\n- > A", "It has a point without words."),
        ("## More\n\n&nbsp;\u200b", "It has a point without words."),
        ("## More\n\nSee [](card:limit).", "It has a link without words, or to no card."),
        ("## More\n\nSee [this](card:).", "It has a link without words, or to no card."),
    ],
)
def test_a_body_that_is_put_together_wrongly_is_named(body: str, sentence: str) -> None:
    assert str(refused(body).what) == sentence


def test_a_card_without_a_body_has_no_sections() -> None:
    empty: tuple[Section, ...] = ()
    assert sections_of("card", "\n \n", "en") == empty
