"""The rules of the guidance: what a card may be, and what cards may be together."""

from datetime import date

import pytest
from msgspec.structs import replace

from desktop.domain.guidance.card import (
    Action,
    Answer,
    Card,
    CardKind,
    Form,
    Item,
    Part,
    Run,
    Rung,
    Section,
    Turn,
)
from desktop.domain.guidance.checking import (
    check_against_shipped,
    check_alike,
    check_card,
    check_together,
)
from desktop.domain.guidance.errors import CardRefusedError


def item(text: str, *under: str, card: str = "") -> Item:
    return Item(Form.POINT, (Run(text, card=card),), tuple(item(one) for one in under))


def section(part: Part, *texts: str) -> Section:
    return Section(part, part.value.title(), tuple(map(item, texts)))


def a_situation(**changes: object) -> Card:
    card = Card(
        id="language",
        kind=CardKind.SITUATION,
        title="Language",
        place=3,
        ladder="counter",
        rung="limit",
        sections=(
            section(Part.SAY, "That language is not acceptable."),
            section(Part.DO, "Say the limit once."),
            section(Part.NEXT, "Step back."),
        ),
    )
    return replace(card, **changes)


def a_guide(**changes: object) -> Card:
    card = Card(
        id="guide", kind=CardKind.GUIDE, title="A guide", sections=(section(Part.MORE, "Why."),)
    )
    return replace(card, **changes)


def a_ladder(*rungs: Rung, **changes: object) -> Card:
    steps = rungs or (a_rung("limit", then="supervisor"), a_rung("supervisor"))
    card = Card(id="counter", kind=CardKind.LADDER, title="At the counter", rungs=steps)
    return replace(card, **changes)


def a_rung(id: str, *, then: str = "", say: str = "", text: str = "Step back.") -> Rung:  # noqa: A002 -- as the card calls it
    return Rung(id=id, title="A rung", text=text, say=say, then=then)


def a_practice(*good: bool, **changes: object) -> Card:
    answers = tuple(Answer("Good morning.", each, "It is polite.") for each in good)
    card = Card(
        id="practice",
        kind=CardKind.PRACTICE,
        title="He swears",
        topic="language",
        turns=(Turn((item("He swears."),), answers),),
    )
    return replace(card, **changes)


ALWAYS = Card(
    id="always", kind=CardKind.ALWAYS, title="Always", sections=(section(Part.DO, "Leave."),)
)
SOUND = [a_situation(), a_guide(), a_ladder(), a_practice(True, False), ALWAYS]


def sentence_on(card: Card) -> str:
    with pytest.raises(CardRefusedError) as caught:
        check_card(card)
    assert caught.value.card == (card.id or card.title)
    return str(caught.value.what)


@pytest.mark.parametrize("card", SOUND, ids=lambda card: card.kind)
def test_a_card_of_each_kind_may_be_as_it_should_be(card: Card) -> None:
    check_card(card)


@pytest.mark.parametrize("wrong", ["", "Language", "a b", "a--b", "-a", "../a", "é", "a\n"])
def test_an_id_is_small_letters_figures_and_hyphens(wrong: str) -> None:
    what = "is not made of small letters, figures and hyphens."
    assert sentence_on(a_guide(id=wrong)) == f"Its id {what}"
    assert what in sentence_on(a_ladder(a_rung(wrong)))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"title": " \u200b"}, "It has no title."),
        ({"title": "x" * 61}, "Its title is longer than 60 letters."),
        ({"hint": "x" * 121}, "Its hint is longer than 120 letters."),
        ({"owner": "x" * 61}, "Its owner is longer than 60 letters."),
        ({"id": "x" * 61}, "Its id is longer than 60 letters."),
        ({"words": ("x" * 61,)}, f"“{'x' * 40}…” is longer than 60 letters."),
        ({"place": -1}, "Its place is not a figure from 1 to 999."),
        ({"place": 1000}, "Its place is not a figure from 1 to 999."),
        ({"icon": "../../home"}, "“../../home” is no name of an icon."),
        ({"sources": ("§4c",)}, "Its source “§4c” is not written as 002 §4c."),
        ({"reviewed": date(9999, 12, 31)}, "It cannot have been reviewed in the year 9999."),
        ({"sections": ()}, "It has no text."),
        ({"sections": (section(Part.MORE, "x" * 601),)}, f"“{'x' * 40}…” is longer than 600 let"),
        ({"sections": (Section(Part.OTHER, "x" * 81, ()),)}, f"“{'x' * 40}…” is longer than 80 le"),
        ({"sections": (section(Part.SCENE, "He"),)}, "A card of this kind has no heading “Scene”."),
        ({"rungs": (a_rung("limit"),)}, "Only a ladder has rungs."),
    ],
)
def test_what_no_card_may_have_is_named(changes: dict[str, object], sentence: str) -> None:
    assert sentence_on(a_guide(**changes)).startswith(sentence)


@pytest.mark.parametrize(
    ("letter", "code"), [("\u202e", "202E"), ("\x1b", "001B"), ("\ud800", "D800")]
)
def test_a_letter_that_garbles_others_is_named_wherever_it_stands(letter: str, code: str) -> None:
    garbled = f"one{letter}two"
    below = Section(Part.MORE, "More", (item("Above.", garbled),))
    good = Answer("Good morning.", is_good=True, why="It is polite.")
    for card in (
        a_guide(title=garbled),
        a_guide(hint=garbled),
        a_guide(owner=garbled),
        a_guide(words=(garbled,)),
        a_guide(sources=(garbled,)),
        a_guide(sections=(Section(Part.OTHER, garbled, (item("Why."),)),)),
        a_guide(sections=(below,)),
        a_ladder(a_rung("limit", text=garbled)),
        a_ladder(a_rung("limit", say=garbled)),
        a_practice(turns=(Turn((item(garbled),), (good, good)),)),
        a_practice(turns=(Turn((item("He"),), (good, replace(good, why=garbled))),)),
    ):
        assert sentence_on(card).endswith(f" cannot be shown: U+{code}.")


def test_words_in_any_script_are_fine() -> None:
    check_card(a_guide(title="Łódź, 窓口 3, שולחן\u200f 3, 👩\u200d🚒"))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"place": 0}, "A situation’s place is a figure from 1 to 8."),  # noqa: RUF001
        ({"place": 9}, "A situation’s place is a figure from 1 to 8."),  # noqa: RUF001
        ({"ladder": ""}, "It does not say where on a ladder it stands."),
        ({"rung": ""}, "It does not say where on a ladder it stands."),
    ],
)
def test_a_situation_is_on_the_first_page_and_on_a_ladder(
    changes: dict[str, object], sentence: str
) -> None:
    assert sentence_on(a_situation(**changes)) == sentence


@pytest.mark.parametrize(
    ("left_out", "sentence"),
    [
        (Part.SAY, "It has nothing to say: a situation needs one phrase at least."),
        (Part.DO, "It has 0 things to do: a situation has one to three."),
        (Part.NEXT, "It does not say what comes next."),
    ],
)
def test_a_situation_says_what_to_say_and_do_now_and_next(left_out: Part, sentence: str) -> None:
    whole = a_situation().sections
    assert (
        sentence_on(a_situation(sections=tuple(one for one in whole if one.part is not left_out)))
        == sentence
    )


def test_nobody_can_take_in_more_than_three_things_to_do() -> None:
    (say, _, next_) = a_situation().sections
    three = section(Part.DO, "One", "Two", "Three")
    check_card(a_situation(sections=(say, three, next_)))
    sentence = "It has 4 things to do: a situation has one to three."
    assert sentence_on(a_situation(sections=(say, three, section(Part.DO, "Four"), next_))) == (
        sentence
    )


def test_what_is_read_at_a_glance_has_the_usual_headings_alone() -> None:
    own = Section(Part.OTHER, "History", (item("Long ago."),))
    check_card(a_guide(sections=(own,)))
    sentence = "A card of this kind has no heading “History”."
    assert sentence_on(a_situation(sections=(*a_situation().sections, own))) == sentence
    assert sentence_on(replace(ALWAYS, sections=(*ALWAYS.sections, own))) == sentence


def test_what_is_always_true_is_something_to_do() -> None:
    wrong = replace(ALWAYS, sections=(section(Part.MORE, "Leave."),))
    assert sentence_on(wrong) == "It has nothing under “Do”."


@pytest.mark.parametrize(
    ("rungs", "sentence"),
    [
        ((a_rung("a", then="a"),), "Its rungs go round in a circle at “a”."),
        (
            (a_rung("a", then="b"), a_rung("b", then="a")),
            "Its rungs go round in a circle at “a”.",
        ),
        ((a_rung("a", then="b"),), "It has no rung “b”, which another leads to."),
        ((a_rung("a"), a_rung("b")), "No other rung leads to “b”."),
        ((a_rung("a"), a_rung("a")), "Two of its rungs have one id."),
        ((replace(a_rung("a"), title=" "),), "Its rung “a” has no title or no text."),
        ((replace(a_rung("a"), text=""),), "Its rung “a” has no title or no text."),
        ((replace(a_rung("a"), title="x" * 61),), f"“{'x' * 40}…” is longer than 60 letters."),
    ],
)
def test_the_rungs_of_a_ladder_are_one_way_up(rungs: tuple[Rung, ...], sentence: str) -> None:
    assert sentence_on(a_ladder(*rungs)) == sentence


def test_a_ladder_has_rungs() -> None:
    assert sentence_on(replace(a_ladder(), rungs=())) == "It has no rungs."


@pytest.mark.parametrize(
    ("card", "sentence"),
    [
        (a_practice(True), "A scene has two to five answers."),
        (a_practice(*[True] * 6), "A scene has two to five answers."),
        (a_practice(False, False), "None of its answers is a good one."),
        (a_practice(True, False, topic=""), "It does not say which card it practices."),
        (a_practice(turns=()), "It has no scene."),
    ],
)
def test_a_practice_can_be_won(card: Card, sentence: str) -> None:
    assert sentence_on(card) == sentence


def test_a_translation_has_the_good_answers_where_the_first_language_has_them() -> None:
    check_alike(a_practice(True, False), a_practice(True, False, title="Le insulta"))
    for other in (a_practice(False, True), a_practice(True, False, True), a_practice(turns=())):
        with pytest.raises(CardRefusedError, match="not those of its first language"):
            check_alike(a_practice(True, False), other)


def test_a_translation_has_a_warning_where_the_first_language_has_one() -> None:
    with pytest.raises(CardRefusedError, match="disagree whether “limit” says words"):
        check_alike(a_ladder(a_rung("limit", say="Stop.")), a_ladder(a_rung("limit")))


def together(*cards: Card, broken: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    """What is wrong between these cards, a ladder and a card on safety."""
    known = [a_ladder(), a_guide(id="safety"), *cards]
    found = check_together({card.id: card for card in known}, broken=broken)
    return [(one.card, str(one.what)) for one in found]


def test_cards_that_lead_to_cards_and_rungs_that_are_there_are_sound() -> None:
    assert together(a_situation(see=("safety",), worse="safety"), a_practice(True, False)) == []


@pytest.mark.parametrize(
    "card",
    [
        a_guide(see=("nowhere",)),
        a_guide(topic="nowhere"),
        a_guide(worse="nowhere"),
        a_guide(sections=(Section(Part.MORE, "More", (item("Go", card="nowhere"),)),)),
        a_guide(
            sections=(
                Section(
                    Part.MORE,
                    "More",
                    (Item(Form.POINT, (Run("Go"),), (item("there", card="nowhere"),)),),
                ),
            )
        ),
        a_guide(see=("nowhere", "nowhere"), topic="nowhere"),
    ],
)
def test_a_card_that_leads_nowhere_is_named_once(card: Card) -> None:
    assert together(card) == [("guide", "It leads to “nowhere”, and there is no such card.")]


def test_a_scene_that_leads_nowhere_is_named() -> None:
    turn = Turn((item("He swears.", card="nowhere"),), ())
    assert together(a_situation(), a_practice(turns=(turn,))) == [
        ("practice", "It leads to “nowhere”, and there is no such card.")
    ]


def test_a_situation_stands_on_a_rung_that_is_there() -> None:
    for other in ("nowhere", "safety"):
        assert together(a_situation(ladder=other)) == [
            ("language", f"There is no ladder “{other}”.")
        ]
    assert together(a_situation(rung="shout")) == [("language", "Its ladder has no rung “shout”.")]


def test_nobody_is_blamed_for_leading_to_a_card_that_is_broken_itself() -> None:
    assert together(a_situation(ladder="phone", worse="bad"), broken=("phone", "bad")) == []


def test_two_situations_are_not_opened_by_one_key() -> None:
    assert together(a_situation(), a_situation(id="threat")) == [
        ("threat", "Its place is that of “language” already.")
    ]


def test_what_gets_worse_comes_to_an_end() -> None:
    first = a_situation(id="a", worse="b", place=1)
    second = a_situation(id="b", worse="a", place=2)
    leading_there = a_situation(id="c", worse="a", place=3)
    sentence = "What is worse than it leads back to it."
    assert together(first, second, leading_there) == [("a", sentence), ("b", sentence)]
    assert together(a_situation(worse="language")) == [("language", sentence)]


def with_buttons(*actions: Action, owner: str = "Keeper") -> Card:
    rung = Rung(id="one", title="One", text="Do.", actions=actions)
    return Card(id="counter", kind=CardKind.LADDER, title="Ladder", owner=owner, rungs=(rung,))


@pytest.mark.parametrize("action", [Action.SUPERVISOR, Action.PANIC])
def test_a_site_cannot_take_the_button_that_calls_off_a_ladder(action: Action) -> None:
    shipped = with_buttons(Action.SUPERVISOR, Action.PANIC)
    rest = tuple({Action.SUPERVISOR, Action.PANIC} - {action})
    with pytest.raises(CardRefusedError, match="lost the button"):
        check_against_shipped(with_buttons(*rest), shipped)
    check_against_shipped(shipped, shipped)


def test_a_sites_version_says_whose_card_it_is() -> None:
    shipped = with_buttons()
    with pytest.raises(CardRefusedError, match="whose card"):
        check_against_shipped(with_buttons(owner=" "), shipped)
