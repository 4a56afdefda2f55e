"""What can happen to an alert: the facts that stations sign (DESIGN §4).

Facts about an alert name it by the id of the event that raised it. Facts that answer name the
presses they saw, so that a press nobody saw is never taken as answered.
"""

from enum import StrEnum
from typing import Annotated

import msgspec

from desktop.domain.events.body import Fact
from desktop.domain.events.event import EventId
from desktop.domain.events.streams import Stream

AlertId = EventId
Code = Annotated[int, msgspec.Meta(ge=-1, le=99_999)]
"""What a server outside answered; -1 where that was no number."""

Count = Annotated[int, msgspec.Meta(ge=0, le=1_000_000)]

MOST_NAMED = 500
"""Presses that one fact names: 17 KiB of the 32 that an event may have."""
MOST_UNANSWERED = 100
"""Presses of one alert that are signed while nobody answers: a button that sticks calls no louder,
and whoever answers has to name every press."""


class Kind(StrEnum):
    """What the counter asks for."""

    ASSIST = "assist"
    PANIC = "panic"


class Context(StrEnum):
    """What is happening, told with one key after the press."""

    WEAPON = "weapon"
    THREAT = "threat"
    MEDICAL = "medical"
    LEAVING = "leaving"
    MISTAKE = "mistake"


class Message(StrEnum):
    """A supervisor's answer that does not say "I'm going"."""

    CALLING = "calling"
    POLICE_CALLED = "police_called"
    LEAVE = "leave"
    CANNOT = "cannot"


class Occasion(StrEnum):
    """Whether it is meant: a drill or a test travels the same path, marked everywhere."""

    REAL = "real"
    DRILL = "drill"
    TEST = "test"


class Outcome(StrEnum):
    """How an alert ended, told on closing; kept in ``records``."""

    HELPED = "helped"
    RESOLVED = "resolved"
    POLICE = "police"
    FALSE_ALARM = "false_alarm"
    DRILL = "drill"


class AlertFact(Fact, frozen=True, kw_only=True):
    """A fact in the stream that everyone reads: place, kind and short context only."""

    STREAM = Stream.ALERTS


class AlertRaised(AlertFact, frozen=True, kw_only=True):
    """Somebody pressed. This event's id is the alert's.

    ``is_forced``: nobody pressed, but somebody made to take back a test typed the duress code.
    ``button`` names the adopted button that was pressed; then nobody knows by whom.
    """

    TYPE = "alert.raised"
    kind: Kind
    place: str
    area: str = ""
    person: str = ""
    note: str = ""
    occasion: Occasion = Occasion.REAL
    is_forced: bool = False
    button: str = ""


class AlertPressed(AlertFact, frozen=True, kw_only=True):
    """Pressed again while the alert was open; a panic press makes an assist a panic.

    ``is_forced``: nobody pressed, but whoever took it back typed the duress code: somebody makes
    them. It calls like a panic press, and the counter shows nothing of it.
    """

    TYPE = "alert.pressed"
    alert: AlertId
    kind: Kind
    place: str = ""
    person: str = ""
    is_forced: bool = False
    button: str = ""


class AlertNoted(AlertFact, frozen=True, kw_only=True):
    """What is happening, added after the press."""

    TYPE = "alert.noted"
    alert: AlertId
    context: Context | None = None
    text: str = ""
    person: str = ""


class AlertAcknowledged(AlertFact, frozen=True, kw_only=True):
    """A supervisor is going. ``minutes`` only when they said so.

    ``is_unheard`` is said of a test: they saw it, and heard no alarm.
    """

    TYPE = "alert.acknowledged"
    alert: AlertId
    presses: tuple[EventId, ...]
    person: str = ""
    minutes: int | None = None
    is_unheard: bool = False


class AlertOffered(AlertFact, frozen=True, kw_only=True):
    """A colleague at a counter or a staff desk goes there; it silences nobody's call."""

    TYPE = "alert.offered"
    alert: AlertId
    person: str = ""


class AlertTold(AlertFact, frozen=True, kw_only=True):
    """A supervisor answered something else than "I'm going"."""

    TYPE = "alert.told"
    alert: AlertId
    message: Message
    person: str = ""


class AlertUnsaid(AlertFact, frozen=True, kw_only=True):
    """What the same desk told before was not so: ``message``, with those ``events`` and no others,
    so that neither clocks nor the order of arrival matter. The counter was told, and is told this.
    """

    TYPE = "alert.unsaid"
    alert: AlertId
    message: Message
    events: tuple[EventId, ...]
    person: str = ""


class AlertAttended(AlertFact, frozen=True, kw_only=True):
    """Somebody is there, said at the counter (*they are here*) or at a supervisor's desk."""

    TYPE = "alert.attended"
    alert: AlertId
    presses: tuple[EventId, ...]
    person: str = ""


class AlertClosed(AlertFact, frozen=True, kw_only=True):
    """A supervisor saw the person and closed it, for the presses named and no others."""

    TYPE = "alert.closed"
    alert: AlertId
    presses: tuple[EventId, ...]
    person: str = ""


class AlertWithdrawn(AlertFact, frozen=True, kw_only=True):
    """The counter took it back. It stays open until a supervisor has seen the person."""

    TYPE = "alert.withdrawn"
    alert: AlertId
    person: str = ""


class AlertRelayed(AlertFact, frozen=True, kw_only=True):
    """A sender told a contact outside, or could not: one fact for each attempt.

    ``contact`` is what people call it, never its address. ``failure`` is empty where it was told,
    else a word of ``outside.contacts.Failure``; ``code`` is what its server answered. ``presses``,
    ``answers`` and ``kind`` say how far the alert had come when the message left: what came since
    may make it wait anew. An older program says nothing of that.
    """

    TYPE = "alert.relayed"
    alert: AlertId
    contact: str
    failure: str = ""
    code: Code = 0
    presses: Count = 0
    answers: Count = 0
    kind: Kind | None = None


class AlertReceived(Fact, frozen=True, kw_only=True):
    """A supervisor's station has these presses and shows them: the receipt.

    ``kept`` is false while its disk has not taken them yet; it counts all the same, for a person
    can see the alert there.
    """

    TYPE = "alert.received"
    STREAM = Stream.RECEIPTS
    alert: AlertId
    presses: tuple[EventId, ...]
    kept: bool = True


class AlertOutcome(Fact, frozen=True, kw_only=True):
    """How it ended: no counter PC keeps this."""

    TYPE = "alert.outcome"
    STREAM = Stream.RECORDS
    alert: AlertId
    outcome: Outcome
    note: str = ""
    person: str = ""
