"""How one drill went, from signed facts and from what stations measured: nobody is graded."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Self

import msgspec

from desktop.domain.alerts.alert import Alert, Recorded
from desktop.domain.alerts.escalation import PATIENCE, POLICE, Patience
from desktop.domain.alerts.facts import (
    AlertAcknowledged,
    AlertAttended,
    AlertClosed,
    AlertId,
    AlertOffered,
    AlertReceived,
    AlertTold,
    Kind,
    Message,
)
from desktop.domain.drills.drills import Drill, Drills, Measured
from desktop.domain.drills.facts import Place, Why
from desktop.domain.events.event import EventId
from desktop.domain.plain_text import plain
from desktop.domain.protocol.facts import StepDone, StepTaken
from desktop.domain.roster.ids import DeviceId


class Mark(StrEnum):
    """What happened at a point of a line."""

    PRESSED = "pressed"
    SHOWN = "shown"
    RECEIVED = "received"
    GOING = "going"
    CANNOT = "cannot"
    SAID = "said"
    STEP_TAKEN = "step_taken"
    STEP_DONE = "step_done"
    THERE = "there"
    CLOSED = "closed"


class Point(msgspec.Struct, frozen=True, kw_only=True):
    """One thing on a station's line. ``after_s`` is by that station's own clock, ``None`` where
    that is not known; ``who`` said it, ``what`` is the step, or the desk whose receipt it is.
    """

    mark: Mark
    after_s: float | None
    who: str = ""
    what: str = ""


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One station's course of a call: its points in their order, from its own beginning on.

    ``is_caller``: it pressed, or called for the counter. ``is_measured``: it told its times.
    """

    station: DeviceId
    name: str
    person: str
    is_caller: bool
    is_measured: bool
    points: tuple[Point, ...]

    def first(self, *marks: Mark) -> Point | None:
        """The first of these, if there is one."""
        return next((point for point in self.points if point.mark in marks), None)

    @property
    def has_answered(self) -> bool:
        """Somebody there said anything."""
        silent = {Mark.PRESSED, Mark.SHOWN, Mark.RECEIVED}
        return any(point.mark not in silent for point in self.points)


class Call(msgspec.Struct, frozen=True, kw_only=True):
    """One alert of a drill. The caller's line is the first of ``lines``.

    ``silent`` are desks that had the call and said nothing; ``cannot`` those that said they
    cannot come. Times are the caller's own; ``None`` where it did not happen, or nobody measured.
    """

    alert: AlertId
    number: str
    kind: Kind
    place: str
    person: str
    raised_at: datetime
    lines: tuple[Line, ...]
    received: int
    first_receipt_s: float | None
    last_receipt_s: float | None
    is_answered: bool
    answered_s: float | None
    is_attended: bool
    attended_s: float | None
    is_police_seen_to: bool
    police_s: float | None
    silent: tuple[str, ...]
    cannot: tuple[str, ...]

    @property
    def caller(self) -> Line:
        """Who called, or pressed."""
        return self.lines[0]


class Finding(StrEnum):
    """What the facts say of a drill, good or to be looked at."""

    ALL_RECEIVED = "all_received"
    ANSWERED = "answered"
    ATTENDED = "attended"
    POLICE_TAKEN = "police_taken"
    WAS_OFF = "was_off"
    NOT_PRESSED = "not_pressed"
    NOBODY_RECEIVED = "nobody_received"
    NOBODY_ANSWERED = "nobody_answered"
    ANSWERED_LATE = "answered_late"
    NOBODY_THERE = "nobody_there"
    POLICE_LATE = "police_late"
    NOBODY_CALLS = "nobody_calls"
    SILENT = "silent"
    NOT_MEASURED = "not_measured"
    CUT_SHORT = "cut_short"


GOOD = frozenset({Finding.ALL_RECEIVED, Finding.ANSWERED, Finding.ATTENDED, Finding.POLICE_TAKEN})


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """One finding. ``where`` is the place, or several, ``desks`` those that it is about,
    ``seconds`` how long it took where known, ``count`` how many desks.
    """

    what: Finding
    where: str = ""
    desks: str = ""
    seconds: float | None = None
    count: int = 0

    @property
    def is_good(self) -> bool:
        """It went as it should."""
        return self.what in GOOD


class Course(msgspec.Struct, frozen=True, kw_only=True):
    """A whole drill as it went. ``missing`` are counters that were asked and did not press."""

    drill: Drill
    calls: tuple[Call, ...]
    missing: tuple[Place, ...]
    found: tuple[Found, ...]

    @classmethod
    def of(
        cls,
        drill: Drill,
        drills: Drills,
        alerts: Iterable[Alert],
        *,
        names: Mapping[DeviceId, str],
        has_police_step: bool = True,
        patience: Mapping[Kind, Patience] = PATIENCE,
    ) -> Self:
        """Read ``drill`` from its ``alerts``; ``names`` are the site's stations now.

        ``has_police_step``: the site wants somebody to call the police at a panic. ``patience`` are
        the site's times: what comes after them comes late.
        """
        calls = tuple(
            _call(alert, drills.measured.get(alert.id, ()), names)
            for alert in sorted(alerts, key=lambda alert: (alert.raised_at, alert.id))
        )
        called = {one.caller.station for one in calls}
        missing = tuple(
            one for one in drill.asked if not drill.is_surprise and one.station not in called
        )
        found = tuple(
            _found(drill, calls, missing, has_police_step=has_police_step, patience=patience)
        )
        return cls(drill=drill, calls=calls, missing=missing, found=found)

    @property
    def people(self) -> tuple[str, ...]:
        """Who took part: who pressed, sat at a desk that had the call, or answered; by name."""
        named = {call.person for call in self.calls}
        for call in self.calls:
            for line in call.lines:
                named.add(line.person)
                mine = {Mark.PRESSED, Mark.SHOWN, Mark.RECEIVED}
                named |= {point.who for point in line.points if point.mark not in mine}
        return tuple(sorted(filter(None, named), key=str.casefold))


def _call(alert: Alert, measured: Sequence[Measured], names: Mapping[DeviceId, str]) -> Call:
    by_station = {one.station: one for one in measured}
    own = by_station.get(alert.station)
    desks = dict.fromkeys(
        [*sorted(alert.received_by - {alert.station}), *_answerers(alert), *by_station]
    )
    desks.pop(alert.station, None)
    lines = (
        _callers_line(alert, own, names),
        *sorted(
            (_desks_line(alert, desk, by_station.get(desk), names) for desk in desks),
            key=lambda line: (line.name.casefold(), line.station),
        ),
    )
    receipts = [
        point.after_s
        for point in lines[0].points
        if point.mark is Mark.RECEIVED and point.after_s is not None
    ]
    # Somebody may answer at the desk that called; that counts like any other.
    going = [r for r in alert.timeline if isinstance(r.fact, AlertAcknowledged)]
    there = [r for r in alert.timeline if isinstance(r.fact, AlertAttended)]
    police = [r for r in alert.timeline if _sees_to_police(r)]
    return Call(
        alert=alert.id,
        number=alert.number,
        kind=alert.kind,
        place=plain(alert.place),
        person=plain(alert.person),
        raised_at=alert.raised_at,
        lines=lines,
        received=len(alert.received_by - {alert.station}),
        first_receipt_s=min(receipts, default=None),
        last_receipt_s=max(receipts, default=None),
        is_answered=bool(going),
        answered_s=_after(going, own),
        is_attended=bool(there),
        attended_s=_after(there, own),
        is_police_seen_to=bool(police),
        police_s=_on_own_clocks(police, by_station),
        silent=tuple(line.name for line in lines[1:] if not line.has_answered),
        cannot=tuple(line.name for line in lines[1:] if line.first(Mark.CANNOT) is not None),
    )


def _answerers(alert: Alert) -> Iterator[DeviceId]:
    for recorded in alert.timeline:
        if isinstance(recorded.fact, AlertAcknowledged | AlertTold | StepTaken | StepDone):
            yield recorded.device


def _callers_line(alert: Alert, own: Measured | None, names: Mapping[DeviceId, str]) -> Line:
    """What whoever called could see come back, each desk's first receipt once."""
    points = [Point(mark=Mark.PRESSED, after_s=0.0, who=plain(alert.person))]
    seen: set[DeviceId] = set()
    for recorded in alert.timeline:
        if isinstance(recorded.fact, AlertReceived):
            if recorded.device in seen or recorded.device == alert.station:
                continue
            seen.add(recorded.device)
            name = names.get(recorded.device, "")
            points.append(Point(mark=Mark.RECEIVED, after_s=_at(own, recorded.event), what=name))
        elif not isinstance(recorded.fact, StepTaken | StepDone):
            points.extend(_said(recorded, own))
    return Line(
        station=alert.station,
        name=plain(names.get(alert.station) or alert.place),
        person=plain(own.person if own else alert.person),
        is_caller=True,
        is_measured=own is not None and bool(own.after_ms),
        points=_in_order(points),
    )


def _desks_line(
    alert: Alert, desk: DeviceId, own: Measured | None, names: Mapping[DeviceId, str]
) -> Line:
    """What was done at one desk, from the call's appearance there on."""
    points = [Point(mark=Mark.SHOWN, after_s=0.0)]
    for recorded in alert.timeline:
        if recorded.device == desk:
            points.extend(_said(recorded, own))
    return Line(
        station=desk,
        name=plain(names.get(desk) or (own.place if own else "") or desk[:6].upper()),
        person=plain(own.person) if own else "",
        is_caller=False,
        is_measured=own is not None and bool(own.after_ms),
        points=_in_order(points),
    )


def _said(recorded: Recorded, own: Measured | None) -> Iterator[Point]:
    fact, after = recorded.fact, _at(own, recorded.event)
    who = plain(str(getattr(fact, "person", "")))
    match fact:
        case AlertAcknowledged():
            yield Point(mark=Mark.GOING, after_s=after, who=who)
        case AlertTold(message=Message.CANNOT):
            yield Point(mark=Mark.CANNOT, after_s=after, who=who)
        case AlertTold(message=message):
            yield Point(mark=Mark.SAID, after_s=after, who=who, what=message.value)
        case AlertOffered():
            yield Point(mark=Mark.GOING, after_s=after, who=who)
        case AlertAttended():
            yield Point(mark=Mark.THERE, after_s=after, who=who)
        case AlertClosed():
            yield Point(mark=Mark.CLOSED, after_s=after, who=who)
        case StepTaken(text=text, step=step):
            yield Point(mark=Mark.STEP_TAKEN, after_s=after, who=who, what=plain(text or step))
        case StepDone(text=text, step=step):
            yield Point(mark=Mark.STEP_DONE, after_s=after, who=who, what=plain(text or step))
        case _:
            pass


def _in_order(points: Iterable[Point]) -> tuple[Point, ...]:
    """By time; what has none stands where it stood, after all that came before it."""
    latest, keyed = 0.0, []
    for at, point in enumerate(points):
        latest = point.after_s if point.after_s is not None else latest
        keyed.append((latest, at, point))
    return tuple(point for _, _, point in sorted(keyed, key=lambda one: one[:2]))


def _at(own: Measured | None, event: EventId) -> float | None:
    after = own.after_ms.get(event) if own else None
    return None if after is None else after / 1000


def _after(recorded: Sequence[Recorded], own: Measured | None) -> float | None:
    """When whoever called could see the first of these."""
    known = [after for one in recorded if (after := _at(own, one.event)) is not None]
    return min(known, default=None)


def _on_own_clocks(
    recorded: Sequence[Recorded], measured: Mapping[DeviceId, Measured]
) -> float | None:
    """How long the desk that was quickest at it took, each by its own clock: a counter does not
    see the steps.
    """
    own = [_at(measured.get(one.device), one.event) for one in recorded]
    return min((after for after in own if after is not None), default=None)


def _sees_to_police(recorded: Recorded) -> bool:
    fact = recorded.fact
    if isinstance(fact, AlertTold):
        return fact.message is Message.POLICE_CALLED
    return isinstance(fact, StepTaken | StepDone) and fact.step == "police"


def _found(
    drill: Drill,
    calls: Sequence[Call],
    missing: Sequence[Place],
    *,
    has_police_step: bool,
    patience: Mapping[Kind, Patience],
) -> Iterator[Found]:
    if drill.was_off:
        yield Found(what=Finding.WAS_OFF, where=_places(drill.was_off))
    if missing:
        yield Found(what=Finding.NOT_PRESSED, where=_places(missing))
    for call in calls:
        answer_s = patience[call.kind].answer
        yield from _of_call(call, answer_s, has_police_step=has_police_step)
    if drill.why is Why.REAL_CALL:
        yield Found(what=Finding.CUT_SHORT)


def _of_call(call: Call, answer_s: float, *, has_police_step: bool) -> Iterator[Found]:
    where = call.place
    if call.received:
        seconds = call.last_receipt_s
        yield Found(what=Finding.ALL_RECEIVED, where=where, seconds=seconds, count=call.received)
    else:
        yield Found(what=Finding.NOBODY_RECEIVED, where=where)
    if not call.is_answered:
        yield Found(what=Finding.NOBODY_ANSWERED, where=where)
    else:
        is_late = call.answered_s is not None and call.answered_s > answer_s
        what = Finding.ANSWERED_LATE if is_late else Finding.ANSWERED
        yield Found(what=what, where=where, seconds=call.answered_s)
    there = Finding.ATTENDED if call.is_attended else Finding.NOBODY_THERE
    yield Found(what=there, where=where, seconds=call.attended_s)
    if call.kind is Kind.PANIC and has_police_step:
        if not call.is_police_seen_to:
            yield Found(what=Finding.NOBODY_CALLS, where=where)
        else:
            is_late = call.police_s is not None and call.police_s > POLICE
            what = Finding.POLICE_LATE if is_late else Finding.POLICE_TAKEN
            yield Found(what=what, where=where, seconds=call.police_s)
    if call.silent:
        silent = ", ".join(call.silent)
        yield Found(what=Finding.SILENT, where=where, desks=silent, count=len(call.silent))
    unmeasured = [line.name for line in call.lines if not line.is_measured]
    if unmeasured:
        yield Found(what=Finding.NOT_MEASURED, where=where, desks=", ".join(unmeasured))


def _places(places: Iterable[Place]) -> str:
    return ", ".join(one.place for one in places)
