"""What one station exports, a person can read and another station can import."""

import base64
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from desktop.domain.alerts.facts import AlertNoted
from desktop.domain.events.event import Event
from desktop.domain.events.streams import Stream
from desktop.services.adapters.keys.device_key import verify
from desktop.services.adapters.sqlite.database import open_for_writing
from desktop.services.adapters.sqlite.log_file import SqliteLog
from desktop.services.adapters.sqlite.schema import File
from desktop.services.log.exporting import export_lines, export_raw
from desktop.services.log.importing import Imported, NotAnExportError, import_events
from desktop.services.log.verifying import verify_logs
from desktop.services.ports import Entry
from tests.support.log_files import SECRET, Files, a_story
from tests.support.stations import SITE, Author, Office, key_of


@pytest.fixture(scope="module")
def story() -> Office:
    return a_story()


@pytest.fixture
def files(story: Office, tmp_path: Path) -> Files:
    folder = tmp_path / "here"
    folder.mkdir()
    return Files.of(story["Ana"], folder)


@pytest.fixture
def elsewhere(tmp_path: Path) -> Files:
    """The empty databases of a home that was set up again."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    files = Files(folder / "alerts.db", folder / "records.db")
    open_for_writing(files.alerts, File.ALERTS).close()
    open_for_writing(files.records, File.RECORDS).close()
    return files


def raw(files: Files) -> list[str]:
    with files.opened() as logs:
        return list(export_raw(logs, SITE.id))


def imported(into: Files, lines: list[str], *, at_a_counter: bool = False) -> Imported:
    with into.opened(for_writing=True) as (alerts, records):
        return import_events(
            lines,
            site_key=SITE.public_bytes,
            verify=verify,
            alerts=alerts,
            records=None if at_a_counter else records,
        )


def everything(files: Files) -> list[list[tuple[object, ...]]]:
    tables = {"alerts": ("events", "bodies", "alerts", "alert_facts"), "records": ("outcomes",)}
    return [
        files.rows(f"SELECT * FROM {table} ORDER BY 1, 2", file=file)
        if table != "events"
        else files.rows("SELECT id, header, signature FROM events ORDER BY id", file=file)
        for file, names in tables.items()
        for table in names
    ]


def test_every_event_is_one_line_of_json(files: Files) -> None:
    with files.opened() as logs:
        lines = [json.loads(line) for line in export_lines(logs)]
    ((in_alerts,),) = files.rows("SELECT count(*) FROM events")
    ((in_records,),) = files.rows("SELECT count(*) FROM events", file="records")
    assert len(lines) == int(str(in_alerts)) + int(str(in_records))
    raised = next(line for line in lines if line["type"] == "alert.raised")
    assert raised["fact"]["note"] == f"{SECRET} shouts"
    assert raised["stream"] == "alerts"
    assert raised["at"].startswith("2026-07-01T08:00:00.000")
    assert {line["stream"] for line in lines} == {"alerts", "notices", "receipts", "records"}


def test_a_line_says_all_it_takes_to_check_the_signature_elsewhere(files: Files) -> None:
    with files.opened() as logs:
        line = json.loads(next(export_lines(logs)))
        (event,) = [e for log in logs for e in log.events() if e.id == line["event"]]
    assert base64.b64decode(line["signature"]) == event.signature
    assert line["body_hash"] == event.header.body_hash.hex()
    assert (line["seq"], line["prev"]) == (event.header.seq, event.header.prev.hex())


def test_a_purged_event_is_exported_without_its_fact(files: Files) -> None:
    with files.opened(for_writing=True) as (alerts, records):
        gone = next(e for e in alerts.events() if e.header.type == "alert.noted")
        alerts.keep(Entry(purged=(gone.id,)))
        lines = [json.loads(line) for line in export_lines((alerts, records))]
    (line,) = [line for line in lines if line["event"] == gone.id]
    assert (line["fact"], line["salt"]) == (None, None)


def test_a_station_that_imports_a_raw_export_holds_the_same(files: Files, elsewhere: Files) -> None:
    lines = raw(files)
    result = imported(elsewhere, lines)
    assert (result.taken, result.known, dict(result.refused)) == (len(lines) - 1, 0, {})
    assert everything(elsewhere) == everything(files)
    with elsewhere.opened() as logs:
        assert verify_logs(logs, site_key=SITE.public_bytes, verify=verify).is_sound


def test_importing_twice_changes_nothing(files: Files, elsewhere: Files) -> None:
    lines = raw(files)
    imported(elsewhere, lines)
    before = everything(elsewhere)
    again = imported(elsewhere, lines)
    assert (again.taken, again.known) == (0, len(lines) - 1)
    assert everything(elsewhere) == before


def test_the_order_of_the_lines_does_not_matter(files: Files, elsewhere: Files) -> None:
    head, *rest = raw(files)
    imported(elsewhere, [head, *reversed(rest)])
    assert everything(elsewhere) == everything(files)


def test_a_counter_imports_no_records(files: Files, elsewhere: Files) -> None:
    result = imported(elsewhere, raw(files), at_a_counter=True)
    assert result.refused == {"stream": 2}
    assert elsewhere.rows("SELECT count(*) FROM events", file="records") == [(0,)]


def test_what_the_roster_does_not_let_in_is_counted_and_left_out(
    files: Files, elsewhere: Files
) -> None:
    stranger = Author(key_of("a stranger")).says(AlertNoted(alert=""))
    forged = Event(stranger.header, stranger.header_bytes, bytes(64), stranger.body)
    wires = [base64.b64encode(event.wire()).decode() for event in (stranger, forged)]
    lines = [*raw(files), *(json.dumps({"wire": wire}) for wire in wires)]
    assert imported(elsewhere, lines).refused == {"device": 2}


def test_a_purged_body_does_not_come_back_by_an_old_export(files: Files, elsewhere: Files) -> None:
    lines = raw(files)
    imported(elsewhere, lines)
    noted = elsewhere.rows("SELECT id FROM events WHERE type = 'alert.noted'")
    with elsewhere.opened(for_writing=True) as (alerts, _):
        alerts.keep(Entry(purged=tuple(str(event) for (event,) in noted)))
    imported(elsewhere, lines)
    bodies = {event for (event,) in elsewhere.rows("SELECT event FROM bodies")}
    assert not bodies & {event for (event,) in noted}


def test_nor_does_one_that_was_purged_before_any_of_it_came_here(
    files: Files, elsewhere: Files
) -> None:
    lines = raw(files)
    wanted = "SELECT id FROM events WHERE type IN ('alert.noted', 'alert.outcome')"
    gone = [
        str(event) for file in ("alerts", "records") for (event,) in files.rows(wanted, file=file)
    ]
    with elsewhere.opened(for_writing=True) as (alerts, _):
        alerts.keep(Entry(purged=tuple(gone)))
    assert imported(elsewhere, lines).refused == {}
    for file in ("alerts", "records"):
        bodies = {event for (event,) in elsewhere.rows("SELECT event FROM bodies", file=file)}
        assert not bodies & set(gone)
        refused = {event for (event,) in elsewhere.rows("SELECT event FROM purged", file=file)}
        assert refused == set(gone)
    assert len(gone) == 4


@pytest.mark.parametrize(
    "lines",
    [
        [],
        ["not json"],
        ["[]"],
        ['{"format": "countersign-events", "version": 2, "site": "' + SITE.id + '"}'],
        ['{"format": "countersign-events", "version": 1, "site": "another"}'],
        [
            '{"format": "countersign-events", "version": 1, "site": "' + SITE.id + '"}',
            '{"wire": "not base64!"}',
        ],
        [
            '{"format": "countersign-events", "version": 1, "site": "' + SITE.id + '"}',
            '{"wire": "AAAA"}',
        ],
    ],
)
def test_a_file_that_is_no_export_of_this_site_changes_nothing(
    elsewhere: Files, lines: list[str]
) -> None:
    with pytest.raises(NotAnExportError):
        imported(elsewhere, lines)
    assert elsewhere.rows("SELECT count(*) FROM events") == [(0,)]


@contextmanager
def the_log(path: Path) -> Iterator[SqliteLog]:
    log = SqliteLog(path, File.ALERTS)
    yield log
    log.close()


def test_an_altered_row_is_exported_as_it_lies_there(files: Files) -> None:
    files.tamper("UPDATE bodies SET body = x'5b5d'")
    with the_log(files.alerts) as alerts:
        lines = [json.loads(line) for line in export_lines((alerts,))]
    assert {line["fact"] is None for line in lines} == {True}
    assert Stream.ALERTS.name.lower() in {line["stream"] for line in lines}
