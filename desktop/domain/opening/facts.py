"""What can be said of opening tests. It is for supervisors: ``records``."""

from enum import StrEnum
from typing import Annotated

import msgspec

from desktop.domain.alerts.facts import AlertId
from desktop.domain.events.body import Fact
from desktop.domain.events.streams import Stream
from desktop.domain.roster.ids import DeviceId

MOST_S = 100 * 365 * 86_400
"""Some hundred years: another program may have signed anything, and months are reckoned of it."""
Milliseconds = Annotated[int, msgspec.Meta(ge=0, le=MOST_S * 1000)]
Seconds = Annotated[float, msgspec.Meta(ge=0, le=MOST_S)]


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
    after_s: Seconds
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
    receipt_ms: Milliseconds | None = None
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
