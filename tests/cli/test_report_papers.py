"""Reports on paper from the command line: printed, checked, and exported by the period."""

import contextlib
import io
import json
import signal
from pathlib import Path
from typing import Any

import msgspec
import pytest

from desktop.cli import exits, main
from desktop.domain.reports.report import Report
from desktop.services.adapters.blob_files import BlobFiles
from desktop.services.adapters.control.client import ControlClient
from desktop.services.adapters.home import Home
from desktop.services.adapters.pdf.reading import read_copy
from desktop.services.adapters.pdf.site_printer import site_printer
from desktop.services.reports.variants import Variant
from tests.support.office import Office, wait_until

pytestmark = [pytest.mark.system, pytest.mark.xdist_group("cli-office")]

ANSWERS = {
    "began": "2026-03-09T10:00",
    "reporter_name": "Maria Delgado",
    "narrative": "He struck the counter twice.",
}


def submitted(office: Office, folder: Path, alert: str = "", **answers: Any) -> str:
    """The number of a report that the desk has, with these answers besides the usual ones."""
    file = folder / "report.json"
    file.write_text(json.dumps({"alert": alert, "answers": {**ANSWERS, **answers}}))
    number: str = office.counter.does("report", "new", "--from", file, "--submit")["filed"][
        "number"
    ]
    wait_until(lambda: office.desk("report", "show", number).code == 0)
    return number


def words_of(file: Path) -> str:
    return " ".join(line for page in read_copy(file.read_bytes()).pages for line in page)


@pytest.mark.parametrize("variant", ["full", "redacted", "osha-301"])
def test_a_report_is_printed_in_every_variant_and_its_copy_is_found_genuine(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variant: str
) -> None:
    monkeypatch.chdir(tmp_path)
    number = submitted(office, tmp_path)
    told = office.desk.does("report", "pdf", number, "--variant", variant)
    name = f"{number}.pdf" if variant == "full" else f"{number}-{variant}.pdf"
    assert told["file"] == str(tmp_path / name)
    assert (told["number"], told["variant"], told["whole"]) == (number, variant, True)
    assert ("Maria" in words_of(tmp_path / name)) is (variant == "full")

    found = office.desk.does("report", "verify", name)
    assert (found["verdict"], found["number"], found["exact"]) == ("genuine", number, True)
    assert "Genuine" in office.desk.says("report", "verify", told["code"])
    assert office.desk("report", "verify", *told["code"].split(" ")).code == exits.DONE
    again = office.desk.does("report", "pdf", told["report"], "--variant", variant)
    assert again["file"] == told["file"]


def test_a_report_of_an_alert_takes_over_what_is_known_and_prints_its_timeline(
    office: Office, tmp_path: Path
) -> None:
    raised = office.counter.does(
        "alert", "raise", "assist", "--note", "Wants the manager", "--wait-receipt", "20"
    )["alert"]
    number = submitted(office, tmp_path, alert=raised["number"], reporter_name="Somebody Else")
    report = office.desk.does("report", "show", number)["report"]
    assert report["alert"] == raised["id"]
    assert report["answers"]["place"] == "Counter 3"
    assert report["answers"]["reporter_name"] == "Somebody Else"
    assert report["answers"]["began"] == ANSWERS["began"]
    copy = tmp_path / "copy.pdf"
    office.desk.does("report", "pdf", number, "--out", copy)
    assert "Timeline of the alert" in words_of(copy)
    assert office.desk.does("report", "verify", copy)["exact"]
    alert = office.desk.does("report", "pdf", "latest", "--variant", "full", "--out", copy)
    assert alert["alert"] == raised["id"]
    office.desk.does("alert", "attend", raised["number"])
    office.desk.does("alert", "close", raised["number"])


def test_a_copy_with_one_other_word_is_altered_and_it_says_where(
    office: Office, tmp_path: Path
) -> None:
    number = submitted(office, tmp_path)
    with ControlClient.connect(Home(office.desk.home)) as client:
        told = client.ask("report read", {"report": number})
    report = msgspec.convert(told["report"], Report)
    forged = msgspec.structs.replace(
        report, answers={**report.answers, "narrative": "He struck the counter once."}
    )
    printer = site_printer(
        office.desk.home,
        site_name=told["site"]["name"],
        site_address=told["site"]["address"],
        names=told["names"],
        blobs=BlobFiles(office.desk.home / "blobs"),
    )
    copy = tmp_path / "copy.pdf"
    copy.write_bytes(printer.printed(forged, Variant.FULL, "letter"))
    found = office.desk("report", "verify", copy)
    assert found.code == exits.REFUSED
    assert (found.json["verdict"], found.json["exact"]) == ("altered", False)
    assert "once" in found.json["difference"]["copy"]
    assert "twice" in found.json["difference"]["record"]


def test_what_came_after_a_copy_is_told(office: Office, tmp_path: Path) -> None:
    number = submitted(office, tmp_path)
    copy = tmp_path / "copy.pdf"
    office.desk.does("report", "pdf", number, "--out", copy)
    change = tmp_path / "change.json"
    change.write_text(json.dumps({"answers": {"damage": "The glass"}}))
    office.counter.does("report", "amend", number, "--from", change)
    wait_until(lambda: office.desk.does("report", "show", number)["report"]["amendments"])
    found = office.desk.does("report", "verify", copy)
    assert (found["verdict"], found["later"]) == ("genuine", ["amendment 1"])


def test_a_code_that_nobody_has_is_unknown(office: Office) -> None:
    found = office.desk("report", "verify", "0000 0000 0000 0000")
    assert (found.code, found.json["verdict"]) == (exits.REFUSED, "unknown")


def test_what_is_no_copy_is_refused_in_a_sentence(office: Office, tmp_path: Path) -> None:
    (tmp_path / "empty.pdf").touch()
    (tmp_path / "text.pdf").write_text("%PDF-1.7 hello")
    with (tmp_path / "huge.pdf").open("wb") as huge:
        huge.truncate(300 * 1024 * 1024)
    (tmp_path / "folder.pdf").mkdir()
    for name in ("empty.pdf", "text.pdf", "huge.pdf", "folder.pdf", "nowhere.pdf"):
        refused = office.desk("report", "verify", tmp_path / name)
        assert refused.code == exits.REFUSED, name
        assert refused.error["code"] in {"copy-file", "unreadable-copy"}, name
        assert "type the code" in refused.error["advice"], name
    for typed in ("ABCD", "a" * 5000, "\0"):
        assert office.desk("report", "verify", typed).error["code"] == "copy-file"


@pytest.mark.parametrize(
    "words",
    [
        ["pdf", "2026-C3-001"],
        ["export", "--since", "2026-01-01", "--until", "2026-12-31", "--out", "copies"],
        ["verify", "0000 0000 0000 0000"],
    ],
    ids=lambda words: words[0],
)
def test_a_counter_prints_no_ones_story(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    refused = office.counter("report", *words)
    assert refused.code == exits.REFUSED
    assert refused.error["code"] == "supervisors-keep-records"
    assert list(tmp_path.iterdir()) == []


def test_a_logo_that_is_no_picture_is_said_and_left_out(office: Office, tmp_path: Path) -> None:
    number = submitted(office, tmp_path)
    logo = office.desk.home / "logo.png"
    logo.write_text("no picture")
    try:
        out = str(tmp_path / "copy.pdf")
        told = office.desk("report", "pdf", number, "--out", out)
        assert told.code == exits.DONE
        said = io.StringIO()
        with contextlib.redirect_stderr(said), contextlib.redirect_stdout(io.StringIO()):
            main(["--home", str(office.desk.home), "report", "pdf", number, "--out", out])
        assert "logo.png" in said.getvalue()
    finally:
        logo.unlink()


def exported(office: Office, folder: Path, year: int, *words: str) -> tuple[int, Any]:
    period = ("--since", f"{year}-01-01", "--until", f"{year}-12-31")
    told = office.desk("report", "export", *period, "--out", folder, *words)
    return told.code, told.json


def test_a_period_is_exported_file_by_file(office: Office, tmp_path: Path) -> None:
    numbers = [submitted(office, tmp_path, began=f"2031-03-0{n}T10:00") for n in (2, 1)]
    submitted(office, tmp_path, began="2032-01-01T00:00")
    code, told = exported(office, tmp_path / "a" / "b", 2031, "--paper", "a4")
    assert code == exits.DONE
    assert told["files"] == [f"{number}.pdf" for number in numbers[::-1]]
    assert (told["of"], told["failed"], told["cancelled"]) == (2, [], False)
    for name in told["files"]:
        assert office.desk.does("report", "verify", tmp_path / "a" / "b" / name)["exact"]


class PressesCtrlC(io.StringIO):
    """Standard error of somebody who presses Ctrl+C once the first report is done."""

    def write(self, text: str) -> int:
        if text.startswith("1 of"):
            signal.raise_signal(signal.SIGINT)
        return super().write(text)


@pytest.mark.parametrize("variant", ["full", "sb-553"])
def test_ctrl_c_ends_an_export_and_what_is_there_is_whole(
    office: Office, tmp_path: Path, variant: str
) -> None:
    year = 2033 if variant == "full" else 2034
    for day in (1, 2, 3):
        submitted(office, tmp_path, began=f"{year}-03-0{day}T10:00")
    said, seen = io.StringIO(), PressesCtrlC()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(seen):
        code = main(
            [
                *("--home", str(office.desk.home), "report", "export", "--variant", variant),
                *("--since", f"{year}-01-01", "--until", f"{year}-12-31"),
                *("--out", str(tmp_path / "out")),
            ]
        )
    assert code == exits.INTERRUPTED
    assert "Cancelled" in said.getvalue()
    assert seen.getvalue().splitlines()[:2] == ["0 of 3", "1 of 3"]
    files = list((tmp_path / "out").iterdir())
    assert len(files) == (1 if variant == "full" else 0)
    assert ("1 of 3 reports" in said.getvalue()) is (variant == "full")
    for file in files:
        assert office.desk.does("report", "verify", file)["exact"]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_the_log_of_a_period_stops_at_whoever_was_involved(office: Office, tmp_path: Path) -> None:
    named = submitted(
        office, tmp_path, began="2035-03-01T10:00", narrative="Maria was hit. Call 555-010-2233."
    )
    clean = submitted(office, tmp_path, began="2035-03-02T10:00")
    code, told = exported(office, tmp_path / "log", 2035, "--variant", "sb-553")
    assert code == exits.REFUSED
    csv, pdf = (tmp_path / "log" / name for name in told["files"])
    assert (csv.name, pdf.suffix) == ("sb553-2035-01-01-2035-12-31.csv", ".pdf")
    text = csv.read_bytes()
    assert text.startswith(b"\xef\xbb\xbf")
    for words in (text.decode("utf-8-sig"), words_of(pdf)):
        assert clean in words
        assert named not in words
        assert "hit" not in words
    (failed,) = told["failed"]
    assert (failed["number"], failed["code"]) == (named, "identifying-details")
    assert [leak["words"] for leak in failed["leaks"]] == ["Maria", "555-010-2233"]
    assert failed["leaks"][0]["column"] == "Detailed description"

    described = f"{named.lower()}=An employee was hit."
    code, told = exported(
        office, tmp_path / "log", 2035, "--variant", "sb-553", "--description", described
    )
    assert (code, told["failed"]) == (exits.DONE, [])
    assert "An employee was hit." in csv.read_text("utf-8-sig")


def test_a_log_of_which_nothing_may_leave_is_not_written(office: Office, tmp_path: Path) -> None:
    submitted(office, tmp_path, began="2036-03-01T10:00", narrative="Maria was hit.")
    code, told = exported(office, tmp_path / "log", 2036, "--variant", "sb-553")
    assert (code, told["files"]) == (exits.REFUSED, [])
    assert list((tmp_path / "log").iterdir()) == []


def test_a_description_of_no_report_of_the_period_is_told(office: Office, tmp_path: Path) -> None:
    submitted(office, tmp_path, began="2037-03-01T10:00")
    described = ["--description", "2037-XX-009=Clean."]
    code, told = exported(office, tmp_path / "log", 2037, "--variant", "sb-553", *described)
    assert code == exits.REFUSED
    assert [one["number"] for one in told["failed"]] == ["2037-XX-009"]
    assert len(told["files"]) == 2


def test_a_period_without_reports_gives_an_empty_log(office: Office, tmp_path: Path) -> None:
    code, told = exported(office, tmp_path / "log", 1999, "--variant", "sb-553")
    assert (code, told["of"], len(told["files"])) == (exits.DONE, 0, 2)
    assert "No incidents" in words_of(tmp_path / "log" / told["files"][1])


def test_a_folder_that_cannot_be_made_and_a_period_turned_round_are_refused(
    office: Office, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    refused = office.desk(
        *("report", "export", "--since", "2026-01-01", "--until", "2026-12-31"),
        *("--out", tmp_path / "file" / "copies"),
    )
    assert (refused.code, refused.error["code"]) == (exits.REFUSED, "export-folder")
    refused = office.desk(
        *("report", "export", "--since", "2026-12-31", "--until", "2026-01-01"),
        *("--out", tmp_path / "copies"),
    )
    assert refused.code == exits.USAGE
    assert "before" in refused.error["message"]
    refused = office.desk(
        *("report", "export", "--since", "2026-01-01", "--until", "2026-12-31"),
        *("--out", tmp_path / "copies", "--description", "2026-C3-001=Clean."),
    )
    assert refused.code == exits.USAGE
    assert not (tmp_path / "copies").exists()
