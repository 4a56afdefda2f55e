"""``countersign protocol``, and the steps of an alert, at a supervisor's desk and at a counter."""

import json
from collections.abc import Iterator

import pytest

from desktop.cli.protocol import read_step
from tests.support.office import Office, wait_until

pytestmark = [
    pytest.mark.system,
    pytest.mark.xdist_group("cli-office"),
    pytest.mark.usefixtures("no_alert_stays_open"),
]


@pytest.fixture
def as_it_came(office: Office) -> Iterator[None]:
    yield
    office.desk.does("protocol", "reset", "panic")


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("police", {"key": "police"}),
        ("police | 4100", {"key": "police", "phone": "4100"}),
        ("doors: Lock them", {"key": "doors", "text": "Lock them"}),
        ("doors : Lock: all | Room 4", {"key": "doors", "text": "Lock: all", "phone": "Room 4"}),
        ("police |", {"key": "police", "phone": ""}),
    ],
)
def test_a_step_is_read_as_people_write_it(typed: str, read: dict[str, str]) -> None:
    assert read_step(typed) == read


@pytest.mark.usefixtures("as_it_came")
def test_a_site_leaves_out_rewords_adds_and_orders_steps(office: Office) -> None:
    told = office.desk.does(
        *("protocol", "set", "panic"),
        *("doors: Lock the back office | Room 4", "police | 555-0110", "director"),
    )
    assert told["own"]
    assert [(one["step"], one["text"], one["phone"]) for one in told["steps"]] == [
        ("doors", "Lock the back office", "Room 4"),
        ("police", "Call the police", "555-0110"),
        ("director", "Tell the director", ""),
    ]
    reworded = office.desk.does("protocol", "set", "panic", "guard", "police")
    assert [(one["step"], one["phone"]) for one in reworded["steps"]] == [
        ("guard", ""),
        ("police", "555-0110"),
    ]
    assert not office.desk.does("protocol", "reset", "panic")["own"]


@pytest.mark.usefixtures("as_it_came")
def test_what_cannot_be_a_step_is_refused_and_changes_nothing(office: Office) -> None:
    told = office.desk("protocol", "set", "panic", "police", "moat")
    assert told.code == 1
    assert json.loads(told.err)["error"]["message"] == "“moat” is a new step, so it needs words."
    assert office.desk("protocol", "set", "panic", "Back Door: x").code == 1
    assert not office.desk.does("protocol", "show", "panic")["protocol"][0]["own"]


def test_a_counter_has_no_protocol(office: Office) -> None:
    assert office.counter("protocol", "show").code == 1
    assert office.counter("protocol", "reset", "panic").code == 1


def test_who_sees_to_what_is_shown_at_the_desk_and_not_at_the_counter(office: Office) -> None:
    raised = office.counter.does("alert", "raise", "panic", "--wait-receipt", "20")
    number = raised["alert"]["number"]
    wait_until(lambda: office.desk("alert", "show", number).code == 0)
    office.desk.does("alert", "step", number, "police", "take")
    office.desk.does("alert", "step", number, "director", "done")
    shown = office.desk.does("alert", "show", number)
    police, director, guard = shown["alert"]["steps"]
    assert (police["owner"], police["done_at"]) == ("Ana", None)
    assert director["done_by"] == "Ana"
    assert guard["taken_at"] is None
    assert "protocol.step_taken" in [entry["type"] for entry in shown["timeline"]]
    assert office.desk("alert", "step", number, "moat", "done").code == 1
    office.desk.does("alert", "step", number, "police", "done")
    wait_until(lambda: _is_told_that_police_were_called(office, number))
    elsewhere = office.counter.does("alert", "show", number)
    assert elsewhere["alert"]["steps"] == []
    assert not [one for one in elsewhere["timeline"] if one["type"].startswith("protocol.")]
    assert office.counter("alert", "step", number, "police", "take").code == 1


def _is_told_that_police_were_called(office: Office, number: str) -> bool:
    answers = office.counter.does("alert", "show", number)["alert"]["answers"]
    return any(answer["says"] == "police_called" for answer in answers)
