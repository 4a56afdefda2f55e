"""Answers too long for an event lie in a table of their own, as long as an event names them."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import msgspec
import pytest

from desktop.domain.events.event import Event
from desktop.domain.reports.attachments import Attachment
from desktop.domain.reports.facts import ReportSubmitted
from desktop.domain.reports.field import Answers, Kind
from desktop.services.adapters.sqlite.database import open_for_writing
from desktop.services.adapters.sqlite.journal import write_entry
from desktop.services.adapters.sqlite.report_rows import find, replace_told
from desktop.services.adapters.sqlite.schema import File
from desktop.services.ports import Entry
from tests.support.stations import Author, key_of

ANSWERS: Answers = {"narrative": "Mr. Doe shouted. " * 3_000}
TEXT = msgspec.json.encode(ANSWERS)
BLOB = sha256(TEXT).hexdigest()


@pytest.fixture
def conn(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with closing(open_for_writing(tmp_path / "records.db", File.RECORDS)) as opened:
        yield opened


@pytest.fixture
def report(conn: sqlite3.Connection) -> Event:
    """Submitted, with its answers in a file that is here."""
    event = Author(key_of("Counter 3")).says(
        ReportSubmitted(
            number="2026-C3-001",
            kind=Kind.COUNTER,
            place="Counter 3",
            reporter="Maria Delgado",
            longer=Attachment(name="answers", size=len(TEXT), media="text/plain", sha256=BLOB),
        )
    )
    write_entry(conn, Entry(events=(event,), told=((event.id, event.id),)))
    write_entry(conn, came(event))
    return event


def came(report: Event) -> Entry:
    return Entry(longer=((report.id, BLOB, ANSWERS),))


def kept(conn: sqlite3.Connection) -> list[tuple[str]]:
    return conn.execute("SELECT report FROM longer").fetchall()


def test_what_comes_of_a_report_that_was_purged_meanwhile_is_not_kept(
    conn: sqlite3.Connection, report: Event
) -> None:
    found = find(conn, report.id)
    assert found is not None
    assert found.answers == ANSWERS
    write_entry(conn, Entry(purged=(report.id,)))
    write_entry(conn, came(report))
    assert kept(conn) == []


def test_what_is_made_anew_has_no_answers_of_a_report_that_is_gone(
    conn: sqlite3.Connection, report: Event
) -> None:
    conn.execute("INSERT INTO longer VALUES ('ab', ?, '{}')", (BLOB,))
    conn.execute("INSERT INTO longer VALUES (?, 'cd', '{}')", (report.id,))
    replace_told(conn, [(report.id, report.id)])
    assert kept(conn) == [(report.id,)]
    found = find(conn, report.id)
    assert found is not None
    assert found.answers == ANSWERS
