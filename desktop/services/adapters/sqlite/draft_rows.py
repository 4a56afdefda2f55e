"""Rows of a drafts file: what is written on this PC, and what became of what was submitted."""

import re
import sqlite3
from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

import msgspec

from desktop.domain.events.header import moment
from desktop.domain.reports.attachments import Attachment, BlobId
from desktop.domain.reports.draft import Draft, Filed
from desktop.domain.reports.facts import Standing
from desktop.domain.reports.field import Answers, Kind
from desktop.services.ports import Entry

_HALVES = re.compile("[\ud800-\udfff]")


def write_drafts(conn: sqlite3.Connection, entry: Entry) -> None:
    """Put the parts of ``entry`` that are this station's own into the file."""
    for draft in entry.drafts:
        _note_leaving(conn, draft.id, but={file.sha256 for file in draft.attachments})
        conn.execute(
            "INSERT OR REPLACE INTO drafts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                draft.id,
                draft.kind.value,
                draft.author,
                draft.account,
                _json(draft.answers),
                _json(draft.attachments),
                draft.alert,
                _ms(draft.begun_at),
                _ms(draft.saved_at or draft.begun_at),
                draft.number,
                draft.amends,
                _whole(draft.why),
            ),
        )
    for draft_id in entry.discarded:
        if not entry.filed:  # else its files went with the report
            _note_leaving(conn, draft_id)
        conn.execute("DELETE FROM drafts WHERE id = ?", (draft_id,))
        conn.execute("INSERT OR REPLACE INTO discarded VALUES (?, 0)", (draft_id,))
    for filed in entry.filed:
        conn.execute(  # it may have been submitted once more, under the number that it had
            "DELETE FROM filed WHERE number = ? AND report <> ?", (filed.number, filed.report)
        )
        conn.execute(
            "INSERT OR REPLACE INTO filed VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                filed.report,
                filed.number,
                filed.kind.value,
                _ms(filed.submitted_at),
                _json(filed.holders),
                filed.of,
                filed.standing.value,
                filed.outcome,
                _json(filed.news),
                filed.draft,
                filed.author,
                filed.account,
            ),
        )
    for year, last in entry.numbers:
        conn.execute("INSERT OR REPLACE INTO numbers VALUES (?, ?)", (year, last))
    if entry.code:
        conn.execute("DELETE FROM station")
        conn.execute("INSERT INTO station VALUES (?)", (entry.code,))


def _note_leaving(
    conn: sqlite3.Connection, draft: str, *, but: Collection[BlobId] = frozenset()
) -> None:
    """What it names so far is to go, unless something else names it."""
    for (files,) in conn.execute(
        "SELECT attachments FROM drafts WHERE id = ?", (draft,)
    ).fetchall():
        try:
            blobs = [
                (one.sha256,)
                for one in msgspec.json.decode(files, type=tuple[Attachment, ...])
                if one.sha256 not in but
            ]
        except msgspec.DecodeError:  # a row that was altered
            continue
        conn.executemany("INSERT OR IGNORE INTO leaving VALUES (?)", blobs)


def drafts(conn: sqlite3.Connection) -> Iterator[Draft]:
    """The drafts, the one begun last first; a row that cannot be read is left where it is."""
    since = _since(conn, "drafts", "amends", "why")
    for row in conn.execute(
        "SELECT id, kind, author, account, answers, attachments, alert, begun_at, saved_at, number,"  # noqa: S608
        f" {since} FROM drafts ORDER BY begun_at DESC"
    ):
        try:
            yield Draft(
                id=row[0],
                kind=Kind(row[1]),
                author=row[2],
                account=row[3],
                answers=msgspec.json.decode(row[4], type=Answers),
                attachments=msgspec.json.decode(row[5], type=tuple[Attachment, ...]),
                alert=row[6],
                begun_at=moment(row[7]),
                saved_at=moment(row[8]),
                number=row[9],
                amends=row[10],
                why=row[11],
            )
        except (ValueError, msgspec.DecodeError):
            continue


def filed(conn: sqlite3.Connection) -> Iterator[Filed]:
    """What was submitted here, the newest last."""
    since = _since(conn, "filed", "draft", "author", "account")
    for row in conn.execute(
        "SELECT report, number, kind, submitted_at, holders, stations, standing, outcome, news, "  # noqa: S608
        f"{since} FROM filed ORDER BY submitted_at"
    ):
        try:
            yield Filed(
                report=row[0],
                number=row[1],
                kind=Kind(row[2]),
                submitted_at=moment(row[3]),
                holders=msgspec.json.decode(row[4], type=tuple[str, ...]),
                of=row[5],
                standing=Standing(row[6]),
                outcome=row[7],
                news=msgspec.json.decode(row[8], type=tuple[str, ...]),
                draft=row[9],
                author=row[10],
                account=row[11],
            )
        except (ValueError, msgspec.DecodeError):
            continue


def _since(conn: sqlite3.Connection, table: str, *added: str) -> str:
    """The columns that a migration added, empty where a disk that refuses has kept it from that:
    what an older version wrote there is read all the same.
    """
    known = {row[1] for row in conn.execute(f"PRAGMA table_info({table})")}
    return ", ".join(column if column in known else "''" for column in added)


def numbers(conn: sqlite3.Connection) -> dict[int, int]:
    """The last number given, by year."""
    return dict(conn.execute("SELECT year, last FROM numbers").fetchall())


def code(conn: sqlite3.Connection) -> str:
    """This station's code; empty before its first report."""
    found = conn.execute("SELECT code FROM station").fetchone()
    return str(found[0]) if found else ""


def _json(value: object) -> str:
    try:
        return msgspec.json.encode(value).decode()
    except (
        UnicodeEncodeError
    ):  # half a character, as a paste may leave it: all else must not be lost
        return msgspec.json.encode(_whole(msgspec.to_builtins(value))).decode()


def _whole(value: Any) -> Any:
    """``value`` with a replacement mark for each half of a character."""
    match value:
        case str():
            return _HALVES.sub("\N{REPLACEMENT CHARACTER}", value)
        case dict():
            return {_whole(key): _whole(one) for key, one in value.items()}
        case list() | tuple():
            return [_whole(one) for one in value]
        case _:
            return value


def _ms(at: datetime) -> int:
    return int(at.timestamp() * 1000)
