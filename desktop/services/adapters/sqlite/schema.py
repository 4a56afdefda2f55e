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
    DRAFTS = "drafts"


MIGRATIONS = {File.ALERTS: 4, File.RECORDS: 10, File.DRAFTS: 6}
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

    @log(name="0002_purged_bundle")
    def purged_bundle(db: Database) -> None:
        """What a start needs of purges, in one row; and which notices it need not read."""
        from desktop.services.adapters.sqlite.bundling import (
            carried_out,
            note_carried_out,
            write_bundle,
        )

        _run(
            db,
            """
            ALTER TABLE purged ADD COLUMN is_bundled INTEGER NOT NULL DEFAULT 0;
            CREATE INDEX purged_apart ON purged (event) WHERE is_bundled = 0;
            CREATE TABLE purged_bundle (one INTEGER PRIMARY KEY, ids BLOB NOT NULL) STRICT;
            CREATE TABLE carried_out (notice TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
            """,
        )
        write_bundle(db.conn)
        note_carried_out(db.conn, carried_out(db.conn))

    kept = {File.ALERTS: _alerts, File.RECORDS: _records, File.DRAFTS: _drafts}
    return (log, kept[file]())


_LEAVING = "CREATE TABLE leaving (blob TEXT PRIMARY KEY) STRICT, WITHOUT ROWID"


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

    @projection(name="0002_answers")
    def answers(db: Database) -> None:
        """When a desk had each alert, and when somebody first said that they were going."""
        _run(
            db,
            """
            ALTER TABLE alerts ADD COLUMN received_at INTEGER;
            ALTER TABLE alerts ADD COLUMN acknowledged_at INTEGER;
            CREATE INDEX alerts_for_counting ON alerts (
                occasion, place, raised_at, kind, received_at, acknowledged_at, attended_at
            );
            UPDATE alerts SET
                received_at = (
                    SELECT min(e.at) FROM alert_facts f JOIN events e ON e.id = f.event
                    WHERE f.alert = alerts.id AND e.type = 'alert.received'
                ),
                acknowledged_at = (
                    SELECT min(e.at) FROM alert_facts f JOIN events e ON e.id = f.event
                    WHERE f.alert = alerts.id AND e.type = 'alert.acknowledged'
                );
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

    @projection(name="0002_reports")
    def reports(db: Database) -> None:
        """The reports as they stand, and all their words.

        ``n`` is the moment of submitting in ms, times 1024, plus what tells two of one moment
        apart: so the newest come first without sorting, also out of the full-text index.
        """
        _run(
            db,
            """
            CREATE TABLE reports (
                n INTEGER PRIMARY KEY,
                id TEXT NOT NULL UNIQUE,
                number TEXT NOT NULL,
                kind TEXT NOT NULL,
                standing TEXT NOT NULL,
                began TEXT NOT NULL,
                place TEXT NOT NULL,
                station TEXT NOT NULL,
                reporter TEXT NOT NULL,
                about TEXT NOT NULL,
                is_threat INTEGER NOT NULL,
                is_hurt INTEGER NOT NULL,
                open_actions INTEGER NOT NULL,
                is_amended INTEGER NOT NULL,
                submitted_at INTEGER NOT NULL
            ) STRICT;
            CREATE INDEX reports_by_number ON reports (number);
            CREATE TABLE report_facts (
                report TEXT NOT NULL,
                event TEXT NOT NULL,
                PRIMARY KEY (report, event)
            ) STRICT, WITHOUT ROWID;
            CREATE INDEX report_facts_by_event ON report_facts (event);
            CREATE TABLE longer (
                report TEXT NOT NULL,
                blob TEXT NOT NULL,
                answers TEXT NOT NULL,
                PRIMARY KEY (report, blob)
            ) STRICT, WITHOUT ROWID;
            CREATE VIRTUAL TABLE report_words USING fts5 (
                words, detail = none, prefix = '1 2 3', tokenize = 'unicode61 remove_diacritics 2'
            );
            """,
        )

    @projection(name="0003_words_without_spaces")
    def words_without_spaces(db: Database) -> None:
        """Words of scripts without spaces are found wherever they stand, and vowel signs (Hindi,
        Thai) no longer end a word.

        Beginnings of up to ten letters have an index each: without one FTS5 gathers every report
        that has the word before it gives the first, and of 100,000 reports with "supervisor" in
        them that took 60 ms a letter. It costs 1.5 KB a report.
        """
        from desktop.services.adapters.sqlite.searching import as_indexed

        db.conn.create_function("as_indexed", 1, as_indexed, deterministic=True)
        _run(
            db,
            """
            ALTER TABLE report_words RENAME TO report_words_before;
            CREATE VIRTUAL TABLE report_words USING fts5 (
                words, detail = none, prefix = '1 2 3 4 5 6 7 8 9 10',
                tokenize = "unicode61 remove_diacritics 2 categories 'L* N* M* Co'"
            );
            INSERT INTO report_words (rowid, words)
                SELECT rowid, as_indexed(words) FROM report_words_before;
            DROP TABLE report_words_before;
            """,
        )

    @projection(name="0004_leaving")
    def leaving(db: Database) -> None:
        """Files that a purged body named: deleted once it is sure that nothing else names them."""
        _run(db, _LEAVING)

    @projection(name="0005_dues")
    def dues(db: Database) -> None:
        """Until when what is open was to be done: days with a space between."""
        from desktop.services.adapters.sqlite.report_rows import dues_of

        _run(db, "ALTER TABLE reports ADD COLUMN open_dues TEXT NOT NULL DEFAULT ''")
        waiting = db.conn.execute("SELECT id FROM reports WHERE open_actions > 0").fetchall()
        for (report,) in waiting:
            dues = dues_of(db.conn, report)
            db.conn.execute("UPDATE reports SET open_dues = ? WHERE id = ?", (dues, report))

    @projection(name="0006_events_by_type")
    def events_by_type(db: Database) -> None:
        """What people said of the guidance is read by its type, among all that reports are."""
        _run(db, "CREATE INDEX events_by_type ON events (type, at)")

    @projection(name="0007_report_marks")
    def report_marks(db: Database) -> None:
        """What reports say that is counted: behavior, and the address that was visited."""
        from desktop.services.adapters.sqlite.report_rows import find, write_marks

        _run(
            db,
            """
            CREATE TABLE report_marks (
                n INTEGER NOT NULL,
                mark TEXT NOT NULL,
                value TEXT NOT NULL,
                PRIMARY KEY (n, mark, value)
            ) STRICT, WITHOUT ROWID;
            DROP INDEX outcomes_by_alert;
            CREATE INDEX outcomes_by_alert ON outcomes (alert, at, event, outcome);
            """,
        )
        for n, report in db.conn.execute("SELECT n, id FROM reports").fetchall():
            found = find(db.conn, report)
            if found is not None:
                write_marks(db.conn, n, found)

    @projection(name="0008_kept_reports")
    def kept_reports(db: Database) -> None:
        """The last day on which somebody wants a report kept. Whoever said so to a desk of an older
        version is heard now; that version asked nobody whether its author might say so, and
        the file knows no roster: so every mark keeps, and no release ends one, until
        `HeldMarks` asks it at the start.
        """
        from desktop.services.adapters.sqlite.report_rows import fold_kept

        _run(db, "ALTER TABLE reports ADD COLUMN kept_until TEXT NOT NULL DEFAULT ''")
        fold_kept(db.conn)

    return projection


def _drafts() -> Migrations:
    from sqlite_utils import Migrations

    own = Migrations("drafts")

    @own(name="0001_drafts")
    def drafts(db: Database) -> None:
        """What is being written here, what became of it, and the numbers given."""
        _run(
            db,
            """
            CREATE TABLE drafts (
                id TEXT PRIMARY KEY,
                kind TEXT NOT NULL,
                author TEXT NOT NULL,
                account TEXT NOT NULL,
                answers TEXT NOT NULL,
                attachments TEXT NOT NULL,
                alert TEXT NOT NULL,
                begun_at INTEGER NOT NULL,
                saved_at INTEGER NOT NULL,
                number TEXT NOT NULL
            ) STRICT, WITHOUT ROWID;
            CREATE TABLE discarded (
                draft TEXT PRIMARY KEY,
                is_shredded INTEGER NOT NULL DEFAULT 0
            ) STRICT, WITHOUT ROWID;
            CREATE TABLE filed (
                report TEXT PRIMARY KEY,
                number TEXT NOT NULL,
                kind TEXT NOT NULL,
                submitted_at INTEGER NOT NULL,
                holders TEXT NOT NULL,
                stations INTEGER NOT NULL,
                standing TEXT NOT NULL,
                outcome TEXT NOT NULL,
                news TEXT NOT NULL
            ) STRICT, WITHOUT ROWID;
            CREATE TABLE numbers (year INTEGER PRIMARY KEY, last INTEGER NOT NULL) STRICT;
            CREATE TABLE station (code TEXT NOT NULL) STRICT;
            """,
        )

    @own(name="0002_amendments")
    def amendments(db: Database) -> None:
        """A draft may add to a report that was submitted."""
        _run(
            db,
            """
            ALTER TABLE drafts ADD COLUMN amends TEXT NOT NULL DEFAULT '';
            ALTER TABLE drafts ADD COLUMN why TEXT NOT NULL DEFAULT '';
            """,
        )

    @own(name="0003_authors")
    def authors(db: Database) -> None:
        """Whose draft a submitted report was; of older ones nobody noted it."""
        _run(
            db,
            """
            ALTER TABLE filed ADD COLUMN draft TEXT NOT NULL DEFAULT '';
            ALTER TABLE filed ADD COLUMN author TEXT NOT NULL DEFAULT '';
            ALTER TABLE filed ADD COLUMN account TEXT NOT NULL DEFAULT '';
            """,
        )

    @own(name="0004_leaving")
    def leaving(db: Database) -> None:
        """Files of discarded drafts: deleted once it is sure that nothing else names them."""
        _run(db, _LEAVING)

    return own
