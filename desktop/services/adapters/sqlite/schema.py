"""The tables, as numbered migrations.

Each file's ``user_version`` says how many migrations it has had, so that a start that finds all
of them applied need not load the migration library at all (it costs more than the window).
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database, Migrations

APPLICATION_ID = 0x43535231
"""``CSR1``: marks a file as ours in SQLite's own header."""


class File(Enum):
    """A database file of a station, by what it keeps."""

    ALERTS = "alerts"
    RECORDS = "records"


MIGRATIONS = {File.ALERTS: 2, File.RECORDS: 2}
"""How many migrations each file has; a test holds it against the sets below."""


def migrations(file: File) -> tuple[Migrations, ...]:
    """The migration sets of one file, in the order in which they apply."""
    from sqlite_utils import Migrations  # 260 ms on a slow PC; only a first start needs it

    log = Migrations("log")

    @log(name="0001_events")
    def events(db: Database) -> None:
        """Headers and bodies apart, so that a body can go and the chain stays."""
        _run(
            db,
            """
            CREATE TABLE events (
                id TEXT PRIMARY KEY,
                stream INTEGER NOT NULL,
                device BLOB NOT NULL,
                seq INTEGER NOT NULL,
                type TEXT NOT NULL,
                at INTEGER NOT NULL,
                received_at INTEGER NOT NULL,
                header BLOB NOT NULL,
                signature BLOB NOT NULL
            ) STRICT, WITHOUT ROWID;
            CREATE INDEX events_by_chain ON events (stream, device, seq);
            CREATE INDEX events_by_time ON events (stream, at);
            CREATE TABLE bodies (
                event TEXT PRIMARY KEY REFERENCES events (id),
                body BLOB NOT NULL
            ) STRICT, WITHOUT ROWID;
            CREATE TABLE purged (
                event TEXT PRIMARY KEY,
                is_shredded INTEGER NOT NULL DEFAULT 0
            ) STRICT, WITHOUT ROWID;
            CREATE TABLE outbox (event TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
            """,
        )

    return (log, {File.ALERTS: _alerts, File.RECORDS: _records}[file]())


def _run(db: Database, script: str) -> None:
    """Statement by statement: ``executescript`` would commit the migration half done."""
    for statement in script.split(";"):
        if statement.strip():
            db.execute(statement)


def _alerts() -> Migrations:
    from sqlite_utils import Migrations

    projection = Migrations("alerts")

    @projection(name="0001_standing")
    def standing(db: Database) -> None:
        """How each alert stands, and which events made it so. Dropped and rebuilt at will."""
        _run(
            db,
            """
            CREATE TABLE alerts (
                id TEXT PRIMARY KEY,
                kind TEXT NOT NULL,
                occasion TEXT NOT NULL,
                place TEXT NOT NULL,
                station TEXT NOT NULL,
                state INTEGER NOT NULL,
                presses INTEGER NOT NULL,
                raised_at INTEGER NOT NULL,
                attended_at INTEGER,
                closed_at INTEGER
            ) STRICT, WITHOUT ROWID;
            CREATE INDEX alerts_by_state ON alerts (state, closed_at);
            CREATE INDEX alerts_by_time ON alerts (raised_at);
            CREATE TABLE alert_facts (
                alert TEXT NOT NULL,
                event TEXT NOT NULL,
                PRIMARY KEY (alert, event)
            ) STRICT, WITHOUT ROWID;
            """,
        )

    return projection


def _records() -> Migrations:
    from sqlite_utils import Migrations

    projection = Migrations("records")

    @projection(name="0001_outcomes")
    def outcomes(db: Database) -> None:
        """How each alert ended, as supervisors said on closing."""
        _run(
            db,
            """
            CREATE TABLE outcomes (
                event TEXT PRIMARY KEY,
                alert TEXT NOT NULL,
                outcome TEXT NOT NULL,
                note TEXT NOT NULL,
                person TEXT NOT NULL,
                at INTEGER NOT NULL
            ) STRICT, WITHOUT ROWID;
            CREATE INDEX outcomes_by_alert ON outcomes (alert, at);
            """,
        )

    return projection
