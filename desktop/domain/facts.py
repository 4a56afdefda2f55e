"""Every fact this program knows, by the type name in an event's header."""

from desktop.domain.alerts import facts as alerts
from desktop.domain.backup.facts import BACKUP_FACTS
from desktop.domain.drills.facts import DRILL_FACTS
from desktop.domain.events.body import Fact
from desktop.domain.guidance.facts import GUIDANCE_FACTS
from desktop.domain.log_facts import BodyPurged
from desktop.domain.opening.facts import OPENING_FACTS
from desktop.domain.outside.facts import OUTSIDE_FACTS
from desktop.domain.plan.facts import PLAN_FACTS
from desktop.domain.protocol.facts import PROTOCOL_FACTS
from desktop.domain.recovery.facts import RECOVERY_FACTS
from desktop.domain.reports.facts import REPORT_FACTS
from desktop.domain.roster.facts import ROSTER_FACTS
from desktop.domain.settings.facts import SETTINGS_FACTS

_ALL: tuple[type[Fact], ...] = (
    alerts.AlertRaised,
    alerts.AlertPressed,
    alerts.AlertNoted,
    alerts.AlertReceived,
    alerts.AlertAcknowledged,
    alerts.AlertOffered,
    alerts.AlertTold,
    alerts.AlertUnsaid,
    alerts.AlertAttended,
    alerts.AlertClosed,
    alerts.AlertWithdrawn,
    alerts.AlertRelayed,
    alerts.AlertOutcome,
    BodyPurged,
    *REPORT_FACTS,
    *GUIDANCE_FACTS,
    *OPENING_FACTS,
    *DRILL_FACTS,
    *PROTOCOL_FACTS,
    *PLAN_FACTS,
    *SETTINGS_FACTS,
    *OUTSIDE_FACTS,
    *RECOVERY_FACTS,
    *BACKUP_FACTS,
    *ROSTER_FACTS,
)

FACTS: dict[str, type[Fact]] = {fact.TYPE: fact for fact in _ALL}
