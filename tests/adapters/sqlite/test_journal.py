"""The journal keeps what it is given, in the order given, whatever the disk does meanwhile."""

import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import pytest

from desktop.domain.alerts.facts import AlertNoted
from desktop.domain.events.event import Event
from desktop.services.adapters.sqlite import database
from desktop.services.adapters.sqlite import journal as module
from desktop.services.adapters.sqlite.archive import SqliteArchive
from desktop.services.adapters.sqlite.journal import SqliteJournal
from desktop.services.adapters.sqlite.schema import File
from desktop.services.ports import Entry
from tests.support.stations import Author, key_of

PATIENCE = 20.0
"""Seconds a test waits for what must happen."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "alerts.db"


@pytest.fixture
def author() -> Author:
    return Author(key_of("Counter 3"))


@pytest.fixture
def opened(path: Path) -> Iterator[SqliteJournal]:
    journal = SqliteJournal(path, File.ALERTS)
    journal.open()
    yield journal
    journal.close()


def note(author: Author, size: int = 10) -> Event:
    return author.says(AlertNoted(alert="a1", text="x" * size))


class Told:
    """What a journal said about one entry, in order."""

    def __init__(self) -> None:
        self._queue: SimpleQueue[Exception | None] = SimpleQueue()

    def __call__(self, error: Exception | None) -> None:
        self._queue.put(error)

    def next(self) -> Exception | None:
        return self._queue.get(timeout=PATIENCE)

    @property
    def is_silent(self) -> bool:
        return self._queue.empty()


def kept(path: Path) -> list[int]:
    conn = sqlite3.connect(path)
    found = conn.execute("SELECT seq FROM events ORDER BY seq").fetchall()
    conn.close()
    return [seq for (seq,) in found]


class Room:
    """How many pages the database may have: SQLite's own way to a full disk."""

    pages = 1_073_741_823

    def is_used_up(self, path: Path) -> None:
        probe = sqlite3.connect(path)
        (self.pages,) = probe.execute("PRAGMA page_count").fetchone()
        probe.close()

    def is_made(self) -> None:
        self.pages = Room.pages


@pytest.fixture
def room(monkeypatch: pytest.MonkeyPatch) -> Room:
    room, write = Room(), module.write_entry

    def write_in_the_room_there_is(conn: sqlite3.Connection, entry: Entry) -> None:
        conn.execute(f"PRAGMA max_page_count = {room.pages}")
        write(conn, entry)

    monkeypatch.setattr(module, "write_entry", write_in_the_room_there_is)
    monkeypatch.setattr(module, "RETRY_EVERY", 0.02)
    return room


def test_what_is_told_as_kept_is_on_the_disk(
    opened: SqliteJournal, path: Path, author: Author
) -> None:
    told = Told()
    opened.keep(Entry(events=(note(author),)), told)
    assert told.next() is None
    assert kept(path) == [1]


def test_closing_writes_what_waits(path: Path, author: Author) -> None:
    journal = SqliteJournal(path, File.ALERTS)
    journal.open()
    for _ in range(50):
        journal.keep(Entry(events=(note(author),)), Told())
    journal.close()
    assert kept(path) == list(range(1, 51))


def test_doubles_change_nothing(opened: SqliteJournal, path: Path, author: Author) -> None:
    event, told = note(author), Told()
    for _ in range(3):
        opened.keep(Entry(events=(event,), facts=(("a1", event.id),)), told)
        assert told.next() is None
    assert kept(path) == [1]


def test_two_hundred_at_once_cost_a_flush_or_two_and_not_two_hundred(
    opened: SqliteJournal, path: Path, author: Author, monkeypatch: pytest.MonkeyPatch
) -> None:
    batches: list[int] = []
    write = module._write_whole

    def count_and_write(conn: sqlite3.Connection, entries: list[Entry]) -> None:
        batches.append(len(entries))
        write(conn, entries)

    monkeypatch.setattr(module, "_write_whole", count_and_write)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")  # hold the first one up, so that the rest can queue
    told = [Told() for _ in range(200)]
    for one in told:
        opened.keep(Entry(events=(note(author),)), one)
    other.execute("COMMIT")
    other.close()
    assert [one.next() for one in told] == [None] * 200
    assert kept(path) == list(range(1, 201))
    assert sum(batches) == 200
    assert len(batches) <= 2


def test_a_full_disk_is_told_at_once_and_what_waits_is_written_when_there_is_room(
    opened: SqliteJournal, path: Path, author: Author, room: Room
) -> None:
    room.is_used_up(path)
    first, second = Told(), Told()
    opened.keep(Entry(events=(note(author, 20_000),)), first)
    error = first.next()
    assert isinstance(error, sqlite3.OperationalError)
    assert error.sqlite_errorname == "SQLITE_FULL"
    opened.keep(Entry(events=(note(author, 20_000),)), second)
    assert isinstance(second.next(), sqlite3.OperationalError)
    assert first.is_silent  # told once, not at every try
    assert kept(path) == []

    room.is_made()
    assert (first.next(), second.next()) == (None, None)
    assert kept(path) == [1, 2]


@pytest.mark.expects_log("2 entries could not be kept in alerts.db")
def test_what_a_full_disk_never_took_is_named_at_the_end(
    path: Path, author: Author, room: Room
) -> None:
    journal = SqliteJournal(path, File.ALERTS)
    journal.open()
    room.is_used_up(path)
    told = Told(), Told()
    for one in told:
        journal.keep(Entry(events=(note(author, 20_000),)), one)
    assert all(isinstance(one.next(), sqlite3.OperationalError) for one in told)
    journal.close()


def test_a_database_locked_by_another_process_is_waited_for(
    opened: SqliteJournal, path: Path, author: Author
) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "locked\n"
    told = Told()
    opened.keep(Entry(events=(note(author),)), told)
    assert told.is_silent
    assert kept(path) == []
    holder.communicate("", timeout=PATIENCE)
    assert told.next() is None
    assert kept(path) == [1]


def test_a_lock_that_outlives_the_patience_is_told_and_the_entry_written_afterwards(
    path: Path, author: Author, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "RETRY_EVERY", 0.02)
    monkeypatch.setattr(database, "BUSY_MS", 10)
    journal = SqliteJournal(path, File.ALERTS)
    journal.open()
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    told = Told()
    journal.keep(Entry(events=(note(author),)), told)
    error = told.next()
    assert isinstance(error, sqlite3.OperationalError)
    assert "locked" in str(error)
    other.execute("ROLLBACK")
    other.close()
    assert told.next() is None
    journal.close()


@pytest.mark.expects_log("an entry for alerts.db cannot be written")
def test_an_entry_that_cannot_be_written_at_all_keeps_no_other_off_the_disk(
    opened: SqliteJournal, path: Path, author: Author
) -> None:
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")  # so that the three are one batch
    good, bad, later = Told(), Told(), Told()
    opened.keep(Entry(events=(note(author),)), good)
    opened.keep(Entry(waiting=(object(),)), bad)  # type: ignore[arg-type]  # a bug of ours
    opened.keep(Entry(events=(note(author),)), later)
    other.execute("COMMIT")
    other.close()
    assert (good.next(), later.next()) == (None, None)
    assert isinstance(bad.next(), sqlite3.Error)
    assert kept(path) == [1, 2]


HOLDER = """
import sqlite3, sys
conn = sqlite3.connect(sys.argv[1], isolation_level=None)
conn.execute("BEGIN IMMEDIATE")
print("locked", flush=True)
sys.stdin.read()
"""
WRITER = """
import sys
from pathlib import Path
from desktop.domain.alerts.facts import AlertNoted
from desktop.services.adapters.sqlite.journal import SqliteJournal
from desktop.services.adapters.sqlite.schema import File
from desktop.services.ports import Entry
from tests.support.stations import Author, key_of

author = Author(key_of("Counter 3"))
journal = SqliteJournal(Path(sys.argv[1]), File.ALERTS)
journal.open()
number = 0
def told(error):
    assert error is None
    global number
    number += 1
    print(number, flush=True)
while True:
    event = author.says(AlertNoted(alert="a1", text="x" * 2000))
    journal.keep(Entry(events=(event,), facts=(("a1", event.id),)), told)
    while event.header.seq - number > 20:
        pass
"""


def test_what_was_told_as_kept_outlives_a_kill_in_the_middle_of_writing(path: Path) -> None:
    root = Path(__file__).resolve().parents[3]
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
    )
    assert writer.stdout is not None
    promised = 0
    for line in writer.stdout:
        promised = int(line)
        if promised >= 40:
            writer.send_signal(signal.SIGKILL)
            break
    rest, _ = writer.communicate(timeout=PATIENCE)
    promised = max([promised, *map(int, rest.split())])

    journal = SqliteJournal(path, File.ALERTS)
    journal.open()
    journal.close()
    numbers = kept(path)
    assert len(numbers) >= promised
    assert numbers == list(range(1, len(numbers) + 1))
    conn = sqlite3.connect(path)
    assert conn.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    bodies, facts = (
        conn.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        for table in ("bodies", "alert_facts")
    )
    conn.close()
    assert (bodies, facts) == (len(numbers), len(numbers))  # each entry whole or not at all


def test_purged_words_leave_the_file_s_bytes_while_the_station_runs(
    path: Path, author: Author, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "SHRED_WHEN_IDLE", 0.01)
    journal = SqliteJournal(path, File.ALERTS)
    journal.open()
    secret = author.says(AlertNoted(alert="a1", text="Mr. Doe of 12 Elm Street"))
    others = tuple(note(author, 3000) for _ in range(30))
    told = Told()
    journal.keep(Entry(events=(secret, *others)), told)
    assert told.next() is None
    assert b"Elm Street" in every_byte(path)

    journal.keep(Entry(purged=(secret.id,)), told)
    assert told.next() is None
    until(lambda: b"Elm Street" not in every_byte(path))
    assert kept(path) == list(range(1, 32))
    journal.close()


def test_a_purge_interrupted_by_a_power_cut_is_finished_by_the_next_start(
    path: Path, author: Author, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "SHRED_WHEN_IDLE", 0.01)
    monkeypatch.setattr(module, "shred", lambda _conn: False)
    journal = SqliteJournal(path, File.ALERTS)
    journal.open()
    event, told = note(author), Told()
    journal.keep(Entry(events=(event,)), told)
    journal.keep(Entry(purged=(event.id,)), told)
    assert (told.next(), told.next()) == (None, None)
    journal.close()
    monkeypatch.undo()

    conn = sqlite3.connect(path)
    assert conn.execute("SELECT is_shredded FROM purged").fetchall() == [(0,)]
    again = SqliteJournal(path, File.ALERTS)
    monkeypatch.setattr(module, "SHRED_WHEN_IDLE", 0.01)
    again.open()
    until(lambda: conn.execute("SELECT is_shredded FROM purged").fetchall() == [(1,)])
    again.close()
    conn.close()


@pytest.mark.expects_log("alerts.db could not be put in order")
@pytest.mark.parametrize("what", ["shred", "tidy"])
def test_a_bug_of_ours_between_two_writes_keeps_nothing_off_the_disk(
    path: Path, author: Author, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    is_tried = threading.Event()

    class Odd(sqlite3.Connection):
        """A connection whose copying of the log goes wrong in no way that SQLite has."""

        def execute(self, query: str, *values: Any) -> sqlite3.Cursor:
            if "wal_checkpoint(PASSIVE)" in query:
                is_tried.set()
                raise ValueError(query)
            return super().execute(query, *values)

    def opened(path: Path, file: File) -> sqlite3.Connection:
        database.open_for_writing(path, file).close()
        return sqlite3.connect(path, isolation_level=None, factory=Odd)

    def broken(_conn: sqlite3.Connection) -> bool:
        is_tried.set()
        raise ValueError("non-hexadecimal number found")

    monkeypatch.setattr(module, "SHRED_WHEN_IDLE", 0.01)
    if what == "shred":
        monkeypatch.setattr(module, "shred", broken)
    else:
        monkeypatch.setattr(module, "TIDY_AFTER", 1)
        monkeypatch.setattr(module, "open_for_writing", opened)
    journal = SqliteJournal(path, File.ALERTS)
    journal.open()
    event, told = note(author), Told()
    journal.keep(Entry(events=(event,)), told)
    journal.keep(Entry(purged=(event.id,)), told)
    assert (told.next(), told.next()) == (None, None)
    assert is_tried.wait(PATIENCE)
    journal.keep(Entry(events=(note(author),)), told)
    assert told.next() is None
    journal.close()
    assert kept(path) == [1, 2]


def test_a_purge_that_names_what_is_no_id_leaves_the_journal_writing(
    path: Path, author: Author, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "SHRED_WHEN_IDLE", 0.01)
    journal = SqliteJournal(path, File.ALERTS)
    journal.open()
    event, told = note(author), Told()
    journal.keep(Entry(events=(event,)), told)
    journal.keep(Entry(purged=(event.id, "a" * 32 + "\0zz")), told)
    assert (told.next(), told.next()) == (None, None)
    conn = sqlite3.connect(path)
    until(lambda: conn.execute("SELECT 1 FROM purged WHERE is_bundled = 1").fetchone() == (1,))
    journal.keep(Entry(events=(note(author),)), told)
    assert told.next() is None
    journal.close()
    named = conn.execute("SELECT event FROM purged WHERE is_bundled = 1").fetchall()
    assert named == [(event.id,)]
    conn.close()
    assert kept(path) == [1, 2]


def test_the_archive_reads_beside_the_writer(
    opened: SqliteJournal, path: Path, author: Author
) -> None:
    event, told = note(author), Told()
    opened.keep(Entry(events=(event,)), told)
    assert told.next() is None
    archive = SqliteArchive(path, File.ALERTS)
    found: SimpleQueue[bool] = SimpleQueue()
    archive.holds(event.id, found.put)
    archive.holds("something else", found.put)
    assert (found.get(timeout=PATIENCE), found.get(timeout=PATIENCE)) == (True, False)
    archive.close()
    assert not [t for t in threading.enumerate() if t.name.startswith("alerts-archive")]


@pytest.mark.allows_log("desktop.services.adapters.sqlite.journal")
def test_whoever_waited_and_cannot_go_on_ends_nobody_elses_writing(
    opened: SqliteJournal, author: Author
) -> None:
    def fails(_error: Exception | None) -> None:
        raise ValueError("a bug of whoever waited")

    told = Told()
    opened.keep(Entry(events=(note(author),)), fails)
    opened.keep(Entry(events=(note(author),)), told)
    assert told.next() is None


def every_byte(path: Path) -> bytes:
    return b"".join(part.read_bytes() for part in path.parent.iterdir())


def until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.005)
