"""A card is read from what people wrote, and what is wrong with it is said in one sentence."""

from datetime import date

import pytest

from desktop.domain.guidance.card import (
    Action,
    Answer,
    Card,
    CardKind,
    Form,
    Item,
    Level,
    Part,
    Run,
    Rung,
    Section,
)
from desktop.domain.guidance.errors import CardRefusedError
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


def read(text: str) -> Card:
    return read_card({"en": text}, name="card")["en"]


def refusal(*texts: str) -> CardRefusedError:
    with pytest.raises(CardRefusedError) as caught:
        read_card(dict(zip(("en", "es"), texts, strict=False)), name="card")
    return caught.value


def said_of(*texts: str) -> str:
    """The one sentence about them, without the card's name."""
    said = str(refusal(*texts).what)
    assert said.endswith(".")
    assert "\n" not in said
    return said


def test_a_situation_has_everything_that_its_file_says() -> None:
    card = read(SITUATION)
    assert card == Card(
        id="language",
        kind=CardKind.SITUATION,
        title="Language",
        hint="Insults, swearing",
        place=3,
        icon="phone",
        words=("yelling", "cursing"),
        sources=("000 §4.6", "site"),
        see=("set-a-limit",),
        ladder="counter",
        rung="limit",
        worse="safety",
        owner="Guidance keeper",
        reviewed=date(2026, 11, 26),
        sections=card.sections,
    )
    assert [section.part for section in card.sections] == [Part.SAY, Part.DO, Part.NEXT]
    (step,) = card.items(Part.DO)
    assert step == Item(
        Form.STEP,
        (Run("Say the limit "), Run("once", is_strong=True), Run(", firm and polite.")),
        (Item(Form.POINT, (Run("It may take a minute."),)),),
    )
    (next_,) = card.items(Part.NEXT)
    assert next_.runs[1] == Run("set a limit", card="set-a-limit")


def test_a_translation_has_its_own_words_and_everything_else_from_the_first_language() -> None:
    cards = read_card({"en": SITUATION, "es": SITUACION}, name="language")
    spanish = cards["es"]
    assert (spanish.title, spanish.hint, spanish.words) == ("Insultos", "", ("gritos",))
    assert spanish.items(Part.SAY)[0].text.startswith("Con gusto")
    for fact in ("kind", "place", "icon", "sources", "see", "ladder", "rung", "worse", "reviewed"):
        assert getattr(spanish, fact) == getattr(cards["en"], fact)


def test_the_first_language_is_the_one_that_names_the_kind() -> None:
    cards = read_card({"es": SITUACION, "en": SITUATION}, name="language")
    assert cards["es"].place == 3


def test_a_ladder_has_its_rungs_in_each_language() -> None:
    cards = read_card({"en": LADDER, "es": ESCALERA}, name="counter")
    assert cards["en"].rungs[0] == Rung(
        id="limit",
        title="You set a limit",
        text="Say the limit once.",
        who=Level.EMPLOYEE,
        actions=(Action.WARN,),
        say="That language is not acceptable.",
        then="supervisor",
    )
    spanish = cards["es"].rungs[1]
    assert (spanish.title, spanish.who) == ("Sigue un supervisor", Level.SUPERVISOR)
    assert spanish.actions == (Action.SUPERVISOR, Action.PANIC)


def test_a_practice_asks_and_knows_why_each_answer_is_good_or_not() -> None:
    card = read(PRACTICE)
    (turn,) = card.turns
    assert [item.form for item in turn.scene] == [Form.TEXT, Form.QUOTE]
    assert turn.answers == (
        Answer("I am glad to help you.", is_good=True, why="It is calm, and it is a limit."),
        Answer("Mind your tongue!", is_good=False, why="It answers in kind."),
    )
    assert card.sections == ()


def test_a_practice_may_have_several_scenes() -> None:
    again = PRACTICE[PRACTICE.index("## Scene") :]
    assert len(read(PRACTICE + "\n" + again).turns) == 2


def test_a_guide_may_have_headings_of_its_own() -> None:
    (section,) = read(a_guide("## What an argument needs\n\nTwo people.")).sections
    assert (section.part, section.heading) == (Part.OTHER, "What an argument needs")


def test_a_file_from_windows_is_read_like_any_other() -> None:
    assert read("\ufeff" + SITUATION.replace("\n", "\r\n")) == read(SITUATION)


def test_a_day_may_stand_in_quotation_marks() -> None:
    assert read(a_guide(header='reviewed = "2026-11-26"')).reviewed == date(2026, 11, 26)


def test_a_text_over_several_lines_becomes_one_line() -> None:
    text = LADDER.replace('"Say the limit once."', '"""\nSay the limit\n  once."""')
    assert read(text).rungs[0].text == "Say the limit once."
    assert read(a_guide().replace('"A guide"', '" A\tguide "')).title == "A guide"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "It has no header between two lines of +++."),
        ("## Say\n\n- Hello.", "It has no header between two lines of +++."),
        ('+++\nid = "a"\n', "It has no header between two lines of +++."),
        (a_guide(header="see = [a]"), "Its header is broken: see line 5."),
        (a_guide(header='hint = "\ninsults'), "Its header is broken: see line 5."),
        (a_guide(header="hint"), "Its header is broken: see its last line."),
        (a_guide(header='title = "Again"'), "Its header is broken: see its last line."),
        (a_guide(header="see = " + "[" * 5000), "Its header is broken: it is nested too deeply."),
        (
            a_guide(header="place = " + "9" * 5000),
            "Its header is broken: it has a figure that is too large.",
        ),
        (a_guide(header="place = 0x" + "f" * 5000), "Its place is not a figure from 1 to 999."),
        ("x" * 1_000_000, "It is longer than a card may be (12000 bytes)."),
        ("é" * 6_001, "It is longer than a card may be (12000 bytes)."),
    ],
)
def test_a_broken_header_is_named(text: str, sentence: str) -> None:
    assert said_of(text) == sentence


@pytest.mark.parametrize(
    ("header", "sentence", "advice"),
    [
        ("tittle = 'x'", "Nothing in a card's header is called “tittle”.", "typing error"),
        ("words = 'x'", "“words” in its header is not what it may be.", '["one", "two"]'),
        ("words = [1]", "“words” in its header is not what it may be.", "quotation marks"),
        ("hint = 1", "“hint” in its header is not what it may be.", "quotation marks"),
        ("place = 'x'", "“place” in its header is not what it may be.", "a figure"),
        ("reviewed = 'May'", "“reviewed” in its header is not what it may be.", "2026-11-26"),
        ("reviewed = 1", "“reviewed” in its header is not what it may be.", "2026-11-26"),
        ("rungs = 1", "“rungs” in its header is not what it may be.", "[[rungs]]"),
    ],
)
def test_a_key_that_is_not_right_is_named_with_what_it_may_be(
    header: str, sentence: str, advice: str
) -> None:
    refused = refusal(a_guide(header=header))
    assert str(refused.what) == sentence
    assert advice in refused.advice


@pytest.mark.parametrize(
    ("change", "sentence", "advice"),
    [
        (('who = "supervisor"', 'who = "king"'), "“who” of rung 2 is not what", "management"),
        (('"panic"', '"run"'), "“actions” of rung 2 is not what it may be.", "panic"),
        (('text = "Step back."', ""), "Rung 2 lacks “text”.", ""),
        (('id = "limit"', "id = 1"), "“id” of rung 1 is not what it may be.", "quotation marks"),
        (("who = ", "whoo = "), "Nothing in a card's header is called “whoo”.", "typing error"),
    ],
)
def test_what_is_wrong_with_a_rung_is_named_with_the_rung(
    change: tuple[str, str], sentence: str, advice: str
) -> None:
    refused = refusal(LADDER.replace(*change))
    assert sentence in str(refused.what)
    assert advice in refused.advice


@pytest.mark.parametrize("key", ["id", "title", "kind"])
def test_a_key_that_every_card_has_is_missed(key: str) -> None:
    text = a_guide().replace(f"\n{key} =", "\n# ")
    assert said_of(text) == f"Its header lacks “{key}”."


def test_an_unknown_kind_is_named_with_the_known_ones() -> None:
    refused = refusal(SITUATION.replace('kind = "situation"', 'kind = "poem"'))
    assert str(refused.what) == "“kind” in its header is not what it may be."
    assert "situation, guide, always, ladder, practice or directory" in refused.advice


@pytest.mark.parametrize(
    ("first", "other", "sentence"),
    [
        (SITUATION, SITUACION.replace('"language"', '"tongue"'), "disagree about its id"),
        (SITUATION, SITUACION.replace("words =", "place = 3\nwords ="), "“place” stands in the"),
        (SITUATION, SITUACION.replace("words =", "wrods ="), "is called “wrods”"),
        (SITUATION, SITUACION.replace("## Haga", "## Do"), "has no heading “Do”"),
        (LADDER, ESCALERA.replace('"supervisor"', '"boss"'), "different rungs"),
        (LADDER, ESCALERA[: ESCALERA.rindex("[[rungs]]")] + "+++\n", "different rungs"),
        (LADDER, ESCALERA.replace("say =", "# say ="), "disagree whether “limit” says words"),
        (PRACTICE, PRACTICA.replace("[x]", "[ ]").replace("[ ]", "[x]", 2), "Its answers are not"),
    ],
)
def test_a_translation_that_says_something_else_is_named(
    first: str, other: str, sentence: str
) -> None:
    refused = refusal(first, other)
    assert sentence in str(refused.what)
    assert refused.language == "es"


def test_a_ladder_that_is_not_translated_is_not_shown_in_two_languages() -> None:
    head = ESCALERA[: ESCALERA.index("[[rungs]]")]
    assert "different rungs" in said_of(LADDER, head + "+++\n")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (("## Answers", "## More"), "A practice has a scene and answers, as often as you like."),
        (("- [ ] Mind", "- Mind"), "An answer begins with - [x] or - [ ], and “Mind your tongue!”"),
        (("- [ ] Mind your tongue!", "- [ ]"), "An answer begins with - [x] or - [ ]"),
        (("  - It answers in kind.", ""), "The answer “Mind your tongue!” needs one point below"),
        (("- [x] I", "- [ ] I"), "None of its answers is a good one."),
        (("- [ ] Mind your tongue!\n  - It answers in kind.\n", ""), "has two to five answers."),
        (('topic = "language"', ""), "It does not say which card it practices."),
    ],
)
def test_what_is_wrong_with_a_practice_is_named(change: tuple[str, str], sentence: str) -> None:
    assert sentence in said_of(PRACTICE.replace(*change))


def test_a_refusal_names_the_card_by_its_file_and_the_language_at_fault() -> None:
    refused = refusal(SITUATION, SITUACION.replace("## Diga", "# Diga"))
    assert (refused.card, refused.language) == ("card", "es")
    assert str(refused).startswith("“card”: ")


def test_what_is_quoted_from_a_card_is_short_and_plain() -> None:
    said = said_of(a_guide("# \x1b[31m\u202e" + "loud " * 100))
    assert said == f"Its headings begin with ##, and “[31m{'loud ' * 7}l…” does not."
    assert said_of(a_guide(header='"a\\nb" = 1')) == "Nothing in a card's header is called “a b”."


def test_half_a_letter_is_named_wherever_it_stands() -> None:
    half = "\ud800"
    for text in (a_guide(), SITUATION, LADDER, PRACTICE):
        for at in range(len(text)):
            said = said_of(text[:at] + half + text[at:])
            assert said.endswith(" cannot be shown: U+D800.")


def test_no_text_at_all_is_no_card() -> None:
    assert said_of() == "Its header lacks “kind”."


def test_the_parts_of_a_card_are_known_however_they_are_capitalized() -> None:
    assert read(SITUATION.replace("## Say", "## SAY")).items(Part.SAY)
    assert isinstance(read(a_guide()).sections[0], Section)
