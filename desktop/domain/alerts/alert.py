"""An alert as its facts make it: folded as a set, so that order and doubles change nothing."""

from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from operator import attrgetter

import msgspec

from desktop.domain.alerts.facts import (
    AlertAcknowledged,
    AlertAttended,
    AlertClosed,
    AlertFact,
    AlertId,
    AlertNoted,
    AlertOffered,
    AlertPressed,
    AlertRaised,
    AlertReceived,
    AlertRelayed,
    AlertTold,
    AlertUnsaid,
    AlertWithdrawn,
    Context,
    Kind,
    Message,
    Occasion,
)
from desktop.domain.alerts.transitions import State
from desktop.domain.events.event import EventId
from desktop.domain.protocol.facts import StepFact, StepGivenBack

AnyAlertFact = AlertFact | AlertReceived | StepFact
_IN_ORDER = attrgetter("at", "event")
_CALLS = (AlertRaised, AlertPressed)
_MANY = (*_CALLS, AlertReceived)
"""What a button that sticks makes thousands of; each pass over them counts."""


class Recorded(msgspec.Struct, frozen=True):
    """A fact as it stands in the log: who signed it, when by their clock, and what it says."""

    at: datetime
    event: EventId
    device: str
    fact: AnyAlertFact


class Press(msgspec.Struct, frozen=True):
    """One press of a button at the counter."""

    event: EventId
    at: datetime
    kind: Kind


class Answer(msgspec.Struct, frozen=True):
    """What one supervisor's desk answered last. ``message`` is ``None`` for "I'm going".

    ``presses`` are those that a "going" has seen.
    """

    device: str
    person: str
    at: datetime
    message: Message | None = None
    minutes: int | None = None
    presses: tuple[EventId, ...] = ()

    @property
    def is_going(self) -> bool:
        """They are on their way."""
        return self.message is None


class Relayed(msgspec.Struct, frozen=True):
    """How one sender fared last with a contact outside. ``failure`` is empty where it was told;
    the rest is how far the alert had come then, where the sender says so.
    """

    device: str
    contact: str
    at: datetime
    failure: str = ""
    code: int = 0
    presses: int = 0
    answers: int = 0
    kind: Kind | None = None

    @property
    def is_told(self) -> bool:
        """The contact was told; what failed before that is over."""
        return not self.failure


class Alert(msgspec.Struct, frozen=True, kw_only=True):
    """One call for help, with everything this station knows of it.

    ``state`` is the furthest fact present; it is closed once closings have seen every press.
    ``calls_again`` says that a press came which no answer has seen: it takes over again, whatever
    the state. ``button`` is the adopted button with which it was raised. ``is_forced``: it was
    taken back with the duress code. ``offers`` are colleagues
    without a supervisor's desk who go there. ``relayed`` says which contacts outside were told, or
    could not be. ``unsaid`` are facts with which a desk told what it has taken back since: they are
    in the ``timeline`` and nowhere else. ``timeline`` holds every fact in the order of the
    senders' clocks.

    Three things no fact says, but time (``escalation.py``): ``is_late``, somebody goes and has not
    arrived, so that it calls again; ``is_asked``, nobody answered, so that every desk is asked;
    ``is_police_asked``, nobody calls the police, so that every supervisor's desk is asked.
    """

    id: AlertId
    kind: Kind
    place: str
    area: str
    station: str
    person: str
    button: str
    note: str
    occasion: Occasion
    raised_at: datetime
    presses: tuple[Press, ...]
    received_by: frozenset[str]
    answers: tuple[Answer, ...]
    told: tuple[Message, ...]
    attended_at: datetime | None
    attended_by: str
    closed_at: datetime | None
    closed_by: str
    context: Context | None
    notes: tuple[str, ...]
    withdrawn_at: datetime | None
    withdrawn_by: str
    is_forced: bool
    offers: tuple[Answer, ...]
    relayed: tuple[Relayed, ...]
    unsaid: frozenset[EventId]
    state: State
    calls_again: bool
    timeline: tuple[Recorded, ...]
    is_late: bool = False
    is_asked: bool = False
    is_police_asked: bool = False

    @property
    def number(self) -> str:
        """The short name that people and messages use."""
        return self.id[:6].upper()

    @property
    def is_open(self) -> bool:
        """Someone may still need help."""
        return self.state is not State.CLOSED

    @property
    def is_withdrawn(self) -> bool:
        """The counter took it back, at some time; it stays open until somebody has been there."""
        return self.withdrawn_at is not None

    @property
    def stands_withdrawn(self) -> bool:
        """It was taken back, and nobody has pressed since; nor was anybody made to do so."""
        if self.is_forced or self.withdrawn_at is None:
            return False
        return self.withdrawn_at >= self.presses[-1].at

    @property
    def received_at(self) -> datetime | None:
        """When the first desk had it, by that desk's clock."""
        return self._first(AlertReceived)

    @property
    def acknowledged_at(self) -> datetime | None:
        """When somebody first said that they were going, by their desk's clock."""
        return self._first(AlertAcknowledged)

    @property
    def going(self) -> tuple[Answer, ...]:
        """Who said that they are going, first first."""
        return tuple(answer for answer in self.answers if answer.is_going)

    def is_offered_by(self, device: str) -> bool:
        """A colleague at that station goes there."""
        return any(offer.device == device for offer in self.offers)

    @property
    def gravity(self) -> tuple[bool, bool]:
        """Sorts the gravest first: real before drill, panic before the rest."""
        return self.occasion is not Occasion.REAL, self.kind is not Kind.PANIC

    @property
    def needs_answer(self) -> bool:
        """Nobody has answered what was pressed last: it takes the screen and sounds.

        So it does when all who went have said that they cannot, and when they do not arrive.
        """
        if self.is_late:
            return self.is_open
        is_nobodys = self.state is State.ACKNOWLEDGED and not self.going
        return self.is_open and (self.state is State.RAISED or self.calls_again or is_nobodys)

    @property
    def press_ids(self) -> tuple[EventId, ...]:
        """The presses that an answer given now has seen."""
        return tuple(press.event for press in self.presses)

    def _first(self, kind: type[AnyAlertFact]) -> datetime | None:
        return next((told.at for told in self.timeline if isinstance(told.fact, kind)), None)

    def told_by(self, message: Message) -> Recorded | None:
        """Who said so first, and when; ``None`` while nobody has, or stands by it."""
        return next((one for one in self._tellings(message) if one.event not in self.unsaid), None)

    def took_back(self, message: Message) -> bool:
        """Somebody told it and took it back, and nobody tells it now."""
        return message not in self.told and any(self._tellings(message))

    def _tellings(self, message: Message) -> Iterable[Recorded]:
        return (
            recorded
            for recorded in self.timeline
            if isinstance(recorded.fact, AlertTold) and recorded.fact.message is message
        )

    def signed_for(self, presses: Collection[EventId]) -> frozenset[str]:
        """The desks whose receipts name every one of ``presses``."""
        missing: dict[str, set[EventId]] = {}
        for recorded in self.timeline:
            if isinstance(recorded.fact, AlertReceived):
                missing.setdefault(recorded.device, set(presses)).difference_update(
                    recorded.fact.presses
                )
        return frozenset(desk for desk, lacks in missing.items() if not lacks)


def _anybody(_device: str) -> bool:
    return True


def fold(
    alert: AlertId,
    facts: Iterable[Recorded],
    *,
    is_supervisor: Callable[[str], bool] = _anybody,
) -> Alert | None:
    """The alert that ``facts`` (all of one alert, in any order, doubles allowed) make.

    ``None`` while nothing says that anybody called, as when an answer arrived before the press
    it answers. A press whose first one is missing still makes an alert: it fails open.

    That somebody is there, that it was taken back, or that it is elsewhere counts from the station
    that called and from supervisors' desks: no third station can silence or misplace a call.
    Where ``is_supervisor`` is not given, everybody counts as one. Whoever types the duress code may
    be made to say next that somebody is there: only another station answers that call.
    """
    unique = {recorded.event: recorded for recorded in facts}
    timeline = tuple(sorted(unique.values(), key=_IN_ORDER))
    calls = [r for r in timeline if isinstance(r.fact, _CALLS)]
    if not calls:
        return None
    first = next((r for r in calls if isinstance(r.fact, AlertRaised)), calls[0])
    opening = _opening(first.fact)
    presses = tuple(_presses(calls))
    everything = {press.event for press in presses}

    def speaks(recorded: Recorded) -> bool:
        return recorded.device == first.device or is_supervisor(recorded.device)

    said = [r for r in timeline if not isinstance(r.fact, _MANY)]
    if unsaid := _unsaid(said):
        said = [r for r in said if r.event not in unsaid]
    acknowledged = [r for r in said if isinstance(r.fact, AlertAcknowledged)]
    forced = {r.event for r in calls if is_forced(r.fact) and speaks(r)}
    attended = [
        r
        for r in said
        if isinstance(r.fact, AlertAttended)
        and speaks(r)
        and not (forced and r.device == first.device)
    ]
    closings = [r for r in said if isinstance(r.fact, AlertClosed)]
    closed = _closing(closings, everything)
    noted = [r.fact for r in said if isinstance(r.fact, AlertNoted)]
    withdrawn = [r for r in said if isinstance(r.fact, AlertWithdrawn) and speaks(r)]
    state = _furthest(acknowledged=acknowledged, attended=attended, closed=closed)
    answered = (*acknowledged, *attended, *closings)
    return Alert(
        id=alert,
        kind=Kind.PANIC if any(p.kind is Kind.PANIC for p in presses) else Kind.ASSIST,
        place=_place([r for r in calls if speaks(r)], opening.place),
        area=opening.area,
        station=first.device,
        person=opening.person,
        button=opening.button,
        note=opening.note,
        occasion=opening.occasion,
        raised_at=first.at,
        presses=presses,
        received_by=frozenset(r.device for r in timeline if isinstance(r.fact, AlertReceived)),
        answers=_answers(said),
        told=tuple(dict.fromkeys(r.fact.message for r in said if isinstance(r.fact, AlertTold))),
        attended_at=attended[0].at if attended else None,
        attended_by=_person(attended),
        closed_at=closed.at if closed else None,
        closed_by=_person([closed] if closed else []),
        context=next((n.context for n in reversed(noted) if n.context), None),
        notes=tuple(n.text for n in noted if n.text),
        withdrawn_at=withdrawn[-1].at if withdrawn else None,
        withdrawn_by=_person(withdrawn[-1:]),
        is_forced=bool(forced),
        offers=tuple(_offers(said)),
        relayed=_relayed(said),
        unsaid=unsaid,
        state=state,
        calls_again=bool(answered) and closed is None and bool(everything - _seen(answered)),
        timeline=timeline,
    )


def is_forced(fact: AnyAlertFact) -> bool:
    """Somebody typed the duress code."""
    return isinstance(fact, _CALLS) and fact.is_forced


def _opening(fact: AnyAlertFact) -> AlertRaised:
    """What the first press said; a later press stands in while the first one is missing."""
    if isinstance(fact, AlertRaised):
        return fact
    assert isinstance(fact, AlertPressed)
    return AlertRaised(kind=fact.kind, place=fact.place, person=fact.person, button=fact.button)


def _presses(calls: list[Recorded]) -> Iterable[Press]:
    for recorded in calls:
        if isinstance(recorded.fact, _CALLS):
            yield Press(recorded.event, recorded.at, recorded.fact.kind)


def _closing(closings: list[Recorded], presses: set[EventId]) -> Recorded | None:
    """The closing with which every press was seen by one; ``None`` while one was not."""
    unseen = set(presses)
    for recorded in closings:
        unseen -= _seen((recorded,))
        if not unseen:
            return recorded
    return None


def _furthest(
    *, acknowledged: list[Recorded], attended: list[Recorded], closed: Recorded | None
) -> State:
    if closed:
        return State.CLOSED
    if attended:
        return State.ATTENDED
    return State.ACKNOWLEDGED if acknowledged else State.RAISED


def _seen(answered: Iterable[Recorded]) -> set[EventId]:
    """The presses that these answers name."""
    return {
        press
        for recorded in answered
        if isinstance(recorded.fact, AlertAcknowledged | AlertAttended | AlertClosed)
        for press in recorded.fact.presses
    }


def _unsaid(said: list[Recorded]) -> frozenset[EventId]:
    """What was told and taken back, each by the same desk: a slip of a key. Supervisors' desks of
    an older program say it of a step alone, and no counter hears that.
    """
    taken_back = {
        (r.device, event)
        for r in said
        if isinstance(r.fact, AlertUnsaid | StepGivenBack)
        for event in r.fact.events
    }
    if not taken_back:
        return frozenset()
    return frozenset(
        r.event for r in said if isinstance(r.fact, AlertTold) and (r.device, r.event) in taken_back
    )


def _answers(said: list[Recorded]) -> tuple[Answer, ...]:
    """Each desk's latest answer; what is told besides going does not undo the going."""
    latest: dict[str, Answer] = {}
    for r in said:
        match r.fact:
            case AlertAcknowledged(person=person, minutes=minutes, presses=presses):
                latest[r.device] = Answer(r.device, person, r.at, None, minutes, presses)
            case AlertTold(person=person, message=message):
                before = latest.get(r.device)
                if before is None or not before.is_going or message is Message.CANNOT:
                    latest[r.device] = Answer(r.device, person, r.at, message)
    return tuple(sorted(latest.values(), key=lambda answer: (answer.at, answer.device)))


def _offers(said: list[Recorded]) -> Iterable[Answer]:
    """Each station's first."""
    first: dict[str, Answer] = {}
    for r in said:
        if isinstance(r.fact, AlertOffered):
            first.setdefault(r.device, Answer(r.device, r.fact.person, r.at))
    return first.values()


def _relayed(said: list[Recorded]) -> tuple[Relayed, ...]:
    """By sender and contact the last time that it was told, or else that it was not."""
    last: dict[tuple[str, str], Relayed] = {}
    for r in said:
        if isinstance(r.fact, AlertRelayed):
            fact = r.fact
            before = last.get((r.device, fact.contact))
            if before is None or not before.is_told or not fact.failure:
                last[r.device, fact.contact] = Relayed(
                    r.device,
                    fact.contact,
                    r.at,
                    fact.failure,
                    fact.code,
                    fact.presses,
                    fact.answers,
                    fact.kind,
                )
    return tuple(last.values())


def _place(calls: list[Recorded], first: str) -> str:
    """Where to go: the place named last, for a colleague may have moved."""
    named = [r.fact.place for r in calls if isinstance(r.fact, _CALLS) and r.fact.place]
    return named[-1] if named else first


def _person(facts: list[Recorded]) -> str:
    return str(getattr(facts[0].fact, "person", "")) if facts else ""
