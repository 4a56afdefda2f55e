"""A database file in the hands of a command; see ``services.log.stored``."""

import sqlite3
from collections.abc import Callable, Collection, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from desktop.domain.alerts.facts import AlertId, AlertPressed, AlertRaised
from desktop.domain.alerts.transitions import State
from desktop.domain.events.event import Event, EventId
from desktop.domain.events.streams import Stream
from desktop.domain.reports.attachments import BlobId
from desktop.domain.reports.facts import ReportId
from desktop.services.adapters.sqlite import reading
from desktop.services.adapters.sqlite.database import open_for_reading, open_for_writing
from desktop.services.adapters.sqlite.errors import DatabaseUnusableError
from desktop.services.adapters.sqlite.journal import write_entry
from desktop.services.adapters.sqlite.projecting import replace_all
from desktop.services.adapters.sqlite.schema import File
from desktop.services.adapters.sqlite.shredding import shred
from desktop.services.log.stored import Projections, StoredEvent
from desktop.services.ports import Entry

if TYPE_CHECKING:
    from desktop.domain.reports.report import Report

T = TypeVar("T")
PRESSES = frozenset({AlertRaised.TYPE, AlertPressed.TYPE})


class SqliteLog:
    """One file, read or written at once and on the caller's thread.

    Reading may go on beside a running station; writing is for a home in which none runs, which
    its lock proves. Whatever SQLite refuses becomes a ``DatabaseUnusableError``.
    """

    def __init__(self, path: Path, file: File, *, for_writing: bool = False) -> None:
        self._file = file
        self._path = path
        if for_writing:
            self._conn = open_for_writing(path, file)
        else:
            self._conn = open_for_reading(path, file)
            self._conn.execute("BEGIN")  # one moment for all that is read, beside a writer too

    @property
    def name(self) -> str:
        """What people call the file."""
        return self._path.name

    def close(self) -> None:
        """Give the file back."""
        self._conn.close()

    def rows(self) -> Iterator[StoredEvent]:
        """Every row as it lies there, chain by chain."""
        for row in self._found(
            "SELECT e.id, e.stream, e.device, e.seq, e.type, e.at, e.header, e.signature, b.body "
            "FROM events e LEFT JOIN bodies b ON b.event = e.id "
            "ORDER BY e.stream, e.device, e.seq, e.id"
        ):
            yield StoredEvent(
                id=row[0],
                stream=row[1],
                device=row[2],
                seq=row[3],
                type=row[4],
                at_ms=row[5],
                header=row[6],
                signature=row[7],
                body=row[8],
            )

    def events(self) -> Iterator[Event]:
        """Every row that is an event, chain by chain."""
        for row in self.rows():
            event = reading.event_of(row.header, row.signature, row.body)
            if event is not None:
                yield event

    def notices(self) -> Iterator[Event]:
        """Every notice in the file, from which the roster is made."""
        for header, signature, body in self._found(
            f"{reading.EVENT} WHERE e.stream = ?", int(Stream.NOTICES)
        ):
            event = reading.event_of(header, signature, body)
            if event is not None:
                yield event

    def find(self, event: EventId) -> Event | None:
        """The event with that id."""
        for header, signature, body in self._found(f"{reading.EVENT} WHERE e.id = ?", event):
            return reading.event_of(header, signature, body)
        return None

    def naming(self, blobs: frozenset[BlobId]) -> frozenset[BlobId]:
        """Those of ``blobs`` that an event in the file names."""
        try:
            return reading.named_by_bodies(self._conn, blobs)
        except sqlite3.Error as cause:
            raise self._unusable(cause) from cause

    def purged(self) -> frozenset[EventId]:
        """The events whose bodies are refused."""
        return frozenset(row[0] for row in self._found("SELECT event FROM purged"))

    def strays(self) -> tuple[EventId, ...]:
        """Ids of events that other tables speak of and that are not there."""
        tables = ["bodies", *self._projections()]
        speaking = " UNION ".join(f"SELECT event FROM {table}" for table in tables)  # noqa: S608 -- names of our own
        found = self._found(
            f"SELECT event FROM ({speaking}) WHERE event NOT IN (SELECT id FROM events)"  # noqa: S608
        )
        return tuple(sorted(row[0] for row in found))

    def state_of(self, alert: AlertId) -> State | None:
        """How an alert stands; ``None`` where it is unknown, or in a file without alerts."""
        if self._file is not File.ALERTS:
            return None
        for (state,) in self._found("SELECT state FROM alerts WHERE id = ?", alert):
            return State(state)
        return None

    def events_of(self, alert: AlertId) -> tuple[EventId, ...]:
        """The events that belong to an alert, as far as this file goes.

        Its presses come first: a station that hears of half a purge, or stops in the middle of
        one, then has answers without a call, and never a call without its answers.
        """
        rows = [
            row
            for table in self._projections()
            if table != "report_facts"
            for row in self._found(
                f"SELECT t.event, e.type FROM {table} t JOIN events e ON e.id = t.event"  # noqa: S608
                " WHERE t.alert = ?",
                alert,
            )
        ]
        return tuple(event for event, kind in sorted(rows, key=_presses_first))

    def events_of_report(self, report: ReportId) -> tuple[EventId, ...]:
        """The events that belong to a report, what submitted it first: none in a file without
        reports.
        """
        if self._file is not File.RECORDS:
            return ()
        found = self._found("SELECT event FROM report_facts WHERE report = ?", report)
        return tuple(sorted((row[0] for row in found), key=lambda event: (event != report, event)))

    def kept_on(self, day: date) -> tuple["Report", ...]:
        """The reports that a mark keeps on that day."""
        if self._file is not File.RECORDS:
            return ()
        from desktop.services.adapters.sqlite.report_rows import find  # the field table

        found = self._found("SELECT id FROM reports WHERE kept_until >= ?", day.isoformat())
        held = [find(self._conn, report) for (report,) in found]
        return tuple(report for report in held if report is not None)

    def closed_before(self, moment: datetime) -> tuple[AlertId, ...]:
        """The alerts closed before ``moment``, by the clock of who closed them."""
        if self._file is not File.ALERTS:
            return ()
        found = self._found(
            "SELECT id FROM alerts WHERE state = ? AND closed_at < ? ORDER BY closed_at",
            int(State.CLOSED),
            int(moment.timestamp() * 1000),
        )
        return tuple(row[0] for row in found)

    def of_types(self, types: Collection[str]) -> list[Event]:
        """Every event of one of these types, the oldest first."""
        return self._read(lambda: reading.of_types(self._conn, types))

    def ask(self, query: str, **values: object) -> list[tuple[Any, ...]]:
        """Whatever else of the file somebody counts."""
        return self._read(lambda: self._conn.execute(query, values).fetchall())

    def keep(self, entry: Entry) -> None:
        """Write ``entry``: all of it, or nothing."""
        self._transact(lambda: write_entry(self._conn, entry))

    def replace(self, projections: Projections) -> None:
        """Write these projections in place of those there: all of them, or none."""
        self._transact(lambda: replace_all(self._conn, projections))

    def shred(self) -> None:
        """Make sure that what was deleted is gone from the file's bytes."""
        try:
            is_done = shred(self._conn)
        except Exception as cause:  # whatever it is, its bytes may still be there
            raise self._unusable(cause) from cause
        if not is_done:
            raise DatabaseUnusableError(
                "What was purged is deleted from {file}, but its bytes are still there.",
                file=self.name,
                advice="Close what else reads that file, then do it again.",
            )

    def _projections(self) -> tuple[str, ...]:
        return {
            File.ALERTS: ("alert_facts",),
            File.RECORDS: ("outcomes", "report_facts"),
            File.DRAFTS: (),
        }[self._file]

    def _found(self, query: str, *values: object) -> Iterator[tuple[Any, ...]]:
        try:
            yield from self._conn.execute(query, values)
        except sqlite3.Error as cause:
            raise self._unusable(cause) from cause

    def _read(self, read: Callable[[], T]) -> T:
        try:
            return read()
        except sqlite3.Error as cause:
            raise self._unusable(cause) from cause

    def _transact(self, write: Callable[[], None]) -> None:
        try:
            self._conn.execute("BEGIN IMMEDIATE")
            try:
                write()
                self._conn.execute("COMMIT")
            except BaseException:
                if self._conn.in_transaction:
                    self._conn.execute("ROLLBACK")
                raise
        except sqlite3.Error as cause:
            raise self._unusable(cause) from cause

    def _unusable(self, cause: Exception) -> DatabaseUnusableError:
        return DatabaseUnusableError("{file} cannot be used: {why}.", file=self.name, why=cause)


def _presses_first(row: tuple[EventId, str]) -> tuple[bool, EventId]:
    event, kind = row
    return kind not in PRESSES, event
