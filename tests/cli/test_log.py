"""``countersign log``: what is kept can be checked, carried, made anew and deleted."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from desktop.cli import exits
from tests.support.office import Office, an_office, wait_until

pytestmark = [pytest.mark.system]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office of its own with one closed alert: these tests look at all that is kept."""
    with an_office(tmp_path_factory.mktemp("log-office")) as made:
        number = a_closed_alert(made)
        wait_until(lambda: made.counter("alert", "show", number).json["alert"]["state"] == "closed")
        yield made


def a_closed_alert(office: Office) -> str:
    raised = office.counter.does(
        "alert", "raise", "assist", "--note", "Loud voice", "--wait-receipt", "20"
    )
    number: str = raised["alert"]["number"]
    office.desk.does("alert", "attend", number)
    office.desk.does("alert", "close", number, "--outcome", "helped")
    return number


def test_a_log_that_nobody_touched_is_sound(office: Office) -> None:
    for station in (office.desk, office.counter):
        found = station.does("log", "verify")
        assert found["sound"]
        assert not found["edited"]
        assert found["events"] > 5
    assert "Nothing was changed." in office.desk.says("log", "verify")


def test_an_export_reads_line_by_line_and_is_for_this_account_alone(
    office: Office, tmp_path: Path
) -> None:
    file = tmp_path / "events.jsonl"
    answer = office.desk.does("log", "export", file)
    events = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    assert answer["events"] == len(events)
    (raised,) = (event for event in events if event["type"] == "alert.raised")
    assert raised["fact"]["note"] == "Loud voice"
    assert file.stat().st_mode & 0o077 == 0
    again = office.desk("log", "export", file)
    assert (again.code, again.error["code"]) == (exits.REFUSED, "export-file")
    assert '"alert.raised"' in office.desk.says("log", "export", "-")


def test_what_one_station_exported_another_takes_in(office: Office, tmp_path: Path) -> None:
    file = tmp_path / "raw"
    office.desk.does("log", "export", "--raw", file)
    running = office.counter("log", "import", file)
    assert (running.code, running.error["code"]) == (exits.REFUSED, "station-runs")
    assert "countersign stop" in running.error["advice"]
    office.counter.does("stop")
    taken = office.counter.does("log", "import", file)  # all but what was still on its way
    assert taken["known"] > 5
    again = office.counter.does("log", "import", file)
    assert (again["taken"], again["known"]) == (0, taken["known"] + taken["taken"])
    not_one = office.counter("log", "import", office.passphrase_file)
    assert (not_one.code, not_one.error["code"]) == (exits.REFUSED, "not-an-export")
    assert office.counter.does("log", "rebuild")["alerts"] == 1


def test_an_edited_log_is_found_out(office: Office) -> None:
    office.counter("stop")
    with closing(sqlite3.connect(office.counter.home / "alerts.db")) as conn, conn:
        (event, body) = conn.execute(
            "SELECT event, body FROM bodies b JOIN events e ON e.id = b.event "
            "WHERE e.type = 'alert.raised'"
        ).fetchone()
        conn.execute(
            "UPDATE bodies SET body = ? WHERE event = ?", (body.replace(b"Loud", b"Soft"), event)
        )
    told = office.counter("log", "verify")
    assert told.code == exits.REFUSED
    assert told.json["edited"]
    assert [(one["flaw"], one["event"]) for one in told.json["findings"] if one["edit"]] == [
        ("body", event)
    ]
    with closing(sqlite3.connect(office.counter.home / "alerts.db")) as conn, conn:
        conn.execute("UPDATE bodies SET body = ? WHERE event = ?", (body, event))
    assert office.counter.does("log", "verify")["sound"]


def test_a_purge_is_told_first_then_done_everywhere_and_the_chains_still_verify(
    office: Office,
) -> None:
    number = "latest"
    would = office.desk.does("log", "purge", "--alert", number, "--reason", "Retention")
    assert not would["purged"]
    assert len(would["events"]) >= 4
    refused = office.counter("log", "purge", "--alert", number, "--yes")
    assert (refused.code, refused.error["code"]) == (exits.REFUSED, "administrators-purge")
    done = office.desk.does("log", "purge", "--alert", number, "--yes")
    assert done["purged"]
    assert set(done["events"]) == set(would["events"])
    wait_until(lambda: office.desk.does("log", "verify")["purged"] == len(done["events"]))
    assert office.desk.does("log", "verify")["sound"]
    assert "Loud voice" not in office.desk.says("log", "export", "-")


def test_a_purged_report_is_gone_from_the_desk_with_its_amendment_and_its_files(
    office: Office, tmp_path: Path
) -> None:
    (tmp_path / "letter.txt").write_text("Dear sirs, the zyzzyva will be sorry. " * 50)
    file = tmp_path / "report.json"
    answers = {
        "began": "2026-03-09T10:00",
        "reporter_name": "Maria Delgado",
        "narrative": "Xylophonic Mr. Beck shouted.",
    }
    file.write_text(json.dumps({"answers": answers, "attachments": ["letter.txt"]}))
    number = office.desk.does("report", "new", "--from", str(file), "--submit")["filed"]["number"]
    file.write_text(json.dumps({"answers": {"damage": "The xylophonic glass"}}))
    office.desk.does("report", "amend", number, "--from", str(file))

    would = office.desk.does("log", "purge", "--report", number, "--reason", "By law")
    assert (len(would["events"]), would["purged"]) == (2, False)
    alone = office.desk("log", "purge", "--event", would["events"][0], "--yes")
    assert alone.error["code"] == "not-purgeable"
    assert "--report" in alone.error["advice"]
    assert office.desk.does("log", "purge", "--report", number, "--yes")["purged"]

    def left() -> bytes:
        return b"".join(f.read_bytes() for f in office.desk.home.rglob("*") if f.is_file())

    wait_until(lambda: office.desk("report", "show", number).code == exits.REFUSED)
    wait_until(lambda: b"zyzzyva" not in left())
    wait_until(lambda: b"ylophonic" not in left())
    assert office.desk.does("log", "verify")["sound"]
    again = office.desk("log", "purge", "--report", number)
    assert again.error["code"] == "unknown-report"


def test_a_purge_by_day_takes_what_was_closed_before_it_and_nothing_else(office: Office) -> None:
    raised = office.counter.does("alert", "raise", "assist", "--wait-receipt", "20")["alert"]["id"]
    office.desk.does("alert", "attend", raised)
    office.desk.does("alert", "close", raised)
    today = datetime.now(UTC)

    def would_go(day: datetime) -> list[str]:
        asked = ("log", "purge", "--closed-before", f"{day:%Y-%m-%d}", "--reason", "Retention")
        gone: list[str] = office.desk.does(*asked)["events"]
        return gone

    assert raised in would_go(today + timedelta(days=1))
    assert raised not in would_go(today)


def test_what_would_go_is_counted_before_any_time_is_set(office: Office) -> None:
    told = office.desk.does("log", "retention", "--months", "1")
    kinds = {one["kind"]: one for one in told["kinds"]}
    assert list(kinds) == ["alerts", "tests", "reports", "guidance"]
    assert kinds["alerts"]["months"] is None
    assert (kinds["alerts"]["if_months"], kinds["alerts"]["would_go"]) == (1, 0)
    assert "Closed calls: kept until" in office.desk.says("log", "retention")
    refused = office.counter("log", "retention")
    assert refused.error["code"] == "supervisors-keep-records"
    no_months = office.desk("log", "retention", "--months", "0")
    assert no_months.code == exits.USAGE


@pytest.mark.parametrize(
    "words",
    [
        ["--alert", "zzzz"],
        ["--report", "2026-XX-999"],
        ["--event", "00" * 16],
        ["--closed-before", "soon"],
    ],
    ids=" ".join,
)
def test_what_is_not_there_is_not_purged(office: Office, words: list[str]) -> None:
    told = office.desk("log", "purge", *words, "--yes")
    assert told.code in {exits.REFUSED, exits.USAGE}
    assert told.error["advice"]
