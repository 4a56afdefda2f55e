"""Opening a database file: ours, of a version we know, and as durable as SQLite can be."""

import errno
import os
import secrets
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
_ANOTHERS = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
"""What SQLite says where somebody else has the file for the moment."""
_UNWRITABLE = {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC}
_SHARED = 32_768
"""Bytes of the file that readers and writers share, which SQLite makes beside a database."""


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
    """Open ``path`` beside its writer; also in a folder that cannot be written at all.

    Raises what ``open_for_writing`` does; also where it could be read a moment later.
    """
    return _found(path, file)[0]


def read_beside(conn: sqlite3.Connection, path: Path, file: File) -> None:
    """Let ``conn``, which was opened for reading, read ``path``, too: its tables are those of the
    schema ``file.value``. Raises what ``open_for_reading`` does, and ``sqlite3.Error``.
    """
    found, address = _found(path, file)
    with closing(found):
        conn.execute(f"ATTACH ? AS {file.value}", (address,))


def _found(path: Path, file: File) -> tuple[sqlite3.Connection, str]:
    """A connection that reads ``path``, and the address by which it does.

    Whoever reads a file as immutable is told nothing of what its WAL holds, nor of anything that
    is written later: that way is for a folder in which nothing can be written.
    """
    address = f"{path.absolute().as_uri()}?mode=ro"
    try:
        try:
            return _connected(address, file), address
        except sqlite3.DatabaseError as cause:
            if not _needs_to_write(cause) or not path.exists() or _is_writable(path.parent):
                raise
            address += "&immutable=1"
            return _connected(address, file), address
    except sqlite3.DatabaseError as cause:
        if "not a database" in str(cause):
            raise _foreign(path.name) from cause
        raise DatabaseUnusableError(
            "{file} cannot be read: {why}.", file=path.name, why=cause
        ) from cause


def _connected(address: str, file: File) -> sqlite3.Connection:
    conn = sqlite3.connect(address, uri=True, isolation_level=None, timeout=BUSY_MS / 1000)
    try:
        _version(conn, file)
    except BaseException:
        conn.close()
        raise
    return conn


def _needs_to_write(cause: sqlite3.DatabaseError) -> bool:
    code: int = getattr(cause, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
    return code & 0xFF not in _ANOTHERS and "not a database" not in str(cause)


def _is_writable(folder: Path) -> bool:
    """Whether a file as SQLite needs it can be made there; ``True`` where this cannot be told now,
    as while this program has too many files open. It is tried: Windows says of a folder that it
    may be written although it refuses.
    """
    trial = folder / f".{secrets.token_hex(8)}.trial"
    try:
        handle = os.open(trial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as refusal:
        return refusal.errno not in _UNWRITABLE
    try:
        os.write(handle, bytes(_SHARED))
    except OSError as refusal:
        return refusal.errno not in _UNWRITABLE
    finally:
        os.close(handle)
        trial.unlink(missing_ok=True)
    return True


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
