"""What was sent and not yet signed for, and when to send it again.

Delivered means a signed receipt, never a broker's acknowledgement (DESIGN §3, Delivery).
"""

from collections.abc import Iterable
from enum import Enum

import msgspec

from desktop.domain.events.event import Event, EventId
from desktop.domain.roster.ids import DeviceId


class Pace(Enum):
    """Seconds between one sending and the next; the last figure repeats.

    A panic stays below a second for its first minute. What ``calls`` somebody is sent until a
    receipt comes; other facts are left to catch-up after a minute.
    """

    PANIC = ((0.15, 0.25, 0.5), 2.0, True)
    ASSIST = ((0.4, 0.8, 1.5), 3.0, True)
    ANSWER = ((0.3, 0.6, 1.2, 2.5), 5.0, False)

    def __init__(self, first: tuple[float, ...], later: float, calls: bool) -> None:
        self.first = first
        self.later = later
        self.calls = calls

    def wait(self, attempts: int, age: float) -> float:
        """Seconds to the next sending, after ``attempts`` of them and ``age`` seconds."""
        if age > HURRY_FOR:
            return self.later
        return self.first[min(attempts, len(self.first)) - 1]


HURRY_FOR = 60.0
"""Seconds for which the first, short waits repeat."""
ONCE_SOMEBODY_HAS_IT = 0.5
"""Seconds at the least between two sendings to those who still lack what another desk has: when
an office presses at once, sending sooner only adds to the crowd that they are working off.
"""


class Outgoing(msgspec.Struct):
    """One event on its way. ``awaited`` are the stations whose receipts are still missing."""

    event: Event
    pace: Pace
    posted_at: float
    awaited: set[DeviceId]
    got: set[DeviceId] = msgspec.field(default_factory=set)
    attempts: int = 0
    sent_at: float = 0.0
    next_at: float = 0.0

    @property
    def is_done(self) -> bool:
        """Somebody has it, and nobody awaited is missing."""
        return bool(self.got) and not self.awaited


class Outbox:
    """Events until every awaited station has signed for them. Sending itself is the carrier's."""

    def __init__(self) -> None:
        self._going: dict[EventId, Outgoing] = {}

    def post(
        self, event: Event, *, awaited: Iterable[DeviceId], pace: Pace, now: float
    ) -> Outgoing:
        """Begin to send ``event``; the caller sends it the first time at once."""
        outgoing = Outgoing(event, pace, now, set(awaited))
        self._count_sending(outgoing, now)
        self._going[event.id] = outgoing
        return outgoing

    def post_also(
        self, event: Event, device: DeviceId, *, got: Iterable[DeviceId], pace: Pace, now: float
    ) -> None:
        """``device``, which nobody waited for, is to sign for ``event`` after all; ``got`` have."""
        outgoing = self._going.get(event.id)
        if outgoing is None:
            outgoing = self._going[event.id] = Outgoing(event, pace, now, set(), got=set(got))
        outgoing.awaited.add(device)
        outgoing.next_at = now

    def find(self, event: EventId) -> Outgoing | None:
        """The event on its way with that id."""
        return self._going.get(event)

    def got(self, event: EventId, device: DeviceId) -> bool:
        """``device`` signed for ``event``. Whether that was the last receipt it waited for."""
        outgoing = self._going.get(event)
        if outgoing is None:
            return False
        outgoing.got.add(device)
        outgoing.awaited.discard(device)
        if outgoing.is_done:
            del self._going[event]
            return True
        outgoing.next_at = max(outgoing.next_at, outgoing.sent_at + ONCE_SOMEBODY_HAS_IT)
        return False

    def drop(self, event: EventId) -> None:
        """Nobody needs it any more."""
        self._going.pop(event, None)

    def leave_out(self, device: DeviceId) -> list[EventId]:
        """``device`` is absent now and will catch up; returns the events that are done by that."""
        done = []
        for event, outgoing in list(self._going.items()):
            outgoing.awaited.discard(device)
            if outgoing.is_done:
                del self._going[event]
                done.append(event)
        return done

    def hurry(self, now: float) -> None:
        """Something changed for the better (a relay, a supervisor): send everything now."""
        for outgoing in self._going.values():
            outgoing.next_at = now

    def due(self, now: float) -> list[Outgoing]:
        """What is to be sent again now; each is counted as sent."""
        due = []
        for event, outgoing in list(self._going.items()):
            if outgoing.next_at > now:
                continue
            if not outgoing.pace.calls and now - outgoing.posted_at > HURRY_FOR:
                del self._going[event]
                continue
            self._count_sending(outgoing, now)
            due.append(outgoing)
        return due

    def next_at(self) -> float | None:
        """The monotonic second at which something is due."""
        return min((outgoing.next_at for outgoing in self._going.values()), default=None)

    @staticmethod
    def _count_sending(outgoing: Outgoing, now: float) -> None:
        outgoing.attempts += 1
        outgoing.sent_at = now
        wait = outgoing.pace.wait(outgoing.attempts, now - outgoing.posted_at)
        if outgoing.got:
            wait = max(wait, ONCE_SOMEBODY_HAS_IT)
        outgoing.next_at = now + wait
