"""The one writer of a database file, on a thread of its own.

Whatever waits is written in one transaction, so that two hundred presses at once cost one flush
of the disk and not two hundred.
"""

import logging
import queue
import sqlite3
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from desktop.domain.events.event import Event
from desktop.domain.events.streams import Stream
from desktop.services.adapters.sqlite.database import BUSY_MS, open_for_writing
from desktop.services.adapters.sqlite.projecting import (
    purge,
    set_aside,
    write_facts,
    write_outcomes,
    write_standing,
)
from desktop.services.adapters.sqlite.schema import File
from desktop.services.adapters.sqlite.shredding import is_due, shred
from desktop.services.ports import Entry

log = logging.getLogger(__name__)

Then = Callable[[Exception | None], None]
Waiting = tuple[Entry, Then]
RETRY_EVERY = 1.0
"""Seconds after which what the disk refused is tried again."""
SHRED_WHEN_IDLE = 2.0
"""Seconds without work after which purged bodies are made to leave the file's bytes."""
SHRED_PATIENCE_MS = 20
"""Milliseconds to wait for a reader then: an alert may come meanwhile."""
SHRED_AGAIN_AFTER = 60.0
"""Seconds after which that is tried again, where a reader or a full disk was in the way."""
TIDY_AFTER = 32
"""Transactions after which the write-ahead log is copied into the file at the next quiet moment."""
TIDY_WHEN_IDLE = 0.05
"""Seconds without work that count as one: the copying takes two flushes of the disk, which SQLite
would by itself have a press wait for."""
_TIDY_AT_ANY_RATE = 10_000
"""Pages (40 MB) in the write-ahead log at which SQLite is to do so after all."""
_MOST_AT_ONCE = 500
_OF_THE_ENTRY = (
    sqlite3.IntegrityError,
    sqlite3.DataError,
    sqlite3.ProgrammingError,
    sqlite3.InterfaceError,
)
"""Errors that another try will not mend, for they are not the disk's."""


class SqliteJournal:
    """Keeps entries for good, in the order given; see ``ports.Journal``.

    An entry that the disk refuses is reported once with the error, kept in memory, and tried
    again every second; ``then`` is called once more, with ``None``, when it is on the disk.
    """

    def __init__(self, path: Path, file: File) -> None:
        self._path = path
        self._file = file
        self._todo: queue.SimpleQueue[Waiting | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name=f"{file.value}-journal", daemon=True)
        self._shreds_after: float | None = None
        self._untidied = 0
        self._opened: queue.SimpleQueue[Exception | None] = queue.SimpleQueue()

    def open(self) -> None:
        """Open or create the file on the journal's own thread; raises what is wrong with it."""
        self._thread.start()
        error = self._opened.get()
        if error is not None:
            raise error

    def keep(self, entry: Entry, then: Then) -> None:
        """Write ``entry``; see ``ports.Journal``."""
        self._todo.put((entry, then))

    def close(self) -> None:
        """Write what waits, then close the file."""
        self._todo.put(None)
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        try:
            conn = open_for_writing(self._path, self._file)
            conn.execute(f"PRAGMA wal_autocheckpoint = {_TIDY_AT_ANY_RATE}")
            self._shreds_after = SHRED_WHEN_IDLE if is_due(conn) else None
        except Exception as error:  # noqa: BLE001 (raised again by open(), on the caller's thread)
            self._opened.put(error)
            return
        self._opened.put(None)
        backlog: list[Waiting] = []
        is_open = True
        while is_open:
            batch, is_open = self._next_batch(backlog)
            backlog = self._write(conn, batch, refused=len(backlog))
            if self._untidied >= TIDY_AFTER and is_open and not batch:
                self._tidy(conn)
            elif self._shreds_after is not None and (not batch or not is_open):
                self._shred(conn)
            if backlog and not is_open:
                log.warning("%d entries could not be kept in %s", len(backlog), self._path.name)
        conn.close()

    def _next_batch(self, backlog: list[Waiting]) -> tuple[list[Waiting], bool]:
        batch = list(backlog)
        try:
            item = self._todo.get(timeout=self._patience(backlog))
        except queue.Empty:
            return batch, True
        while item is not None:
            batch.append(item)
            if len(batch) >= _MOST_AT_ONCE:
                return batch, True
            try:
                item = self._todo.get_nowait()
            except queue.Empty:
                return batch, True
        return batch, False

    def _patience(self, backlog: list[Waiting]) -> float | None:
        if backlog:
            return RETRY_EVERY
        if self._untidied >= TIDY_AFTER:
            return TIDY_WHEN_IDLE
        return self._shreds_after

    def _tidy(self, conn: sqlite3.Connection) -> None:
        """Copy the write-ahead log into the file, as far as readers let us, so that it is written
        from its beginning again: a flush is quicker where the log does not grow.
        """
        self._untidied = 0
        try:
            conn.execute("PRAGMA wal_checkpoint(PASSIVE)")
        except Exception as error:  # noqa: BLE001 (see _tell_of)
            self._tell_of(error)

    def _shred(self, conn: sqlite3.Connection) -> None:
        """Rewrite the file without what was purged, unless a reader is in the way. It is tried
        again then, but not where our own bug is: that would rewrite the file every minute.
        """
        again: float | None = SHRED_AGAIN_AFTER
        try:
            conn.execute(f"PRAGMA busy_timeout = {SHRED_PATIENCE_MS}")
            try:
                again = None if shred(conn) else SHRED_AGAIN_AFTER
            finally:
                conn.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
        except Exception as error:  # noqa: BLE001 (see _tell_of)
            again = SHRED_AGAIN_AFTER if isinstance(error, sqlite3.Error) else None
            self._tell_of(error)
        self._shreds_after = again

    def _tell_of(self, error: Exception) -> None:
        """Tell what went wrong between two writes. This thread goes on whatever it was, for without
        it nothing is kept any more: so these are its top-level handlers.
        """
        if isinstance(error, sqlite3.Error):
            log.info("%s: %s", self._path.name, error)
        else:
            log.error("%s could not be put in order", self._path.name, exc_info=error)

    def _write(
        self, conn: sqlite3.Connection, batch: list[Waiting], *, refused: int
    ) -> list[Waiting]:
        """Write the batch whole; returns it for another try when the disk refuses.

        The first ``refused`` of it were told so before.
        """
        if not batch:
            return []
        try:
            _write_whole(conn, [entry for entry, _ in batch])
        except sqlite3.Error as error:
            if isinstance(error, _OF_THE_ENTRY):
                return self._write_apart(conn, batch, refused=refused, error=error)
            log.info("%s: %s", self._path.name, error)
            for _, then in batch[refused:]:
                self._answer(then, error)
            return batch
        except Exception as error:  # noqa: BLE001 (the thread's top-level handler: it tells of it)
            return self._write_apart(conn, batch, refused=refused, error=error)
        self._untidied += 1
        for entry, then in batch:
            if entry.purged or entry.discarded:
                self._shreds_after = SHRED_WHEN_IDLE
            self._answer(then, None)
        return []

    def _answer(self, then: Then, error: Exception | None) -> None:
        """Tell whoever waits for it; a bug of theirs ends nobody else's writing."""
        try:
            then(error)
        except Exception:
            log.exception("what waited for %s could not go on", self._path.name)

    def _write_apart(
        self, conn: sqlite3.Connection, batch: list[Waiting], *, refused: int, error: Exception
    ) -> list[Waiting]:
        """One of them cannot be written, which is our own bug: it must not keep the others off."""
        if len(batch) == 1:
            log.error("an entry for %s cannot be written", self._path.name, exc_info=error)
            self._answer(batch[0][1], error)
            return []
        left = [
            self._write(conn, [waiting], refused=int(number < refused))
            for number, waiting in enumerate(batch)
        ]
        return [waiting for some in left for waiting in some]


def _write_whole(conn: sqlite3.Connection, entries: Iterable[Entry]) -> None:
    conn.execute("BEGIN IMMEDIATE")
    try:
        for entry in entries:
            write_entry(conn, entry)
        conn.execute("COMMIT")
    except BaseException:
        if conn.in_transaction:
            conn.execute("ROLLBACK")
        raise


def write_entry(conn: sqlite3.Connection, entry: Entry) -> None:
    """Put one entry's rows in; doubles change nothing."""
    for event in entry.events:
        _write_event(conn, event)
    if entry.facts or entry.standing:
        write_facts(conn, entry.facts)
        write_standing(conn, entry.standing)
    if entry.outcomes:
        write_outcomes(conn, entry.outcomes)
    for event_id in entry.waiting:
        conn.execute("INSERT OR IGNORE INTO outbox VALUES (?)", (event_id,))
    for event_id in entry.settled:
        conn.execute("DELETE FROM outbox WHERE event = ?", (event_id,))
    if entry.purged or entry.carried_out:
        purge(conn, entry.purged, entry.carried_out)
    if entry.told or entry.longer or entry.untold:
        from desktop.services.adapters.sqlite.report_rows import write_told  # the field table

        write_told(conn, entry.told, entry.longer, entry.untold)
    if entry.drafts or entry.discarded or entry.filed or entry.numbers or entry.code:
        from desktop.services.adapters.sqlite.draft_rows import write_drafts

        write_drafts(conn, entry)
    for blob in entry.leaving:
        conn.execute("INSERT OR IGNORE INTO leaving VALUES (?)", (blob,))
    for blob in entry.left:
        conn.execute("DELETE FROM leaving WHERE blob = ?", (blob,))
    for device, limits in entry.revoked:
        set_aside(conn, device, limits)


def _write_event(conn: sqlite3.Connection, event: Event) -> None:
    header = event.header
    cursor = conn.execute(
        "INSERT OR IGNORE INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            event.id,
            int(header.stream),
            header.device,
            header.seq,
            header.type,
            header.at_ms,
            int(time.time() * 1000),
            event.header_bytes,
            event.signature,
        ),
    )
    if cursor.rowcount and event.body is not None:
        # Who hands it over knows what was purged; where that is wrong, the table counts.
        conn.execute(
            "INSERT OR IGNORE INTO bodies SELECT ?, ?"
            " WHERE ? OR NOT EXISTS (SELECT 1 FROM purged WHERE event = ?)",
            (event.id, event.body, header.stream is Stream.NOTICES, event.id),
        )
