"""California's violent incident log."""

import csv
from datetime import date
from io import StringIO

import pytest

from desktop.domain.reports.field import Answer
from desktop.services.reports.sb553 import (
    COLUMNS,
    NOT_STATED,
    IdentifyingDetailsError,
    LogEntry,
    sb553_csv,
)
from tests.support.incident_story import COMMON, folded, submission

CLEAN = "The customer struck the counter twice and threatened an employee."
VIOLENT: dict[str, Answer] = {
    **COMMON,
    "violence_type": "type2",
    "perpetrator": "client",
    "circumstances": ["usual_duties", "low_staffing"],
    "where_class": "workplace",
    "incident_type": ["threat"],
    "consequences": ["called", "protective"],
}


def entry(description: str | None = CLEAN, **answers: Answer) -> LogEntry:
    return LogEntry.of(
        folded(submission({**VIOLENT, **answers})),
        description=description,
        completed_by="Ana Ruiz",
        title="Front desk supervisor",
        completed_on=date(2026, 3, 10),
    )


def test_the_columns_are_those_of_the_law() -> None:
    assert dict(entry().named) == {
        "Incident": "2026-C3-014",
        "Date and time": "Mar 9, 2026, 11:00 AM",
        "Location": "Counter 3, ground floor",
        "Workplace violence type": "2: a customer, client, patient or visitor",
        "Detailed description": CLEAN,
        "Who committed it": "Client or customer",
        "Circumstances": "Usual duties, Low staffing",
        "Where it occurred": "Workplace",
        "Type of incident": "Threat of force or of a weapon",
        "Behavior": "Loud or insulting, Threat to a person, General threat",
        "Consequences": (
            "Security or police called, Actions to protect employees; Police called: yes;"
            " Anyone hurt: no"
        ),
        "Completed by": "Ana Ruiz",
        "Job title": "Front desk supervisor",
        "Date completed": "Mar 10, 2026",
    }


def test_what_nobody_answered_says_so() -> None:
    made = LogEntry.of(
        folded(submission({"narrative": CLEAN}, place="")),
        completed_by="",
        title="",
        completed_on=date(2026, 3, 10),
    )
    told = dict(made.named)
    assert told["Detailed description"] == CLEAN
    assert told["Workplace violence type"] == told["Date and time"] == NOT_STATED


@pytest.mark.parametrize(
    "leak",
    [
        *("Harold", "beck", "Maria", "Eckhart\u2019s", "Okafor", "Lane", "Devon"),
        *("555-0133", "hc4471", "a@b.org", "plate 7ABC123", "born 3/4/1980", "5 Elm Street"),
        *("Mrs. Somebody", "case 4711"),
    ],
)
def test_a_name_or_number_of_somebody_involved_stops_it(leak: str) -> None:
    with pytest.raises(IdentifyingDetailsError) as stopped:
        entry(f"Somebody shouted. {leak} was there.")
    (found,) = stopped.value.leaks
    assert found.column == "Detailed description"
    assert found.found.words.lower().startswith(leak.lower()[:4])
    assert "character 19" in str(stopped.value)
    assert "the customer" in stopped.value.advice


def test_the_narrative_as_it_stands_is_checked_and_so_is_the_place() -> None:
    with pytest.raises(IdentifyingDetailsError) as stopped:
        entry(None, place="Maria Delgado\u2019s desk")
    columns = [leak.column for leak in stopped.value.leaks]
    assert columns[:2] == ["Location", "Location"]
    assert columns.count("Detailed description") == 2  # Mr. Beck, Ms. Ruiz


@pytest.mark.parametrize("typed", ["=1+1", "+CMD|' /C calc'!A0", "-2", "@SUM(A1)", " =x", "\t=x"])
def test_a_spreadsheet_never_takes_what_was_typed_for_a_formula(typed: str) -> None:
    made = entry(f"{typed} and so on", place=typed)
    rows = list(csv.reader(StringIO(sb553_csv([made, made]))))
    assert rows[0] == list(COLUMNS)
    assert len(rows) == 3
    for value in rows[1]:
        assert value.lstrip()[:1] not in {"=", "+", "-", "@"}


def test_quotes_and_line_ends_stay_in_their_cell() -> None:
    made = entry('He said "no",\nthen left')
    row = list(csv.reader(StringIO(sb553_csv([made]))))[1]
    assert row[COLUMNS.index("Detailed description")] == 'He said "no",\nthen left'
