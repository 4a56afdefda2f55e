"""What a period says, as commands read it."""

from datetime import date
from typing import Any

import msgspec

from desktop.app.running import RunningStation
from desktop.cli.serving.verbs import Verb
from desktop.domain.insights.counting import Insights
from desktop.domain.insights.period import Named, Period
from desktop.domain.insights.spread import Spread


class Show(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which days; ``None`` for the first of this month, and for today."""

    first: date | None = None
    last: date | None = None


class Month(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which month, by its first day."""

    first: date


class InsightsVerbs:
    """What ``countersign insights`` asks of the station. A counter has none of it, and refuses."""

    def __init__(self, running: RunningStation) -> None:
        self._running = running

    def verbs(self) -> dict[str, Verb[Any]]:
        """The verbs by name."""
        return {"insights show": Verb(Show, self._show), "insights month": Verb(Month, self._month)}

    def _show(self, said: Show) -> dict[str, Any]:
        desk = self._running.late.insights()
        month = desk.named(Named.THIS_MONTH)
        last = said.last or desk.today()
        return _of_insights(desk.read(Period(said.first or min(month.first, last), last)))

    def _month(self, said: Month) -> dict[str, Any]:
        """All of it, for a command that prints it."""
        board = self._running.station.board
        told = self._running.late.insights().read(Period.month(said.first))
        return {
            "insights": msgspec.to_builtins(told),
            "site": {"name": board.site_name, "address": board.site_address},
        }


def _of_insights(told: Insights) -> dict[str, Any]:
    outcomes = dict(told.outcomes)
    return {
        "first": told.period.first.isoformat(),
        "last": told.period.last.isoformat(),
        "alerts": told.alerts,
        "panic": told.panic,
        "false_alarms": told.false_alarms,
        "drills": told.drills,
        "tests": told.tests,
        "by_hour": [list(day) for day in told.week],
        "waits": {wait.value: _of_spread(spread) for wait, spread in told.waits.items()},
        "places": [
            {
                "place": one.place,
                "assist": one.assist,
                "panic": one.panic,
                "false_alarms": one.false_alarms,
                "waits": {wait.value: _of_spread(spread) for wait, spread in one.waits.items()},
            }
            for one in told.places
        ],
        "outcomes": [
            {"outcome": outcome or "unsaid", "alerts": n} for outcome, n in sorted(outcomes.items())
        ],
        "reports": told.reports,
        "behaviors": [
            {"behavior": behavior, "reports": n}
            for behavior, n in sorted(told.behaviors.items(), key=lambda one: (-one[1], one[0]))
        ],
        "addresses": [
            {
                "address": one.address,
                "in_period": one.in_period,
                "reports": list(one.reports),
                "last": one.last,
            }
            for one in told.addresses
        ],
    }


def _of_spread(spread: Spread) -> dict[str, Any]:
    return {
        "n": spread.n,
        "without": spread.without,
        "median_ms": spread.median,
        "p95_ms": spread.p95,
        "values_ms": list(spread.values),
    }
