"""Drills and the training record, as commands read and make them at a supervisor's desk."""

import time
from datetime import datetime
from typing import Any

import msgspec

from desktop.app.running import RunningStation
from desktop.cli.serving.shapes import moment
from desktop.cli.serving.verbs import Nothing, Verb, settled
from desktop.domain.alerts.facts import Kind
from desktop.domain.drills.course import Call, Course, Line, Point
from desktop.domain.drills.drills import Drill, State
from desktop.domain.drills.errors import DrillRefusedError
from desktop.domain.drills.facts import DrillId
from desktop.domain.drills.planning import Wanted, can_be_asked
from desktop.domain.drills.training import Person
from desktop.domain.folding import folded
from desktop.domain.roster.ids import DeviceId
from desktop.services.drills.wording import found_words
from desktop.words import Words

_READ_WITHIN_S = 8.0
_SHOWN_WITHIN_S = 3.0
_LOOK_AGAIN_S = 0.05


class Plan(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What to plan; ``at`` is ``None`` for now. ``everywhere``: at every counter that is there."""

    counters: list[str]
    everywhere: bool = False
    kind: Kind = Kind.PANIC
    at: datetime | None = None
    surprise: bool = False
    scenario: str = ""


class Which(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One drill, by its number or the beginning of its id."""

    drill: str


class InLanguage(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """In which language; ``None`` for this PC's."""

    language: str | None = None


class DrillVerbs:
    """What ``countersign drill`` and ``training`` ask of the station; a counter refuses."""

    def __init__(self, running: RunningStation) -> None:
        self._running = running

    def verbs(self) -> dict[str, Verb[Any]]:
        """The verbs by name."""
        return {
            "drill plan": Verb(Plan, self._plan),
            "drill start": Verb(Which, self._start),
            "drill cancel": Verb(Which, self._cancel),
            "drill list": Verb(Nothing, self._list),
            "drill show": Verb(Which, self._show),
            "drill course": Verb(Which, self._course),
            "training list": Verb(InLanguage, self._training),
        }

    def _plan(self, said: Plan) -> dict[str, Any]:
        drilling = self._running.late.drilling()
        drilling.read(within=_READ_WITHIN_S)
        wanted = Wanted(
            kind=said.kind,
            stations=self._everywhere() if said.everywhere else self._stations(said.counters),
            at=said.at,
            is_surprise=said.surprise,
            scenario=said.scenario,
        )
        made = settled(drilling.desk.plan(wanted))
        begins = said.at is None
        return self._once(made, State.RUNNING if begins else State.PLANNED)

    def _start(self, said: Which) -> dict[str, Any]:
        drill = self._find(said.drill)
        settled(self._running.late.drilling().desk.begin(drill.id))
        return self._once(drill.id, State.RUNNING)

    def _cancel(self, said: Which) -> dict[str, Any]:
        drill = self._find(said.drill)
        settled(self._running.late.drilling().desk.cancel(drill.id))
        return self._once(drill.id, State.ENDED)

    def _list(self, _: Nothing) -> dict[str, Any]:
        me = self._running.identity.device
        known = self._running.late.drilling().read(within=_READ_WITHIN_S).drills
        return {"drills": [_of_drill(drill) for drill in known if drill.is_known_at(me)]}

    def _show(self, said: Which) -> dict[str, Any]:
        drill = self._find(said.drill)
        course = self._running.late.drilling().course(drill)
        words = Words.of("en")
        return {
            "drill": _of_drill(drill),
            "calls": [_of_call(call) for call in course.calls],
            "missing": [one.place for one in course.missing],
            "people": list(course.people),
            "found": [
                {
                    "what": one.what.value,
                    "good": one.is_good,
                    "where": one.where,
                    "desks": one.desks,
                    "seconds": one.seconds,
                    "text": found_words(one, words),
                }
                for one in course.found
            ],
        }

    def _course(self, said: Which) -> dict[str, Any]:
        """The whole course, for a command that prints it."""
        course: Course = self._running.late.drilling().course(self._find(said.drill))
        board = self._running.station.board
        return {
            "course": msgspec.to_builtins(course),
            "site": {"name": board.site_name, "address": board.site_address},
        }

    def _training(self, said: InLanguage) -> dict[str, Any]:
        running = self._running
        running.late.guiding().cards.wait_until_read(_READ_WITHIN_S)
        language = said.language or running.language
        training = running.late.drilling().training(language, within=_READ_WITHIN_S)
        today = running.late.openings().today()
        return {
            "months": training.months,
            "cards": training.cards,
            "people": [
                {**_of_person(one), "due_now": one.is_due(today)} for one in training.people
            ],
            "training": msgspec.to_builtins(training),
        }

    def _find(self, name: str) -> Drill:
        return self._running.late.drilling().find(name, within=_READ_WITHIN_S)

    def _everywhere(self) -> tuple[DeviceId, ...]:
        desks = self._running.station.board.desks
        return tuple(d.device for d in desks if can_be_asked(d) and d.is_present)

    def _stations(self, named: list[str]) -> tuple[DeviceId, ...]:
        """The counters of these names, places or ids. Of several PCs at one place those are meant
        that are there: one that was put in another's place is still of the site.
        """
        desks = [desk for desk in self._running.station.board.desks if can_be_asked(desk)]
        found: list[DeviceId] = []
        for name in named:
            wanted = folded(name.strip())
            of_it = [d for d in desks if wanted in {folded(d.place), folded(d.name), d.device}]
            if not of_it:
                raise DrillRefusedError(
                    "There is no counter “{name}” at this site.",
                    name=name,
                    advice="See the stations with: countersign site roster",
                )
            there = [desk for desk in of_it if desk.is_present]
            found += [desk.device for desk in there or of_it]
        return tuple(found)

    def _once(self, drill: DrillId, state: State) -> dict[str, Any]:
        """The drill as it stands once it is so far, which is in a moment."""
        deadline = time.monotonic() + _SHOWN_WITHIN_S
        found = self._find(drill)
        while found.state is not state and time.monotonic() < deadline:
            time.sleep(_LOOK_AGAIN_S)
            found = self._find(drill)
        return {"drill": _of_drill(found)}


def _of_drill(drill: Drill) -> dict[str, Any]:
    return {
        "id": drill.id,
        "number": drill.number,
        "state": drill.state.value,
        "kind": drill.kind.value,
        "surprise": drill.is_surprise,
        "scenario": drill.scenario,
        "planned_by": drill.person,
        "at": moment(drill.at),
        "minutes": drill.minutes,
        "counters": [{"station": one.station, "place": one.place} for one in drill.counters],
        "off": [one.place for one in drill.was_off],
        "begun_at": moment(drill.begun_at),
        "ended_at": moment(drill.ended_at),
        "why": drill.why.value if drill.why else None,
        "ended_by": drill.ended_by,
        "alerts": list(drill.alerts),
    }


def _of_call(call: Call) -> dict[str, Any]:
    return {
        "alert": call.alert,
        "place": call.place,
        "person": call.person,
        "raised_at": moment(call.raised_at),
        "received": call.received,
        "first_receipt_s": call.first_receipt_s,
        "last_receipt_s": call.last_receipt_s,
        "answered": call.is_answered,
        "answered_s": call.answered_s,
        "attended": call.is_attended,
        "attended_s": call.attended_s,
        "police_s": call.police_s,
        "cannot": list(call.cannot),
        "silent": list(call.silent),
        "stations": [_of_line(line) for line in call.lines],
    }


def _of_line(line: Line) -> dict[str, Any]:
    return {
        "station": line.station,
        "name": line.name,
        "person": line.person,
        "caller": line.is_caller,
        "measured": line.is_measured,
        "points": [_of_point(point) for point in line.points],
    }


def _of_point(point: Point) -> dict[str, Any]:
    return {
        "what": point.mark.value,
        "after_s": point.after_s,
        "who": point.who,
        "about": point.what,
    }


def _of_person(person: Person) -> dict[str, Any]:
    last = person.last_drill
    return {
        "person": person.name,
        "last_drill": moment(last.at) if last else None,
        "due": person.due.isoformat() if person.due else None,
        "current_read": person.current_read,
        "drills": [
            {"drill": one.number, "kind": one.kind.value, "at": moment(one.at)}
            for one in person.drills
        ],
        "read": [
            {
                "card": one.card,
                "title": one.title,
                "version": one.version,
                "at": moment(one.at),
                "current": one.is_current,
            }
            for one in person.read
        ],
    }
