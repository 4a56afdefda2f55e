"""The one writer of a database file, on a thread of its own.

Whatever waits is written in one transaction, so that two hundred presses at once cost one flush
of the disk and not two hundred.
"""

import logging
import queue
import sqlite3
import threading
import time
from collections.abc import Callable
from pathlib import Path

from desktop.domain.alerts.alert import Alert
from desktop.domain.events.event import Event
from desktop.services.adapters.sqlite.database import open_for_writing
from desktop.services.adapters.sqlite.schema import File
from desktop.services.ports import Entry, ToldOutcome

log = logging.getLogger(__name__)

Then = Callable[[Exception | None], None]
RETRY_EVERY = 1.0
"""Seconds after which what the disk refused is tried again."""
_MOST_AT_ONCE = 500


class SqliteJournal:
    """Keeps entries for good, in the order given; see ``ports.Journal``.

    An entry that the disk refuses is reported once with the error, kept in memory, and tried
    again every second; ``then`` is called once more, with ``None``, when it is on the disk.
    """

    def __init__(self, path: Path, file: File) -> None:
        self._path = path
        self._file = file
        self._todo: queue.SimpleQueue[tuple[Entry, Then] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name=f"{file.value}-journal", daemon=True)
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
        except Exception as error:  # noqa: BLE001 (raised again by open(), on the caller's thread)
            self._opened.put(error)
            return
        self._opened.put(None)
        backlog: list[tuple[Entry, Then]] = []
        is_open = True
        while is_open:
            batch, is_open = self._next_batch(backlog)
            backlog = self._write(conn, batch, refused=len(backlog))
            if backlog and not is_open:
                log.warning("%d entries could not be kept in %s", len(backlog), self._path.name)
        conn.close()

    def _next_batch(
        self, backlog: list[tuple[Entry, Then]]
    ) -> tuple[list[tuple[Entry, Then]], bool]:
        batch = list(backlog)
        try:
            item = self._todo.get(timeout=RETRY_EVERY if backlog else None)
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

    def _write(
        self, conn: sqlite3.Connection, batch: list[tuple[Entry, Then]], *, refused: int
    ) -> list[tuple[Entry, Then]]:
        """Write the batch whole; returns it for another try when the disk refuses.

        The first ``refused`` of it were told so before.
        """
        if not batch:
            return []
        try:
            conn.execute("BEGIN IMMEDIATE")
            try:
                for entry, _ in batch:
                    write_entry(conn, entry)
                conn.execute("COMMIT")
            except BaseException:
                if conn.in_transaction:
                    conn.execute("ROLLBACK")
                raise
        except sqlite3.Error as error:
            log.info("%s: %s", self._path.name, error)
            for _, then in batch[refused:]:
                then(error)
            return batch
        for _, then in batch:
            then(None)
        return []


def write_entry(conn: sqlite3.Connection, entry: Entry) -> None:
    """Put one entry's rows in; doubles change nothing."""
    for event in entry.events:
        _write_event(conn, event)
    for alert_id, event_id in entry.facts:
        conn.execute("INSERT OR IGNORE INTO alert_facts VALUES (?, ?)", (alert_id, event_id))
    for alert in entry.standing:
        _write_standing(conn, alert)
    for told in entry.outcomes:
        _write_outcome(conn, told)
    for event_id in entry.waiting:
        conn.execute("INSERT OR IGNORE INTO outbox VALUES (?)", (event_id,))
    for event_id in entry.settled:
        conn.execute("DELETE FROM outbox WHERE event = ?", (event_id,))
    for event_id in entry.purged:
        conn.execute("INSERT OR IGNORE INTO purged VALUES (?)", (event_id,))
        conn.execute("DELETE FROM bodies WHERE event = ?", (event_id,))


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
        conn.execute("INSERT OR IGNORE INTO bodies VALUES (?, ?)", (event.id, event.body))


def _write_standing(conn: sqlite3.Connection, alert: Alert) -> None:
    conn.execute(
        "INSERT OR REPLACE INTO alerts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            alert.id,
            alert.kind.value,
            alert.occasion.value,
            alert.place,
            alert.station,
            int(alert.state),
            len(alert.presses),
            int(alert.raised_at.timestamp() * 1000),
            alert.attended_at and int(alert.attended_at.timestamp() * 1000),
            alert.closed_at and int(alert.closed_at.timestamp() * 1000),
        ),
    )


def _write_outcome(conn: sqlite3.Connection, told: ToldOutcome) -> None:
    conn.execute(
        "INSERT OR IGNORE INTO outcomes VALUES (?, ?, ?, ?, ?, ?)",
        (
            told.event,
            told.fact.alert,
            told.fact.outcome.value,
            told.fact.note,
            told.fact.person,
            int(told.at.timestamp() * 1000),
        ),
    )
