"""What supervisors' desks say of the steps of one alert, and of the site's steps.

Facts about a step are for supervisors' desks alone, and wait for nothing that records wait for
(ADR 101): they travel as receipts do.
"""

import msgspec

from desktop.domain.alerts.facts import AlertId
from desktop.domain.events.body import Fact
from desktop.domain.events.event import EventId
from desktop.domain.events.streams import Stream

StepId = str
"""A step's short name at a site: ``police``, ``director``, or one that the site made."""


class StepFact(Fact, frozen=True, kw_only=True):
    """A fact about one step of one alert. ``text`` is the step as it read then, so that a paper
    says the same when the site's steps have changed.
    """

    STREAM = Stream.RECEIPTS
    alert: AlertId
    step: StepId
    text: str = ""
    person: str = ""


class StepTaken(StepFact, frozen=True, kw_only=True):
    """Somebody sees to it. Of several, the earliest owns it.

    ``over`` are the takings of desks whose PC was silent then: they hold no more, also when that PC
    is back, or when this taking is given back (ADR 124).
    """

    TYPE = "protocol.step_taken"
    over: tuple[EventId, ...] = ()


class StepDone(StepFact, frozen=True, kw_only=True):
    """It is done; or, without ``is_needed``, somebody has decided that it need not be."""

    TYPE = "protocol.step_done"
    is_needed: bool = True


class StepGivenBack(StepFact, frozen=True, kw_only=True):
    """What the same desk said of it before does not hold: those ``events``, and no others, so that
    neither clocks nor the order of arrival matter.
    """

    TYPE = "protocol.step_given_back"
    events: tuple[EventId, ...]


class SaidStep(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One step as a site words it; see ``steps.Step``."""

    key: StepId
    text: str
    phone: str = ""


class ProtocolSet(Fact, frozen=True, kw_only=True):
    """The site's steps for one ``situation``, in their order; ``None`` goes by those that ship.

    Of several, the one of the highest ``revision`` holds.
    """

    TYPE = "protocol.set"
    STREAM = Stream.NOTICES
    situation: str
    steps: tuple[SaidStep, ...] | None = None
    author: str
    revision: int = 0


PROTOCOL_FACTS: tuple[type[Fact], ...] = (StepTaken, StepDone, StepGivenBack, ProtocolSet)
