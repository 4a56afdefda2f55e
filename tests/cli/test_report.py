"""``countersign report`` at the counter that files it and the desk that keeps it."""

import json
from pathlib import Path
from typing import Any

import pytest

from desktop.cli import exits
from tests.support.office import Office, Station, command, wait_until

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


def files_at(station: Station) -> set[str]:
    """The names of all files in its folder of attachments."""
    return {path.name for path in (station.home / "blobs").rglob("*") if path.is_file()}


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


def test_the_files_of_an_amendment_that_is_refused_are_not_kept(
    office: Office, tmp_path: Path
) -> None:
    (tmp_path / "letter.txt").write_text("You will hear from me, and from nobody else.")
    made = office.desk.does("report", "new", "--from", a_file(tmp_path, {"answers": ANSWERS}))
    number = office.desk.does("report", "submit", made["draft"]["id"])["filed"]["number"]
    wait_until(lambda: office.desk("report", "show", number).code == 0)
    kept = files_at(office.desk)
    files = [str(tmp_path / name) for name in ("letter.txt", "gone.txt")]
    change = a_file(tmp_path, {"answers": {}, "attachments": files})
    assert office.desk("report", "amend", number, "--from", change).code != 0
    change = a_file(tmp_path, {"answers": {}, "attachments": files[:1] * 41})
    assert "40" in office.desk("report", "amend", number, "--from", change).err
    wait_until(lambda: files_at(office.desk) == kept)


def test_files_are_taken_in_with_a_draft_and_with_an_amendment(
    office: Office, tmp_path: Path
) -> None:
    (tmp_path / "letter.pdf").write_bytes(b"You will hear from me.")
    (tmp_path / "second.txt").write_text("And again.")
    said = {"kind": "counter", "answers": ANSWERS, "attachments": ["letter.pdf"]}
    made = office.counter.does("report", "new", "--from", a_file(tmp_path, said), "--kind", "visit")
    assert (made["draft"]["kind"], made["draft"]["attachments"]) == ("visit", 1)
    (attached,) = made["attached"]
    assert (attached["name"], attached["size"]) == ("letter.pdf", 22)
    assert attached["words"], "it is no PDF, and nobody says so"
    filed = office.counter.does("report", "submit", made["draft"]["id"], "--wait-receipt", "20")
    number = filed["filed"]["number"]
    wait_until(lambda: office.desk("report", "show", number).code == 0)
    kept = office.desk.does("report", "show", number)["report"]["attachments"]
    assert [one["sha256"] for one in kept] == [attached["sha256"]]

    change = a_file(tmp_path, {"answers": {}, "attachments": [str(tmp_path / "second.txt")]})
    added = office.counter.does("report", "amend", number, "--from", change)
    assert [one["name"] for one in added["attached"]] == ["second.txt"]
    wait_until(lambda: office.desk.does("report", "show", number)["report"]["amendments"])
    (amendment,) = office.desk.does("report", "show", number)["report"]["amendments"]
    assert amendment["attachments"] == ["second.txt"]
    told = office.desk.says("report", "show", number)
    assert "Attached: letter.pdf" in told
    assert "by Ben: second.txt" in told


def test_every_file_that_is_refused_is_named_and_no_draft_is_kept(
    office: Office, tmp_path: Path
) -> None:
    (tmp_path / "empty.jpg").touch()
    (tmp_path / "good.txt").write_text("good")
    names = ["good.txt", "empty.jpg", "gone.jpg"]
    file = a_file(tmp_path, {"answers": ANSWERS, "attachments": names})
    refused = office.counter("report", "new", "--from", file)
    assert refused.code == exits.REFUSED
    assert refused.error["code"] == "draft-not-begun"
    for name in ("empty.jpg", "gone.jpg"):
        assert str(tmp_path / name) in refused.error["message"]
    assert office.counter.does("report", "list", "--drafts")["drafts"] == []


@pytest.mark.parametrize("attachments", ["letter.pdf", [1], [""], {}])
def test_attachments_that_are_no_list_of_paths_are_refused(
    office: Office, tmp_path: Path, attachments: Any
) -> None:
    file = a_file(tmp_path, {"answers": ANSWERS, "attachments": attachments})
    assert office.counter("report", "new", "--from", file).error["code"] == "report-file"


def test_a_draft_is_discarded_once(office: Office, tmp_path: Path) -> None:
    file = a_file(tmp_path, {"answers": ANSWERS})
    draft = office.counter.does("report", "new", "--from", file)["draft"]["id"]
    assert office.counter.does("report", "discard", draft) == {"discarded": draft}
    assert office.counter("report", "discard", draft).error["code"] == "unknown-draft"


def test_words_on_a_file_are_told_of_a_report_submitted_at_once(
    office: Office, tmp_path: Path
) -> None:
    (tmp_path / "photo.png").write_bytes(b"no picture")
    file = a_file(tmp_path, {"answers": ANSWERS, "attachments": ["photo.png"]})
    told = office.counter.does("report", "new", "--from", file, "--submit")
    assert told["attached"][0]["words"]
    said = command("--home", office.counter.home, "report", "new", "--from", file, "--submit")
    assert "Taking in 1 of 1: photo.png" in said.err
    assert f"photo.png: {told['attached'][0]['words'][0]}" in said.err


def test_a_kind_that_is_none_is_refused(office: Office, tmp_path: Path) -> None:
    file = a_file(tmp_path, {"answers": ANSWERS})
    assert office.counter("report", "new", "--from", file, "--kind", "dance").code != exits.DONE


def test_half_characters_of_a_file_end_in_a_sentence(office: Office, tmp_path: Path) -> None:
    file = a_file(tmp_path, {"answers": ANSWERS, "attachments": ["\ud800.jpg"]})
    assert "\\ud800" in Path(file).read_text()
    assert office.counter("report", "new", "--from", file).code == exits.REFUSED
    file = a_file(tmp_path, {"answers": {**ANSWERS, "narrative": "He \ud800 struck."}})
    told = office.counter("report", "new", "--from", file)
    assert told.code in {exits.DONE, exits.REFUSED}
    if told.code == exits.DONE:
        office.counter.does("report", "discard", told.json["draft"]["id"])
    assert office.counter.does("report", "list", "--drafts")["drafts"] == []
