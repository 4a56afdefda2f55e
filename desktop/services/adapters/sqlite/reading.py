"""Reading the log back: what a station holds at its start, and events for others."""

import json
import re
import sqlite3
import sys
from array import array
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from functools import reduce
from operator import xor
from typing import Any

from desktop.domain.alerts.facts import AlertId, AlertOutcome, Outcome
from desktop.domain.alerts.transitions import State
from desktop.domain.errors import MalformedEventError
from desktop.domain.events.event import Event, EventId
from desktop.domain.events.header import Header, header_hash, moment
from desktop.domain.events.holdings import DIGEST_BYTES, Span
from desktop.domain.events.streams import Stream
from desktop.domain.guidance.facts import GUIDANCE_NOTICES
from desktop.domain.reports.attachments import BlobId
from desktop.domain.reports.facts import ReportId
from desktop.services.adapters.sqlite.bundling import purged
from desktop.services.ports import ChainHead, Held, ToldOutcome

UNCALLED_AT_HAND = 2_000
"""Alerts of which only answers are known that are loaded at the start."""
OPEN_AT_HAND = 200
"""Open alerts that are sent before anything else: the latest, and more than a site has people."""
OUTCOMES_AT_HAND = 2_000
"""Outcomes loaded at the start: those of the latest alerts."""

_A_FILE = b'"sha256"'
"""What stands in every body that names a file."""
_HASH = re.compile(rb"[0-9a-f]{64}")

EVENT = """
    SELECT e.header, e.signature, b.body
    FROM events e LEFT JOIN bodies b ON b.event = e.id
"""


def held(conn: sqlite3.Connection, device: bytes, *, closed_since: datetime) -> Held:
    """What the file holds, as a station needs it at its start.

    ``device`` is the station's own; of closed alerts those closed after ``closed_since``.
    """
    has_alerts = has_table(conn, "alert_facts")
    return Held(
        heads=_heads(conn, device),
        spans=tuple(spans(conn)),
        digests=_digests(conn),
        notices=tuple(_notices_of_a_start(conn)),
        alert_events=tuple(_recent_alert_events(conn, closed_since)) if has_alerts else (),
        waiting=frozenset(row[0] for row in conn.execute("SELECT event FROM outbox")),
        outcomes=tuple(_outcomes(conn)) if has_table(conn, "outcomes") else (),
        purged=purged(conn),
        **(_of_drafts(conn) if has_table(conn, "drafts") else {}),
    )


def _notices_of_a_start(conn: sqlite3.Connection) -> Iterator[Event]:
    """All but the guidance's, whose texts are long, and no alert waits for them; and purges that
    were carried out, of which a site has a thousand after three years.
    """
    wanted = "WHERE e.stream = ? AND e.type NOT IN (SELECT value FROM json_each(?))"
    if has_table(conn, "carried_out"):  # or it is of an older version, on a disk that refuses
        wanted += " AND e.id NOT IN carried_out"
    return _events(
        conn,
        f"{wanted} ORDER BY e.at",
        (int(Stream.NOTICES), json.dumps(sorted(GUIDANCE_NOTICES))),
    )


def of_types(conn: sqlite3.Connection, types: Collection[str]) -> list[Event]:
    """Every event of one of these types, the oldest first."""
    marks = ", ".join("?" * len(types))
    return list(_events(conn, f"WHERE e.type IN ({marks}) ORDER BY e.at, e.id", tuple(types)))


def _of_drafts(conn: sqlite3.Connection) -> dict[str, Any]:
    """What a drafts file holds besides its log."""
    from desktop.services.adapters.sqlite import draft_rows  # not for a counter's first second

    return {
        "unsent": tuple(_events(conn, "JOIN outbox o ON o.event = e.id ORDER BY e.seq", ())),
        "drafts": tuple(draft_rows.drafts(conn)),
        "filed": tuple(draft_rows.filed(conn)),
        "numbers": draft_rows.numbers(conn),
        "code": draft_rows.code(conn),
    }


def spans(conn: sqlite3.Connection) -> Iterator[Span]:
    """The unbroken runs of every chain."""
    for stream in Stream:
        chains = conn.execute(
            "SELECT device, min(seq), max(seq), count(DISTINCT seq) FROM events WHERE stream = ? "
            "GROUP BY device",
            (int(stream),),
        ).fetchall()
        for device, first, last, count in chains:
            if count == last - first + 1:
                yield Span(stream, device, first, last)
            else:
                yield from _islands(conn, stream, device)


def _islands(conn: sqlite3.Connection, stream: Stream, device: bytes) -> Iterator[Span]:
    rows = conn.execute(
        """
        SELECT min(seq), max(seq) FROM (
            SELECT seq, seq - dense_rank() OVER (ORDER BY seq) AS island
            FROM events WHERE stream = ? AND device = ?
        ) GROUP BY island ORDER BY island
        """,
        (int(stream), device),
    )
    for first, last in rows:
        yield Span(stream, device, first, last)


def in_spans(conn: sqlite3.Connection, wanted: Sequence[Span], *, most: int) -> list[bytes]:
    """The original bytes of up to ``most`` events: notices, then what belongs to open alerts,
    then the newest first, the guidance's notices among them.

    Who knows the roster can check the rest, and who is late needs what is open now, whatever the
    clocks say: an event is no newer than when it came here.
    """
    found: dict[EventId, tuple[int, int]] = {}
    for event, at in _open_in(conn, wanted):
        found[event] = (1, -at)
    for span in wanted:
        is_notice = span.stream is Stream.NOTICES
        for event, at in _newest_in(conn, span, most, of_guidance=False):
            found.setdefault(event, (0, at) if is_notice else (2, -at))
        if is_notice:
            for event, at in _newest_in(conn, span, most, of_guidance=True):
                found.setdefault(event, (2, -at))
    chosen = sorted(found, key=found.__getitem__)[:most]
    return [event.wire() for name in chosen for event in _events(conn, "WHERE e.id = ?", (name,))]


def _newest_in(
    conn: sqlite3.Connection, span: Span, most: int, *, of_guidance: bool
) -> Iterable[tuple[EventId, int]]:
    """The newest events of a span, each with when it was said or came."""
    return conn.execute(
        "SELECT id, min(at, received_at) FROM events "
        "WHERE stream = ? AND device = ? AND seq BETWEEN ? AND ? "
        "AND (type IN (SELECT value FROM json_each(?))) = ? ORDER BY seq DESC LIMIT ?",
        (
            *(int(span.stream), span.device, span.first, span.last),
            *(json.dumps(sorted(GUIDANCE_NOTICES)), of_guidance, most),
        ),
    )


def _open_in(conn: sqlite3.Connection, wanted: Sequence[Span]) -> Iterator[tuple[EventId, int]]:
    """The events of open alerts in these spans, each with when it was said or came."""
    if not has_table(conn, "alert_facts"):
        return
    chains: dict[tuple[int, bytes], list[Span]] = {}
    for span in wanted:
        chains.setdefault((int(span.stream), span.device), []).append(span)
    rows = conn.execute(
        """
        SELECT e.id, e.stream, e.device, e.seq, min(e.at, e.received_at)
        FROM (SELECT id FROM alerts WHERE state < ? ORDER BY raised_at DESC LIMIT ?) a
        JOIN alert_facts f ON f.alert = a.id JOIN events e ON e.id = f.event
        """,
        (int(State.CLOSED), OPEN_AT_HAND),
    )
    for event, stream, device, seq, at in rows:
        if any(span.first <= seq <= span.last for span in chains.get((stream, device), ())):
            yield event, at


def of_alert(conn: sqlite3.Connection, alert: AlertId) -> list[Event]:
    """Every event that belongs to one alert."""
    return list(_events(conn, "JOIN alert_facts f ON f.event = e.id WHERE f.alert = ?", (alert,)))


def of_report(conn: sqlite3.Connection, report: ReportId) -> list[Event]:
    """Every event that belongs to one report."""
    return list(
        _events(conn, "JOIN report_facts f ON f.event = e.id WHERE f.report = ?", (report,))
    )


def of_id(conn: sqlite3.Connection, event: EventId) -> list[Event]:
    """That event, where it is in the file."""
    return list(_events(conn, "WHERE e.id = ?", (event,)))


def lately_told(conn: sqlite3.Connection, since: datetime, *, most: int) -> list[Event]:
    """Up to ``most`` events about reports that came here after ``since``, the newest first."""
    return list(
        _events(
            conn,
            "JOIN report_facts f ON f.event = e.id WHERE e.received_at > ? "
            "ORDER BY e.received_at DESC LIMIT ?",
            (int(since.timestamp() * 1000), most),
        )
    )


def latest_alerts(conn: sqlite3.Connection, *, most: int) -> list[AlertId]:
    """The ids of the latest alerts, the newest first."""
    rows = conn.execute("SELECT id FROM alerts ORDER BY raised_at DESC LIMIT ?", (most,))
    return [row[0] for row in rows]


def event_of(header_bytes: bytes, signature: bytes, body: bytes | None) -> Event | None:
    """The event in a row; ``None`` where the row was altered, so that one row is no more than one
    event lost. `log verify` names it.
    """
    try:
        return Event(Header.unpack(header_bytes), header_bytes, signature, body)
    except MalformedEventError:
        return None


def holds(conn: sqlite3.Connection, event: EventId) -> bool:
    """Whether this very event is in the file."""
    return conn.execute("SELECT 1 FROM events WHERE id = ?", (event,)).fetchone() is not None


def _events(conn: sqlite3.Connection, where: str, values: Iterable[object]) -> Iterator[Event]:
    for header_bytes, signature, body in conn.execute(EVENT + where, tuple(values)):
        event = event_of(header_bytes, signature, body)
        if event is not None:
            yield event


def _heads(conn: sqlite3.Connection, device: bytes) -> dict[Stream, ChainHead]:
    heads: dict[Stream, ChainHead] = {}
    for stream in Stream:
        for seq, header in conn.execute(
            "SELECT seq, header FROM events WHERE stream = ? AND device = ? "
            "ORDER BY seq DESC LIMIT 1",
            (int(stream), device),
        ):
            heads[stream] = ChainHead(seq=seq, hash=header_hash(header))
    return heads


def _digests(conn: sqlite3.Connection) -> dict[Stream, int]:
    """Added up in bulk: a year of a busy site is a hundred thousand ids, and a start is short."""
    digests: dict[Stream, int] = {}
    for stream in Stream:
        (ids,) = conn.execute(
            "SELECT group_concat(substr(id, 1, ?), '') FROM events WHERE stream = ?",
            (2 * DIGEST_BYTES, int(stream)),
        ).fetchone()
        try:
            words = array("Q", bytes.fromhex(ids or ""))
        except ValueError:  # a row was altered: `log verify` names it, and peers send it again
            words = array("Q")
        digest = reduce(xor, words, 0)
        digests[stream] = int.from_bytes(digest.to_bytes(DIGEST_BYTES, sys.byteorder), "big")
    return digests


def _recent_alert_events(conn: sqlite3.Connection, closed_since: datetime) -> Iterator[Event]:
    """Of open and of lately closed alerts, and answers that came before the press they answer."""
    return _events(
        conn,
        """JOIN alert_facts f ON f.event = e.id WHERE f.alert IN (
            SELECT id FROM alerts WHERE state < ?
            UNION ALL SELECT id FROM alerts WHERE state = ? AND closed_at > ?
            UNION ALL SELECT alert FROM (
                SELECT DISTINCT alert FROM alert_facts
                WHERE NOT EXISTS (SELECT 1 FROM alerts WHERE id = alert)
                LIMIT ?
            )
        ) ORDER BY e.at""",
        (
            int(State.CLOSED),
            int(State.CLOSED),
            int(closed_since.timestamp() * 1000),
            UNCALLED_AT_HAND,
        ),
    )


def _outcomes(conn: sqlite3.Connection) -> Iterator[ToldOutcome]:
    rows = conn.execute(
        "SELECT event, alert, outcome, note, person, at FROM outcomes ORDER BY at DESC LIMIT ?",
        (OUTCOMES_AT_HAND,),
    )
    known = set(Outcome)
    for event, alert, outcome, note, person, at in rows:
        if outcome not in known:  # a newer program's
            continue
        yield ToldOutcome(
            moment(at),
            event,
            AlertOutcome(alert=alert, outcome=Outcome(outcome), note=note, person=person),
        )


def leaving(conn: sqlite3.Connection) -> frozenset[BlobId]:
    """The files that a discarded draft or a purged body had named."""
    if not has_table(conn, "leaving"):
        return frozenset()
    return frozenset(row[0] for row in conn.execute("SELECT blob FROM leaving"))


def naming(conn: sqlite3.Connection, blobs: frozenset[BlobId]) -> frozenset[BlobId]:
    """Those of ``blobs`` that a body or a draft in the file names, whatever else is in it."""
    found = {*named_by_bodies(conn, blobs)}
    if has_table(conn, "drafts"):
        for (files,) in conn.execute("SELECT attachments FROM drafts"):
            found.update(_named_in(files.encode(), blobs))
    return frozenset(found)


def named_by_bodies(conn: sqlite3.Connection, blobs: frozenset[BlobId]) -> frozenset[BlobId]:
    """Those of ``blobs`` that a body in the file names.

    One pass over the bytes of all that names any: an event of a newer program keeps its files.
    """
    bodies = conn.execute("SELECT body FROM bodies WHERE instr(body, ?)", (_A_FILE,))
    return frozenset().union(*(_named_in(body, blobs) for (body,) in bodies))


def _named_in(text: bytes, blobs: frozenset[BlobId]) -> frozenset[BlobId]:
    return blobs.intersection(match.decode() for match in _HASH.findall(text))


def has_table(conn: sqlite3.Connection, name: str) -> bool:
    """Whether the file has such a table: alerts and records have different ones."""
    found = conn.execute("SELECT 1 FROM sqlite_schema WHERE name = ?", (name,)).fetchone()
    return found is not None
