"""Since when drills are over: all that was said of one goes together, or not at all."""

from collections.abc import Iterable
from datetime import datetime

from desktop.domain.drills.drills import Drill, Told, fold_drills
from desktop.domain.drills.facts import DrillBegun, DrillEnded, DrillId, DrillMeasured
from desktop.domain.events.event import EventId


def drill_ages(told: Iterable[Told]) -> list[tuple[datetime, tuple[EventId, ...]]]:
    """Each drill's events and since when it is over: its time has passed, and the last word on it
    was said. What belongs to no drill that is known here stands by itself.
    """
    facts = list(told)
    drills = fold_drills(facts).drills
    over = {drill.id: _over_at(drill) for drill in drills}
    drill_of = {alert: drill.id for drill in drills for alert in drill.alerts}

    def drill(one: Told) -> DrillId:
        match one.fact:
            case DrillBegun(drill=named) | DrillEnded(drill=named):
                return named
            case DrillMeasured(alert=alert):
                return drill_of.get(alert, one.event)
            case _:
                return one.event

    groups: dict[DrillId, list[Told]] = {}
    for one in facts:
        groups.setdefault(drill(one), []).append(one)
    return sorted(
        (
            max(*(one.at for one in group), over.get(name, group[0].at)),
            tuple(sorted((one.event for one in group), key=lambda event: (event != name, event))),
        )
        for name, group in groups.items()
    )


def _over_at(drill: Drill) -> datetime:
    try:
        return drill.ends_at
    except OverflowError:  # it begins at the end of the calendar, says some clock
        return drill.begun_at or drill.at
