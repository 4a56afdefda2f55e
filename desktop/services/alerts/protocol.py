"""What supervisors do now, step by step: taken, done, given back (DESIGN §4)."""

from collections.abc import Callable, Iterable

from desktop.domain.alerts.alert import Alert
from desktop.domain.alerts.facts import AlertId, AlertTold, AlertUnsaid, Message, Occasion
from desktop.domain.errors import RefusedError
from desktop.domain.events.body import Fact
from desktop.domain.events.event import Event, EventId
from desktop.domain.plain_text import plain
from desktop.domain.protocol.errors import StepNotYoursError, StepOwnedError, UnknownStepError
from desktop.domain.protocol.facts import (
    ProtocolSet,
    StepDone,
    StepGivenBack,
    StepId,
    StepTaken,
)
from desktop.domain.protocol.site_protocol import SiteProtocol, fold_protocol
from desktop.domain.protocol.standing import (
    IsSilent,
    Standing,
    police_to_call,
    said_by,
    standings,
    taken_by,
)
from desktop.domain.protocol.steps import POLICE
from desktop.domain.roster.ids import DeviceId
from desktop.domain.roster.roster import Roster
from desktop.services.alerts.book import AlertBook
from desktop.services.alerts.telling import Telling
from desktop.services.log.reading import facts_of

MOST_ASKED = 1_000
"""Alerts of which it is remembered whether the police lack; of more it is looked at anew."""


class StepsOfATestError(RefusedError):
    """This is a test: there is nothing to do but to answer it."""

    code = "steps-of-a-test"
    advice = "Answer it; its counter waits to see that somebody does."


class ProtocolDesk:
    """The steps of every alert at one supervisor's desk, held to what may be done now.

    ``held`` are the notices that the start has read. What somebody took at a PC that ``is_silent``
    is anybody's: nobody knows whether they still see to it. A step may be taken and done as long as
    the alert is known here, also once it is closed: the director is often told afterwards.
    """

    def __init__(
        self,
        *,
        me: DeviceId,
        book: AlertBook,
        telling: Telling,
        roster: Callable[[], Roster],
        held: Iterable[Event],
        is_silent: IsSilent,
        changed: Callable[[], None],
    ) -> None:
        self._me = me
        self._book = book
        self._telling = telling
        self._roster = roster
        self._is_silent = is_silent
        self._changed = changed
        self._asked: dict[AlertId, tuple[Alert, Standing | None]] = {}
        self._told: dict[EventId, tuple[Event, ProtocolSet]] = {}
        for event, fact in facts_of(one for one in held if one.header.type == ProtocolSet.TYPE):
            if isinstance(fact, ProtocolSet):
                self._told[event.id] = (event, fact)
        self.steps = self._believed()

    def heard(self, event: Event, fact: Fact) -> None:
        """A notice came in, from here or elsewhere."""
        if isinstance(fact, ProtocolSet) and event.id not in self._told:
            self._told[event.id] = (event, fact)
            self.roster_changed()

    def roster_changed(self) -> None:
        """Another roster may believe others."""
        before, self.steps = self.steps, self._believed()
        if self.steps != before:
            self._asked.clear()
            self._changed()

    def wants_police(self, alert: Alert) -> bool:
        """Somebody is to call the police for it, and nobody says that they do. Each board asks of
        each open alert; few of them have changed since the one before.
        """
        known = self._asked.get(alert.id)
        if known is None or known[0] is not alert:
            if len(self._asked) >= MOST_ASKED:
                self._asked.clear()
            known = self._asked[alert.id] = (alert, police_to_call(alert, self.steps))
        police = known[1]
        return police is not None and police.as_seen(self._is_silent).is_nobodys

    def take(self, alert_id: AlertId, step: StepId, *, person: str) -> Alert:
        """See to it: everybody knows who does, also in place of somebody whose PC is silent.
        Raises ``StepOwnedError`` where somebody does.
        """
        alert, standing = self._found(alert_id, step)
        if standing.done is not None:
            raise StepOwnedError("That step is over already.", advice="There is nothing to do.")
        if standing.owner is not None:
            if any(one.device == self._me for one in standing.takers):
                return alert
            name = standing.owner.person or "A supervisor"
            raise StepOwnedError("{name} sees to that already.", name=name)
        return self._telling.tell(
            StepTaken(
                alert=alert_id,
                step=step,
                text=standing.step.text,
                person=plain(person),
                over=taken_by(alert, step, (one.device for one in standing.silent)),
            )
        )

    def finish(
        self, alert_id: AlertId, step: StepId, *, person: str, is_needed: bool = True
    ) -> Alert:
        """It is done, by whoever says so; or it need not be. That the police were called is told to
        the counter, too, unless it is a drill, in which nobody called anybody.
        """
        alert, standing = self._found(alert_id, step)
        if standing.done is not None and (standing.is_needed or not is_needed):
            return alert
        is_meant = alert.is_open and alert.occasion is Occasion.REAL
        if step == POLICE and is_needed and is_meant:
            return self._telling.tell(
                AlertTold(alert=alert_id, message=Message.POLICE_CALLED, person=plain(person))
            )
        return self._telling.tell(
            StepDone(
                alert=alert_id,
                step=step,
                text=standing.step.text,
                person=plain(person),
                is_needed=is_needed,
            )
        )

    def give_back(self, alert_id: AlertId, step: StepId, *, person: str) -> Alert:
        """What this desk said of it does not hold; raises ``StepNotYoursError``. What the counter
        was told it is told not to be so.
        """
        alert, standing = self._found(alert_id, step)
        events = said_by(alert, step, self._me)
        if not events:
            raise StepNotYoursError
        told = frozenset(one.event for one in alert.timeline if isinstance(one.fact, AlertTold))
        if at_the_counter := tuple(event for event in events if event in told):
            alert = self._telling.tell(
                AlertUnsaid(
                    alert=alert_id,
                    message=Message.POLICE_CALLED,
                    events=at_the_counter,
                    person=plain(person),
                )
            )
        if of_the_step := tuple(event for event in events if event not in told):
            alert = self._telling.tell(
                StepGivenBack(
                    alert=alert_id,
                    step=step,
                    text=standing.step.text,
                    person=plain(person),
                    events=of_the_step,
                )
            )
        return alert

    def _found(self, alert_id: AlertId, step: StepId) -> tuple[Alert, Standing]:
        alert = self._book.get(alert_id)
        if alert.occasion is Occasion.TEST:
            raise StepsOfATestError
        known = {one.step.key: one for one in standings(alert, self.steps)}
        if step not in known:
            raise UnknownStepError(
                "There is no step “{step}” here: those are {known}.",
                step=step,
                known=", ".join(known),
            )
        return alert, known[step].as_seen(self._is_silent)

    def _believed(self) -> SiteProtocol:
        """Also of what came before its desk was revoked, and was believed until then."""
        roster = self._roster()
        return fold_protocol(
            (event.id, fact) for event, fact in self._told.values() if roster.believes(event.header)
        )
