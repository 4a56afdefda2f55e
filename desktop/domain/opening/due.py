"""When a station's test of the day is missed."""

from collections.abc import Iterable
from datetime import date

from desktop.domain.board import Desk
from desktop.domain.roster.ids import DeviceId
from desktop.domain.roster.roles import Role

MISSED_AFTER_S = 30 * 60.0
"""Seconds at work on a day without a test after which it counts as missed."""
MOST_BETWEEN_LOOKS_S = 150.0
"""Of a longer pause nothing is known: this PC slept, or its program was busy or just started."""


def is_tested_daily(desk: Desk) -> bool:
    """Whether people sit there who call for help: every station that has a bar."""
    return desk.role in {Role.COUNTER, Role.STAFF} and not desk.is_revoked


class AtWork:
    """How long each station has been at work today, as one desk has seen it: present in two looks
    in a row. A station that is off gets no older, and none does while the site is closed.
    """

    def __init__(self) -> None:
        self._day: date | None = None
        self._looked_at: float | None = None
        self._seconds: dict[DeviceId, float] = {}
        self._present: frozenset[DeviceId] = frozenset()

    def look(self, present: Iterable[DeviceId], *, day: date, moment: float) -> None:
        """These are there on ``day``, at the monotonic second ``moment``."""
        here = frozenset(present)
        if day != self._day:
            self._day, self._seconds, self._present = day, {}, frozenset()
        passed = moment - self._looked_at if self._looked_at is not None else 0.0
        if 0.0 < passed <= MOST_BETWEEN_LOOKS_S:
            for device in here & self._present:
                self._seconds[device] = self._seconds.get(device, 0.0) + passed
        self._present, self._looked_at = here, moment

    def longer_than(self, seconds: float) -> frozenset[DeviceId]:
        """The stations that have been at work for longer than that today."""
        return frozenset(device for device, worked in self._seconds.items() if worked > seconds)
