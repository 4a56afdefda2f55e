"""Planning drills and carrying them out, at a supervisor's desk."""

from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime, timedelta
from typing import Any, Protocol

from desktop.domain.alerts.alert import Alert
from desktop.domain.alerts.facts import AlertId, Kind, Occasion
from desktop.domain.board import Board
from desktop.domain.drills.drills import Drill, Drills, State
from desktop.domain.drills.errors import DrillRefusedError, UnknownDrillError
from desktop.domain.drills.facts import (
    DrillBegun,
    DrillCalled,
    DrillEnded,
    DrillFact,
    DrillId,
    DrillPlanned,
    Stage,
    Why,
)
from desktop.domain.drills.planning import WAITS_FOR, Wanted, checked, refuse_now, there
from desktop.domain.errors import DeskError
from desktop.domain.events.event import Event
from desktop.domain.plain_text import plain
from desktop.domain.roster.ids import DeviceId
from desktop.services.records.parts import RecordWriter

LOOK_EVERY_S = 5.0
NEXT_DESK_AFTER = timedelta(minutes=1)
"""How much later another desk does what the desk that planned a drill should have done: it is off,
and the counters must not be asked for ever."""
_CLOCKS_DIFFER_BY = timedelta(minutes=10)
"""A counter's clock may be behind the desk's by so much, and its press still belongs to the drill
that was begun."""


class Site(Protocol):
    """The station, as this needs it; each method may be called from any thread."""

    @property
    def board(self) -> Board: ...
    @property
    def device(self) -> DeviceId: ...
    def press(
        self, kind: Kind, *, place: str | None, note: str, occasion: Occasion
    ) -> "Future[Any]": ...
    def publish(self, fact: DrillCalled) -> "Future[Event]": ...


class DrillDesk:
    """Plans, begins and ends drills. It belongs to the records thread; ``plan``, ``begin`` and
    ``cancel`` may be called from any.

    ``told`` is to be called with what is known of drills, now and after each change, and ``look``
    once. ``close`` closes an alert with the outcome *drill*. ``minutes`` says how long a drill is.
    """

    def __init__(
        self,
        writer: RecordWriter,
        *,
        site: Site,
        close: Callable[[AlertId], object],
        now: Callable[[], datetime],
        minutes: Callable[[], int],
    ) -> None:
        self._writer = writer
        self._site = site
        self._close = close
        self._now = now
        self._minutes = minutes
        self._drills: Drills | None = None
        self._planning: dict[int, Drill] = {}
        self._busy: set[DrillId] = set()
        self._carried_out: set[DrillId] = set()
        self._alerts: dict[DrillId, dict[AlertId, None]] = {}

    @property
    def is_running(self) -> bool:
        """A drill goes on. Any thread."""
        drills = self._drills
        return drills is not None and bool(drills.of_state(State.RUNNING))

    # --- what a person asks for ------------------------------------------------------------------

    def plan(self, wanted: Wanted) -> "Future[DrillId]":
        """Plan a drill, and begin it at once where it is for now. The future is set once the plan
        is on this PC's disk; it raises ``DrillRefusedError``, or ``RecordNotSavedError``.
        """
        return self._promise(lambda done: self._plan(wanted, done))

    def begin(self, drill: DrillId) -> "Future[DrillId]":
        """Begin a planned drill now, whatever its time; refused as ``plan`` is."""
        return self._promise(lambda done: self._begin_now(self._find(drill), done))

    def cancel(self, drill: DrillId) -> "Future[DrillId]":
        """End it, planned or running: the counters are asked no more, and its alerts are closed."""
        return self._promise(lambda done: self._cancel(self._find(drill), done))

    # --- on the records thread -------------------------------------------------------------------

    def told(self, drills: Drills) -> None:
        """That is known now."""
        self._drills = drills
        self.look_now()

    def look(self) -> None:
        """Look now, and every few seconds from now on."""
        self._writer.schedule.after(LOOK_EVERY_S, self.look)  # first: no failed look is the last
        self.look_now()

    def look_now(self) -> None:
        """Begin what is due, and end what is over."""
        if self._drills is None:
            return
        board = self._site.board
        for drill in self._drills.of_state(State.PLANNED, State.RUNNING):
            if drill.id in self._busy:
                continue
            if drill.state is State.RUNNING:
                self._go_on(drill, board)
            elif self._is_due(drill, board):
                self._begin_when_possible(drill, board)

    def _plan(self, wanted: Wanted, done: Callable[[DrillId], None]) -> None:
        if self._drills is None:
            raise DrillRefusedError(
                "This desk is still reading its records.", advice="Try again in a moment."
            )
        now, minutes, board = self._now(), self._minutes(), self._site.board
        known = (*self._drills.drills, *self._planning.values())
        counters = checked(wanted, board, known, now=now, minutes=minutes)
        plan = DrillPlanned(
            kind=wanted.kind,
            counters=counters,
            at=wanted.at or now,
            minutes=minutes,
            is_surprise=wanted.is_surprise,
            scenario=plain(wanted.scenario.strip()),
            person=board.me.person,
        )
        waiting = Drill(
            id="",
            desk=self._site.device,
            kind=plan.kind,
            is_surprise=plan.is_surprise,
            scenario=plan.scenario,
            person=plan.person,
            at=plan.at,
            minutes=minutes,
            counters=counters,
        )
        self._planning[id(waiting)] = waiting

        def written(event: Event) -> None:
            self._planning.pop(id(waiting), None)
            if not plan.is_surprise and plan.at > now:
                self._tell(event.id, plan, Stage.ANNOUNCED)
            done(event.id)
            self.look_now()

        def failed(_refusal: DeskError) -> None:
            self._planning.pop(id(waiting), None)

        self._write(plan, written, failed)

    def _begin_now(self, drill: Drill, done: Callable[[DrillId], None]) -> None:
        if drill.state is not State.PLANNED or drill.id in self._busy:
            raise DrillRefusedError(
                "This drill has begun or ended already.", advice="Plan another one."
            )
        board = self._site.board
        refuse_now(drill.counters, board, is_surprise=drill.is_surprise)
        self._begin(drill, board, lambda: done(drill.id))

    def _cancel(self, drill: Drill, done: Callable[[DrillId], None]) -> None:
        if drill.state is State.ENDED or drill.id in self._busy:
            raise DrillRefusedError("This drill is over already.", advice="Nothing is to be done.")
        board = self._site.board
        self._end(drill, board, Why.CANCELLED, board.me.person, lambda: done(drill.id))

    def _is_due(self, drill: Drill, board: Board) -> bool:
        """A surprise is its planner's affair alone, for no other desk is to know of it."""
        if drill.desk == self._site.device:
            return drill.at <= self._now()
        return not drill.is_surprise and self._stands_in(drill.desk, board, drill.at)

    def _stands_in(self, desk: DeviceId, board: Board, due: datetime) -> bool:
        """``desk``, whose affair it is, is off, and this one is the first of those that are
        there.
        """
        desks = {desk.device for desk in board.supervisors if desk.is_present}
        is_first = all(self._site.device < other for other in desks)
        return desk not in desks and is_first and self._now() >= due + NEXT_DESK_AFTER

    def _begin_when_possible(self, drill: Drill, board: Board) -> None:
        """Now, or later where somebody calls in earnest or no counter is on; after half an hour it
        is too late.
        """
        if self._now() - drill.at > WAITS_FOR:
            self._end(drill, board, Why.NOT_BEGUN)
            return
        try:
            refuse_now(drill.counters, board, is_surprise=drill.is_surprise)
        except DrillRefusedError:
            return
        self._begin(drill, board)

    def _begin(self, drill: Drill, board: Board, then: Callable[[], None] = lambda: None) -> None:
        begun = DrillBegun(drill=drill.id, counters=there(drill.counters, board))
        self._do(drill, begun, then)

    def _go_on(self, drill: Drill, board: Board) -> None:
        """Carry it out, as a restart may have kept this desk from doing, until it is over."""
        assert drill.begun_at is not None
        is_mine = drill.begun_by == self._site.device
        if not is_mine and not self._stands_in(drill.begun_by, board, drill.begun_at):
            return
        if any(entry.alert.occasion is Occasion.REAL for entry in board.alerts):
            self._end(drill, board, Why.REAL_CALL)
            return
        alerts = self._alerts_of(drill, board)
        if drill.id not in self._carried_out:
            self._carried_out.add(drill.id)
            if is_mine or not drill.is_surprise:  # nobody else calls in that desk's name
                self._carry_out(drill, alerts)
                return
        called = {(one.place if drill.is_surprise else one.station) for one in alerts}
        wanted = {(one.place if drill.is_surprise else one.station) for one in drill.asked}
        is_complete = wanted <= called and not any(alert.is_open for alert in alerts)
        if is_complete or self._now() >= drill.ends_at:
            self._end(drill, board, Why.OVER)

    def _carry_out(self, drill: Drill, alerts: list[Alert]) -> None:
        if not drill.is_surprise:
            self._tell(drill.id, drill, Stage.ASKED)
            return
        called = {alert.place for alert in alerts}
        for counter in drill.asked:
            if counter.place not in called:
                self._site.press(
                    drill.kind,
                    place=counter.place,
                    note=drill.scenario,
                    occasion=Occasion.DRILL,
                )

    def _alerts_of(self, drill: Drill, board: Board) -> list[Alert]:
        """The calls of a drill: those for its counters since it began, and none of another's."""
        seen = self._alerts.setdefault(drill.id, {})
        assert drill.begun_at is not None
        assert self._drills is not None
        others = {a for one in self._drills.drills if one.id != drill.id for a in one.alerts}
        since = drill.begun_at - (timedelta() if drill.is_surprise else _CLOCKS_DIFFER_BY)
        known = (*(entry.alert for entry in board.alerts), *board.closed)
        found = [
            alert
            for alert in known
            if alert.occasion is Occasion.DRILL
            and alert.id not in others
            and alert.raised_at >= since
            and _is_called_by(drill, alert)
            and not _was_known_before(drill, alert)
        ]
        seen.update(dict.fromkeys(alert.id for alert in found))
        return found

    def _end(
        self,
        drill: Drill,
        board: Board,
        why: Why,
        person: str = "",
        then: Callable[[], None] = lambda: None,
    ) -> None:
        alerts = self._alerts_of(drill, board) if drill.state is State.RUNNING else []
        for alert in alerts:
            if alert.is_open:
                self._close(alert.id)
        if not drill.is_surprise:
            self._tell(drill.id, drill, Stage.OVER)
        named = tuple(self._alerts.pop(drill.id, {}))
        self._do(drill, DrillEnded(drill=drill.id, alerts=named, why=why, person=person), then)

    def _tell(self, name: DrillId, plan: DrillPlanned | Drill, stage: Stage) -> None:
        counters = plan.asked if isinstance(plan, Drill) and plan.asked else plan.counters
        self._site.publish(
            DrillCalled(
                drill=name,
                stage=stage.value,
                stations=tuple(one.station for one in counters),
                kind=plan.kind,
                at=plan.at,
                minutes=plan.minutes,
                scenario=plan.scenario,
                author=self._site.board.me.person,
            )
        )

    def _do(self, drill: Drill, fact: DrillFact, then: Callable[[], None]) -> None:
        """Sign it once: nothing else is done to this drill until the disk has it."""
        self._busy.add(drill.id)

        def written(_event: Event) -> None:
            self._busy.discard(drill.id)
            then()
            self.look_now()

        self._write(fact, written, lambda _refusal: None)

    def _write(
        self,
        fact: DrillFact,
        written: Callable[[Event], None],
        failed: Callable[[DeskError], None],
    ) -> None:
        """Where the disk refuses it for now, it is kept in memory and written later."""
        self._writer.write(fact, written, failed)

    def _find(self, drill: DrillId) -> Drill:
        found = self._drills.find(drill) if self._drills is not None else None
        if found is None or not found.is_known_at(self._site.device):
            raise UnknownDrillError
        return found

    def _promise(self, begin: Callable[[Callable[[DrillId], None]], None]) -> "Future[DrillId]":
        """Do ``begin`` on the records thread; what it refuses is raised there."""
        answer: Future[DrillId] = Future()
        answer.set_running_or_notify_cancel()

        def perform() -> None:
            try:
                begin(answer.set_result)
            except DeskError as refusal:
                answer.set_exception(refusal)

        self._writer.post(perform)
        return answer


def _is_called_by(drill: Drill, alert: Alert) -> bool:
    if drill.is_surprise:
        return alert.station == drill.desk and alert.place in {one.place for one in drill.asked}
    return alert.station in {one.station for one in drill.asked}


def _was_known_before(drill: Drill, alert: Alert) -> bool:
    """Whether the desk that began it had said something of that call before, a receipt at least:
    both times are by that desk's clock, and a restart or another desk finds the same.
    """
    begun = drill.begun_at
    return begun is not None and any(
        told.device == drill.begun_by and told.at < begun for told in alert.timeline
    )
