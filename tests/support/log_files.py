"""Real database files with a story in them, to verify, tamper with, export and purge."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from desktop.domain.alerts.facts import Kind, Outcome
from desktop.services.adapters.sqlite.database import open_for_writing
from desktop.services.adapters.sqlite.log_file import SqliteLog
from desktop.services.adapters.sqlite.schema import File
from tests.support.stations import Desk, Office

SECRET = "Mr. Doe of 12 Elm Street"


@dataclass(frozen=True, slots=True)
class Files:
    """The two databases of one supervisor's home."""

    alerts: Path
    records: Path

    @classmethod
    def of(cls, desk: Desk, folder: Path) -> "Files":
        """Put what a desk holds into files, as its journals would have."""
        files = cls(folder / "alerts.db", folder / "records.db")
        for path, file, disk in (
            (files.alerts, File.ALERTS, desk.disk),
            (files.records, File.RECORDS, desk.records_disk),
        ):
            conn = sqlite3.connect(path)
            disk.conn.backup(conn)
            conn.close()
            open_for_writing(path, file).close()
        return files

    @contextmanager
    def opened(self, *, for_writing: bool = False) -> Iterator[tuple[SqliteLog, SqliteLog]]:
        """Both in the hands of a command."""
        alerts = SqliteLog(self.alerts, File.ALERTS, for_writing=for_writing)
        records = SqliteLog(self.records, File.RECORDS, for_writing=for_writing)
        try:
            yield alerts, records
        finally:
            alerts.close()
            records.close()

    def tamper(self, statement: str, *values: object, file: str = "alerts") -> None:
        """Change rows behind everyone's back."""
        conn = sqlite3.connect(getattr(self, file), isolation_level=None)
        conn.execute(statement, values)
        conn.close()

    def rows(self, query: str, *values: object, file: str = "alerts") -> list[tuple[object, ...]]:
        """What lies in the file."""
        conn = sqlite3.connect(getattr(self, file))
        found = conn.execute(query, values).fetchall()
        conn.close()
        return found

    def bytes_in_folder(self) -> bytes:
        """Every byte of the databases and their write-ahead logs."""
        return b"".join(path.read_bytes() for path in sorted(self.alerts.parent.iterdir()))


def a_story() -> Office:
    """Two alerts pressed, noted, answered and closed with outcomes, and one that is open."""
    office = Office(supervisors=("Ana", "Marcus"), counters=("Counter 1", "Counter 3")).opens()
    ana = office["Ana"]
    for counter in ("Counter 1", "Counter 3"):
        pressed = office.press(counter, Kind.PANIC, note=f"{SECRET} shouts")
        office.press(counter, Kind.PANIC)
        station = office[counter].at_work
        office.done(station.note(pressed.alert, text=f"{SECRET} has left"))
        for act in (ana.at_work.acknowledge, ana.at_work.attend, ana.at_work.close):
            office.done(act(pressed.alert))
        note = f"{SECRET} was helped"
        office.done(ana.records_at_work.outcome(pressed.alert, Outcome.HELPED, note, "Ana"))
    office.press("Counter 3", Kind.ASSIST)
    office.advance(20)
    return office
