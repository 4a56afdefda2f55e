"""Making deleted bodies leave a file's bytes, not only its tables."""

import sqlite3

from desktop.services.adapters.sqlite.bundling import bundle


def is_due(conn: sqlite3.Connection) -> bool:
    """Something was purged, and its bytes may still be in the file."""
    return any(
        conn.execute(f"SELECT 1 FROM {table} WHERE is_shredded = 0 LIMIT 1").fetchone()  # noqa: S608
        for table in _deleted(conn)
    )


def shred(conn: sqlite3.Connection) -> bool:
    """Write the file anew without its free and half-free pages; false while a reader is in the way.

    Takes about a second for 100 MB. What a disk keeps of overwritten sectors is beyond it.
    """
    if not _flush(conn):
        return False
    if conn.execute("SELECT 1 FROM sqlite_schema WHERE name = 'report_words'").fetchone():
        # Deleted words stay in the index until its segments are merged.
        conn.execute("INSERT INTO report_words (report_words) VALUES ('optimize')")
    conn.execute("VACUUM")
    if not _flush(conn):
        return False
    for table in _deleted(conn):
        conn.execute(f"UPDATE {table} SET is_shredded = 1 WHERE is_shredded = 0")  # noqa: S608
    bundle(conn)
    return True


def _deleted(conn: sqlite3.Connection) -> list[str]:
    """The tables that say what was deleted: bodies, and in a drafts file drafts as well."""
    found = conn.execute(
        "SELECT name FROM sqlite_schema WHERE name IN ('purged', 'discarded')"
    ).fetchall()
    return [name for (name,) in found]


def _flush(conn: sqlite3.Connection) -> bool:
    """Bring what is in the write-ahead log into the file, and empty the log.

    What was deleted is overwritten there (``secure_delete``). False while a reader holds the log.
    """
    (is_busy, _, _) = conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not is_busy
