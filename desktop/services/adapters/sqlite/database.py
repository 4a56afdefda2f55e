"""Opening a database file: ours, of a version we know, and as durable as SQLite can be."""

import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from desktop.deferring import left_out
from desktop.services.adapters.sharing import make_file
from desktop.services.adapters.sqlite.errors import (
    DatabaseUnusableError,
    ForeignDatabaseError,
    NewerDatabaseError,
)
from desktop.services.adapters.sqlite.schema import APPLICATION_ID, MIGRATIONS, File, migrations

BUSY_MS = 5_000


def open_for_writing(path: Path, file: File) -> sqlite3.Connection:
    """Open ``path``, creating or migrating it first; the connection belongs to this thread.

    A commit is on the disk when it returns (WAL, ``synchronous=FULL``), and what is deleted is
    overwritten. Raises ``ForeignDatabaseError``, ``NewerDatabaseError`` or
    ``DatabaseUnusableError``; in each case the file is left as it was.
    """
    with suppress(OSError):  # SQLite says better what is wrong with it
        make_file(path)
    try:
        conn = sqlite3.connect(path, isolation_level=None, timeout=BUSY_MS / 1000)
        try:
            version = _version(conn, file)
            conn.execute("PRAGMA journal_mode = WAL")
            conn.execute("PRAGMA synchronous = FULL")
            conn.execute("PRAGMA secure_delete = ON")
            conn.execute("PRAGMA foreign_keys = ON")
            if version < MIGRATIONS[file]:
                _migrate(conn, file)
        except BaseException:
            conn.close()
            raise
    except sqlite3.DatabaseError as cause:
        if "not a database" in str(cause) or "malformed" in str(cause):
            raise _foreign(path.name) from cause
        raise DatabaseUnusableError(
            "{file} cannot be opened: {why}.", file=path.name, why=cause
        ) from cause
    return conn


def open_for_reading(path: Path, file: File) -> sqlite3.Connection:
    """Open ``path`` beside its writer; also in a folder that cannot be written at all."""
    return _found(path, file)[0]


def read_beside(conn: sqlite3.Connection, path: Path, file: File) -> None:
    """Let ``conn``, which was opened for reading, read ``path``, too: its tables are those of the
    schema ``file.value``. Raises what ``open_for_reading`` does, and ``sqlite3.Error``.
    """
    found, address = _found(path, file)
    with closing(found):
        conn.execute(f"ATTACH ? AS {file.value}", (address,))


def _found(path: Path, file: File) -> tuple[sqlite3.Connection, str]:
    """A connection that reads ``path``, and the address by which it does."""
    ways = ("mode=ro", "mode=ro&immutable=1")
    for way in ways:
        conn, address = None, f"{path.absolute().as_uri()}?{way}"
        try:
            conn = sqlite3.connect(address, uri=True, isolation_level=None)
            _version(conn, file)
        except BaseException as cause:
            if conn is not None:
                conn.close()
            if not isinstance(cause, sqlite3.DatabaseError):
                raise
            if "not a database" in str(cause):
                raise _foreign(path.name) from cause
            if way == ways[-1]:
                raise DatabaseUnusableError(
                    "{file} cannot be read: {why}.", file=path.name, why=cause
                ) from cause
        else:
            return conn, address
    raise AssertionError("unreachable")


def _foreign(name: str) -> ForeignDatabaseError:
    return ForeignDatabaseError("{file} is not a database of ours.", file=name)


def _version(conn: sqlite3.Connection, file: File) -> int:
    """How many migrations the file has had; 0 for a new one."""
    (application,) = conn.execute("PRAGMA application_id").fetchone()
    (version,) = conn.execute("PRAGMA user_version").fetchone()
    (tables,) = conn.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    if tables and application != APPLICATION_ID:
        raise _foreign(f"{file.value}.db")
    if version > MIGRATIONS[file]:
        raise NewerDatabaseError(
            "The file {file} was written by a newer version.", file=f"{file.value}.db"
        )
    return int(version)


def _migrate(conn: sqlite3.Connection, file: File) -> None:
    with left_out("numpy", "pandas"):  # 20 MB that it would load to know their kinds of numbers
        from sqlite_utils import Database  # see schema.py: only where there is something to migrate

    database = Database(conn)
    conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    for migration_set in migrations(file):
        migration_set.apply(database)
    conn.execute(f"PRAGMA user_version = {MIGRATIONS[file]}")
