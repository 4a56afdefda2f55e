"""What of the people in a record is left in what a redacted copy keeps: nothing."""
# ruff: noqa: RUF001 (names in many scripts)

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.reports.facts import ActionListed
from desktop.domain.reports.field import Answer, Row
from desktop.services.reports.variants import Variant
from tests.support.incident_story import (
    COMMON,
    REPORT_ID,
    amended_facts,
    folded,
    paper_of,
    submission,
    the_alert,
)
from tests.support.names import NAME_FIELDS, a_record_with, names

MARK = "[removed]"


def kept(place: str, *names: str, **answers: Answer) -> str:
    """``place`` as a redacted copy of a report with those people tells it."""
    people: Answer = [{"name": name} for name in names]
    report = folded(submission({"customers": people, "agency": place, **answers}, reporter="Q"))
    paper = paper_of(report, variant=Variant.REDACTED)
    told = [
        str(fact.value)
        for part in paper.done
        for block in part.blocks
        for fact in getattr(block, "facts", ())
        if fact.name.startswith("Police: agency")
    ]
    return told[0]


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("Harold Beck", "the desk of beck", "the desk of [removed]"),
        ("Harold Beck", "HAROLD BECK's desk", "[removed] [removed] desk"),
        ("José Ñandú", "jose nandu", "[removed] [removed]"),
        ("Jose Nandu", "Jose\u0301 Ñandú!", "[removed] [removed]!"),
        ("Łukasz Øst", "lukasz ost", "[removed] [removed]"),
        ("Jörg Müller", "Joerg Mueller", "[removed] [removed]"),
        ("Anne-Marie O\u2019Brien", "annemarie obrien", "[removed] [removed]"),
        ("Harold Beck", "HaroldBeck", MARK),
        ("Harold Beck", "Har\u00adold B\u200beck", "[removed] [removed]"),
        ("Harold Beck", "Ｈａｒｏｌｄ", MARK),
        ("Harold Beck", "room beckett, becker", "room beckett, becker"),
        ("王小明", "昨天王小明来了", "昨天[removed]来了"),
        ("王小明", "小明的窗口", "[removed]的窗口"),
        ("王小明", "王先生的窗口", "[removed]的窗口"),
        ("王小明先生", "找王小明", "找[removed]"),
        ("王小明", "国王路三号", "国王路三号"),
        ("客户", "客户服务窗口", "客户服务窗口"),
        ("客户王小明", "王小明来了", "[removed]来了"),
        ("王君", "找王君来", "找[removed]来"),
        ("王", "王先生来了", "[removed]来了"),
        ("田中さくら", "田中さんとさくらさんの窓口", "[removed]さんと[removed]さんの窓口"),
        ("マリア", "マリアさん", "[removed]さん"),
        ("リア", "イタリア大使館", "イタリア大使館"),
        ("สมชาย ใจดี", "ห้องของสมชายวันนี้", "ห้องของ[removed]วันนี้"),
        ("김민수", "민수씨가 김민수의 창구", "[removed]씨가 [removed]의 창구"),
        ("प्रीति शर्मा", "कमरा प्रीति, शर्मा", "कमरा [removed], [removed]"),
        ("محمد علي", "مكتب ومحمد", "مكتب [removed]"),
        ("דוד לוי", "לדוד", MARK),
        ("Иван Петров", "у Петрова", "у [removed]"),
    ],
)
def test_a_name_goes_however_it_is_spelled(name: str, typed: str, said: str) -> None:
    assert kept(typed, name) == said


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Will said so, in May", "[removed] said so, in [removed]"),
        ("the desk of will", "the desk of [removed]"),
        ("beside grace, by the stairs", "beside [removed], by the stairs"),
        ("will park", "[removed] [removed]"),
        ("the gateway", "the gateway"),
    ],
)
def test_a_name_that_is_a_word_goes_in_small_letters_too(typed: str, said: str) -> None:
    assert kept(typed, "Will Park", "May Lane", "Grace Gate") == said


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("Al Smith", "Al's desk", "[removed] desk"),
        ("Al Smith", "beside Al", "beside [removed]"),
        ("An", "room of An", "room of [removed]"),
        ("An Nguyen", "An Nguyen", "[removed] [removed]"),
        ("Al Smith", "An office in a mall", "An office in a mall"),
        ("He Jun", "He left Counter 3", "He left Counter 3"),
        ("Maria de la Cruz", "Plaza de la Luna, El Monte", "Plaza de la Luna, El Monte"),
    ],
)
def test_a_name_that_is_also_a_small_word_goes_with_its_capital(
    name: str, typed: str, said: str
) -> None:
    assert kept(typed, name) == said


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Zoe Quist's desk", "[removed] [removed] desk"),
        ("Counter 3, Zoe’s side", "Counter 3, [removed] side"),
        ("James' desk", "[removed] desk"),
        ("by Zoe Q. Quist's window", "by [removed] [removed]. [removed] window"),
        ("the Sheriff's Office", "the Sheriff's Office"),
        ("St. Mary's Hospital", "St. Mary's Hospital"),
        ("Women's restroom, the customer's car", "Women's restroom, the customer's car"),
    ],
)
def test_whoever_something_belongs_to_goes_though_the_record_names_them_nowhere_else(
    typed: str, said: str
) -> None:
    assert kept(typed) == said


def test_a_name_that_the_story_tells_goes_from_the_place_that_somebody_typed() -> None:
    told = "The customer came. Then Zoe Quist shouted at Counter 3."
    where = "Counter 3, beside Zoe Quist"
    report = folded(submission({"narrative": told, "place": where}, place=where))
    paper = paper_of(report, variant=Variant.REDACTED)
    assert [fact.value for fact in paper.facts if fact.name == "Place"] == [
        "Counter 3, beside [removed] [removed]"
    ]


def test_the_name_of_the_station_stays_though_the_story_tells_it() -> None:
    report = folded(submission({"narrative": "I went to Permits East then."}, place="Permits East"))
    paper = paper_of(report, variant=Variant.REDACTED)
    assert [fact.value for fact in paper.facts if fact.name == "Place"] == ["Permits East"]


def test_a_name_made_of_words_that_are_none_goes_as_a_whole() -> None:
    assert kept("beside An Van, an office", "An Van") == "beside [removed] [removed], an office"
    assert kept("an unknown man at the desk", "Unknown man") == "an unknown man at the desk"


@pytest.mark.parametrize(
    ("answers", "typed", "said"),
    [
        ({"contact": "zoe@post.example, 555-0177"}, "line 5550177", "line [removed]"),
        ({"contact": "zoe at post"}, "Zoe.at.post", MARK),
        ({"phone": "٥٥٥٠١٧٧"}, "5550177", MARK),
        ({"vehicle": "red Ford, 7abc12"}, "lot 7ABC12", "lot [removed]"),
        ({"case_number": "HC-4471/B"}, "hc 4471 b", MARK),
        ({"case_number": "455"}, "room 2455 and 455", "room 2455 and [removed]"),
    ],
)
def test_numbers_plates_and_addresses_of_people_go(answers: Row, typed: str, said: str) -> None:
    assert kept(typed, customers=[answers], witnesses=[answers]) == said


def test_an_address_goes_in_parts_and_a_day_of_birth_however_it_is_written() -> None:
    about: dict[str, Answer] = {"hurt_address": "9 Elm Hollow, Alder", "hurt_born": "1990-04-21"}
    assert kept("Elm Hollow clinic", **about) == "[removed] clinic"
    for day in ("April 21, 1990", "21 Apr 1990", "21 de abril de 1990", "4/21/1990", "1990-04-21"):
        assert kept(f"on {day}.", **about) == "on [removed]."


@pytest.mark.parametrize("key", ["narrative", "actions", "wanted", "prevention", "of-tomorrow"])
def test_a_name_that_only_the_free_texts_have_goes_with_its_capital(key: str) -> None:
    told = "The customer came. Then Zoe Quist shouted, and Imre left."
    assert kept("desk of Zoe Quist and Imre", **{key: told}) == (
        "desk of [removed] [removed] and [removed]"
    )
    assert kept("quist street", **{key: told}) == "quist street"


def test_places_agencies_and_beginnings_of_sentences_are_no_names() -> None:
    told = "Permits were closed at Counter 3. I called the Alder Police to Court Street on Monday."
    for stays in ("Alder Police", "Court Street, Counter 3", "Permits, Monday"):
        assert kept(stays, narrative=told) == stays


def test_days_choices_and_what_the_program_says_stay_whoever_is_called_so() -> None:
    people: Answer = [{"name": name} for name in ("May Mar", "Street Weapon", "Mon March")]
    answers = {**COMMON, "customers": people, "returns_on": "2026-05-09", "damage": ""}
    paper = paper_of(folded(submission(answers)), variant=Variant.REDACTED)
    said = repr((paper.facts, paper.told, paper.done))
    for words in ("Mon, Mar 9, 2026", "May 9, 2026"):
        assert words in said


def test_an_answer_that_is_no_date_and_no_choice_is_cleaned_like_any_other() -> None:
    answers = {
        **COMMON,
        "began": "when Beck came",
        "ended": "Beck left",
        "behavior": ["Beck", "loud"],
        "returns_on": "with Beck",
    }
    paper = paper_of(folded(submission(answers)), variant=Variant.REDACTED)
    assert "Beck" not in repr(paper)
    assert "when [removed] came" in repr(paper.facts)


def test_what_another_program_wrote_for_the_date_of_an_action_goes_too() -> None:
    action = ActionListed(
        report=REPORT_ID, what="Ask", owner="Devon Park", due="once beck has paid", author="A"
    )
    paper = paper_of(folded(submission(COMMON), action), variant=Variant.REDACTED)
    assert "has paid" not in repr(paper)
    assert "has paid" in repr(paper_of(folded(submission(COMMON), action)))


def test_the_places_and_agencies_of_a_real_case_stay() -> None:
    said = repr(paper_of(folded(*amended_facts()), alert=the_alert(), variant=Variant.REDACTED))
    for words in ("Counter 3, ground floor", "Alder Police", "Panic pressed at Counter 3"):
        assert words in said, words


# Any name at all ----------------------------------------------------------------------------------


@given(names(), st.sampled_from(NAME_FIELDS), st.sampled_from(["as it is", "small", "large"]))
@settings(max_examples=400, deadline=None)
def test_any_name_of_any_field_leaves_each_text_that_is_kept(
    name: tuple[str, str], field: tuple[str, str], spelled: str
) -> None:
    report = a_record_with(*name, field, spelled)
    full, redacted = (
        repr(paper_of(report, variant=variant)) for variant in (Variant.FULL, Variant.REDACTED)
    )
    for word in name[0].split():
        assert word.casefold() in full.casefold()
        assert word.casefold() not in redacted.casefold() or word.casefold() in of_nobody(field)


@cache
def of_nobody(field: tuple[str, str]) -> str:
    """A redacted copy with no name in it, and so with the program's words alone; among them the
    headings of ``field``.
    """
    report = a_record_with("7", " ", field, "as it is")
    return repr(paper_of(report, variant=Variant.REDACTED)).casefold()
