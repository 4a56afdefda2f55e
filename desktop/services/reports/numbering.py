"""The numbers of reports, given at each PC by itself, and none twice (DESIGN §5)."""

from collections.abc import Callable, Mapping

from desktop.domain.reports.numbers import report_number, station_code
from desktop.domain.roster.ids import DeviceId
from desktop.domain.roster.roster import Roster
from desktop.services.ports import Clock


class Numbering:
    """Gives this station's reports their numbers. ``given`` and ``code`` are to be kept before a
    number is used.
    """

    def __init__(
        self,
        *,
        given: Mapping[int, int],
        code: str,
        me: DeviceId,
        roster: Callable[[], Roster],
        clock: Clock,
    ) -> None:
        self._given = dict(given)
        self._me = me
        self._roster = roster
        self._clock = clock
        self.code = code

    @property
    def given(self) -> tuple[tuple[int, int], ...]:
        """The last number of each year."""
        return tuple(self._given.items())

    def next(self) -> str:
        """A number that this station has given to no report yet."""
        year = self._clock.now().astimezone().year
        running = self._given.get(year, 0) + 1
        self._given[year] = running
        if not self.code:
            members = self._roster().members
            others = {m.device: m.admitted_place for m in members.values()}
            own = others.pop(self._me, "")
            self.code = station_code(own, self._me, others)
        return report_number(year, self.code, running)
