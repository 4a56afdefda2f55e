"""The floor plan at one supervisor's desk: what holds, and changing it for the site."""

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from threading import Event as Flag

import msgspec

from desktop.domain.events.body import Fact
from desktop.domain.events.event import Event, EventId
from desktop.domain.plain_text import plain
from desktop.domain.plan.errors import (
    NothingToUndoError,
    OffThePlanError,
    SupervisorsDrawPlanError,
    UnknownFloorError,
)
from desktop.domain.plan.facts import PLAN_NOTICES, PlanPlaced, PlanShown
from desktop.domain.plan.ids import FloorId
from desktop.domain.plan.plan import Said, SitePlan, Spot, fold_plan
from desktop.domain.reports.attachments import Attachment
from desktop.domain.roster.ids import DeviceId
from desktop.services.log.reading import facts_of
from desktop.services.ports import EventArchive, NoticeBoard

Aside = Callable[[Callable[[], None]], None]
"""Does something in a worker, one thing at a time."""
MOST_UNDONE = 50
"""Movements that can be taken back, one after the other."""


class _Standing(msgspec.Struct, frozen=True):
    """Where a station stands by the word of that ``revision``."""

    revision: int
    spot: Spot | None


class _Move(msgspec.Struct, frozen=True):
    """What this desk did to a station, and how it stood before."""

    station: DeviceId
    before: _Standing
    revision: int


class PlanDesk:
    """What the site's plan is. Every method may be called from any thread.

    All of it is worked out in the worker of ``aside``: years of movements are never read where an
    alert waits. ``watch`` calls back there, and must not block. The futures give the plan as it is
    after the change, once it has left; they raise ``SupervisorsDrawPlanError`` at other desks than
    theirs, and then nothing has changed.
    """

    def __init__(
        self,
        *,
        site: NoticeBoard,
        archive: EventArchive,
        aside: Aside,
        new_id: Callable[[], FloorId],
    ) -> None:
        self._site = site
        self._archive = archive
        self._aside = aside
        self._new_id = new_id
        self._told: dict[EventId, tuple[Event, Said]] = {}
        self._waiting: deque[tuple[Event, Fact]] = deque()
        self._believed: list[EventId] = []
        self._listeners: list[Callable[[SitePlan], None]] = []
        self._revisions: dict[str, int] = {}
        self._sent: dict[DeviceId, _Standing] = {}
        self._moves: deque[_Move] = deque(maxlen=MOST_UNDONE)
        self._same_as: dict[tuple[DeviceId, int], int] = {}
        self._plan = SitePlan()
        self._is_read = Flag()

    def start(self) -> None:
        """Take in what was said so far, and hear what comes from now on."""
        self._site.watch_notices(self._heard)
        self._site.watch_roster(lambda _roster: self._aside(self._doubt))
        self._archive.of_types(
            PLAN_NOTICES, lambda events: self._aside(lambda: self._restore(events))
        )

    @property
    def plan(self) -> SitePlan:
        """The plan as it stands."""
        return self._plan

    @property
    def can_undo(self) -> bool:
        """Whether something was moved from here that nobody has moved since."""
        return any(self._is_newest(move) for move in tuple(self._moves))

    def wait_until_read(self, seconds: float) -> bool:
        """Wait until what this station's log holds of it is taken in, no longer than that."""
        return self._is_read.wait(seconds)

    def watch(self, listener: Callable[[SitePlan], None]) -> None:
        """Call ``listener`` with the plan now and after every change, in the worker."""

        def begin() -> None:
            self._listeners.append(listener)
            if self._is_read.is_set():
                listener(self._plan)

        self._aside(begin)

    def show(
        self,
        picture: Attachment,
        *,
        width: int,
        height: int,
        name: str,
        author: str,
        floor: FloorId | None = None,
    ) -> "Future[SitePlan]":
        """Show ``picture``, which is here already, as a new floor, or as that one's."""
        return self._say(
            lambda: self._shown(
                floor or self._new_id(), name, author, picture=picture, width=width, height=height
            )
        )

    def rename(self, floor: FloorId, name: str, *, author: str) -> "Future[SitePlan]":
        """Call a floor otherwise; raises ``UnknownFloorError``."""

        def renamed() -> PlanShown:
            held = self._plan.floor(floor)
            if held is None:
                raise UnknownFloorError
            return self._shown(
                held.id, name, author, picture=held.picture, width=held.width, height=held.height
            )

        return self._say(renamed)

    def remove(self, floor: FloorId, *, author: str) -> "Future[SitePlan]":
        """Show a floor no more; stations on it stand nowhere then. Raises ``UnknownFloorError``."""

        def removed() -> PlanShown:
            held = self._plan.floor(floor)
            if held is None:
                raise UnknownFloorError
            return self._shown(held.id, held.name, author)

        return self._say(removed)

    def place(self, station: DeviceId, spot: Spot | None, *, author: str) -> "Future[SitePlan]":
        """Put a station there; ``None`` takes it off. Raises ``UnknownFloorError`` and
        ``OffThePlanError``.
        """

        def moved() -> PlanPlaced:
            before = self._standing(station)
            fact = self._placed(station, spot, author)
            self._moves.append(_Move(station, before, fact.revision))
            return fact

        return self._say(moved)

    def undo(self, *, author: str) -> "Future[SitePlan]":
        """Put the station that was moved last from here back; raises ``NothingToUndoError`` where
        there is none that nobody else has moved since.
        """

        def put_back() -> PlanPlaced:
            while self._moves:
                move = self._moves.pop()
                spot = move.before.spot
                is_there = spot is None or self._plan.floor(spot.floor) is not None
                if is_there and self._is_newest(move):
                    fact = self._placed(move.station, spot, author)
                    self._same_as[move.station, fact.revision] = move.before.revision
                    return fact
            raise NothingToUndoError

        return self._say(put_back)

    # --- in the worker ---------------------------------------------------------------------

    def _say(self, made: Callable[[], PlanShown | PlanPlaced]) -> "Future[SitePlan]":
        answer: Future[SitePlan] = Future()
        answer.set_running_or_notify_cancel()

        def begin() -> None:
            try:
                self._require_voice()
                fact = made()
            except Exception as error:  # noqa: BLE001 (handed to whoever asked)
                answer.set_exception(error)
                return
            self._site.publish(fact).add_done_callback(lambda done: left(done, fact))

        def left(done: "Future[Event]", fact: Fact) -> None:  # on the alert thread
            error = done.exception()
            if error is not None:
                answer.set_exception(error)
                return
            self._aside(lambda: settle(done.result(), fact))

        def settle(event: Event, fact: Fact) -> None:
            try:
                self._take(((event, fact),))
            finally:
                answer.set_result(self._plan)

        self._aside(begin)
        return answer

    def _require_voice(self) -> None:
        """What this desk may not say would hold here alone: nobody else believes it."""
        if not self._site.roster.may_speak(self._site.device, PlanPlaced.TYPE):
            raise SupervisorsDrawPlanError

    def _shown(
        self,
        floor: FloorId,
        name: str,
        author: str,
        *,
        picture: Attachment | None = None,
        width: int = 0,
        height: int = 0,
    ) -> PlanShown:
        return PlanShown(
            floor=floor,
            name=plain(name).strip(),
            picture=picture,
            width=width,
            height=height,
            author=plain(author),
            revision=self._next(floor, self._plan.floor_revisions.get(floor, 0)),
        )

    def _placed(self, station: DeviceId, spot: Spot | None, author: str) -> PlanPlaced:
        at = spot or Spot("", 0.0, 0.0)
        if spot is not None:
            floor = self._plan.floor(spot.floor)
            if floor is None:
                raise UnknownFloorError
            if not (0.0 <= spot.x <= 1.0 and 0.0 <= spot.y <= 1.0):
                raise OffThePlanError
            at = Spot(floor.id, round(spot.x, 4), round(spot.y, 4))
        revision = self._next(station, self._plan.spot_revisions.get(station, 0))
        self._sent[station] = _Standing(revision, at if spot is not None else None)
        return PlanPlaced(
            station=station,
            floor=at.floor,
            x=at.x,
            y=at.y,
            author=plain(author),
            revision=revision,
        )

    def _next(self, about: str, held: int) -> int:
        """The revision of our next word on it: also after one that has not come back yet."""
        self._revisions[about] = max(held, self._revisions.get(about, 0)) + 1
        return self._revisions[about]

    def _standing(self, station: DeviceId) -> _Standing:
        """How it stands, our own words that have not come back yet among those that count."""
        held = _Standing(self._plan.spot_revisions.get(station, 0), self._plan.spots.get(station))
        return max(held, self._sent.get(station, held), key=lambda one: one.revision)

    def _is_newest(self, move: _Move) -> bool:
        """Nobody has moved the station since, but for what was taken back."""
        now = self._standing(move.station).revision
        return self._same_as.get((move.station, now), now) == move.revision

    def _heard(self, event: Event, fact: Fact) -> None:  # on the alert thread
        if event.header.type in PLAN_NOTICES:
            self._waiting.append((event, fact))
            self._aside(self._take_waiting)

    def _restore(self, events: Sequence[Event]) -> None:
        self._is_read.set()
        if not self._take(facts_of(events)):
            self._tell()  # that there is none, too: files wait for it

    def _take_waiting(self) -> None:
        """All that came meanwhile at once: a station that was away gets hundreds."""
        heard = []
        while self._waiting:
            heard.append(self._waiting.popleft())
        self._take(heard)

    def _take(self, heard: Iterable[tuple[Event, Fact]]) -> bool:
        news = {
            event.id: (event, Said(event.id, event.header.device_id, fact))
            for event, fact in heard
            if event.id not in self._told
        }
        self._told.update(news)
        return bool(news) and self._fold()

    def _doubt(self) -> None:
        """The roster changed: what a revoked desk said may be believed no more."""
        if [event.id for event, _ in self._believable()] != self._believed:
            self._fold()

    def _believable(self) -> list[tuple[Event, Said]]:
        roster = self._site.roster
        return [one for one in self._told.values() if roster.believes(one[0].header)]

    def _fold(self) -> bool:
        """Make the plan of what is believed now, and tell of it if it is another one."""
        believed = self._believable()
        self._believed = [event.id for event, _ in believed]
        before, self._plan = self._plan, fold_plan(said for _, said in believed)
        if self._plan == before:
            return False
        self._tell()
        return True

    def _tell(self) -> None:
        if self._is_read.is_set():
            for listener in self._listeners:
                listener(self._plan)
