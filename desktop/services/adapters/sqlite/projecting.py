"""Writing projections: what follows from the events, and can be made anew from them."""

import sqlite3
from collections.abc import Iterable, Mapping
from datetime import datetime

from desktop.domain.alerts.alert import Alert
from desktop.domain.alerts.facts import AlertId
from desktop.domain.events.event import EventId
from desktop.domain.events.streams import Stream
from desktop.domain.roster.ids import DeviceId
from desktop.services.adapters.sqlite import reading
from desktop.services.adapters.sqlite.bundling import note_carried_out
from desktop.services.log.stored import Projections
from desktop.services.ports import ToldOutcome


def write_facts(conn: sqlite3.Connection, facts: Iterable[tuple[AlertId, EventId]]) -> None:
    """Note which events belong to which alert."""
    conn.executemany("INSERT OR IGNORE INTO alert_facts VALUES (?, ?)", facts)


def write_standing(conn: sqlite3.Connection, alerts: Iterable[Alert]) -> None:
    """Note how alerts stand now."""
    conn.executemany(
        "INSERT OR REPLACE INTO alerts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (
                alert.id,
                alert.kind.value,
                alert.occasion.value,
                alert.place,
                alert.station,
                int(alert.state),
                len(alert.presses),
                _ms(alert.raised_at),
                _ms(alert.attended_at),
                _ms(alert.closed_at),
                _ms(alert.received_at),
                _ms(alert.acknowledged_at),
            )
            for alert in alerts
        ),
    )


def _ms(at: datetime | None) -> int | None:
    return None if at is None else int(at.timestamp() * 1000)


def write_outcomes(conn: sqlite3.Connection, outcomes: Iterable[ToldOutcome]) -> None:
    """Note what supervisors said about how alerts ended."""
    conn.executemany(
        "INSERT OR IGNORE INTO outcomes VALUES (?, ?, ?, ?, ?, ?)",
        (
            (
                told.event,
                told.fact.alert,
                told.fact.outcome.value,
                told.fact.note,
                told.fact.person,
                int(told.at.timestamp() * 1000),
            )
            for told in outcomes
        ),
    )


def replace_all(conn: sqlite3.Connection, projections: Projections) -> None:
    """Drop the file's projections and write these; the caller's transaction holds it together."""
    if reading.has_table(conn, "alert_facts"):
        conn.execute("DELETE FROM alert_facts")
        conn.execute("DELETE FROM alerts")
        write_facts(conn, projections.facts)
        write_standing(conn, projections.standing)
    if reading.has_table(conn, "outcomes"):
        conn.execute("DELETE FROM outcomes")
        write_outcomes(conn, projections.outcomes)
    if reading.has_table(conn, "report_facts"):
        from desktop.services.adapters.sqlite import report_rows  # the field table, at desks alone

        report_rows.replace_told(conn, projections.told)


def purge(
    conn: sqlite3.Connection, events: Iterable[EventId], carried_out: Iterable[EventId] = ()
) -> None:
    """Delete bodies and what was made of them; refuse them from now on. Notices stay. Everything
    that the purges ``carried_out`` name is gone then.

    Each alert is folded anew once. Which one an event belongs to is read from its body: to search
    for it would take a tenth of a second for each event in a file of 60,000 alerts, and a press
    would wait for that.
    """
    touched: dict[AlertId, None] = {}
    has_alerts = reading.has_table(conn, "alert_facts")
    for event in events:
        for alert in _alerts_of(conn, event) if has_alerts else ():
            conn.execute("DELETE FROM alert_facts WHERE alert = ? AND event = ?", (alert, event))
            touched[alert] = None
        conn.execute("INSERT OR IGNORE INTO purged (event) VALUES (?)", (event,))
        if reading.has_table(conn, "report_facts"):
            from desktop.services.adapters.sqlite import report_rows

            report_rows.note_leaving(conn, event)
        conn.execute(
            "DELETE FROM bodies WHERE event = ? "
            "AND NOT EXISTS (SELECT 1 FROM events WHERE id = event AND stream = ?)",
            (event, int(Stream.NOTICES)),
        )
        _unfold_record(conn, event)
    for alert in touched:
        _refold(conn, alert)
    note_carried_out(conn, carried_out)


def _alerts_of(conn: sqlite3.Connection, event: EventId) -> tuple[AlertId, ...]:
    """The alert that ``event`` belongs to; none where it says nothing here, or no more."""
    from desktop.services.log.rebuilding import project  # after a purge or a revocation

    held = [one for one in reading.of_id(conn, event) if one.body is not None]
    if not held or held[0].header.stream is Stream.NOTICES:
        return ()
    return tuple(alert for alert, _ in project(held).facts) or _searched(conn, event)


def _searched(conn: sqlite3.Connection, event: EventId) -> tuple[AlertId, ...]:
    found = conn.execute("SELECT alert FROM alert_facts WHERE event = ?", (event,))
    return tuple(alert for (alert,) in found)


def set_aside(conn: sqlite3.Connection, device: DeviceId, limits: Mapping[int, int]) -> None:
    """Take out of the projections what a revoked device said beyond ``limits`` by stream."""
    said = conn.execute(
        "SELECT id, stream, seq FROM events WHERE device = ?", (bytes.fromhex(device),)
    ).fetchall()
    for event, stream, seq in said:
        if seq > limits.get(stream, 0):
            _unfold(conn, event)


def _unfold(conn: sqlite3.Connection, event: EventId) -> None:
    _unfold_record(conn, event)
    if reading.has_table(conn, "alert_facts"):
        of = _searched(conn, event)
        conn.execute("DELETE FROM alert_facts WHERE event = ?", (event,))
        for alert in of:
            _refold(conn, alert)


def _unfold_record(conn: sqlite3.Connection, event: EventId) -> None:
    if reading.has_table(conn, "outcomes"):
        conn.execute("DELETE FROM outcomes WHERE event = ?", (event,))
    if reading.has_table(conn, "report_facts"):
        from desktop.services.adapters.sqlite import report_rows

        report_rows.unfold(conn, event)


def _refold(conn: sqlite3.Connection, alert: AlertId) -> None:
    from desktop.services.log.rebuilding import project  # after a purge or a revocation

    conn.execute("DELETE FROM alerts WHERE id = ?", (alert,))
    write_standing(conn, project(reading.of_alert(conn, alert)).standing)
