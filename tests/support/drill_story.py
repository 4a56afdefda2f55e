"""A drill as it might really have gone, told as facts, for tests and pictures."""

from datetime import timedelta

from desktop.domain.alerts.alert import Alert
from desktop.domain.alerts.facts import Kind, Message, Occasion
from desktop.domain.drills.course import Course
from desktop.domain.drills.drills import Drills, Told, fold_drills
from desktop.domain.drills.facts import (
    DrillBegun,
    DrillEnded,
    DrillFact,
    DrillMeasured,
    DrillPlanned,
    Moment,
    Place,
    Why,
)
from desktop.domain.protocol.facts import StepDone, StepTaken
from desktop.domain.roster.ids import DeviceId
from tests.support.alert_story import ANNEX, BACK, COUNTER, FRONT, NAMES, PRESSED_AT, Story

OTHER = "4" * 32
PLACES = (Place(COUNTER, "Counter 3"), Place(OTHER, "Counter 4"))
SCENARIO = "Somebody shows a knife."
DRILL = "d7" * 16
CALL = "Call the police"


def a_call(*, is_answered: bool = True) -> Alert:
    """Maria presses for the drill; Ana goes, Ben cannot, and the annex says nothing."""
    story = Story(occasion=Occasion.DRILL, note=SCENARIO)
    story.receive(0.03, FRONT)
    story.receive(0.04, BACK)
    story.receive(0.05, ANNEX)
    if is_answered:
        story.answer(6.1, FRONT, "Ana Ruiz")
        story.say(9.4, BACK, "Ben Okafor", Message.CANNOT)
        story.tell(
            11.2, FRONT, StepTaken(alert=story.id, step="police", text=CALL, person="Ana Ruiz")
        )
        story.tell(
            19.9, FRONT, StepDone(alert=story.id, step="police", text=CALL, person="Ana Ruiz")
        )
        story.attend(34.0, COUNTER, "Maria Delgado")
    story.close(55.0, FRONT, "Ana Ruiz")
    return story.alert()


def measured_of(alert: Alert, device: DeviceId, person: str, late: float = 0.0) -> DrillMeasured:
    """What ``device`` measured, which showed the call ``late`` seconds after the press."""
    moments = tuple(
        Moment(r.event, max(0, round(1000 * ((r.at - alert.raised_at).total_seconds() - late))))
        for r in alert.timeline
    )
    people = tuple(
        dict.fromkeys(
            said
            for r in alert.timeline
            if r.device == device and (said := str(getattr(r.fact, "person", "")))
        )
    )
    return DrillMeasured(
        alert=alert.id, place=NAMES[device], person=person, people=people, moments=moments
    )


def told_of(
    *calls: Alert,
    why: Why = Why.OVER,
    is_surprise: bool = False,
    name: str = DRILL,
    days_ago: float = 0,
    measured_at: tuple[DeviceId, ...] = (COUNTER, FRONT, BACK, ANNEX),
) -> list[Told]:
    """The drill's facts, as its desks signed them."""
    begun = PRESSED_AT - timedelta(seconds=20, days=days_ago)
    people = {COUNTER: "Maria Delgado", FRONT: "Ana Ruiz", BACK: "Ben Okafor", ANNEX: ""}
    facts: list[tuple[float, DeviceId, DrillFact]] = [
        (
            -60,
            FRONT,
            DrillPlanned(
                kind=Kind.PANIC,
                counters=PLACES,
                at=begun,
                minutes=10,
                is_surprise=is_surprise,
                scenario=SCENARIO,
                person="Ana Ruiz",
            ),
        ),
        (0, FRONT, DrillBegun(drill=name, counters=PLACES)),
    ]
    for call in calls:
        for at in measured_at:
            late = 0.0 if at == call.station else 0.05
            facts.append((70, at, measured_of(call, at, people[at], late)))
    ended = DrillEnded(drill=name, alerts=tuple(call.id for call in calls), why=why)
    facts.append((90, FRONT, ended))
    return [
        Told(
            begun + timedelta(seconds=after),
            name if isinstance(fact, DrillPlanned) else f"{name}{at}",
            device,
            fact,
        )
        for at, (after, device, fact) in enumerate(facts)
    ]


def a_drill(*calls: Alert, **more: object) -> Drills:
    """What those facts make."""
    return fold_drills(told_of(*calls, **more))  # type: ignore[arg-type]  # a test's shorthand


def a_course(*calls: Alert, **more: object) -> Course:
    """How it went."""
    drills = a_drill(*calls, **more)
    return Course.of(drills.drills[0], drills, calls, names={**NAMES, OTHER: "Counter 4"})
