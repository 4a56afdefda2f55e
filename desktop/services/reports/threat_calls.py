"""Threat calls while they go on: ticks streamed from the one who has the phone to supervisors."""

from collections.abc import Callable
from datetime import datetime, timedelta

from desktop.domain.errors import DeskError
from desktop.domain.events.event import Event, EventId
from desktop.domain.plain_text import clean
from desktop.domain.reports.answers import cleaned
from desktop.domain.reports.facts import ThreatCallTicked
from desktop.domain.reports.field import Answers
from desktop.domain.roster.ids import DeviceId
from desktop.services.records.parts import RecordWriter
from desktop.services.reports.ports import LiveCall

SHOWN_FOR = timedelta(hours=1)
"""How long a call stays on the screens after its last tick."""


class LiveCalls:
    """The calls of all stations, folded from their ticks: any order gives the same."""

    def __init__(self) -> None:
        self._ticks: dict[str, dict[str, tuple[Event, ThreatCallTicked]]] = {}

    def add(self, event: Event, tick: ThreatCallTicked) -> None:
        """Take in one tick."""
        self._ticks.setdefault(tick.call, {})[event.id] = (event, tick)

    def calls(self, now: datetime) -> tuple[LiveCall, ...]:
        """The calls with a tick in the last hour, the newest first."""
        found = []
        for call, ticks in list(self._ticks.items()):
            in_order = sorted(ticks.values(), key=lambda one: (one[1].at_s, one[0].header.seq))
            if now - in_order[-1][0].header.at > SHOWN_FOR:
                del self._ticks[call]
                continue
            found.append(_call(call, in_order))
        return tuple(sorted(found, key=lambda one: one.began_at, reverse=True))


class ThreatCallDesk:
    """See ``ports.ThreatCalls``. Any thread may call it; ``heard`` on the records thread alone."""

    def __init__(
        self,
        writer: RecordWriter,
        *,
        new_id: Callable[[], str],
        place: Callable[[], str],
        now: Callable[[], datetime],
        is_here: Callable[[DeviceId], bool],
    ) -> None:
        """``is_here``: that supervisor's desk answers at the moment."""
        self._writer = writer
        self._is_here = is_here
        self._new_id = new_id
        self._place = place
        self._now = now
        self._takers: dict[str, str] = {}
        self._streamed: dict[EventId, str] = {}
        self._followers: dict[str, frozenset[DeviceId]] = {}
        self._live = LiveCalls()
        self._listeners: list[Callable[[tuple[LiveCall, ...]], None]] = []

    def begin(self, taker: str) -> str:
        """A call has begun; supervisors see it from now on."""
        call = self._new_id()
        self._takers[call] = taker
        self._say(ThreatCallTicked(call=call, place=self._place(), at_s=0, taker=taker))
        return call

    def tick(self, call: str, answers: Answers, *, at_s: int) -> None:
        """These answers were just made."""
        self._say(self._tick(call, answers, at_s))

    def end(self, call: str, *, at_s: int) -> None:
        """The caller hung up."""
        self._say(replace_over(self._tick(call, {}, at_s)))

    def followed_by(self, call: str) -> int:
        """How many supervisors' desks have signed for what was streamed of it and are there now."""
        return sum(self._is_here(desk) for desk in self._followers.get(call, frozenset()))

    def got(self, event: EventId, device: DeviceId) -> None:
        """A supervisor's station has signed for a record, a tick or not; on the records thread."""
        call = self._streamed.get(event)
        if call is not None:
            self._followers[call] = self._followers.get(call, frozenset()) | {device}

    def watch(self, listener: Callable[[tuple[LiveCall, ...]], None]) -> None:
        """Call ``listener`` now and after every tick, on the records thread."""
        self._writer.post(lambda: self._listeners.append(listener))
        self._writer.post(lambda: listener(self._live.calls(self._now())))

    def heard(self, event: Event, tick: ThreatCallTicked) -> None:
        """A tick is here, from whatever station."""
        self._live.add(event, tick)
        shown = self._live.calls(self._now())
        for listener in self._listeners:
            listener(shown)

    def _tick(self, call: str, answers: Answers, at_s: int) -> ThreatCallTicked:
        return ThreatCallTicked(
            call=call,
            place=self._place(),
            at_s=at_s,
            answers={key: clean(a) if isinstance(a, str) else a for key, a in answers.items()},
            taker=self._takers.get(call, ""),
        )

    def _say(self, tick: ThreatCallTicked) -> None:
        self._writer.write(cleaned(tick), lambda event: self._kept(event, tick), _not_kept)

    def _kept(self, event: Event, tick: ThreatCallTicked) -> None:  # on the records thread
        if not tick.is_over:
            self._streamed[event.id] = tick.call
            return
        self._followers.pop(tick.call, None)
        over = [known for known, call in self._streamed.items() if call == tick.call]
        for known in over:
            del self._streamed[known]


def replace_over(tick: ThreatCallTicked) -> ThreatCallTicked:
    """The tick that says the call is over."""
    return ThreatCallTicked(
        call=tick.call, place=tick.place, at_s=tick.at_s, taker=tick.taker, is_over=True
    )


def _not_kept(_error: DeskError) -> None:
    """It stays in the draft, and the journal goes on trying."""


def _call(call: str, ticks: list[tuple[Event, ThreatCallTicked]]) -> LiveCall:
    event, first = ticks[0]
    answers: Answers = {}
    for _, tick in ticks:
        answers.update(tick.answers)
    device: DeviceId = event.header.device_id
    return LiveCall(
        call=call,
        place=first.place,
        station=device,
        taker=next((tick.taker for _, tick in ticks if tick.taker), ""),
        began_at=event.header.at - timedelta(seconds=first.at_s),
        answers=answers,
        is_over=any(tick.is_over for _, tick in ticks),
        last_at_s=ticks[-1][1].at_s,
    )
