"""What can be said of opening tests. It is for supervisors: ``records``."""

from enum import StrEnum

import msgspec

from desktop.domain.alerts.facts import AlertId
from desktop.domain.events.body import Fact
from desktop.domain.events.streams import Stream
from desktop.domain.roster.ids import DeviceId


class Part(StrEnum):
    """What a person looks at besides sending the test."""

    LOCATION = "location"
    BARRIER = "barrier"
    WAY_OUT = "way_out"


class Found(StrEnum):
    """What the person saw."""

    RIGHT = "right"
    WRONG = "wrong"
    NONE_HERE = "none_here"
    """There is no such thing at this counter, and there need not be."""


class Look(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One answer. ``wrong`` says in few words what is wrong, and may be empty."""

    found: Found
    wrong: str = ""


class Confirmed(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A supervisor answered the test. ``after_s`` is how long the counter waited for that.
    ``is_unheard``: they saw it, and said that their desk's alarm was not to be heard.
    """

    person: str = ""
    after_s: float
    is_unheard: bool = False


class OpeningFact(Fact, frozen=True, kw_only=True):
    """Something about opening tests."""

    STREAM = Stream.RECORDS


class OpeningTested(OpeningFact, frozen=True, kw_only=True):
    """A counter's test is done. ``day`` is that of the counter's own calendar, as 2026-11-26.

    ``alert`` is the test that was sent, which ``received`` of ``of`` desks had by then, the first
    after ``receipt_ms``. Times are by the counter's own clock from press to sight: two PCs'
    clocks may differ by more than an answer takes. ``confirmed`` is ``None`` where no supervisor
    had answered. ``person`` may be empty.
    """

    TYPE = "opening.tested"
    day: str
    place: str
    alert: AlertId
    person: str = ""
    received: int = 0
    of: int = 0
    receipt_ms: int | None = None
    confirmed: Confirmed | None = None
    location: Look
    barrier: Look
    way_out: Look
    note: str = ""


class OpeningMissed(OpeningFact, frozen=True, kw_only=True):
    """A desk saw that station at work on that day, and no test of it. A test that comes later the
    same day wins over this.
    """

    TYPE = "opening.missed"
    day: str
    station: DeviceId
    place: str


OPENING_FACTS: tuple[type[OpeningFact], ...] = (OpeningTested, OpeningMissed)
OPENING_TYPES = frozenset(fact.TYPE for fact in OPENING_FACTS)
