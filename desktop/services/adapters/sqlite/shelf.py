"""Reading reports for windows and commands; see ``services.reports.ports.Shelf``."""

import sqlite3
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from threading import local
from typing import Any

import msgspec

from desktop.domain.events.header import moment
from desktop.domain.reports.facts import ReportId, Standing
from desktop.domain.reports.field import Kind
from desktop.domain.reports.report import HeldReport, Report
from desktop.services.adapters.keys.private_files import write_private
from desktop.services.adapters.sqlite import report_rows
from desktop.services.adapters.sqlite.database import open_for_reading
from desktop.services.adapters.sqlite.errors import DatabaseUnusableError
from desktop.services.adapters.sqlite.schema import File
from desktop.services.adapters.sqlite.searching import as_asked
from desktop.services.reports.ports import Query, ReportRow, SavedView

_COLUMNS = (
    "r.n, r.id, r.number, r.kind, r.standing, r.began, r.place, r.reporter, r.about, r.is_threat, "
    "r.is_hurt, r.open_actions, r.is_amended, r.submitted_at, r.open_dues"
)
_LAST = 2**63 - 1


class SqliteShelf:
    """One connection for each thread that asks. ``views`` lie in a small file beside it.

    Raises ``DatabaseUnusableError`` where the file cannot be read.
    """

    def __init__(self, path: Path, views: Path) -> None:
        self._path = path
        self._views = views
        self._own = local()

    def rows(self, query: Query) -> Sequence[ReportRow]:
        """The reports that ``query`` means, the one submitted last first."""
        where, values = _where(query)
        after = int(query.after) if query.after else _LAST
        if words := as_asked(query.words):
            asked = (
                f"SELECT {_COLUMNS} FROM report_words w JOIN reports r ON r.n = w.rowid"  # noqa: S608
                f" WHERE report_words MATCH ? AND w.rowid < ?{where} ORDER BY w.rowid DESC LIMIT ?"
            )
            found = self._ask(asked, words, after, *values, query.most)
        else:
            asked = (
                f"SELECT {_COLUMNS} FROM reports r WHERE r.n < ?{where}"  # noqa: S608
                " ORDER BY r.n DESC LIMIT ?"
            )
            found = self._ask(asked, after, *values, query.most)
        return [_row(row) for row in found]

    def count(self, query: Query) -> int:
        """How many reports ``query`` means."""
        where, values = _where(query)
        if words := as_asked(query.words):
            asked = (
                "SELECT count(*) FROM report_words w JOIN reports r ON r.n = w.rowid"  # noqa: S608
                f" WHERE report_words MATCH ?{where}"
            )
            return int(self._ask(asked, words, *values)[0][0])
        asked = f"SELECT count(*) FROM reports r WHERE true{where}"  # noqa: S608
        return int(self._ask(asked, *values)[0][0])

    def report(self, number_or_id: str) -> Report | None:
        """The report with that number or id; of two with one number the newer."""
        named = number_or_id.strip()
        found = self._ask(
            "SELECT id FROM reports WHERE id = ? OR number = ? ORDER BY n DESC LIMIT 1",
            named.lower(),
            named.upper(),
        )
        return report_rows.find(self._conn(), found[0][0]) if found else None

    def find(self, number: str) -> HeldReport | None:
        """Everything the log holds of the report with that number, to check a copy against."""
        found = self._ask(
            "SELECT id FROM reports WHERE number = ? ORDER BY n DESC LIMIT 1",
            number.strip().upper(),
        )
        return report_rows.held(self._conn(), found[0][0]) if found else None

    def every(self) -> Iterator[HeldReport]:
        """The same of each report, the one submitted last first."""
        for (report,) in self._ask("SELECT id FROM reports ORDER BY n DESC"):
            yield report_rows.held(self._conn(), report)

    def of_period(self, since: date, until: date) -> list[ReportId]:
        """The reports of incidents from ``since`` to ``until``, both included, oldest first."""
        found = self._ask(
            "SELECT id FROM reports WHERE began >= ? AND began < ? ORDER BY began, n",
            since.isoformat(),
            (until + timedelta(days=1)).isoformat(),
        )
        return [report for (report,) in found]

    def views(self) -> tuple[SavedView, ...]:
        """The saved views, by name; a damaged file counts as none."""
        try:
            told = msgspec.json.decode(self._views.read_bytes(), type=tuple[SavedView, ...])
        except (OSError, msgspec.DecodeError):
            return ()
        return tuple(sorted(told, key=lambda view: view.name.casefold()))

    def save_view(self, view: SavedView) -> None:
        """Keep ``view`` in place of another one of that name."""
        others = [one for one in self.views() if one.name != view.name]
        self._write_views([*others, view])

    def forget_view(self, name: str) -> None:
        """Keep it no longer."""
        self._write_views([one for one in self.views() if one.name != name])

    def _write_views(self, views: list[SavedView]) -> None:
        write_private(self._views, msgspec.json.encode(views))

    def _ask(self, asked: str, *values: object) -> list[tuple[Any, ...]]:
        try:
            return self._conn().execute(asked, values).fetchall()
        except sqlite3.Error as cause:
            raise DatabaseUnusableError(
                "{file} cannot be read: {why}.", file=self._path.name, why=cause
            ) from cause

    def _conn(self) -> sqlite3.Connection:
        conn: sqlite3.Connection | None = getattr(self._own, "conn", None)
        if conn is None:
            conn = self._own.conn = open_for_reading(self._path, File.RECORDS)
        return conn


def _where(query: Query) -> tuple[str, list[object]]:
    parts: list[str] = []
    values: list[object] = []
    for column, wanted in (("kind", query.kinds), ("standing", query.standings)):
        if wanted:
            parts.append(f"r.{column} IN ({', '.join('?' * len(wanted))})")
            values += sorted(one.value for one in wanted)
    if query.since:
        parts.append("r.began >= ?")
        values.append(query.since.isoformat())
    if query.until:
        parts.append("r.began < ?")
        values.append((query.until + timedelta(days=1)).isoformat())
    if query.place:
        parts.append("r.place = ?")
        values.append(query.place)
    if query.only_threats:
        parts.append("r.is_threat")
    if query.only_hurt:
        parts.append("r.is_hurt")
    return "".join(f" AND {part}" for part in parts), values


def _row(row: tuple[Any, ...]) -> ReportRow:
    n, report, number, kind, standing, began, place, reporter, about, *rest, dues = row
    is_threat, is_hurt, open_actions, is_amended, submitted_at = (int(str(one)) for one in rest)
    return ReportRow(
        report=str(report),
        number=str(number),
        kind=Kind(str(kind)),
        standing=Standing(str(standing)),
        began=str(began),
        place=str(place),
        reporter=str(reporter),
        about=str(about),
        is_threat=bool(is_threat),
        is_hurt=bool(is_hurt),
        open_actions=open_actions,
        open_dues=tuple(str(dues).split()),
        is_amended=bool(is_amended),
        submitted_at=moment(submitted_at),
        cursor=str(n),
    )
