"""All that is known of drills, folded as a set: order and doubles change nothing."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum

import msgspec

from desktop.domain.alerts.facts import AlertId, Kind
from desktop.domain.drills.facts import (
    DrillBegun,
    DrillEnded,
    DrillFact,
    DrillId,
    DrillMeasured,
    DrillPlanned,
    Place,
    Why,
)
from desktop.domain.events.event import EventId
from desktop.domain.plain_text import plain
from desktop.domain.roster.ids import DeviceId


class Told(msgspec.Struct, frozen=True):
    """A fact as it stands in the log."""

    at: datetime
    event: EventId
    desk: DeviceId
    fact: DrillFact


class State(StrEnum):
    """How far a drill is."""

    PLANNED = "planned"
    RUNNING = "running"
    ENDED = "ended"


class Measured(msgspec.Struct, frozen=True):
    """What ``station`` measured of one alert, by event in milliseconds. ``people`` said something
    there.
    """

    station: DeviceId
    place: str
    person: str
    people: tuple[str, ...]
    after_ms: Mapping[EventId, int]


class Drill(msgspec.Struct, frozen=True, kw_only=True):
    """One drill. ``counters`` are those that it was planned for, ``asked`` those that were there
    when it began; ``desk`` is where it was planned, ``begun_by`` where it began: at another desk,
    where that one was off. ``why`` it ended, and who ended it, stand with ``ended_at``.
    """

    id: DrillId
    desk: DeviceId
    kind: Kind
    is_surprise: bool
    scenario: str
    person: str
    at: datetime
    minutes: int
    counters: tuple[Place, ...]
    asked: tuple[Place, ...] = ()
    begun_at: datetime | None = None
    begun_by: DeviceId = ""
    ended_at: datetime | None = None
    why: Why | None = None
    ended_by: str = ""
    alerts: tuple[AlertId, ...] = ()

    @property
    def number(self) -> str:
        """The short name that people use."""
        return self.id[:6].upper()

    @property
    def state(self) -> State:
        """How far it is; what ended never begins again."""
        if self.why is not None:
            return State.ENDED
        return State.PLANNED if self.begun_at is None else State.RUNNING

    @property
    def ends_at(self) -> datetime:
        """When it is over at the latest, by the clock of whoever began it."""
        return (self.begun_at or self.at) + timedelta(minutes=self.minutes)

    @property
    def was_off(self) -> tuple[Place, ...]:
        """Counters that it was planned for and that were off when it began."""
        asked = {one.station for one in self.asked}
        missing = (one for one in self.counters if one.station not in asked)
        return tuple(missing) if self.begun_at is not None else ()

    def is_known_at(self, desk: DeviceId) -> bool:
        """Whether that desk shows it: of a surprise only the desk that planned it, before."""
        return not self.is_surprise or self.desk == desk or self.begun_at is not None

    def overlaps(self, begin: datetime, minutes: int) -> bool:
        """Whether another one from ``begin`` on would meet it."""
        mine = self.begun_at or self.at
        return mine < begin + timedelta(minutes=minutes) and begin < self.ends_at


class Drills(msgspec.Struct, frozen=True, kw_only=True):
    """``drills`` with the latest first; ``measured`` by alert, a station's first word once."""

    drills: tuple[Drill, ...] = ()
    measured: Mapping[AlertId, tuple[Measured, ...]] = {}

    def find(self, name: str) -> Drill | None:
        """The drill with that id, or the only one whose id begins so."""
        found = [drill for drill in self.drills if drill.id.startswith(name.lower())]
        return found[0] if len(found) == 1 and name else None

    def of_state(self, *states: State) -> tuple[Drill, ...]:
        """Those that are so far."""
        return tuple(drill for drill in self.drills if drill.state in states)


def fold_drills(told: Iterable[Told]) -> Drills:
    """What ``told`` makes. What is said of a drill that nobody planned waits for its plan."""
    facts = {one.event: one for one in told}
    in_order = sorted(facts.values(), key=lambda one: (one.at, one.event))
    begun: dict[DrillId, Told] = {}
    ended: dict[DrillId, list[DrillEnded]] = {}
    ended_at: dict[DrillId, datetime] = {}
    measured: dict[AlertId, dict[DeviceId, Measured]] = {}
    for one in in_order:
        match one.fact:
            case DrillBegun(drill=drill):
                begun.setdefault(drill, one)
            case DrillEnded(drill=drill):
                ended.setdefault(drill, []).append(one.fact)
                ended_at.setdefault(drill, one.at)
            case DrillMeasured() as fact:
                measured.setdefault(fact.alert, {}).setdefault(one.desk, _measured(one.desk, fact))
            case _:
                pass
    planned = [
        _drill(one, one.fact, begun.get(one.event), ended.get(one.event, []), ended_at)
        for one in in_order
        if isinstance(one.fact, DrillPlanned)
    ]
    return Drills(
        drills=tuple(sorted(planned, key=lambda drill: (drill.at, drill.id), reverse=True)),
        measured={alert: tuple(stations.values()) for alert, stations in measured.items()},
    )


def _drill(
    told: Told,
    plan: DrillPlanned,
    begun: Told | None,
    ended: list[DrillEnded],
    ended_at: Mapping[DrillId, datetime],
) -> Drill:
    asked = begun.fact.counters if begun and isinstance(begun.fact, DrillBegun) else ()
    named = dict.fromkeys(alert for one in ended for alert in one.alerts)
    return Drill(
        id=told.event,
        desk=told.desk,
        kind=plan.kind,
        is_surprise=plan.is_surprise,
        scenario=plain(plan.scenario),
        person=plain(plan.person),
        at=plan.at,
        minutes=plan.minutes,
        counters=_plain(plan.counters),
        asked=_plain(asked),
        begun_at=begun.at if begun else None,
        begun_by=begun.desk if begun else "",
        ended_at=ended_at.get(told.event),
        why=ended[0].why if ended else None,
        ended_by=plain(ended[0].person) if ended else "",
        alerts=tuple(named),
    )


def _plain(places: Iterable[Place]) -> tuple[Place, ...]:
    return tuple(Place(one.station, plain(one.place)) for one in places)


def _measured(station: DeviceId, fact: DrillMeasured) -> Measured:
    after = {moment.event: moment.after_ms for moment in fact.moments}
    people = tuple(dict.fromkeys(filter(None, map(plain, fact.people))))
    return Measured(station, plain(fact.place), plain(fact.person), people, after)
