"""How a step of an alert stands, folded from its facts: any order and any doubles give the same."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

import msgspec
from msgspec.structs import replace

from desktop.domain.alerts.alert import Alert, Recorded
from desktop.domain.alerts.facts import AlertTold, Context, Message, Occasion
from desktop.domain.events.event import EventId
from desktop.domain.protocol.facts import StepDone, StepFact, StepGivenBack, StepId, StepTaken
from desktop.domain.protocol.site_protocol import SiteProtocol
from desktop.domain.protocol.steps import (
    POLICE,
    STAND_BY,
    Situation,
    Step,
    contexts_of,
    situation_of,
)
from desktop.domain.roster.ids import DeviceId

CALLED_FOR = timedelta(minutes=10)
"""For so long whoever called the police did so for a later press of the same alert, too."""

IsSilent = Callable[[DeviceId], bool]
"""Whether that desk's PC has fallen silent, as this station hears it: no fact says so, and two
stations may hear it otherwise.
"""


class Said(msgspec.Struct, frozen=True):
    """Who took a step, or ended it, and when by their clock."""

    event: EventId
    at: datetime
    device: DeviceId
    person: str


class Standing(msgspec.Struct, frozen=True):
    """A step with all that was said of it.

    ``takers`` are all who took it, the earliest first: the first one owns it. ``done`` is who ended
    it first; that it was done stands before that it was not needed. ``silent`` are those who took
    it and do not count, for their PC is silent (``as_seen``).
    """

    step: Step
    takers: tuple[Said, ...] = ()
    done: Said | None = None
    is_needed: bool = True
    silent: tuple[Said, ...] = ()

    @property
    def owner(self) -> Said | None:
        """Who sees to it."""
        return self.takers[0] if self.takers else None

    @property
    def is_nobodys(self) -> bool:
        """Nobody has taken it, and nobody has ended it."""
        return not self.takers and self.done is None

    def as_seen(self, is_silent: IsSilent) -> "Standing":
        """How it stands where whoever took it at a PC that is silent does not count: nobody knows
        whether they still see to it. What is done is done.
        """
        silent = tuple(one for one in self.takers if is_silent(one.device))
        if not silent or self.done is not None:
            return self
        heard = tuple(one for one in self.takers if one not in silent)
        return replace(self, takers=heard, silent=silent)


def standings(alert: Alert, protocol: SiteProtocol) -> tuple[Standing, ...]:
    """The steps of ``alert`` in the site's order, then those that were taken or done and that the
    site has no more, or has for another situation: nothing that was done is lost.
    """
    steps = protocol.steps(situation_of(alert))
    known = {step.key for step in steps}
    others = {
        fact.step: Step(key=fact.step, text=fact.text or fact.step)
        for fact in (recorded.fact for recorded in alert.timeline)
        if isinstance(fact, StepFact) and fact.step not in known
    }
    if POLICE not in known and alert.told_by(Message.POLICE_CALLED) is not None:
        others.setdefault(POLICE, Step(key=POLICE, text="Call the police"))
    found = (standing_of(alert, step) for step in (*steps, *others.values()))
    return tuple(one for one in found if one.step.key in known or not one.is_nobodys)


def standing_of(alert: Alert, step: Step) -> Standing:
    """How ``step`` stands. That the police were called, and that somebody is there, is said to the
    counter, too, and ends its step by itself.
    """
    held = _that_hold(alert, step.key)
    if step.key == POLICE:
        held = _since_it_calls(alert, held)
    takers: dict[DeviceId, Said] = {}
    for recorded in held:
        if isinstance(recorded.fact, StepTaken):
            takers.setdefault(recorded.device, _said(recorded))
    ends = [one for one in held if isinstance(one.fact, StepDone | AlertTold)]
    end = next((one for one in ends if _was_needed(one)), ends[0] if ends else None)
    done, is_needed = _said(end) if end else None, end is None or _was_needed(end)
    if step.key == STAND_BY and alert.attended_at is not None and (done is None or not is_needed):
        done, is_needed = Said("", alert.attended_at, "", alert.attended_by), True
    return Standing(step, tuple(takers.values()), done, is_needed)


def said_by(alert: Alert, step: StepId, device: DeviceId) -> tuple[EventId, ...]:
    """What ``device`` said of ``step`` and may give back; also that it called the police, which the
    counter was told: a slip of a key must not end the question at every desk.
    """
    return tuple(
        recorded.event
        for recorded in _that_hold(alert, step)
        if recorded.device == device and isinstance(recorded.fact, StepTaken | StepDone | AlertTold)
    )


def taken_by(alert: Alert, step: StepId, devices: Iterable[DeviceId]) -> tuple[EventId, ...]:
    """With what ``devices`` took ``step``: what whoever takes it over from them names."""
    whose = frozenset(devices)
    return tuple(
        recorded.event
        for recorded in _that_hold(alert, step)
        if recorded.device in whose and isinstance(recorded.fact, StepTaken)
    )


def police_to_call(alert: Alert, protocol: SiteProtocol) -> Standing | None:
    """How the police step stands, by its facts, where somebody is to call them.

    So it is of a panic, and where a weapon was named. Of any other threat the supervisor decides;
    what was taken back is looked at first; and nobody is to be called for a test.
    """
    if not alert.is_open or alert.occasion is Occasion.TEST or alert.stands_withdrawn:
        return None
    situation = situation_of(alert)
    if situation is not Situation.PANIC and Context.WEAPON not in contexts_of(alert):
        return None
    step = next((one for one in protocol.steps(situation) if one.key == POLICE), None)
    return standing_of(alert, step) if step is not None else None


def wants_police(
    alert: Alert, protocol: SiteProtocol, is_silent: IsSilent = lambda _device: False
) -> bool:
    """Every desk is asked who calls the police, where nobody does whose PC is heard."""
    police = police_to_call(alert, protocol)
    return police is not None and police.as_seen(is_silent).is_nobodys


def _that_hold(alert: Alert, step: StepId) -> list[Recorded]:
    """The facts about ``step`` without those that their own desk gave back, and without takings
    that somebody took over. A taking that is given back later took over all the same: else the step
    would fall to somebody who has read that another one sees to it.
    """
    facts = [one for one in alert.timeline if _is_about(one, step)]
    given: set[tuple[DeviceId, EventId]] = set()
    over: set[EventId] = set()
    for recorded in facts:
        if isinstance(recorded.fact, StepGivenBack):
            given.update((recorded.device, event) for event in recorded.fact.events)
        elif isinstance(recorded.fact, StepTaken):
            over.update(recorded.fact.over)
    return [
        one
        for one in facts
        if (one.device, one.event) not in given
        and one.event not in alert.unsaid
        and not (one.event in over and isinstance(one.fact, StepTaken))
    ]


def _since_it_calls(alert: Alert, facts: list[Recorded]) -> list[Recorded]:
    """What was said of the police for what is happening now: who pressed again a good while later
    is in need again, whoever was called the first time.
    """
    pressed = alert.presses[-1].at
    return [one for one in facts if pressed - one.at <= CALLED_FOR]


def _is_about(recorded: Recorded, step: StepId) -> bool:
    fact = recorded.fact
    if isinstance(fact, AlertTold):
        return step == POLICE and fact.message is Message.POLICE_CALLED
    return isinstance(fact, StepFact) and fact.step == step


def _was_needed(recorded: Recorded) -> bool:
    return not isinstance(recorded.fact, StepDone) or recorded.fact.is_needed


def _said(recorded: Recorded) -> Said:
    person = str(getattr(recorded.fact, "person", ""))
    return Said(recorded.event, recorded.at, recorded.device, person)
