"""What tells who somebody is, and what only looks like it."""

import time

import pytest

from desktop.services.reports.details import Detail
from desktop.services.reports.identifying import Known, identifying, without
from desktop.services.reports.known_people import known_of
from tests.support.incident_story import COMMON, amended_facts, folded, submission

KNOWN = Known(
    frozenset({"Harold Beck", "Maria Delgado", "José Ñandú", "Ana Park", "王小", "unknown man"})
    | {"Will May", "Grace"},
    frozenset({(Detail.NUMBER, "HC-4471"), (Detail.PHONE, "(303) 555-0123")}),
)


def found(text: str) -> list[tuple[Detail, str]]:
    return [(one.detail, one.words) for one in identifying(text, KNOWN)]


@pytest.mark.parametrize(
    ("text", "detail", "words"),
    [
        ("Then beck shouted.", Detail.NAME, "beck"),
        ("MARIA left.", Detail.NAME, "MARIA"),
        ("Delgado\u2019s desk", Detail.NAME, "Delgado\u2019s"),
        ("jose nandu", Detail.NAME, "jose"),
        ("Anne-Beck came", Detail.NAME, "Anne-Beck"),
        ("with Park there", Detail.NAME, "Park"),
        ("昨天王小先生来了", Detail.NAME, "王小"),
        ("Mr. Smith was told", Detail.NAME, "Mr. Smith"),
        ("Officer Lane came", Detail.NAME, "Officer Lane"),
        ("call 303.555.0123", Detail.PHONE, "303.555.0123"),
        ("call 5550123 3035550123", Detail.PHONE, "3035550123"),
        ("+44 20 7946 0958", Detail.PHONE, "+44 20 7946 0958"),
        ("ext 555-0177", Detail.PHONE, "555-0177"),
        ("h.beck+1@mail.example.org wrote", Detail.EMAIL, "h.beck+1@mail.example.org"),
        ("about hc 4471 again", Detail.NUMBER, "hc 4471"),
        ("case no. 88-123", Detail.NUMBER, "case no. 88-123"),
        ("permit #A77", Detail.NUMBER, "permit #A77"),
        ("SSN 123-45-6789", Detail.NUMBER, "SSN 123-45-6789"),
        ("file 1234567", Detail.NUMBER, "file 1234567"),
        ("plate 7ABC123", Detail.PLATE, "plate 7ABC123"),
        ("a red Ford, ABC-1234", Detail.PLATE, "ABC-1234"),
        ("a van 8XYZ456 left", Detail.PLATE, "8XYZ456"),
        ("DOB 3/4/1980", Detail.BORN, "DOB 3/4/1980"),
        ("born on May 4, 1988", Detail.BORN, "born on May 4, 1988"),
        ("lives at 118 Court Street", Detail.ADDRESS, "118 Court Street"),
        ("at 4 Old Mill Rd.", Detail.ADDRESS, "4 Old Mill Rd"),
        ("P.O. Box 12", Detail.ADDRESS, "P.O. Box 12"),
    ],
)
def test_each_kind_of_detail_is_found(text: str, detail: Detail, words: str) -> None:
    assert (detail, words) in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "The customer struck the counter twice at 10:02 AM on Mar 9, 2026; 3 people saw it.",
        "On 2026-03-09, from 11:00 to 11:08, at Counter 3, room 204, ground floor.",
        "We called 911. An unknown man of 40 to 50 years stood in the park for 15 minutes.",
        "Type 2; $1,250.50 was owed for 12 weeks; 4:30 PM.",
        "They will come in may, by the grace of god; nobody saw the park.",
        "The employee kept a barrier, and the supervisor took over.",
    ],
)
def test_what_tells_of_nobody_stays(text: str) -> None:
    assert found(text) == []


def test_where_it_stands_is_told_and_what_is_cut_is_cut_whole() -> None:
    text = "When Harold Beck (HC-4471) came, he said: h.beck@mail.org"
    assert [text[one.start : one.end] for one in identifying(text, KNOWN)] == [
        one.words for one in identifying(text, KNOWN)
    ]
    assert without(text, KNOWN, "[x]") == "When [x] [x] ([x]) came, he said: [x]"


def test_the_record_tells_who_its_people_are_before_and_after_amendments() -> None:
    report = folded(*amended_facts())
    names = known_of(report, ["Extra Name"]).names
    assert {
        *("Maria Delgado", "Harold Beck", "Thomas Eckhart", "Ana Ruiz", "Ben Okafor"),
        *("Officer Lane", "Devon Park", "Karen Whitfield", "Extra Name"),
    } <= names
    others = known_of(report).others
    assert (Detail.NUMBER, "HC-4471") in others
    assert (Detail.PHONE, "555-0133") in others
    gone = folded(submission({**COMMON, "customers": [{"name": "Zoë Quist"}]}))
    assert "Zoë Quist" in known_of(gone).names


@pytest.mark.parametrize(
    "text",
    [
        *("a" * 80_000, "1 " * 40_000, "1-" * 40_000, "Aa1-" * 20_000, "#a/" * 25_000),
        *("a." * 40_000 + "@", "Mr. A" * 40_000, "1 a" * 25_000, "王" * 40_000, "+1" * 40_000),
        *("case" + " " * 20_000, "plate" + "." * 20_000),
    ],
)
def test_no_text_makes_it_slow(text: str) -> None:
    began = time.process_time()
    identifying(text, KNOWN)
    assert time.process_time() - began < 3


def test_a_long_number_that_a_text_repeats_makes_it_no_slower_and_goes_whole() -> None:
    known = Known(others=frozenset({(Detail.PHONE, "1" * 2_000)}))
    began = time.process_time()
    assert without("Call " + "1 " * 40_000 + "now", known, "[x]") == "Call [x] now"
    assert time.process_time() - began < 3
