"""A winter of alerts and reports to be counted, the same each time; for tests and pictures."""

import random
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache

from desktop.domain.alerts.facts import Kind, Outcome
from desktop.domain.insights.counting import CallsTold, Insights, Mention, PlaceTold, Wait
from desktop.domain.insights.history import History
from desktop.domain.insights.period import Period

TODAY = date(2026, 2, 27)
_BEGAN = date(2025, 12, 1)
_PLACES = {
    "Counter 3": 23,
    "Counter 1": 16,
    "Window 6": 14,
    "Counter 2": 10,
    "WIC desk 1": 7,
    "Records": 2,
}
_HOURS = {8: 4, 9: 8, 10: 18, 11: 13, 12: 6, 13: 4, 14: 9, 15: 10, 16: 3}
_DAYS = (2, 1, 1, 1.2, 1.6)


@dataclass(frozen=True)
class Press:
    """One alert; times are in ms, ``None`` where it never came to that."""

    id: str
    at: datetime
    place: str = "Counter 3"
    kind: Kind = Kind.ASSIST
    received: int | None = 40
    going: int | None = 9_000
    there: int | None = 60_000
    outcome: Outcome | None = Outcome.HELPED


def told(presses: list[Press], *, drills: int = 0, tests: int = 0) -> CallsTold:
    """What the files would say of ``presses``."""
    at: dict[str, list[Press]] = defaultdict(list)
    for one in presses:
        at[one.place].append(one)
    return CallsTold(
        places=[
            PlaceTold(
                place=place,
                alerts=len(here),
                panic=sum(one.kind is Kind.PANIC for one in here),
                false_alarms=sum(one.outcome is Outcome.FALSE_ALARM for one in here),
                waits={
                    Wait.RECEIVED: [one.received for one in here if one.received is not None],
                    Wait.ACKNOWLEDGED: [one.going for one in here if one.going is not None],
                    Wait.ATTENDED: [one.there for one in here if one.there is not None],
                },
            )
            for place, here in at.items()
        ],
        outcomes=Counter(one.outcome.value if one.outcome else "" for one in presses),
        drills=drills,
        tests=tests,
    )


def hours_of(presses: Iterable[Press]) -> list[tuple[int, int]]:
    """The hours in which they were."""
    began = datetime(1970, 1, 1, tzinfo=UTC)
    return sorted(Counter(int((one.at - began) / timedelta(hours=1)) for one in presses).items())


def counted(period: Period) -> Insights:
    """That period of the winter."""
    presses = [one for one in _winter() if period.holds(one.at.date())]
    return Insights.of(
        period,
        calls=told(presses, drills=4 if presses else 0, tests=61 if presses else 0),
        hours=hours_of(_winter()),
        mentions=[one for one in _mentions() if one.began[:10] <= period.last.isoformat()],
    )


def a_busy_winter() -> History:
    """Its bars."""
    return History.of(hours_of(_winter()), today=TODAY)


@cache
def _winter() -> tuple[Press, ...]:
    chance = random.Random(5)
    days = [
        _BEGAN + timedelta(days=at)
        for at in range(89)
        if (_BEGAN + timedelta(days=at)).weekday() < 5
    ]
    made = []
    for place, n in _PLACES.items():
        for number in range(n):
            day = chance.choices(days, [_DAYS[day.weekday()] for day in days])[0]
            hour = chance.choices([*_HOURS], [*_HOURS.values()])[0]
            is_panic = chance.random() < 0.2
            going = round(chance.lognormvariate(1.9 if is_panic else 2.5, 0.45) * 1000)
            made.append(
                Press(
                    id=f"{place}-{number}",
                    at=datetime(
                        day.year, day.month, day.day, hour, chance.randrange(60), tzinfo=UTC
                    ),
                    place=place,
                    kind=Kind.PANIC if is_panic else Kind.ASSIST,
                    received=chance.randint(18, 90),
                    going=going if chance.random() < 0.96 else None,
                    there=going + round(chance.lognormvariate(3.7, 0.5) * 1000),
                    outcome=chance.choices(
                        [
                            Outcome.HELPED,
                            Outcome.RESOLVED,
                            Outcome.POLICE,
                            Outcome.FALSE_ALARM,
                            None,
                        ],
                        [60, 18, 5, 12, 5],
                    )[0],
                )
            )
    return tuple(made)


@cache
def _mentions() -> tuple[Mention, ...]:
    chance = random.Random(9)
    kinds = {
        "loud": 51,
        "abusive": 38,
        "intimidation": 27,
        "threat_to_person": 12,
        "damage": 6,
        "contact": 2,
    }
    made = []
    for number in range(61):
        day = _BEGAN + timedelta(days=number * 88 // 61)
        behaviors = tuple(key for key, n in kinds.items() if chance.random() < n / 61)
        street = ("14 Mill Lane", "220 Orchard Road, Apt 4", "9 Quarry Street")[number % 3]
        made.append(
            Mention(
                f"2026-C3-{number + 1:03d}",
                f"{day.isoformat()}T10:{number % 60:02d}",
                behaviors,
                (street,) if number % 9 == 0 else (),
            )
        )
    return tuple(made)
