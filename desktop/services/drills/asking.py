"""What a station was told of drills: one that is announced, or that it is asked to press now."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from threading import Lock

import msgspec

from desktop.domain.alerts.facts import Kind
from desktop.domain.drills.facts import DrillCalled, DrillId, Stage
from desktop.domain.events.body import Fact
from desktop.domain.events.event import Event
from desktop.domain.plain_text import plain
from desktop.domain.roster.ids import DeviceId
from desktop.services.log.reading import facts_of
from desktop.services.ports import EventArchive, NoticeBoard

OLDEST = timedelta(hours=12)
"""A word that is older was for a day that is over: it asks nobody, whatever the clocks say."""
SHOWN_FOR = timedelta(minutes=30)
"""So long after its time a drill still counts as announced: it may wait for a real call to end."""


class Ask(msgspec.Struct, frozen=True, kw_only=True):
    """A drill as a counter and the desks are told of it. ``is_now``: they are to press."""

    drill: DrillId
    kind: Kind
    at: datetime
    scenario: str
    stations: tuple[DeviceId, ...]
    is_now: bool


class _Heard(msgspec.Struct, frozen=True):
    said_at: datetime
    heard_at: float | None
    fact: DrillCalled


class Asking:
    """The drills that this station was told of. Any thread may ask.

    A drill that was called while the program ran is asked for as long as it lasts by this PC's
    monotonic clock; of one that the disk knows, the wall clock decides. ``changed`` is called on
    whichever thread a change came from, and must only post.
    """

    def __init__(
        self,
        *,
        site: NoticeBoard,
        now: Callable[[], datetime],
        monotonic: Callable[[], float],
    ) -> None:
        self._site = site
        self._now = now
        self._monotonic = monotonic
        self._changing = Lock()
        self._heard: dict[tuple[DrillId, int], _Heard] = {}
        self._listeners: list[Callable[[], None]] = []

    def start(self, archive: EventArchive) -> None:
        """Read what was told before, and hear what is told from now on."""
        self._site.watch_notices(self._hear)
        archive.of_types({DrillCalled.TYPE}, self._read)

    def watch(self, listener: Callable[[], None]) -> None:
        """Call ``listener`` after every change."""
        self._listeners.append(listener)

    def of(self, station: DeviceId) -> Ask | None:
        """What ``station`` is to do: press now, else what is announced next."""
        mine = [ask for ask in self.all() if station in ask.stations]
        return min(mine, key=lambda ask: (not ask.is_now, ask.at, ask.drill), default=None)

    def all(self) -> tuple[Ask, ...]:
        """All drills that are announced or go on, those of this minute first."""
        with self._changing:
            heard = dict(self._heard)
        latest: dict[DrillId, _Heard] = {}
        for (drill, stage), one in heard.items():
            if drill not in latest or stage > latest[drill].fact.stage:
                latest[drill] = one
        asks = (self._ask_if_it_can_be(one) for one in latest.values())
        return tuple(
            sorted(
                (ask for ask in asks if ask is not None),
                key=lambda ask: (not ask.is_now, ask.at, ask.drill),
            )
        )

    def _ask_if_it_can_be(self, heard: _Heard) -> Ask | None:
        """Each by itself: a notice whose times cannot be reckoned with must hide no other."""
        try:
            return self._ask(heard)
        except (ArithmeticError, TypeError):  # beyond the calendar; a time without its zone
            return None

    def _ask(self, heard: _Heard) -> Ask | None:
        fact, now = heard.fact, self._now()
        at = fact.at or heard.said_at
        if fact.stage == Stage.ANNOUNCED:
            if fact.at is None or now - fact.at > SHOWN_FOR:
                return None
        elif fact.stage != Stage.ASKED or not self._lasts(heard, now):
            return None
        return Ask(
            drill=fact.drill,
            kind=fact.kind,
            at=at,
            scenario=plain(fact.scenario),
            stations=fact.stations,
            is_now=fact.stage == Stage.ASKED,
        )

    def _lasts(self, heard: _Heard, now: datetime) -> bool:
        age = now - heard.said_at
        if abs(age) > OLDEST:
            return False
        lasts = timedelta(minutes=heard.fact.minutes)
        if heard.heard_at is None:
            return age < lasts
        return timedelta(seconds=self._monotonic() - heard.heard_at) < lasts

    def _hear(self, event: Event, fact: Fact) -> None:
        self._take([(event, fact)], self._monotonic())

    def _read(self, events: Sequence[Event]) -> None:
        self._take(facts_of(events), None)

    def _take(self, told: Iterable[tuple[Event, Fact]], heard_at: float | None) -> None:
        is_news = False
        for event, fact in told:
            if not isinstance(fact, DrillCalled) or not self._is_believed(event):
                continue
            with self._changing:
                key = (fact.drill, fact.stage)
                if key not in self._heard:
                    self._heard[key] = _Heard(event.header.at, heard_at, fact)
                    is_news = True
        if is_news:
            for listener in self._listeners:
                listener()

    def _is_believed(self, event: Event) -> bool:
        return self._site.roster.believes(event.header)
