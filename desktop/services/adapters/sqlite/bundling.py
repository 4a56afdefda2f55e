"""What was purged, bundled: a start reads one row for all of it, and none for the notices that said
so.

The table ``purged`` stays what counts, and is what queries look into. The bundle is made anew from
it whenever the file is written anew without what was purged; what was purged since stands apart.
"""

import sqlite3
from collections.abc import Iterable
from hashlib import sha256

from desktop.domain.events.event import EventId
from desktop.domain.events.ids import EventIds, packed_id
from desktop.domain.log_facts import BodyPurged

_HASH_BYTES = 32
"""Of the SHA-256 that stands behind the ids."""


def bundle(conn: sqlite3.Connection) -> None:
    """Bundle what stands apart: all of it, or nothing."""
    conn.execute("BEGIN IMMEDIATE")
    try:
        write_bundle(conn)
        conn.execute("COMMIT")
    except BaseException:
        if conn.in_transaction:
            conn.execute("ROLLBACK")
        raise


def write_bundle(conn: sqlite3.Connection) -> None:
    """The same within a transaction.

    What is no id is not packed, for a notice may name anything. Python judges that: SQLite's
    functions of text see nothing behind a NUL.
    """
    found = conn.execute("SELECT event, is_bundled FROM purged ORDER BY event").fetchall()
    packed = {event: ids for event, _ in found if (ids := packed_id(event)) is not None}
    conn.executemany(
        "UPDATE purged SET is_bundled = ? WHERE event = ?",
        [(event in packed, event) for event, was in found if (event in packed) != was],
    )
    ids = b"".join(packed.values())
    conn.execute("INSERT OR REPLACE INTO purged_bundle VALUES (1, ?)", (ids + _hash(ids),))


def purged(conn: sqlite3.Connection) -> EventIds:
    """All that was purged."""
    is_bundled = conn.execute("SELECT 1 FROM sqlite_schema WHERE name = 'purged_bundle'").fetchone()
    if not is_bundled:  # of an older version, on a disk that refuses to be written
        return EventIds(also=_events(conn, "SELECT event FROM purged"))
    found = conn.execute("SELECT ids FROM purged_bundle").fetchone()
    packed = _whole(found[0]) if found else None
    if packed is None:  # the file was altered
        return EventIds(also=_events(conn, "SELECT event FROM purged"))
    return EventIds(packed, _events(conn, "SELECT event FROM purged WHERE is_bundled = 0"))


def note_carried_out(conn: sqlite3.Connection, notices: Iterable[EventId]) -> None:
    """All that these purges name is purged here, so that a start need not read them."""
    conn.executemany("INSERT OR IGNORE INTO carried_out VALUES (?)", [(one,) for one in notices])


def carried_out(conn: sqlite3.Connection) -> tuple[EventId, ...]:
    """The purges in the file of which everything that they name is purged here."""
    from desktop.services.adapters.sqlite import reading  # an upgrade alone asks
    from desktop.services.log.reading import facts_of

    gone = purged(conn)
    return tuple(
        event.id
        for event, fact in facts_of(reading.of_types(conn, {BodyPurged.TYPE}))
        if isinstance(fact, BodyPurged) and all(one in gone for one in fact.events)
    )


def _whole(bundle: bytes) -> bytes | None:
    """Its ids, where it is as it was written: each stands in it by its place alone, so that one
    which lost a part, or a bit, would miss some and name others.
    """
    ids, hashed = bundle[:-_HASH_BYTES], bundle[-_HASH_BYTES:]
    return ids if _hash(ids) == hashed else None


def _hash(ids: bytes) -> bytes:
    """Half a millisecond for 50,000; to count them in the table takes six times as long."""
    return sha256(ids).digest()


def _events(conn: sqlite3.Connection, query: str) -> list[EventId]:
    return [event for (event,) in conn.execute(query)]
