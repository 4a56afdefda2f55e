"""Who may say what: one table, walked whole by a test."""

from enum import Enum, auto

from desktop.domain.roster.roles import Role


class Voice(Enum):
    """On whose authority an event speaks."""

    SITE = auto()
    ADMINISTRATOR = auto()
    SUPERVISOR = auto()
    STATION = auto()
    RELAY = auto()


EVERY_STATION = frozenset({Voice.STATION, Voice.SUPERVISOR, Voice.ADMINISTRATOR})
SUPERVISORS = frozenset({Voice.SUPERVISOR, Voice.ADMINISTRATOR})
ADMINISTRATORS = frozenset({Voice.ADMINISTRATOR, Voice.SITE})

MAY_SAY: dict[str, frozenset[Voice]] = {
    "alert.raised": EVERY_STATION,
    "alert.pressed": EVERY_STATION,
    "alert.noted": EVERY_STATION,
    "alert.withdrawn": EVERY_STATION,
    "alert.attended": EVERY_STATION,
    "alert.offered": EVERY_STATION,
    "alert.relayed": EVERY_STATION,
    "alert.received": SUPERVISORS,
    "alert.acknowledged": SUPERVISORS,
    "alert.told": SUPERVISORS,
    "alert.unsaid": SUPERVISORS,
    "alert.closed": SUPERVISORS,
    "alert.outcome": SUPERVISORS,
    "report.submitted": EVERY_STATION,
    "report.amended": EVERY_STATION,
    "report.call_ticked": EVERY_STATION,
    "report.put_right": SUPERVISORS,
    "report.read": SUPERVISORS,
    "report.commented": SUPERVISORS,
    "report.action_listed": SUPERVISORS,
    "report.action_done": SUPERVISORS,
    "report.concluded": SUPERVISORS,
    "report.signed": SUPERVISORS,
    "report.kept": SUPERVISORS,
    "report.released": SUPERVISORS,
    "guidance.edited": SUPERVISORS,
    "guidance.ruled": SUPERVISORS,
    "guidance.rated": EVERY_STATION,
    "guidance.read": EVERY_STATION,
    "guidance.practiced": EVERY_STATION,
    "opening.tested": EVERY_STATION,
    "opening.missed": SUPERVISORS,
    "drill.planned": SUPERVISORS,
    "drill.begun": SUPERVISORS,
    "drill.ended": SUPERVISORS,
    "drill.measured": EVERY_STATION,
    "drill.called": SUPERVISORS,
    "settings.preset": SUPERVISORS,
    "protocol.set": SUPERVISORS,
    "protocol.step_taken": SUPERVISORS,
    "protocol.step_done": SUPERVISORS,
    "protocol.step_given_back": SUPERVISORS,
    "plan.shown": SUPERVISORS,
    "plan.placed": SUPERVISORS,
    "outside.attendance": EVERY_STATION,
    "recovery.checked": SUPERVISORS,
    "backup.made": SUPERVISORS,
    "log.purged": ADMINISTRATORS,
    "site.created": frozenset({Voice.SITE}),
    "site.named": ADMINISTRATORS,
    "device.admitted": ADMINISTRATORS,
    "device.entrusted": frozenset({Voice.SITE}),
    "device.placed": ADMINISTRATORS,
    "device.revoked": ADMINISTRATORS,
    "relay.named": EVERY_STATION | {Voice.RELAY},
}
OTHERWISE = EVERY_STATION
"""An event of a newer program: any station may say it; it is kept, forwarded, and folds nowhere."""


def voice_of(role: Role, *, administrator: bool) -> Voice:
    """The authority that a station speaks with."""
    if role is Role.RELAY:
        return Voice.RELAY
    if administrator:
        return Voice.ADMINISTRATOR
    return Voice.SUPERVISOR if role is Role.SUPERVISOR else Voice.STATION


def may_say(voice: Voice, event_type: str) -> bool:
    """Whether the table lets ``voice`` sign an event of that type."""
    return voice in MAY_SAY.get(event_type, OTHERWISE)
