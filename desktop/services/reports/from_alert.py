"""What a report can take over from where it begins: the station, an alert, steps of guidance tried.

Only what is known: nobody is said to have come who did not say so, no end is made up.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo

from desktop.domain.alerts.alert import Alert
from desktop.domain.alerts.facts import AlertAttended, Context, Occasion
from desktop.domain.protocol.facts import StepId
from desktop.domain.protocol.standing import Said, standing_of
from desktop.domain.protocol.steps import POLICE, Step
from desktop.domain.reports.field import Answers, Row

_TOLD: Mapping[StepId, str] = {"director": "director_told", "guard": "security_told"}
"""Steps of the protocol that a report asks about, whatever words a site has for them."""
_BEHAVIOR = {Context.WEAPON: "weapon", Context.THREAT: "threat_to_person"}


def answers_from_alert(alert: Alert, *, zone: tzinfo | None = None) -> Answers:
    """Began, ended, place, reporter, who came and when, and whether police were called and director
    and guard told.

    Times are the wall clock's in ``zone``; ``None`` means the time zone of this machine.
    """
    answers: Answers = {
        "began": alert.raised_at.astimezone(zone).strftime("%Y-%m-%dT%H:%M"),
        "place": alert.place,
    }
    if alert.person:
        answers["reporter_name"] = alert.person
    if alert.closed_at is not None:
        answers["ended"] = _clock(alert.closed_at, zone)
    if alert.context in _BEHAVIOR:
        answers["behavior"] = [_BEHAVIOR[alert.context]]
    if came := _came(alert, zone):
        answers["personnel"] = [*came]
        answers["level"] = "supervisor"
    called = _done(alert, POLICE)
    if called is not None:
        answers["police_called"] = True
        answers["police_at"] = _clock(called.at, zone)
        if called.person:
            answers["police_by"] = called.person
    for step, told in _TOLD.items():
        if _done(alert, step) is not None:
            answers[told] = True
    return answers


def answers_from_station(person: str, place: str) -> Answers:
    """Who sits where a report begins: its paper says so, and so does its form."""
    return {key: said for key, said in (("reporter_name", person), ("place", place)) if said}


def answers_from_steps(steps: Sequence[str]) -> Answers:
    """The steps that somebody ticked while the guidance was open: keys of the table, or words."""
    return {"steps": list(dict.fromkeys(steps))} if steps else {}


def _came(alert: Alert, zone: tzinfo | None) -> list[Row]:
    """Supervisors who said that they were there; those going, where the counter said they came."""
    came: dict[str, datetime] = {}
    for recorded in alert.timeline:
        if isinstance(recorded.fact, AlertAttended):
            is_counter = recorded.device == alert.station
            names = [a.person for a in alert.going] if is_counter else [recorded.fact.person]
            for name in filter(None, names):
                came.setdefault(name, recorded.at)
    return [
        {"name": name, "duty": "Supervisor", "at": _clock(at, zone)} for name, at in came.items()
    ]


def _done(alert: Alert, step: StepId) -> Said | None:
    """Who did that step of the protocol first. Of a drill nothing is told: nobody was called."""
    standing = standing_of(alert, Step(key=step, text=""))
    is_meant = alert.occasion is Occasion.REAL
    return standing.done if is_meant and standing.is_needed else None


def _clock(at: datetime, zone: tzinfo | None) -> str:
    return at.astimezone(zone).strftime("%H:%M")
