"""A limit to what may wait for a thread, so that no station's crowd delays or drowns another's.

What does not get in is no loss: presses are sent until somebody signs for them, beats come every
five seconds, and catching up finds the rest.
"""

from threading import Lock

from desktop.domain.relays import Arrival
from desktop.domain.roster.ids import DeviceId
from desktop.services.delivery.topics import carrier_of

MOST_WAITING = 1_000
"""Messages of one carrier that wait at a time: two tenths of a second's work."""


class Turnstile:
    """Counts each carrier's waiting messages. Its methods may be called from any thread."""

    def __init__(self, most: int = MOST_WAITING) -> None:
        self._most = most
        self._lock = Lock()
        self._waiting: dict[DeviceId, int] = {}

    def enters(self, arrival: Arrival) -> bool:
        """Whether ``arrival`` may wait; who lets it in calls ``leaves`` when it is worked off."""
        carrier = carrier_of(arrival.topic)
        with self._lock:
            waiting = self._waiting.get(carrier, 0)
            if waiting >= self._most:
                return False
            self._waiting[carrier] = waiting + 1
            return True

    def leaves(self, arrival: Arrival) -> None:
        """It waits no longer."""
        carrier = carrier_of(arrival.topic)
        with self._lock:
            waiting = self._waiting[carrier] - 1
            if waiting:
                self._waiting[carrier] = waiting
            else:
                del self._waiting[carrier]
