"""Carrying alerts between relays that do not reach the same stations (DESIGN §3, Delivery).

With an asymmetric split the presser may reach one relay and every supervisor another. Whoever is
linked to both, and half a second later has not heard the event on one of them, carries it there.
When all is well every relay has it long before, and nothing is carried twice. Its author goes on
publishing until somebody signs for it, so what is lost on the way across is carried anew.
"""

from collections.abc import Callable

import msgspec

from desktop.domain.events.event import Event, EventId
from desktop.domain.roster.ids import DeviceId
from desktop.services.schedule import Schedule

BRIDGE_AFTER = 0.5
SPREAD = 0.2
"""Seconds over which stations spread, so that the first carries and the others see it."""
FORGET_AFTER = 60.0


MOST_LOOKS = 20
"""Times in that minute that one event is carried at most."""


class _Heard(msgspec.Struct):
    event: Event
    on: set[str] = msgspec.field(default_factory=set)
    carried_by: set[DeviceId] = msgspec.field(default_factory=set)
    is_looking: bool = False
    looks: int = 0


class Bridge:
    """Remembers for a minute on which relays each live alert event was heard."""

    def __init__(
        self,
        *,
        schedule: Schedule,
        spread: Callable[[], float],
        up: Callable[[], frozenset[str]],
        carry: Callable[[Event, frozenset[str]], None],
    ) -> None:
        self._schedule = schedule
        self._spread = spread
        self._up = up
        self._carry = carry
        self._heard: dict[EventId, _Heard] = {}

    def heard(self, event: Event, *, relay: str, carrier: DeviceId) -> None:
        """An event of ``alerts`` came in on ``relay``."""
        known = self._heard.get(event.id)
        if known is None:
            known = self._heard[event.id] = _Heard(event)
            self._schedule.after(FORGET_AFTER, lambda: self._forget(event.id))
        if not known.is_looking and known.looks < MOST_LOOKS:
            known.is_looking = True
            known.on.clear()
            self._schedule.after(BRIDGE_AFTER + self._spread() * SPREAD, lambda: self._look(known))
        known.on.add(relay)
        known.carried_by.add(carrier)

    def carriers(self, event: EventId) -> frozenset[DeviceId]:
        """Who brought this event here; a receipt may need to go back the same way."""
        known = self._heard.get(event)
        return frozenset(known.carried_by) if known else frozenset()

    def _forget(self, event: EventId) -> None:
        self._heard.pop(event, None)

    def _look(self, known: _Heard) -> None:
        known.is_looking = False
        known.looks += 1
        silent = self._up() - known.on
        if silent:
            self._carry(known.event, silent)
