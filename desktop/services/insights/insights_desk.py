"""Answers what a period says. It waits for the disk: never ask it on a windows' thread."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from time import localtime

from desktop.domain.alerts.facts import AlertId
from desktop.domain.insights.clock import Stretch, stretches
from desktop.domain.insights.counting import Insights
from desktop.domain.insights.history import MOST_YEARS, History
from desktop.domain.insights.period import Named, Period
from desktop.services.insights.ports import Figures
from desktop.words import on_this_clock

_FIRST, _LAST = date(1971, 1, 1), date(2900, 1, 1)
"""Between these every system knows its own offset."""

Hours = Sequence[tuple[int, int]]
Choose = Callable[[History], Period]


class InsightsDesk:
    """Days are those of this PC's calendar. ``today`` is asked each time."""

    def __init__(self, figures: Figures, *, today: Callable[[], date]) -> None:
        self._figures = figures
        self._today = today

    def today(self) -> date:
        """The last day of which there can be anything."""
        return self._today()

    def history(self) -> History:
        """How many alerts each day had."""
        return self._history(self._all_hours(self._figures.called_drills()))

    def read(self, period: Period) -> Insights:
        """What ``period`` says."""
        drills = self._figures.called_drills()
        return self._read(period, self._figures.hours(_cut(period), drills), drills)

    def opened(self, choose: Choose) -> tuple[History, Insights]:
        """Both at once, and sooner: all days, and what the period says that ``choose`` takes of
        them.
        """
        drills = self._figures.called_drills()
        hours = self._all_hours(drills)
        history = self._history(hours)
        return history, self._read(choose(history), hours, drills)

    def named(self, name: Named) -> Period:
        """What ``name`` means today."""
        earliest = self.history().period.first if name is Named.ALL else self._today()
        return Period.named(name, today=self._today(), earliest=earliest)

    def _all_hours(self, drills: Sequence[AlertId]) -> Hours:
        today = self._today()
        longest = Period(today - timedelta(days=366 * MOST_YEARS), today)
        return self._figures.hours(_cut(longest), drills)

    def _history(self, hours: Hours) -> History:
        return History.of(hours, today=self._today())

    def _read(self, period: Period, hours: Hours, drills: Sequence[AlertId]) -> Insights:
        return Insights.of(
            period,
            calls=self._figures.calls(_cut(period), drills),
            hours=hours,
            mentions=self._figures.mentions(period.last),
        )


def _cut(period: Period) -> list[Stretch]:
    first, last = max(period.first, _FIRST), min(period.last, _LAST)
    return list(stretches(_begin(first), _begin(last + timedelta(days=1)), _offset_at))


def _begin(day: date) -> int:
    """The first moment of ``day`` here, in ms."""
    return int(on_this_clock(datetime.combine(day, time())).timestamp() * 1000)


def _offset_at(ms: int) -> int:
    """By what the system says of its clock: ten years are asked about, day by day."""
    return localtime(ms // 1000).tm_gmtoff * 1000
