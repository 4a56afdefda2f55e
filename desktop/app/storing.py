"""Opening a station's database, or going on without it: a press must leave all the same."""

import logging
import sqlite3
import time
from datetime import timedelta
from pathlib import Path
from threading import Event as Flag

import msgspec
from msgspec.structs import replace

from desktop.domain.errors import DeskError
from desktop.domain.events.event import Event
from desktop.domain.roster.ids import DeviceId
from desktop.services.adapters.clock import SystemClock
from desktop.services.adapters.sqlite import reading
from desktop.services.adapters.sqlite.absent import NoArchive, NoJournal
from desktop.services.adapters.sqlite.archive import SqliteArchive
from desktop.services.adapters.sqlite.database import open_for_reading
from desktop.services.adapters.sqlite.journal import SqliteJournal
from desktop.services.adapters.sqlite.schema import File
from desktop.services.ports import Entry, Held

log = logging.getLogger(__name__)

CLOSED_KEPT = timedelta(hours=24)
WRITES_WITHIN = 5.0
READ_AGAIN_AFTER = (0.05, 0.2, 0.5, 1.0)
"""Seconds between tries to read a file that we write: what keeps a reader off it is of a moment,
and a station that starts without what it holds would sign numbers that it has signed before."""


class Store(msgspec.Struct, frozen=True):
    """A database at work. ``trouble`` says why nothing is kept, where that is so."""

    journal: SqliteJournal | NoJournal
    archive: SqliteArchive | NoArchive
    held: Held
    trouble: DeskError | None = None

    def close(self) -> None:
        """Write what waits and close the file."""
        self.journal.close()
        self.archive.close()


def open_store(path: Path, file: File, device: DeviceId, notices: tuple[Event, ...] = ()) -> Store:
    """Open or create the database at ``path``; ``notices`` come with the identity.

    Whatever is wrong with it becomes ``trouble``: then nothing is kept, but what can be read of
    it is still known, and so is the roster, so that alerts leave and reach those they are for.
    """
    journal = SqliteJournal(path, file)
    try:
        journal.open()
    except DeskError as trouble:
        log.info("%s: %s", path.name, trouble)
        found = _what_can_be_read(path, file, device)
        held = found or Held()
        archive = SqliteArchive(path, file) if found is not None else NoArchive()
        return Store(NoJournal(trouble), archive, _with(held, notices), trouble)
    held = _held(path, file, device)
    missing = _missing(held, notices)
    if missing:
        written = Flag()
        journal.keep(Entry(events=missing), lambda _error: written.set())
        written.wait(WRITES_WITHIN)
        held = _held(path, file, device)
    return Store(journal, SqliteArchive(path, file), _with(held, notices))


def _held(path: Path, file: File, device: DeviceId) -> Held:
    """What is held in a file that the journal has open."""
    for pause in READ_AGAIN_AFTER:
        found = _what_can_be_read(path, file, device)
        if found is not None:
            return found
        time.sleep(pause)
    return _what_can_be_read(path, file, device) or Held()


def _with(held: Held, notices: tuple[Event, ...]) -> Held:
    """What is held, and the roster in any case: also while the disk has not taken it."""
    return replace(held, notices=(*held.notices, *_missing(held, notices)))


def _missing(held: Held, notices: tuple[Event, ...]) -> tuple[Event, ...]:
    known = {event.id for event in held.notices}
    return tuple(event for event in notices if event.id not in known)


def _what_can_be_read(path: Path, file: File, device: DeviceId) -> Held | None:
    if not path.exists():
        return None
    since = SystemClock().now() - CLOSED_KEPT
    try:
        conn = open_for_reading(path, file)
    except DeskError:
        return None
    try:
        return reading.held(conn, bytes.fromhex(device), closed_since=since)
    except sqlite3.Error as error:
        log.info("%s cannot be read: %s", path.name, error)
        return None
    finally:
        conn.close()
