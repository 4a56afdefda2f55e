"""Alerts and reports of a period, counted. Nobody is: no figure here is of a person."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Self

import msgspec

from desktop.domain.alerts.facts import Outcome
from desktop.domain.insights.clock import HOURS_A_DAY, HOURS_A_WEEK, first_hour, hour_of_week
from desktop.domain.insights.period import Period
from desktop.domain.insights.spread import Spread
from desktop.domain.plain_text import plain

_BETWEEN = re.compile(r"[\W_]+")


class Wait(StrEnum):
    """What somebody who pressed waits for."""

    RECEIVED = "received"
    ACKNOWLEDGED = "acknowledged"
    ATTENDED = "attended"


class PlaceTold(msgspec.Struct, frozen=True, kw_only=True):
    """The real alerts of one place: how many there were, how many of them were panic alerts and
    false alarms, and how long each took, in ms, as far as that is known: by the clocks of those who
    said so. Sorted times are counted sooner.
    """

    place: str
    alerts: int
    panic: int
    false_alarms: int
    waits: Mapping[Wait, Sequence[int]]


class CallsTold(msgspec.Struct, frozen=True, kw_only=True):
    """The alerts of a period: the real ones by place and by how they ended, as was said last (""
    where nobody said so); drills and tests by their number.
    """

    places: Sequence[PlaceTold]
    outcomes: Mapping[str, int]
    drills: int
    tests: int


class Mention(msgspec.Struct, frozen=True, array_like=True):
    """One report, and what it says that is counted. ``began`` is local: ``2026-03-09T10:00``."""

    number: str
    began: str
    behaviors: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()


class PlaceCalls(msgspec.Struct, frozen=True, kw_only=True):
    """The alerts of one place. ``waits`` are told for each ``Wait``."""

    place: str
    assist: int
    panic: int
    false_alarms: int
    waits: Mapping[Wait, Spread]

    @property
    def alerts(self) -> int:
        """How many there were."""
        return self.assist + self.panic


class RepeatAddress(msgspec.Struct, frozen=True, kw_only=True):
    """An address that more than one report names, as it was written last. ``reports`` are their
    numbers, the newest last, also of those before the period; ``in_period`` counts those in it.
    """

    address: str
    in_period: int
    reports: tuple[str, ...]
    last: str


class Insights(msgspec.Struct, frozen=True, kw_only=True):
    """What a period says. ``week`` counts alerts by weekday (Monday first) and hour. ``outcomes``
    counts how they ended, under "" those of which nobody said so. ``drills`` and ``tests`` are
    counted here and nowhere else.
    """

    period: Period
    alerts: int
    panic: int
    drills: int
    tests: int
    week: tuple[tuple[int, ...], ...]
    waits: Mapping[Wait, Spread]
    places: tuple[PlaceCalls, ...]
    outcomes: Mapping[str, int]
    reports: int
    behaviors: Mapping[str, int]
    addresses: tuple[RepeatAddress, ...]

    @property
    def false_alarms(self) -> int:
        """Alerts of which a supervisor said on closing that they were none."""
        return self.outcomes.get(Outcome.FALSE_ALARM, 0)

    @classmethod
    def of(
        cls,
        period: Period,
        *,
        calls: CallsTold,
        hours: Iterable[tuple[int, int]],
        mentions: Sequence[Mention],
    ) -> Self:
        """Count ``calls``, which are those of the period, and ``mentions``, which are those up to
        its end. ``hours`` are those of the wall clock since 1970 that had real alerts, with how
        many; others than the period's are passed over.
        """
        in_period = [one for one in mentions if _began_in(period, one)]
        return cls(
            period=period,
            alerts=sum(at.alerts for at in calls.places),
            panic=sum(at.panic for at in calls.places),
            drills=calls.drills,
            tests=calls.tests,
            week=_week(hours, period),
            waits=_waits(calls.places),
            places=_places(calls.places),
            outcomes=calls.outcomes,
            reports=len(in_period),
            behaviors=Counter(said for one in in_period for said in one.behaviors),
            addresses=_addresses(mentions, period),
        )


def address_key(address: str) -> str:
    """What two ways of writing one address have in common."""
    return _BETWEEN.sub(" ", address.casefold()).strip()


def _week(hours: Iterable[tuple[int, int]], period: Period) -> tuple[tuple[int, ...], ...]:
    week = [0] * HOURS_A_WEEK
    first, after = first_hour(period.first), first_hour(period.last) + HOURS_A_DAY
    for hour, n in hours:
        if first <= hour < after:
            week[hour_of_week(hour)] += n
    return tuple(tuple(week[at : at + HOURS_A_DAY]) for at in range(0, HOURS_A_WEEK, HOURS_A_DAY))


def _waits(places: Iterable[PlaceTold]) -> dict[Wait, Spread]:
    """Of all these places together."""
    places = tuple(places)
    alerts = sum(at.alerts for at in places)
    waits = {}
    for wait in Wait:
        took = [at.waits[wait] for at in places]
        waits[wait] = Spread.of(*took, without=alerts - sum(map(len, took)))
    return waits


def _places(places: Sequence[PlaceTold]) -> tuple[PlaceCalls, ...]:
    """The place with most alerts first; those of one number by name."""
    counted = [
        PlaceCalls(
            place=plain(at.place),
            assist=at.alerts - at.panic,
            panic=at.panic,
            false_alarms=at.false_alarms,
            waits=_waits([at]),
        )
        for at in places
    ]
    return tuple(sorted(counted, key=lambda one: (-one.alerts, one.place)))


def _began_in(period: Period, mention: Mention) -> bool:
    return period.first.isoformat() <= mention.began[:10] <= period.last.isoformat()


def _addresses(mentions: Sequence[Mention], period: Period) -> tuple[RepeatAddress, ...]:
    named: dict[str, list[tuple[Mention, str]]] = defaultdict(list)
    for mention in sorted(mentions, key=lambda one: (one.began, one.number)):
        for address in dict.fromkeys(mention.addresses):
            named[address_key(address)].append((mention, address))
    found = []
    for key, told in named.items():
        in_period = sum(_began_in(period, mention) for mention, _ in told)
        if key and len(told) > 1 and in_period:
            found.append(
                RepeatAddress(
                    address=plain(told[-1][1]),
                    in_period=in_period,
                    reports=tuple(mention.number for mention, _ in told),
                    last=told[-1][0].began[:10],
                )
            )
    return tuple(sorted(found, key=lambda one: (-len(one.reports), one.address)))
