"""``countersign report`` at the counter that files it and the desk that keeps it."""

import json
from pathlib import Path
from typing import Any

import pytest

from desktop.cli import exits
from tests.support.office import Office, wait_until

pytestmark = [pytest.mark.system, pytest.mark.xdist_group("cli-office")]

ANSWERS = {
    "began": "2026-03-09T10:00",
    "reporter_name": "Maria Delgado",
    "narrative": "He struck the counter twice.",
}


def a_file(folder: Path, said: Any) -> str:
    file = folder / "report.json"
    file.write_text(json.dumps(said))
    return str(file)


def test_a_report_is_drafted_submitted_listed_shown_and_amended(
    office: Office, tmp_path: Path
) -> None:
    file = a_file(tmp_path, {"kind": "counter", "answers": ANSWERS})
    draft = office.counter.does("report", "new", "--from", file)["draft"]
    assert draft["answered"] == sorted(ANSWERS)
    assert draft["id"] in {
        one["id"] for one in office.counter.does("report", "list", "--drafts")["drafts"]
    }
    filed = office.counter.does("report", "submit", draft["id"], "--wait-receipt", "20")["filed"]
    assert filed["received"] == 1
    number = filed["number"]
    wait_until(lambda: office.desk("report", "show", number).code == 0)
    assert office.desk.does("report", "list", "struck")["reports"][0]["number"] == number
    assert office.desk.does("report", "list", "never-said")["reports"] == []

    change = a_file(tmp_path, {"answers": {"damage": "The glass"}})
    office.counter.does("report", "amend", number, "--from", change, "--why", "I forgot")
    wait_until(lambda: office.desk.does("report", "show", number)["report"]["amendments"])
    report = office.desk.does("report", "show", number)["report"]
    assert report["answers"]["damage"] == "The glass"
    assert report["amendments"][0]["changes"] == [
        {"field": "damage", "before": None, "after": "The glass"}
    ]
    assert "He struck the counter twice." in office.desk("report", "show", number).out


def test_every_wrong_field_of_a_file_is_named_and_nothing_is_kept(
    office: Office, tmp_path: Path
) -> None:
    wrong = {**ANSWERS, "began": "yesterday", "shoe": "42", "hurt": "no"}
    file = a_file(tmp_path, {"kind": "counter", "answers": wrong})
    refused = office.counter("report", "new", "--from", file)
    assert refused.code == exits.REFUSED
    for field in ("began", "shoe", "hurt"):
        assert f"{field}:" in refused.err
    assert office.counter.does("report", "list", "--drafts")["drafts"] == []


@pytest.mark.parametrize(
    "content", ["", "{", "[]", "[" * 100_000, '{"answers": 7}', '{"answers": {}, "shoe": 1}']
)
def test_a_file_that_is_no_report_is_refused_in_a_sentence(
    office: Office, tmp_path: Path, content: str
) -> None:
    file = tmp_path / "report.json"
    file.write_text(content)
    refused = office.counter("report", "new", "--from", str(file))
    assert refused.code == exits.REFUSED
    assert "--schema" in refused.err
    assert "Traceback" not in refused.err


def test_a_counter_shows_no_ones_story(office: Office) -> None:
    refused = office.counter("report", "show", "2026-C3-001")
    assert refused.code == exits.REFUSED
    assert "supervisor" in refused.err


def test_the_schema_is_printed_without_a_station(office: Office) -> None:
    schema = office.counter.does("report", "new", "--schema")
    assert schema["properties"]["answers"]["properties"]["narrative"]["type"] == "string"
