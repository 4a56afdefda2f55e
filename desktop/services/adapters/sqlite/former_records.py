"""The records file of a PC that was a supervisor's desk and is none any more."""

import os
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from desktop.domain.events.holdings import Span
from desktop.domain.events.ids import EventIds
from desktop.services.adapters.home import as_it_goes
from desktop.services.adapters.keys.private_files import flush_folder
from desktop.services.adapters.moving import move
from desktop.services.adapters.sqlite import reading
from desktop.services.adapters.sqlite.archive import SqliteArchive
from desktop.services.adapters.sqlite.bundling import purged
from desktop.services.adapters.sqlite.database import open_for_reading
from desktop.services.adapters.sqlite.errors import DatabaseUnusableError
from desktop.services.adapters.sqlite.journal import SqliteJournal
from desktop.services.adapters.sqlite.schema import File
from desktop.services.ports import Entry

_ZEROS = bytes(1024 * 1024)


class FormerRecords:
    """Read, and purged while they wait; ``spans`` is what the file holds.

    Raises ``DeskError`` where the file cannot be opened or read: what is in it is not known then.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._journal = SqliteJournal(path, File.RECORDS)
        self._journal.open()
        try:
            with closing(open_for_reading(path, File.RECORDS)) as conn:
                self.spans: tuple[Span, ...] = tuple(reading.spans(conn))
                self._purged = purged(conn)
        except sqlite3.Error as cause:
            self._journal.close()
            raise DatabaseUnusableError(
                "{file} cannot be read: {why}.", file=path.name, why=cause
            ) from cause
        except BaseException:
            self._journal.close()
            raise
        self.archive = SqliteArchive(path, File.RECORDS)

    def purge(self, events: EventIds) -> None:
        """These bodies were purged: they leave this file, too."""
        news = self._purged.lacking(events)
        if news:
            self._purged.update(news)
            self._journal.keep(Entry(purged=news), lambda _error: None)

    def close(self) -> None:
        """Give the file back; it stays."""
        self.archive.close()
        self._journal.close()

    def delete(self) -> None:
        """Have the file leave the disk, with its write-ahead log. Raises ``OSError`` where it
        cannot; the next start goes on.
        """
        self.close()
        move(self._path, as_it_goes(self._path))
        finish_deleting(self._path)


def finish_deleting(path: Path) -> bool:
    """Delete what a start or an end left of the records file that had been at ``path``; whether
    there was any. Raises ``OSError``.

    Its bytes are overwritten before it goes, as those of a purged body are. What a disk keeps of
    overwritten sectors is beyond it.
    """
    going = as_it_goes(path)
    if not going.exists():
        return False
    if not path.exists():  # else they are of a new file, by which this PC is a desk again
        _overwrite(path.with_name(f"{path.name}{end}") for end in ("-wal", "-shm"))
    _overwrite([going])
    flush_folder(path.parent)
    return True


def _overwrite(files: Iterable[Path]) -> None:
    for file in files:
        if not file.exists():
            continue
        with file.open("r+b") as opened:
            left = file.stat().st_size
            while left > 0:
                left -= opened.write(_ZEROS[:left])
            opened.flush()
            os.fsync(opened.fileno())
        file.unlink()
