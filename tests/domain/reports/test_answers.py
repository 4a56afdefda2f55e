"""Answers checked against the field table."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.plain_text import clean
from desktop.domain.reports.answers import (
    AnswersRefusedError,
    EssentialsMissingError,
    checked,
    require_essentials,
    texts,
)
from desktop.domain.reports.field import Answers, Entry, Field, Kind, Section
from desktop.domain.reports.fields import BY_KEY, FIELDS, asked
from desktop.domain.reports.schema import json_schema


def sample(field: Field) -> Any:
    """An answer that fits the field."""
    match field.entry:
        case Entry.YES_NO:
            return True
        case Entry.CHOICE:
            return field.choices[-1].key
        case Entry.CHOICES | Entry.STEPS:
            return [choice.key for choice in field.choices]
        case Entry.ROWS:
            return [{column.key: sample(column) for column in field.rows}]
        case Entry.MOMENT:
            return "2026-03-09T10:00"
        case Entry.DATE:
            return "2026-03-09"
        case Entry.TIME:
            return "10:00"
        case _:
            return f"Something about {field.label}"


def everything() -> dict[str, Any]:
    return {field.key: sample(field) for field in FIELDS}


def test_no_two_fields_have_one_key() -> None:
    assert len(BY_KEY) == len(FIELDS)


def test_an_answer_to_every_field_is_taken_as_it_was_given() -> None:
    assert checked(everything()) == everything()


def test_every_wrong_field_is_named() -> None:
    with pytest.raises(AnswersRefusedError) as refused:
        checked(
            {
                "began": "yesterday",
                "hurt": "no",
                "behavior": ["rude"],
                "customers": [{"name": "Beck", "shoe": "42"}, "Beck"],
                "weather": "rain",
                "narrative": "He shouted.",
            }
        )
    wrong = [one.where for one in refused.value.wrong]
    assert wrong == ["began", "hurt", "behavior", "customers[0].shoe", "customers[1]", "weather"]


def test_a_report_needs_who_when_and_one_sentence() -> None:
    with pytest.raises(EssentialsMissingError, match="Date and time"):
        require_essentials({"narrative": "He shouted.", "reporter_name": "Maria"})
    require_essentials({"narrative": "x", "reporter_name": "Maria", "began": "2026-03-09T10:00"})


def test_sections_open_by_what_is_answered_and_by_kind() -> None:
    def keys(kind: Kind, answers: Answers) -> set[str]:
        return {field.key for field in asked(kind, answers)}

    calm = keys(Kind.COUNTER, {})
    assert "exact_words" not in calm
    assert "injury" not in calm
    assert "ask_when" not in calm
    assert "exact_words" in keys(Kind.COUNTER, {"behavior": ["general_threat"]})
    assert "injury" in keys(Kind.COUNTER, {"hurt": True})
    assert "injury" not in keys(Kind.COUNTER, {"hurt": False})
    assert "ask_when" in keys(Kind.THREAT_CALL, {})
    assert "visit_address" in keys(Kind.VISIT, {})


def test_what_was_answered_stays_asked_when_its_reason_is_gone() -> None:
    left = {field.key for field in asked(Kind.COUNTER, {"exact_words": "You will be sorry"})}
    assert "exact_words" in left


def test_control_characters_and_half_letters_go_and_no_word_does() -> None:
    typed = "One\r\ntwo\x00\u2028three \ud800 \u202efour\tfive \u200d"
    assert clean(typed) == "One\ntwo\nthree \N{REPLACEMENT CHARACTER} four five \u200d"


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    once.encode()


def test_search_reads_everything_typed_and_the_labels_of_what_was_ticked() -> None:
    found = " | ".join(texts(checked(everything())))
    for field in FIELDS:
        if field.entry in {Entry.LINE, Entry.TEXT}:
            assert f"Something about {field.label}" in found
        for choice in field.choices if field.entry is Entry.CHOICES else ():
            assert choice.label in found


def test_the_schema_names_every_field_and_is_json() -> None:
    schema = json.loads(json.dumps(json_schema()))
    assert set(schema["properties"]["answers"]["properties"]) == set(BY_KEY)


def test_every_section_has_a_field() -> None:
    assert {field.section for field in FIELDS} == set(Section)
