"""Whose file it is, which version wrote it, and whether it can be used at all."""

import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from queue import SimpleQueue
from threading import Thread

import pytest

from desktop.domain.alerts.facts import AlertNoted
from desktop.domain.errors import DeskError
from desktop.services.adapters.sqlite import database, draft_rows, reading
from desktop.services.adapters.sqlite.archive import SqliteArchive
from desktop.services.adapters.sqlite.database import open_for_reading, open_for_writing
from desktop.services.adapters.sqlite.errors import (
    DatabaseUnusableError,
    ForeignDatabaseError,
    NewerDatabaseError,
)
from desktop.services.adapters.sqlite.journal import SqliteJournal
from desktop.services.adapters.sqlite.log_file import SqliteLog
from desktop.services.adapters.sqlite.schema import APPLICATION_ID, MIGRATIONS, File, migrations
from desktop.services.ports import Entry
from tests.support.stations import MORNING, Author, key_of

both = pytest.mark.parametrize("file", list(File))


SECOND_START = """
import sys
from pathlib import Path
from desktop.services.adapters.sqlite.database import open_for_writing
from desktop.services.adapters.sqlite.schema import File
open_for_writing(Path(sys.argv[1]), File(sys.argv[2])).close()
print("sqlite_utils" in sys.modules)
"""


def run_python(script: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run a script of ours in a process of its own."""
    root = Path(__file__).resolve().parents[3]
    return subprocess.run(
        [sys.executable, "-c", script, *map(str, arguments)],
        check=False,
        capture_output=True,
        text=True,
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
    )


@both
def test_the_number_of_migrations_is_that_of_the_sets(file: File) -> None:
    from sqlite_utils import Database

    conn = sqlite3.connect(":memory:")
    database = Database(conn)
    for migration_set in migrations(file):
        migration_set.apply(database)
    (applied,) = conn.execute("SELECT count(*) FROM _sqlite_migrations").fetchone()
    assert applied == MIGRATIONS[file]


@both
def test_a_new_file_is_made_ours_and_as_durable_as_sqlite_can_be(
    file: File, tmp_path: Path
) -> None:
    conn = open_for_writing(tmp_path / "new.db", file)
    pragmas = {
        name: conn.execute(f"PRAGMA {name}").fetchone()[0]
        for name in (
            "application_id",
            "user_version",
            "journal_mode",
            "synchronous",
            "secure_delete",
            "foreign_keys",
        )
    }
    conn.close()
    assert pragmas == {
        "application_id": APPLICATION_ID,
        "user_version": MIGRATIONS[file],
        "journal_mode": "wal",
        "synchronous": 2,
        "secure_delete": 1,
        "foreign_keys": 1,
    }


@both
def test_a_second_start_does_not_load_the_migration_library(file: File, tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    open_for_writing(path, file).close()
    assert run_python(SECOND_START, path, file.value).stdout == "False\n"


def test_reports_submitted_before_authors_were_noted_are_kept_without_one(tmp_path: Path) -> None:
    path = tmp_path / "drafts.db"
    open_for_writing(path, File.DRAFTS).close()
    conn = sqlite3.connect(path)
    for column in ("draft", "author", "account"):
        conn.execute(f"ALTER TABLE filed DROP COLUMN {column}")
    conn.execute("DELETE FROM _sqlite_migrations WHERE name = '0003_authors'")
    conn.execute("PRAGMA user_version = 4")
    conn.execute(
        "INSERT INTO filed VALUES ('r1', '2026-C3-001', 'counter', 0, '[]', 1, 'read', '', '[]')"
    )
    conn.commit()
    conn.close()
    conn = open_for_writing(path, File.DRAFTS)
    (filed,) = draft_rows.filed(conn)
    conn.close()
    assert (filed.number, filed.draft, filed.author, filed.account) == ("2026-C3-001", "", "", "")


def test_what_an_older_version_kept_is_read_where_the_disk_refuses_to_migrate_it(
    tmp_path: Path,
) -> None:
    path = tmp_path / "drafts.db"
    open_for_writing(path, File.DRAFTS).close()
    conn = sqlite3.connect(path)
    for table, columns in {
        "drafts": ("amends", "why"),
        "filed": ("draft", "author", "account"),
    }.items():
        for column in columns:
            conn.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
    conn.execute("DROP TABLE leaving")
    conn.execute("PRAGMA user_version = 2")
    conn.execute(
        "INSERT INTO drafts VALUES ('d1', 'counter', 'Maria', 'login', '{}', '[]', '', 0, 0, '')"
    )
    conn.execute(
        "INSERT INTO filed VALUES ('r1', '2026-C3-001', 'counter', 0, '[]', 1, 'read', '', '[]')"
    )
    conn.commit()
    conn.close()
    conn = open_for_reading(path, File.DRAFTS)
    held = reading.held(conn, b"", closed_since=MORNING)
    conn.close()
    assert [(one.id, one.amends, one.why) for one in held.drafts] == [("d1", "", "")]
    assert [(one.number, one.author) for one in held.filed] == [("2026-C3-001", "")]


def test_a_migration_that_was_interrupted_is_taken_up_again(tmp_path: Path) -> None:
    path = tmp_path / "alerts.db"
    open_for_writing(path, File.ALERTS).close()
    conn = sqlite3.connect(path)
    conn.execute("PRAGMA user_version = 0")
    conn.execute("DELETE FROM _sqlite_migrations WHERE migration_set = 'alerts'")
    conn.execute("DROP TABLE alert_facts")
    conn.execute("DROP TABLE alerts")
    conn.commit()
    conn.close()
    conn = open_for_writing(path, File.ALERTS)
    assert conn.execute("SELECT count(*) FROM alerts").fetchone() == (0,)
    conn.close()


Opening = Callable[[Path, File], sqlite3.Connection]
OPENINGS = pytest.mark.parametrize("opening", [open_for_writing, open_for_reading])


@OPENINGS
def test_a_database_of_another_program_is_left_alone(opening: Opening, tmp_path: Path) -> None:
    path = tmp_path / "alerts.db"
    conn = sqlite3.connect(path)
    conn.execute("CREATE TABLE theirs (x)")
    conn.commit()
    conn.close()
    before = path.read_bytes()
    with pytest.raises(ForeignDatabaseError) as refusal:
        opening(path, File.ALERTS)
    assert refusal.value.advice
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


@OPENINGS
def test_a_file_that_is_no_database_is_left_alone(opening: Opening, tmp_path: Path) -> None:
    path = tmp_path / "alerts.db"
    path.write_text("Dear diary, " * 1000)
    with pytest.raises(ForeignDatabaseError):
        opening(path, File.ALERTS)
    assert path.read_text() == "Dear diary, " * 1000


@OPENINGS
def test_a_database_of_a_newer_version_is_left_alone(opening: Opening, tmp_path: Path) -> None:
    path = tmp_path / "alerts.db"
    open_for_writing(path, File.ALERTS).close()
    conn = sqlite3.connect(path)
    conn.execute(f"PRAGMA user_version = {MIGRATIONS[File.ALERTS] + 1}")
    conn.close()
    before = path.read_bytes()
    with pytest.raises(NewerDatabaseError) as refusal:
        opening(path, File.ALERTS)
    assert "newer version" in refusal.value.advice
    assert path.read_bytes() == before


def test_what_is_wrong_is_raised_where_the_journal_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "alerts.db"
    path.write_text("Dear diary, " * 1000)
    with pytest.raises(ForeignDatabaseError):
        SqliteJournal(path, File.ALERTS).open()


def test_a_folder_that_is_not_there_is_told_with_advice(tmp_path: Path) -> None:
    for opening in (open_for_writing, open_for_reading):
        with pytest.raises(DatabaseUnusableError) as refusal:
            opening(tmp_path / "nowhere" / "alerts.db", File.ALERTS)
        assert refusal.value.advice


READING_AND_WRITING = """
import os, sys
from pathlib import Path
from desktop.services.adapters.sqlite import reading
from desktop.services.adapters.sqlite.database import open_for_reading, open_for_writing
from desktop.services.adapters.sqlite.errors import DatabaseUnusableError
from desktop.services.adapters.sqlite.schema import File
if os.getuid() == 0:  # nothing is read-only to root
    os.setgid(65534)
    os.setuid(65534)
path = Path(sys.argv[1])
try:
    open_for_writing(path, File.ALERTS).execute("BEGIN IMMEDIATE")
except DatabaseUnusableError as error:
    print("unusable:", error.advice)
conn = open_for_reading(path, File.ALERTS)
print("events:", conn.execute("SELECT count(*) FROM events").fetchone()[0])
"""


@pytest.fixture
def read_only_home() -> Iterator[Path]:
    """A folder with a database in it that nobody may write, outside pytest's private one."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        open_for_writing(folder / "alerts.db", File.ALERTS).close()
        (folder / "alerts.db").chmod(0o444)
        folder.chmod(0o555)
        yield folder
        folder.chmod(0o755)


@pytest.mark.skipif(sys.platform == "win32", reason="permissions are another thing there")
def test_in_a_read_only_folder_writing_is_refused_and_reading_goes_on(
    read_only_home: Path,
) -> None:
    result = run_python(READING_AND_WRITING, read_only_home / "alerts.db")
    assert result.stderr == ""
    assert result.stdout.startswith("unusable:")
    assert "events: 0" in result.stdout


WITHOUT_A_SPARE_FILE = """
import os, resource, sys
from pathlib import Path
from queue import SimpleQueue
from desktop.services.adapters.sqlite.archive import SqliteArchive
from desktop.services.adapters.sqlite.database import open_for_writing
from desktop.services.adapters.sqlite.schema import File
path, most = Path(sys.argv[1]), resource.getrlimit(resource.RLIMIT_NOFILE)
writing = open_for_writing(path, File.DRAFTS)
archive, answers = SqliteArchive(path, File.DRAFTS), SimpleQueue()
writing.execute("INSERT INTO leaving VALUES ('a file')")
spare = os.open(os.devnull, os.O_RDONLY)
os.close(spare)
resource.setrlimit(resource.RLIMIT_NOFILE, (spare + 1, most[1]))
archive.naming(frozenset({"a file"}), answers.put)
print(answers.get(timeout=20))
resource.setrlimit(resource.RLIMIT_NOFILE, most)
archive.leaving(answers.put)
print(answers.get(timeout=20))
archive.close()
writing.close()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="files are counted otherwise there")
def test_while_too_many_files_are_open_an_archive_knows_nothing_and_then_all(
    tmp_path: Path,
) -> None:
    """Read as if nobody wrote, the file would lack what was written last, for good."""
    result = run_python(WITHOUT_A_SPARE_FILE, tmp_path / "drafts.db")
    assert result.stderr == ""
    assert result.stdout.split("\n")[:2] == ["None", "frozenset({'a file'})"]


def test_a_file_that_another_program_holds_is_read_once_it_lets_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_MS", 20)
    path = tmp_path / "records.db"
    open_for_writing(path, File.RECORDS).close()
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("PRAGMA locking_mode = EXCLUSIVE")
    other.execute("INSERT INTO leaving VALUES ('a file')")
    with pytest.raises(DatabaseUnusableError):
        open_for_reading(path, File.RECORDS)
    other.close()
    with closing(open_for_reading(path, File.RECORDS)) as conn:
        assert conn.execute("SELECT count(*) FROM leaving").fetchone() == (1,)
    assert [one.name for one in tmp_path.iterdir() if "trial" in one.name] == []


def test_an_archive_of_a_file_that_cannot_be_read_answers_that_it_has_nothing(
    tmp_path: Path,
) -> None:
    archive = SqliteArchive(tmp_path / "missing.db", File.ALERTS)
    answers: SimpleQueue[object] = SimpleQueue()
    archive.holds("e1", answers.put)
    archive.events([], answers.put, most=5)
    archive.close()
    assert (answers.get_nowait(), answers.get_nowait()) == (False, [])


def test_an_archive_that_is_asked_once_it_is_closed_answers_that_it_has_nothing(
    tmp_path: Path,
) -> None:
    archive = SqliteArchive(tmp_path / "alerts.db", File.ALERTS)
    archive.close()
    answers: SimpleQueue[object] = SimpleQueue()
    archive.holds("e1", answers.put)
    archive.naming(frozenset({"a file"}), answers.put)
    assert (answers.get_nowait(), answers.get_nowait()) == (False, None)


def test_what_an_archive_has_no_thread_for_is_answered_once_and_the_next_question_from_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "drafts.db"
    with closing(open_for_writing(path, File.DRAFTS)) as conn:
        conn.execute("INSERT INTO leaving VALUES ('a file')")
    archive = SqliteArchive(path, File.DRAFTS)
    answers: SimpleQueue[object] = SimpleQueue()

    def fails(_: Thread) -> None:
        raise RuntimeError("can't start new thread")

    with monkeypatch.context() as patched:
        patched.setattr(Thread, "start", fails)
        archive.leaving(answers.put)
    assert answers.get_nowait() == frozenset()
    archive.leaving(answers.put)
    archive.close()
    assert answers.get_nowait() == {"a file"}
    assert answers.empty()


def test_an_archive_that_never_had_a_thread_is_closed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_: Thread) -> None:
        raise RuntimeError("can't start new thread")

    archive = SqliteArchive(tmp_path / "drafts.db", File.DRAFTS)
    monkeypatch.setattr(Thread, "start", fails)
    archive.close()


def test_a_command_meets_a_full_disk_with_advice(tmp_path: Path) -> None:
    log = SqliteLog(tmp_path / "alerts.db", File.ALERTS, for_writing=True)
    (pages,) = log._conn.execute("PRAGMA page_count").fetchone()
    log._conn.execute(f"PRAGMA max_page_count = {pages}")
    event = Author(key_of("Counter 3")).says(AlertNoted(alert="a1", text="x" * 20_000))
    with pytest.raises(DeskError) as refusal:
        log.keep(Entry(events=(event,)))
    assert "full" in str(refusal.value)
    assert not list(log.events())
    log.close()
