"""An office whose desks plan drills, and whose stations are asked and measure.

office = DrilledOffice().opens()
drill = office.plans("Ana", "Counter 3")
office.presses_for_it("Counter 3")
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from msgspec.structs import replace

from desktop.domain.alerts.alert import Alert
from desktop.domain.alerts.facts import Kind, Occasion
from desktop.domain.board import Board
from desktop.domain.drills.course import Course
from desktop.domain.drills.drills import Drill, Drills
from desktop.domain.drills.measuring import Measuring
from desktop.domain.drills.planning import Wanted
from desktop.domain.roster.roles import Role
from desktop.services.alerts.raising import Pressed
from desktop.services.drills.asking import Ask, Asking
from desktop.services.drills.drill_desk import DrillDesk
from desktop.services.drills.gathering import DrillGathering
from desktop.services.records.parts import RecordWriter
from desktop.services.records.saying import put_on_record
from tests.support.guided import GuidedOffice
from tests.support.stations import Desk

DESKS = ("Ana", "Marcus")


class Drilled:
    """What one station has of drills; it is gone when its PC is switched off."""

    def __init__(self, office: "DrilledOffice", desk: Desk) -> None:
        self.desk = desk
        self.known = Drills()
        self.plans: DrillDesk | None = None
        self.measuring = Measuring()
        self.asking = Asking(site=desk.at_work, now=desk.clock.now, monotonic=desk.clock.monotonic)
        self.asking.start(desk.disk)
        writer: RecordWriter
        if desk.role is Role.SUPERVISOR:
            writer = desk.records_at_work
            self.plans = DrillDesk(
                writer,
                site=desk.at_work,
                close=desk.at_work.end_drill,
                now=desk.clock.now,
                minutes=lambda: office.minutes,
            )
            gathering = DrillGathering(
                desk.records_at_work,
                archive=desk.records_disk,
                site=desk.at_work,
            )
            gathering.watch(self._told)
            writer.post(self.plans.look)
        else:
            own = office.tables[desk.name].own
            assert own is not None
            writer = own
        self._writer = writer
        desk.at_work.watch(self._look)

    def _told(self, drills: Drills) -> None:
        self.known = drills
        assert self.plans is not None
        self.plans.told(drills)

    def _look(self, board: Board) -> None:
        if self.plans is not None and self.plans.is_running:
            self._writer.post(self.plans.look_now)
        moment = self.desk.clock.monotonic()
        is_desk = self.desk.role is Role.SUPERVISOR
        for measured in self.measuring.look(board, moment, is_desk=is_desk):
            put_on_record(lambda: self._writer, measured)


class DrilledOffice(GuidedOffice):
    """Ana and Marcus at their desks, Counter 1 and Counter 3."""

    minutes = 10

    def opens(self, *names: str) -> "DrilledOffice":
        self.drilled: dict[str, Drilled] = {}
        super().opens(*names)
        return self

    def start(self, name: str) -> Desk:
        desk = super().start(name)
        self.drilled[name] = Drilled(self, desk)
        return desk

    def stop(self, name: str) -> None:
        self.drilled.pop(name, None)
        super().stop(name)

    def now(self) -> datetime:
        return self["Ana"].clock.now()

    def wanted(self, *counters: str, in_minutes: float | None = None, **more: object) -> Wanted:
        at = None if in_minutes is None else self.now() + timedelta(minutes=in_minutes)
        stations = tuple(self[one].id for one in counters)
        return replace(Wanted(kind=Kind.PANIC, stations=stations, at=at), **more)

    def plans(self, name: str, *counters: str, **more: object) -> Drill:
        """Somebody plans a drill at that desk; for now, where nothing else is said."""
        drill = self.done(self.desk(name).plan(self.wanted(*counters, **more)))  # type: ignore[arg-type]  # a test's shorthand
        self.advance(1)
        return self.drill(name, drill)

    def desk(self, name: str) -> DrillDesk:
        plans = self.drilled[name].plans
        assert plans is not None
        return plans

    def drill(self, name: str, drill: str = "") -> Drill:
        """The drill as that desk knows it; the only one where none is named."""
        drills = self.drilled[name].known
        if not drill:
            (only,) = drills.drills
            return only
        found = drills.find(drill)
        assert found is not None
        return found

    def asked(self, name: str) -> Ask | None:
        return self.drilled[name].asking.of(self[name].id)

    def presses_for_it(self, name: str, kind: Kind = Kind.PANIC) -> Pressed:
        return self.press(name, kind, occasion=Occasion.DRILL)

    def minute(self, count: float = 1) -> None:
        """Pass minutes, a few seconds at a time."""
        for _ in range(round(count * 12)):
            self.advance(5)

    def alerts(self, name: str) -> Iterator[Alert]:
        board = self[name].board
        yield from (live.alert for live in board.alerts)
        yield from board.closed

    def course(self, name: str = "Ana", drill: str = "") -> Course:
        """How it went, as that desk reads it."""
        held = self.drill(name, drill)
        return Course.of(
            held,
            self.drilled[name].known,
            [alert for alert in self.alerts(name) if alert.id in held.alerts],
            names={desk.id: one for one, desk in self.desks.items()},
        )
