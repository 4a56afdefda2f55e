"""`log rebuild`: projections dropped, and made anew from the events alone."""

from collections import defaultdict
from collections.abc import Callable, Iterable

import msgspec

from desktop.domain.alerts.alert import Alert, Recorded, fold
from desktop.domain.alerts.facts import AlertFact, AlertId, AlertOutcome, AlertReceived
from desktop.domain.events.event import Event, EventId
from desktop.domain.events.streams import Stream
from desktop.domain.protocol.facts import StepFact
from desktop.domain.reports.facts import ReportFact, ReportId, ThreatCallTicked, report_of
from desktop.domain.roster.ids import DeviceId
from desktop.domain.roster.roster import Roster
from desktop.services.log.admission import Admission
from desktop.services.log.reading import facts_of
from desktop.services.log.stored import Projections, StoredLog
from desktop.services.ports import ToldOutcome, Verify


class Rebuilt(msgspec.Struct, frozen=True, kw_only=True):
    """What was made. ``left_out`` counts events that are not as their authors signed them, those
    that a device signed after it was revoked, and those that their authors may not say.
    """

    alerts: int
    outcomes: int
    reports: int
    left_out: int


def rebuild(log: StoredLog, *, roster: Roster, verify: Verify) -> Rebuilt:
    """Replace the projections of ``log`` by what its events say, in one transaction.

    Believed is what a station would believe that hears it now, and nothing else: no edit becomes
    what people see, nor does what an older version kept without asking who may say it.
    """
    admission = Admission(site=bytes.fromhex(roster.site), streams=frozenset(Stream), verify=verify)
    events = list(log.events())
    sound = [one for one in events if admission.refusal(one, roster, is_purged=True) is None]
    projections = project(sound, is_supervisor=roster.is_supervisors)
    log.replace(projections)
    return Rebuilt(
        alerts=len(projections.standing),
        outcomes=len(projections.outcomes),
        reports=len({report for report, _ in projections.told}),
        left_out=len(events) - len(sound),
    )


def project(
    events: Iterable[Event], *, is_supervisor: Callable[[DeviceId], bool] = lambda _device: True
) -> Projections:
    """What ``events`` make, in whatever order they are; ``is_supervisor`` as in ``fold``."""
    recorded: dict[AlertId, list[Recorded]] = defaultdict(list)
    facts: list[tuple[AlertId, EventId]] = []
    outcomes: list[ToldOutcome] = []
    told: list[tuple[ReportId, EventId]] = []
    for event, fact in facts_of(events):
        at, device = event.header.at, event.header.device_id
        if isinstance(fact, AlertOutcome):
            outcomes.append(ToldOutcome(at, event.id, fact))
        elif isinstance(fact, ReportFact) and not isinstance(fact, ThreatCallTicked):
            told.append((report_of(event.id, fact), event.id))
        elif isinstance(fact, AlertFact | AlertReceived | StepFact):
            alert: AlertId = getattr(fact, "alert", "") or event.id
            facts.append((alert, event.id))
            recorded[alert].append(Recorded(at, event.id, device, fact))
    folded = [fold(alert, found, is_supervisor=is_supervisor) for alert, found in recorded.items()]
    standing: list[Alert] = [alert for alert in folded if alert is not None]
    return Projections(
        facts=tuple(facts),
        standing=tuple(standing),
        outcomes=tuple(outcomes),
        told=tuple(told),
    )
