"""A start knows all that was purged, and reads neither each id nor each notice that said so."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop.domain.alerts.facts import AlertNoted
from desktop.domain.events.event import Event
from desktop.domain.log_facts import BodyPurged
from desktop.services.adapters.sqlite import reading
from desktop.services.adapters.sqlite.bundling import purged
from desktop.services.adapters.sqlite.database import open_for_writing
from desktop.services.adapters.sqlite.journal import write_entry
from desktop.services.adapters.sqlite.schema import File
from desktop.services.adapters.sqlite.shredding import shred
from desktop.services.ports import Entry, Held
from tests.support.stations import Author, key_of

NOON = datetime(2026, 3, 9, 12, tzinfo=UTC)
ODD = (
    "no such event",
    "a" * 32 + "\0zz",
    "a" * 10 + "\0" * 22,
    "\0",
    "ä" * 16,
    "ä" * 32,
    "٣" * 32,
    "A" * 32,
    "a" * 30_000,
)
"""What a notice may name, and what is no id."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "alerts.db"


@pytest.fixture
def conn(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(open_for_writing(path, File.ALERTS)) as opened:
        yield opened


@pytest.fixture
def ana() -> Author:
    return Author(key_of("Ana"))


def some_notes(conn: sqlite3.Connection, author: Author, count: int = 3) -> tuple[str, ...]:
    events = tuple(author.says(AlertNoted(alert="a" * 32, text="He left")) for _ in range(count))
    write_entry(conn, Entry(events=events))
    return tuple(event.id for event in events)


def purges(
    conn: sqlite3.Connection, author: Author, *events: str, is_carried_out: bool = True
) -> Event:
    notice = author.says(BodyPurged(events=events, reason="kept 12 months"))
    done = {"purged": events, "carried_out": (notice.id,)} if is_carried_out else {}
    write_entry(conn, Entry(events=(notice,), **done))  # type: ignore[arg-type]  # by name
    return notice


def at_a_start(conn: sqlite3.Connection) -> Held:
    return reading.held(conn, bytes.fromhex(key_of("Ana").id), closed_since=NOON)


def test_what_was_purged_is_known_at_the_next_start_bundled_or_not(
    conn: sqlite3.Connection, ana: Author
) -> None:
    first = (*some_notes(conn, ana), *ODD)
    purges(conn, ana, *first)
    assert set(at_a_start(conn).purged) == set(first)
    assert shred(conn)
    second = some_notes(conn, ana)
    purges(conn, ana, *second)
    known = at_a_start(conn).purged
    assert set(known) == {*first, *second}
    assert len(known.packed[0]) == 16 * 3, "what is no id stands apart for good"
    assert known.also == {*ODD, *second}
    assert shred(conn)
    assert at_a_start(conn).purged.also == set(ODD)
    assert set(at_a_start(conn).purged) == {*first, *second}


def test_a_start_reads_the_notices_that_were_not_carried_out_and_no_others(
    conn: sqlite3.Connection, ana: Author
) -> None:
    purges(conn, ana, *some_notes(conn, ana))
    waiting = purges(conn, ana, *some_notes(conn, ana), is_carried_out=False)
    assert [event.id for event in at_a_start(conn).notices] == [waiting.id]


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM purged_bundle",
        "UPDATE purged_bundle SET ids = x''",
        "UPDATE purged_bundle SET ids = substr(ids, 2)",
        "UPDATE purged_bundle SET ids = substr(ids, 17)",
        "UPDATE purged_bundle SET ids = substr(ids, 1, length(ids) - 16)",
        "UPDATE purged_bundle SET ids = randomblob(length(ids))",
        "UPDATE purged_bundle SET ids = zeroblob(3)",
        "DROP TABLE purged_bundle",
    ],
)
def test_without_its_bundle_all_of_it_is_known_all_the_same(
    conn: sqlite3.Connection, ana: Author, change: str
) -> None:
    gone = some_notes(conn, ana)
    purges(conn, ana, *gone)
    assert shred(conn)
    conn.execute(change)
    assert set(purged(conn)) == set(gone)


def test_a_body_that_the_table_names_is_not_written_whoever_hands_it_over_but_for_notices(
    conn: sqlite3.Connection, ana: Author
) -> None:
    note = ana.says(AlertNoted(alert="a" * 32, text="He left"))
    notice = ana.says(BodyPurged(events=("b" * 32,), reason="law"))
    write_entry(conn, Entry(purged=(note.id, notice.id)))
    write_entry(conn, Entry(events=(note, notice)))
    assert conn.execute("SELECT count(*) FROM events").fetchone() == (2,)
    assert conn.execute("SELECT event FROM bodies").fetchall() == [(notice.id,)]


OLDER = """
    DROP INDEX purged_apart;
    ALTER TABLE purged DROP COLUMN is_bundled;
    DROP TABLE purged_bundle;
    DROP TABLE carried_out;
    DELETE FROM _sqlite_migrations WHERE name = '0002_purged_bundle';
    PRAGMA user_version = 3;
"""


def test_a_file_of_an_older_version_is_bundled_and_one_that_cannot_be_is_read_as_before(
    conn: sqlite3.Connection, path: Path, ana: Author
) -> None:
    gone = (*some_notes(conn, ana), *ODD)
    done = purges(conn, ana, *gone)
    waiting = purges(conn, ana, *some_notes(conn, ana), is_carried_out=False)
    conn.executescript(OLDER)
    before = at_a_start(conn)
    assert set(before.purged) == set(gone)
    assert {event.id for event in before.notices} == {done.id, waiting.id}
    with closing(open_for_writing(path, File.ALERTS)) as upgraded:
        after = at_a_start(upgraded)
    assert (set(after.purged), after.purged.also) == (set(gone), set(ODD))
    assert [event.id for event in after.notices] == [waiting.id]
