"""What of a desk's files is old; see ``services.retention.ports``."""

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from desktop.domain.alerts.facts import AlertClosed, AlertId, AlertOutcome, Occasion
from desktop.domain.alerts.transitions import State
from desktop.domain.events.event import Event, EventId
from desktop.domain.events.header import moment
from desktop.domain.events.streams import Stream
from desktop.domain.reports.facts import (
    ActionDone,
    ReportId,
    ReportRead,
    ReportReleased,
    ReportSigned,
    ReportSubmitted,
    Standing,
    ThreatCallTicked,
)
from desktop.domain.retention.holding import oldest_day
from desktop.domain.retention.kinds import Kept
from desktop.domain.roster.facts import SiteCreated
from desktop.domain.roster.ids import DeviceId
from desktop.services.adapters.sqlite.log_file import SqliteLog
from desktop.services.adapters.sqlite.schema import File
from desktop.services.log.reading import facts_of
from desktop.services.retention.ports import Old

_YOUNG = """
    WITH young AS MATERIALIZED (
        SELECT stream, device, min(seq) AS first FROM events NOT INDEXED
        WHERE at >= :before AND received_at >= :before GROUP BY +stream, +device
    )
"""
"""From where on each chain is young: whatever says an older time behind that is backdated. By both
clocks, or one that once was years ahead would keep everything for years. All of the file is read
once, a tenth of a second for 200,000 events: to look from each event back would take minutes.
"""
_WHEN = """
    max(
        CASE WHEN e.at < :founded THEN e.received_at ELSE e.at END,
        CASE WHEN e.seq >= (SELECT first FROM young y WHERE (y.stream, y.device)
            = (e.stream, e.device)) THEN :before ELSE 0 END
    )
"""
"""By its author's clock, unless that shows a time before there was a site to say anything at, or
before what its author had said already."""
_ENDS = frozenset({AlertClosed.TYPE, ActionDone.TYPE, ReportSigned.TYPE, ReportReleased.TYPE})
"""What lets a call or a report go that stayed until then."""
_ENDED = """
    max(e.received_at) FILTER (WHERE e.type IN (SELECT value FROM json_each(:ends)))
"""
_DAY_MS = 24 * 3600 * 1000
_SINCE = f"""
    max(
        max({_WHEN}),
        CASE WHEN {_ENDED} > min(e.received_at) + {_DAY_MS} THEN {_ENDED} ELSE 0 END
    )
"""
"""The last word on it; where this desk had it for a day before what ended it came, no earlier than
that came: nobody is to end something two years ago. A desk that joined anew gets all of it at once.
"""
_FREE = "standing = :signed AND open_actions = 0 AND kept_until < :day"
"""Reports of which nobody has anything left to do, and that nobody wants kept."""
_KNOWN_SINCE = """
    WITH early AS MATERIALIZED (
        SELECT received_at AS came, at FROM events NOT INDEXED
        WHERE at > received_at + :day AND at <= :now
    ),
    said AS MATERIALIZED (
        SELECT id, stream, device, seq, at, received_at AS came, (
            SELECT max(before.at) FROM events before
            WHERE (before.stream, before.device) = (e.stream, e.device)
                AND before.seq < e.seq AND before.at <= :now
        ) AS own, (
            SELECT max(early.at) FROM early WHERE abs(early.came - e.received_at) < :day
        ) AS others
        FROM events e WHERE id IN (SELECT value FROM json_each(:events))
    ),
    bounded AS (
        SELECT *, max(:founded, coalesce(own, 0) - :day, coalesce(others, 0) - :day) AS least
        FROM said
    )
    SELECT id, CASE
        WHEN max(at, came) BETWEEN least AND :now THEN max(at, came)
        WHEN min(at, came) BETWEEN least AND :now THEN min(at, came)
        ELSE coalesce((
            SELECT min(later.at) FROM events later
            WHERE (later.stream, later.device) = (bounded.stream, bounded.device)
                AND later.seq > bounded.seq AND later.at BETWEEN least AND :now
        ), others + :day)
    END FROM bounded
"""
"""``early`` came a day before it was said: either this PC's clock was behind then, or its author's
was ahead. What else came on that day may be as young as that.
"""
_LATE_ON_CALLS = """
    SELECT f.event FROM purged p JOIN alert_facts f ON f.alert = p.event
    JOIN bodies b ON b.event = f.event
    WHERE f.alert NOT IN (SELECT value FROM json_each(:open)) LIMIT :most
"""
_LATE_ON_RECORDS = """
    SELECT f.event FROM purged p JOIN report_facts f ON f.report = p.event
    JOIN bodies b ON b.event = f.event
    UNION SELECT o.event FROM purged p JOIN outcomes o ON o.alert = p.event
    JOIN bodies b ON b.event = o.event
    WHERE o.alert NOT IN (SELECT value FROM json_each(:open)) LIMIT :most
"""
_CALLS_ASIDE = """
    e.stream != :notices
    AND e.id NOT IN (SELECT f.event FROM alerts a JOIN alert_facts f ON f.alert = a.id)
"""
_OUTCOMES_ASIDE = "e.type = :outcome AND e.id NOT IN (SELECT event FROM outcomes)"
_REPORTS_ASIDE = """
    e.type GLOB 'report.*' AND e.type != :tick
    AND e.id NOT IN (SELECT value FROM json_each(:releases))
    AND e.id NOT IN (SELECT f.event FROM reports r JOIN report_facts f ON f.report = r.id)
"""
_ITS_ALERT = re.compile(rb'"alert"\s*:\s*"([0-9a-f]{32})"')
"""What names it in a body; within a text somebody typed, the quotes would be escaped."""
_ALL = -1


class SqliteAgedFiles:
    """The files of one supervisor's desk, opened anew each time: who keeps one open keeps purged
    bodies in its bytes.
    """

    def __init__(self, alerts: Path, records: Path) -> None:
        self._alerts = alerts
        self._records = records

    @contextmanager
    def opened(self) -> "Iterator[SqliteAged]":
        """Both as they stand now."""
        with (
            closing(SqliteLog(self._alerts, File.ALERTS)) as alerts,
            closing(SqliteLog(self._records, File.RECORDS)) as records,
        ):
            yield SqliteAged(alerts, records)


class SqliteAged:
    """Both at one moment; for the thread that opened them."""

    def __init__(self, alerts: SqliteLog, records: SqliteLog) -> None:
        self._alerts = alerts
        self._records = records
        ((founded,),) = alerts.ask(
            "SELECT min(at) FROM events WHERE type = :type", type=SiteCreated.TYPE
        )
        self._founded: int = founded or 0

    def alerts(
        self,
        occasions: Collection[Occasion],
        before: datetime,
        *,
        besides: Collection[AlertId] = (),
        most: int | None = None,
    ) -> list[Old]:
        return self._old(
            self._alerts,
            f"""
            SELECT id, (
                SELECT {_SINCE} FROM alert_facts f JOIN events e ON e.id = f.event
                WHERE f.alert = a.id
            ) AS since, closed_at AS told FROM alerts a
            WHERE state = {int(State.CLOSED)} AND closed_at < :before
                AND occasion IN (SELECT value FROM json_each(:occasions))
                AND id NOT IN (SELECT value FROM json_each(:besides))
            """,  # noqa: S608 (words of our own)
            before,
            most,
            occasions=json.dumps(list(occasions)),
            besides=json.dumps(list(besides)),
        )

    def submitted(self) -> frozenset[ReportId]:
        found = self._records.ask(
            "SELECT id FROM events WHERE type = :type", type=ReportSubmitted.TYPE
        )
        return frozenset(report for (report,) in found)

    def alerts_of_reports(self, reports: Collection[ReportId] | None = None) -> frozenset[AlertId]:
        bodies = self._records.ask(
            "SELECT b.body FROM events e JOIN bodies b ON b.event = e.id WHERE e.type = :type"
            " AND (:all OR e.id IN (SELECT value FROM json_each(:reports)))",
            type=ReportSubmitted.TYPE,
            all=reports is None,
            reports=json.dumps(list(reports or ())),
        )
        return frozenset(named.decode() for (body,) in bodies for named in _ITS_ALERT.findall(body))

    def reports(self, before: datetime, *, now: datetime, most: int | None = None) -> list[Old]:
        return self._old(
            self._records,
            f"""
            SELECT id, (
                SELECT {_SINCE} FROM report_facts f JOIN events e ON e.id = f.event
                WHERE f.report = r.id AND e.type != :read
            ) AS since, n AS told FROM reports r
            WHERE {_FREE} AND submitted_at < :before
            """,  # noqa: S608 (words of our own)
            before,
            most,
            signed=Standing.SIGNED.value,
            day=oldest_day(now).isoformat(),
            read=ReportRead.TYPE,
        )

    def words(
        self, types: Collection[str], before: datetime, *, most: int | None = None
    ) -> list[Old]:
        return self._old(
            self._records,
            f"""
            SELECT e.id, {_WHEN} AS since, e.at AS told
            FROM events e JOIN bodies b ON b.event = e.id
            WHERE e.type IN (SELECT value FROM json_each(:types)) AND e.at < :before
            """,  # noqa: S608 (words of our own)
            before,
            most,
            types=json.dumps(sorted(types)),
        )

    def events(self, types: Collection[str]) -> Iterable[Event]:
        return [one for one in self._records.of_types(types) if one.body is not None]

    def late(self, most: int) -> Sequence[EventId]:
        open_calls = [
            alert
            for (alert,) in self._alerts.ask(
                "SELECT id FROM alerts WHERE state < :closed", closed=int(State.CLOSED)
            )
        ]
        found = [
            event
            for log, query in ((self._alerts, _LATE_ON_CALLS), (self._records, _LATE_ON_RECORDS))
            for (event,) in log.ask(query, open=json.dumps(open_calls), most=most)
        ]
        return found[:most]

    def aside(self, kind: Kept, before: datetime, most: int) -> Sequence[Old]:
        found: list[Old] = []
        for log, of, events in (
            (self._alerts, Kept.ALERTS, _CALLS_ASIDE),
            (self._records, Kept.ALERTS, _OUTCOMES_ASIDE),
            (self._records, Kept.REPORTS, _REPORTS_ASIDE),
        ):
            if of is kind:
                query = f"""
                    SELECT e.id, {_WHEN} AS since, e.at AS told
                    FROM events e JOIN bodies b ON b.event = e.id
                    WHERE e.at < :before AND {events}
                """  # noqa: S608 (words of our own)
                found += self._old(
                    log,
                    query,
                    before,
                    most,
                    notices=int(Stream.NOTICES),
                    outcome=AlertOutcome.TYPE,
                    tick=ThreatCallTicked.TYPE,
                    releases=json.dumps(self._releases() if kind is Kept.REPORTS else []),
                )
        return found[:most]

    def _releases(self) -> list[EventId]:
        """Those of reports that are here, believed here or not: an older version kept them aside,
        and without them a mark that was released would stand again at every desk.
        """
        released = {
            event.id: fact.report
            for event, fact in facts_of(self._records.of_types({ReportReleased.TYPE}))
            if isinstance(fact, ReportReleased)
        }
        here = self._records.ask(
            "SELECT id FROM reports WHERE id IN (SELECT value FROM json_each(:reports))",
            reports=json.dumps(list(released.values())),
        )
        known = {report for (report,) in here}
        return [event for event, report in released.items() if report in known]

    def open_alerts(self, occasions: Collection[Occasion]) -> int:
        ((count,),) = self._alerts.ask(
            "SELECT count(*) FROM alerts WHERE state < :closed"
            " AND occasion IN (SELECT value FROM json_each(:occasions))",
            closed=int(State.CLOSED),
            occasions=json.dumps(list(occasions)),
        )
        return int(count)

    def unfinished_reports(self) -> int:
        ((count,),) = self._records.ask(
            "SELECT count(*) FROM reports WHERE standing != :signed OR open_actions > 0",
            signed=Standing.SIGNED.value,
        )
        return int(count)

    def kept_reports(self, now: datetime) -> int:
        ((count,),) = self._records.ask(
            "SELECT count(*) FROM reports WHERE kept_until >= :day",
            day=oldest_day(now).isoformat(),
        )
        return int(count)

    def staying(self, events: Collection[EventId], now: datetime | None) -> frozenset[EventId]:
        found = self._records.ask(
            f"""
            SELECT f.event FROM report_facts f JOIN reports r ON r.id = f.report
            WHERE f.event IN (SELECT value FROM json_each(:events)) AND NOT ({_FREE})
            """,  # noqa: S608 (words of our own)
            events=json.dumps(list(events)),
            signed=Standing.SIGNED.value,
            day=oldest_day(now).isoformat(),
        )
        return frozenset(event for (event,) in found)

    def events_of(self, alert: AlertId) -> tuple[EventId, ...]:
        return tuple(
            event for log in (self._alerts, self._records) for event in log.events_of(alert)
        )

    def events_of_report(self, report: ReportId) -> tuple[EventId, ...]:
        return tuple(
            event for log in (self._alerts, self._records) for event in log.events_of_report(report)
        )

    def known_since(self, events: Collection[EventId], now: datetime) -> Mapping[EventId, datetime]:
        found = self._alerts.ask(
            _KNOWN_SINCE,
            events=json.dumps(list(events)),
            founded=self._founded,
            now=int(now.timestamp() * 1000),
            day=_DAY_MS,
        )
        return {event: moment(at) for event, at in found if at is not None}

    def last_said(self) -> Mapping[DeviceId, datetime]:
        newest: dict[DeviceId, int] = {}
        for log in (self._alerts, self._records):
            for device, at in log.ask("SELECT device, max(at) FROM events GROUP BY device"):
                newest[device.hex()] = max(at, newest.get(device.hex(), 0))
        return {device: moment(at) for device, at in newest.items()}

    def purged(self, events: Collection[EventId]) -> frozenset[EventId]:
        both = [
            {
                event
                for (event,) in log.ask(
                    "SELECT event FROM purged"
                    " WHERE event IN (SELECT value FROM json_each(:events))",
                    events=json.dumps(list(events)),
                )
            }
            for log in (self._alerts, self._records)
        ]
        return frozenset(both[0] & both[1])

    def _old(
        self,
        log: SqliteLog,
        candidates: str,
        before: datetime,
        most: int | None,
        **values: object,
    ) -> list[Old]:
        rows = log.ask(
            f"{_YOUNG} SELECT id, since FROM ({candidates})"  # noqa: S608 (of our own)
            " WHERE since < :before"
            " ORDER BY told LIMIT :most",
            before=int(before.timestamp() * 1000),
            founded=self._founded,
            ends=json.dumps(sorted(_ENDS)),
            most=_ALL if most is None else most,
            **values,
        )
        return [Old(moment(since), name) for name, since in rows]
