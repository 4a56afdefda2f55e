"""A card is found by whatever a person types who needs it now."""

from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.guidance.card import CardKind, Part
from desktop.domain.guidance.library import Library
from desktop.domain.guidance.search import CardSearch, Hit
from tests.support.cards import a_guide, library

ENGLISH = CardSearch(library())
SPANISH = CardSearch(library("es"))
ANYTHING = st.text(st.characters(), max_size=300)  # halves of characters and controls, too


def ids(hits: tuple[Hit, ...]) -> list[str]:
    return [hit.card for hit in hits]


def among(*cards: dict[str, str]) -> CardSearch:
    return CardSearch(library(of=cards))


def marked(hit: Hit) -> str:
    """The excerpt with what was found between asterisks."""
    pieces = hit.excerpt.pieces
    return "".join(f"*{piece.text}*" if piece.is_found else piece.text for piece in pieces)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("language", "language"),
        ("LANGUAGE", "language"),
        ("lang", "language"),
        ("cursing", "language"),
        ("curses", "language"),
        ("insulted", "language"),
        ("hang up", "phone"),
        ("gun", "safety"),
        ("has a gun", "safety"),
        ("he says he has a bomb", "safety"),
        ("won't let me leave", "safety"),
        ("WONT LET ME LEAVE", "safety"),
        ("won’t let me leave", "safety"),  # noqa: RUF001 - as a phone's keyboard has it
        ("espanol", "who"),
        ("yeling", "venting"),
        ("yellling", "venting"),
        ("yleling", "venting"),
        ("supervizor", "who"),
        ("superviz", "who"),
        ("thretening", "safety"),
        ("threte", "safety"),
        ("telefone", "phone"),
    ],
)
def test_what_people_type_finds_the_card_they_need(typed: str, first: str) -> None:
    assert ids(ENGLISH.find(typed))[0] == first


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("gritando", "language"),
        ("me grita", "language"),
        ("insulto", "language"),
        ("GROSERIAS", "language"),
        ("señor", "language"),
        ("senor", "language"),
        ("tiene una pistola", "safety"),
        ("amenasa", "safety"),
        ("amenazando", "safety"),
    ],
)
def test_spanish_cards_are_found_with_and_without_their_accents(typed: str, first: str) -> None:
    assert ids(SPANISH.find(typed))[0] == first


def test_a_sentence_finds_what_it_is_about() -> None:
    assert ids(ENGLISH.find("he is yelling at me")) == ["venting", "language"]


def test_small_words_are_looked_for_where_nothing_else_was_typed() -> None:
    assert "won't" not in marked(ENGLISH.find("won't")[0])
    assert ids(ENGLISH.find("won't")) == ["safety"]
    assert "the" in marked(ENGLISH.find("the")[0])


def test_every_letter_of_a_word_keeps_its_card_on_the_list() -> None:
    for end in range(1, len("threatening") + 1):
        assert "safety" in ids(ENGLISH.find("threatening"[:end]))


def test_all_words_must_be_in_the_card() -> None:
    assert ids(ENGLISH.find("end call")) == ["end-a-call", "phone", "language", "back-to-today"]
    assert ids(ENGLISH.find("end callers warning")) == ["end-a-call"]


def test_where_no_card_has_all_words_those_with_the_most_say_what_they_lack() -> None:
    (hit,) = ENGLISH.find("gun in the Lobby")
    assert (hit.card, hit.lacking) == ("safety", ("Lobby",))
    assert ENGLISH.find("gun lobby basement") == ()


def test_a_whole_word_stands_before_one_that_only_begins_so() -> None:
    search = among(a_guide("a", "Callers"), a_guide("b", "A call"))
    assert ids(search.find("call")) == ["b", "a"]


def test_a_title_counts_more_than_words_those_more_than_the_hint_and_the_text_least() -> None:
    search = among(
        a_guide("a", "One", more="A dog."),
        a_guide("b", "Two", more="> A dog."),
        a_guide("c", "Three", hint="A dog"),
        a_guide("d", "Four", words="dog"),
        a_guide("e", "Dog"),
    )
    assert ids(search.find("dog")) == ["e", "d", "c", "b", "a"]


def test_an_exact_word_keeps_words_that_merely_look_like_it_away() -> None:
    search = among(a_guide("a", "Treat"), a_guide("b", "Threat"))
    assert ids(search.find("treat")) == ["a"]
    assert ids(search.find("thraet")) == ["b"]


def test_an_error_with_which_a_word_exists_is_put_right_where_the_words_fit_no_card() -> None:
    search = among(a_guide("a", "A treat"), a_guide("b", "A letter with a threat"))
    assert ids(search.find("letter treat")) == ["b"]


def test_short_words_and_numbers_are_not_guessed_at() -> None:
    search = among(a_guide("a", "Gum 1234"))
    assert search.find("gun") == ()
    assert search.find("1235") == ()


def test_nothing_is_found_for_what_no_card_has() -> None:
    assert ENGLISH.find("qwertz") == ()
    assert CardSearch(Library()).find("anything") == ()


def test_practices_come_last_however_well_they_fit() -> None:
    hits = ENGLISH.find("language")
    assert hits[-1].kind is CardKind.PRACTICE
    assert len(hits) > 2
    assert all(hit.kind is not CardKind.PRACTICE for hit in hits[:-1])


def test_what_is_always_true_is_on_the_first_page_and_not_among_the_found() -> None:
    assert ENGLISH.find("posture") == ()


def test_a_hit_names_the_card_it_belongs_to() -> None:
    hit = ENGLISH.find("end call")[0]
    assert (hit.caption, hit.title) == ("On the phone", "End a call after a warning")
    assert ENGLISH.find("gun")[0].caption == ""


def test_an_excerpt_shows_what_was_found_in_the_middle_of_a_long_text() -> None:
    hit = ENGLISH.find("end call")[0]
    assert marked(hit).startswith("…")
    assert "say you will *end the call* if it continues, then do so" in marked(hit)
    assert len(hit.excerpt.text) <= 142


def test_an_excerpt_of_what_must_not_be_said_says_so() -> None:
    excerpt = ENGLISH.find("calm")[0].excerpt
    assert (excerpt.part, excerpt.heading) == (Part.DONT_SAY, "Do not say")
    assert excerpt.is_phrase


def test_of_two_lines_the_one_to_say_is_shown_and_not_the_one_to_avoid() -> None:
    card = a_guide("a", "One")
    card["en"] = card["en"].replace("## More", "## Do not say\n\n- Go home.\n\n## Say\n\n- At home")
    excerpt = among(card).find("home")[0].excerpt
    assert excerpt.part is Part.SAY


def test_a_wrong_answer_of_a_practice_is_never_an_excerpt() -> None:
    (hit,) = ENGLISH.find("moron")
    assert marked(hit) == "A man at the window is cursing at you about a bill."


def test_a_card_found_by_its_title_or_plain_words_shows_its_hint() -> None:
    assert marked(ENGLISH.find("rude")[0]) == "Insults, swearing"


def test_what_is_marked_is_the_whole_word_with_its_accents() -> None:
    (hit,) = SPANISH.find("cortes")
    assert marked(hit) == "Diga el límite una vez, con firmeza y *cortesía*."


def test_accents_typed_apart_from_their_letters_are_the_same() -> None:
    assert SPANISH.find("lenguaje sen\u0303or") == SPANISH.find("lenguaje señor")


def test_the_order_is_the_same_however_the_cards_came() -> None:
    cards = library().cards
    turned = CardSearch(Library(dict(reversed(cards.items()))))
    for typed in ("t", "call", "the", "yeling", "language say"):
        assert turned.find(typed) == ENGLISH.find(typed)


def test_no_more_are_found_than_were_asked_for() -> None:
    assert ENGLISH.find("t", most=2) == ENGLISH.find("t")[:2]


@given(ANYTHING)
def test_whatever_is_typed_is_answered_with_cards_there_are(typed: str) -> None:
    for search in (ENGLISH, SPANISH):
        hits = search.find(typed)
        assert set(ids(hits)) <= set(library_ids())
        assert len(set(ids(hits))) == len(hits)


@given(st.text(st.sampled_from("aeílñ'’ -\u0301."), max_size=40))  # noqa: RUF001 - is typed
def test_whatever_a_card_says_an_excerpt_is_a_part_of_it(text: str) -> None:
    line = " ".join(f"It begins {text} and ends. {text}".split())
    said = normalize("NFC", (line + " ") * 8)[:590].strip()
    search = among(a_guide("a", "One", more=said))
    for typed in ("begins", "ends", "ends begins", text):
        for hit in search.find(typed):
            assert hit.excerpt.text.strip("…") in said
            assert len(hit.excerpt.text) <= 142


@pytest.mark.parametrize(
    "typed",
    ["", " ", "a" * 10_000, "gun " * 2_500, "\0\x1b\u202e", "\ud800", "'’`", "½ ﬁ ß", "'%_*\""],  # noqa: RUF001
)
def test_odd_things_to_type_raise_nothing(typed: str) -> None:
    for hit in ENGLISH.find(typed):
        assert hit.card in library_ids()


def library_ids() -> frozenset[str]:
    return frozenset(library().cards)


def test_what_typing_errors_need_can_be_loaded_before_somebody_makes_one() -> None:
    search = CardSearch(library())
    search.prepare()
    assert ids(search.find("thretening")) == ["safety"]
