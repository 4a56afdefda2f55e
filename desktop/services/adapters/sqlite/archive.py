"""Reads the log beside its writer, on a thread of its own."""

import logging
import sqlite3
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from datetime import datetime
from functools import cached_property
from pathlib import Path
from threading import Lock, local
from typing import TYPE_CHECKING, TypeVar

from desktop.domain.alerts.facts import AlertId
from desktop.domain.events.event import Event, EventId
from desktop.domain.events.holdings import Span
from desktop.domain.reports.attachments import BlobId
from desktop.domain.reports.facts import ReportId
from desktop.services.adapters.sqlite import reading
from desktop.services.adapters.sqlite.database import open_for_reading
from desktop.services.adapters.sqlite.errors import DatabaseUnusableError
from desktop.services.adapters.sqlite.schema import File

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

    from desktop.domain.reports.report import Report

log = logging.getLogger(__name__)
T = TypeVar("T")


class SqliteArchive:
    """Answers from the file; see ``ports.Archive``. Every question is answered, and once: what
    cannot be read, as empty, for another station will have it; so is what is asked once it is
    closed, and what no thread is to be had for.
    """

    def __init__(self, path: Path, file: File) -> None:
        self._path = path
        self._file = file
        self._own = local()
        self._is_closed = False

    def events(
        self, spans: Sequence[Span], then: Callable[[Sequence[bytes]], None], *, most: int
    ) -> None:
        """The original bytes of up to ``most`` events of ``spans``."""
        self._read(lambda conn: reading.in_spans(conn, spans, most=most), then, list[bytes])

    def holds(self, event: EventId, then: Callable[[bool], None]) -> None:
        """Whether this very event is in the file."""
        self._read(lambda conn: reading.holds(conn, event), then, bool)

    def alerts(self, *, most: int, then: Callable[[Sequence[AlertId]], None]) -> None:
        """The ids of the latest alerts."""
        self._read(lambda conn: reading.latest_alerts(conn, most=most), then, list[AlertId])

    def facts(self, alert: AlertId, then: Callable[[Sequence[Event]], None]) -> None:
        """Every event of one alert."""
        self._read(lambda conn: reading.of_alert(conn, alert), then, list[Event])

    def report(self, report: ReportId, then: Callable[["Report | None"], None]) -> None:
        """The report as it stands."""
        from desktop.services.adapters.sqlite import report_rows  # the field table, at desks alone

        self._read(lambda conn: report_rows.find(conn, report), then, lambda: None)

    def lately_told(
        self, since: datetime, then: Callable[[Sequence[Event]], None], *, most: int
    ) -> None:
        """Up to ``most`` events about reports that came here after ``since``, the newest first."""
        self._read(lambda conn: reading.lately_told(conn, since, most=most), then, list[Event])

    def of_types(self, types: Collection[str], then: Callable[[Sequence[Event]], None]) -> None:
        """Every event of one of ``types``, the oldest first; none where it cannot be read."""
        self._read(lambda conn: reading.of_types(conn, types), then, list[Event])

    def leaving(self, then: Callable[[frozenset[BlobId]], None]) -> None:
        """The files that something deleted had named."""
        self._read(reading.leaving, then, frozenset[BlobId])

    def naming(
        self, blobs: frozenset[BlobId], then: Callable[[frozenset[BlobId] | None], None]
    ) -> None:
        """Those of ``blobs`` that something in the file still names; ``None`` where that cannot be
        read: a file too many is better than one too few.
        """
        self._read(lambda conn: reading.naming(conn, blobs), then, lambda: None)

    @cached_property
    def _thread(self) -> "ThreadPoolExecutor":
        """Made for the first question: a start to an armed bar asks none."""
        from concurrent.futures import ThreadPoolExecutor

        return ThreadPoolExecutor(1, thread_name_prefix=f"{self._file.value}-archive")

    def close(self) -> None:
        """Answer what was asked, then end."""
        self._is_closed = True
        with suppress(RuntimeError):  # no thread is to be had, and so none has a connection
            self._thread.submit(self._close)
        self._thread.shutdown(wait=True)

    def _read(
        self,
        ask: Callable[[sqlite3.Connection], T],
        then: Callable[[T], None],
        nothing: Callable[[], T],
    ) -> None:
        if self._is_closed:  # the station is ending, and somebody asks all the same
            then(nothing())
            return
        answered = Lock()

        def tell(found: T) -> None:
            if answered.acquire(blocking=False):
                then(found)

        def answer() -> None:
            if answered.locked():
                return
            try:
                found = ask(self._connection())
            except (sqlite3.Error, DatabaseUnusableError) as error:
                log.info("%s cannot be read: %s", self._path.name, error)
                found = nothing()
            except Exception:  # the thread's top-level handler: somebody waits for an answer
                log.exception("%s: a question could not be answered", self._path.name)
                found = nothing()
            tell(found)

        try:
            self._thread.submit(answer)
        except RuntimeError:  # closed this moment; or no thread, but then it is in the queue
            tell(nothing())

    def _connection(self) -> sqlite3.Connection:
        conn: sqlite3.Connection | None = getattr(self._own, "conn", None)
        if conn is None:
            conn = self._own.conn = open_for_reading(self._path, self._file)
        return conn

    def _close(self) -> None:
        conn: sqlite3.Connection | None = getattr(self._own, "conn", None)
        if conn is not None:
            conn.close()
