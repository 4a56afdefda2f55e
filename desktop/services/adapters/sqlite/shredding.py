"""Making deleted bodies leave a file's bytes, not only its tables."""

import sqlite3


def is_due(conn: sqlite3.Connection) -> bool:
    """Something was purged, and its bytes may still be in the file."""
    found = conn.execute("SELECT 1 FROM purged WHERE is_shredded = 0 LIMIT 1").fetchone()
    return found is not None


def shred(conn: sqlite3.Connection) -> bool:
    """Write the file anew without its free and half-free pages; false while a reader is in the way.

    Takes about a second for 100 MB. What a disk keeps of overwritten sectors is beyond it.
    """
    if not _flush(conn):
        return False
    conn.execute("VACUUM")
    if not _flush(conn):
        return False
    conn.execute("UPDATE purged SET is_shredded = 1 WHERE is_shredded = 0")
    return True


def _flush(conn: sqlite3.Connection) -> bool:
    """Bring what is in the write-ahead log into the file, and empty the log.

    What was deleted is overwritten there (``secure_delete``). False while a reader holds the log.
    """
    (is_busy, _, _) = conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not is_busy
