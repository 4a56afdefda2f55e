"""`log purge`: bodies deleted for good, by law or by retention; the chains still verify.

A purge is a signed notice. Every station that hears of it deletes those bodies and refuses them
from then on, also from peers, backups and imports. Exported files and what a disk keeps of
overwritten sectors are beyond it.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from desktop.domain.alerts.facts import AlertId
from desktop.domain.alerts.transitions import State
from desktop.domain.drills.facts import DRILL_TYPES
from desktop.domain.errors import RefusedError, UnknownAlertError, UnknownReportError
from desktop.domain.events.event import Event, EventId
from desktop.domain.events.streams import Stream
from desktop.domain.guidance.facts import GUIDANCE_WORDS
from desktop.domain.log_facts import BodyPurged
from desktop.domain.opening.facts import OPENING_TYPES
from desktop.domain.plain_text import plain
from desktop.domain.reports.facts import ReportId, ThreatCallTicked
from desktop.domain.roster.ids import DeviceId
from desktop.domain.roster.roster import Roster
from desktop.services.log.ledger import Ledger
from desktop.services.log.stored import StoredLog
from desktop.services.ports import Entry

_IN_ONE_NOTICE = 500
"""Ids in one notice: 17 KiB of the 32 that an event may have."""

_MAY_GO_ALONE = (
    GUIDANCE_WORDS
    | OPENING_TYPES
    | DRILL_TYPES
    | {ThreatCallTicked.TYPE, "alert.noted", "alert.told", "alert.received", "alert.outcome"}
)
"""What people said of the guidance, opening tests and drills, what was ticked during a threat call,
and what an alert stands without. Its presses and answers go with all of it, or it would come back
as one that nobody answered."""


class AdministratorsPurgeError(RefusedError):
    """Only an administrator's desk can purge."""

    code = "administrators-purge"
    advice = "Do it at the desk of an administrator."


class NotPurgeableError(RefusedError):
    """This cannot be purged now."""

    code = "not-purgeable"
    advice = "Close the alert first, then purge all of it with --alert."


class UnknownEventError(RefusedError):
    """No event here has that id."""

    code = "unknown-event"
    advice = "See the ids with: countersign log export"


def choose(
    logs: Sequence[StoredLog],
    *,
    events: Iterable[EventId] = (),
    alerts: Iterable[AlertId] = (),
    reports: Iterable[ReportId] = (),
    closed_before: datetime | None = None,
    today: date,
) -> tuple[EventId, ...]:
    """The events whose bodies go: those named, all of the closed alerts named or meant, and all
    of the reports named.

    Nothing of a report that a mark keeps ``today``, or of the alert that it was begun from: of
    all ``closed_before`` those are left out. Raises ``UnknownEventError``, ``UnknownAlertError``,
    ``UnknownReportError`` or ``NotPurgeableError``. What was purged before is left out.
    """
    chosen: dict[EventId, None] = {}
    kept = _Kept(logs, today)
    for event_id in events:
        _require_purgeable(_find(logs, event_id))
        kept.require_free(event=event_id)
        chosen[event_id] = None
    meant = list(alerts)
    for alert in meant:
        kept.require_free(alert=alert)
    if closed_before is not None:
        closed = (alert for log in logs for alert in log.closed_before(closed_before))
        meant += [alert for alert in closed if alert not in kept.alerts]
    for alert in dict.fromkeys(meant):
        _require_closed(logs, alert)
        chosen.update(dict.fromkeys(e for log in logs for e in log.events_of(alert)))
    for report in reports:
        kept.require_free(report=report)
        told = [e for log in logs for e in log.events_of_report(report)]
        if not told:
            raise UnknownReportError("No report {report} is known here.", report=report)
        chosen.update(dict.fromkeys(told))
    gone = frozenset[EventId]().union(*(log.purged() for log in logs))
    return tuple(event for event in chosen if event not in gone)


def notices_for(
    events: Sequence[EventId],
    *,
    roster: Roster,
    me: DeviceId,
    reason: str,
    person: str,
    most: int = _IN_ONE_NOTICE,
) -> Iterator[BodyPurged]:
    """The notices to publish, as many as it takes, of ``most`` events each; raises
    ``AdministratorsPurgeError``.
    """
    if not roster.may_speak(me, BodyPurged.TYPE):
        raise AdministratorsPurgeError
    for first in range(0, len(events), most):
        some = tuple(events[first : first + most])
        yield BodyPurged(events=some, reason=reason, person=person)


def purge_at_rest(
    notices: Iterable[BodyPurged],
    *,
    ledger: Ledger,
    alerts: StoredLog,
    records: StoredLog | None,
) -> tuple[Event, ...]:
    """Sign and keep ``notices`` in a home where no station runs, and delete those bodies there.

    The other stations hear of it when this one runs again. Where a station runs, publish the
    notices through it instead: it does the same, and tells the others at once.
    """
    written = []
    for notice in notices:
        event = ledger.write(notice)
        alerts.keep(Entry(events=(event,), purged=notice.events, carried_out=(event.id,)))
        if records is not None:
            records.keep(Entry(purged=notice.events))
        written.append(event)
    for log in (alerts, records):
        if log is not None and written:
            log.shred()
    return tuple(written)


class _Kept:
    """What marks keep, whoever wants to delete it."""

    def __init__(self, logs: Sequence[StoredLog], today: date) -> None:
        reports = [report for log in logs for report in log.kept_on(today)]
        self._today = today
        self._reports = {report.id: report for report in reports}
        self.alerts = {report.alert: report for report in reports if report.alert}
        self._events = {
            event: report
            for alert, report in self.alerts.items()
            for log in logs
            for event in log.events_of(alert)
        }

    def require_free(
        self, *, report: ReportId = "", alert: AlertId = "", event: EventId = ""
    ) -> None:
        """Raises ``NotPurgeableError`` with who wants it kept, and why."""
        by = self._reports.get(report) or self.alerts.get(alert) or self._events.get(event)
        if by is None:
            return
        mark = next(one for one in by.keep_marks if one.keeps_on(self._today))
        raise NotPurgeableError(
            "Report {number} is to be kept, says {author}: {why}",
            number=by.number,
            author=plain(mark.author),
            why=plain(mark.why),
            advice="Release it first: countersign report release",
        )


def _find(logs: Sequence[StoredLog], event_id: EventId) -> Event:
    for log in logs:
        event = log.find(event_id)
        if event is not None:
            return event
    raise UnknownEventError(f"No event {event_id} is known here.")


def _require_purgeable(event: Event) -> None:
    if event.header.stream is Stream.NOTICES:
        raise NotPurgeableError(
            "The roster rests on notices, so they stay.",
            advice="Purge alerts and records; people leave the roster by `site revoke`.",
        )
    if event.header.type not in _MAY_GO_ALONE:
        if event.header.type.startswith("report."):
            raise NotPurgeableError(
                f"A report does not stand without its {event.header.type}.",
                advice="Purge all of it with --report.",
            )
        raise NotPurgeableError(f"An alert does not stand without its {event.header.type}.")


def _require_closed(logs: Sequence[StoredLog], alert: AlertId) -> None:
    states = [state for log in logs if (state := log.state_of(alert)) is not None]
    if not states:
        raise UnknownAlertError(f"No alert {alert} is known here.")
    if any(state is not State.CLOSED for state in states):
        raise NotPurgeableError(f"Alert {alert} is open.")
