"""What can be said of drills.

What was planned, how it went and what stations measured is for supervisors: ``records``. What a
counter must know, when it is to be asked and that it is asked now, is a notice; of a surprise
there is none.
"""

from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Annotated

import msgspec

from desktop.domain.alerts.facts import AlertId, Kind
from desktop.domain.events.body import Fact
from desktop.domain.events.event import EventId
from desktop.domain.events.streams import Stream
from desktop.domain.roster.ids import DeviceId

DrillId = EventId
MOST_MINUTES = 24 * 60
MOST_MS = 100 * 365 * 86_400_000
"""Some hundred years: another program may have signed anything, and it is reckoned with."""
Minutes = Annotated[int, msgspec.Meta(ge=0, le=MOST_MINUTES)]
Zoned = Annotated[datetime, msgspec.Meta(tz=True)]
_YEARS = range(1971, 3000)
"""What every calendar can show in every time zone; Windows' own ends with the year 3000."""


class Why(StrEnum):
    """Why a drill is no more."""

    OVER = "over"
    CANCELLED = "cancelled"
    REAL_CALL = "real_call"
    """Somebody called in earnest while it ran."""
    NOT_BEGUN = "not_begun"
    """Its time passed: a real call was open, its counters were off, or its desk was."""


class Place(msgspec.Struct, frozen=True):
    """A counter of a drill, by its station and what it was called then."""

    station: DeviceId
    place: str


class Moment(msgspec.Struct, frozen=True, array_like=True):
    """One fact about an alert, and after how many milliseconds a station's screen showed it."""

    event: EventId
    after_ms: Annotated[int, msgspec.Meta(ge=0, le=MOST_MS)]


class DrillFact(Fact, frozen=True, kw_only=True):
    """Something about a drill, for supervisors."""

    STREAM = Stream.RECORDS


class DrillPlanned(DrillFact, frozen=True, kw_only=True):
    """Somebody plans a drill; this event's id is the drill's.

    It begins at ``at``. Where it ``is_surprise`` its desk calls for ``counters``, and nobody else
    is told before; else those counters are asked to press. ``scenario`` is what is to be imagined.
    It is over after ``minutes``, or once all of its alerts are closed.
    """

    TYPE = "drill.planned"
    kind: Kind
    counters: tuple[Place, ...]
    at: Zoned
    minutes: Minutes
    is_surprise: bool = False
    scenario: str = ""
    person: str = ""

    def __post_init__(self) -> None:
        _require_calendar(self.at)


class DrillBegun(DrillFact, frozen=True, kw_only=True):
    """It begins now, at those of its counters that are there."""

    TYPE = "drill.begun"
    drill: DrillId
    counters: tuple[Place, ...]


class DrillEnded(DrillFact, frozen=True, kw_only=True):
    """It is over, and these were its ``alerts``. ``person`` ended it, where somebody did."""

    TYPE = "drill.ended"
    drill: DrillId
    alerts: tuple[AlertId, ...] = ()
    why: Why = Why.OVER
    person: str = ""


class DrillMeasured(DrillFact, frozen=True, kw_only=True):
    """What one station measured of one alert of a drill, by its own monotonic clock.

    ``moments`` count from the press at the station that pressed, from the call's appearance at any
    other. ``person`` sat there then, and ``people`` pressed or said something there: they took
    part. Without a moment for a fact nothing is known of its time here.
    """

    TYPE = "drill.measured"
    alert: AlertId
    place: str = ""
    person: str = ""
    people: tuple[str, ...] = ()
    moments: tuple[Moment, ...] = ()


class Stage(IntEnum):
    """How far a drill has come at its counters; the furthest holds."""

    ANNOUNCED = 1
    ASKED = 2
    OVER = 3


class DrillCalled(Fact, frozen=True, kw_only=True):
    """What the ``stations`` of a drill are told of it, and every desk with them."""

    TYPE = "drill.called"
    STREAM = Stream.NOTICES
    drill: DrillId
    stage: int
    stations: tuple[DeviceId, ...] = ()
    kind: Kind = Kind.PANIC
    at: Zoned | None = None
    minutes: Minutes = 0
    scenario: str = ""
    author: str = ""

    def __post_init__(self) -> None:
        if self.at is not None:
            _require_calendar(self.at)


def _require_calendar(at: datetime) -> None:
    if at.year not in _YEARS:
        raise ValueError("a time outside the calendar")


DRILL_RECORDS: tuple[type[DrillFact], ...] = (DrillPlanned, DrillBegun, DrillEnded, DrillMeasured)
DRILL_TYPES = frozenset(fact.TYPE for fact in DRILL_RECORDS)
DRILL_FACTS: tuple[type[Fact], ...] = (*DRILL_RECORDS, DrillCalled)
