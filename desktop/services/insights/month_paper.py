"""The figures of a month as they stand on paper, in one language."""

from collections.abc import Sequence
from datetime import datetime
from typing import Self

import msgspec

from desktop.domain.insights.counting import Insights, Wait
from desktop.domain.insights.spread import FEWEST, Spread
from desktop.services.insights import wording
from desktop.services.reports.dates import Dates, weekdays
from desktop.services.reports.month_head import MonthHead
from desktop.words import Words


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """A table under its title; ``none`` is said where it has no rows."""

    title: str
    about: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    none: str


class Bar(msgspec.Struct, frozen=True):
    """A bar under its name: ``part`` of ``whole`` is filled darker, ``said`` stands after it."""

    name: str
    whole: int
    part: int
    said: str


class Bars(msgspec.Struct, frozen=True, kw_only=True):
    """Bars under a title; ``none`` is said where there are none."""

    title: str
    about: str
    rows: tuple[Bar, ...]
    none: str


class Week(msgspec.Struct, frozen=True, kw_only=True):
    """Counts by day (rows) and hour (columns) under a title."""

    title: str
    about: str
    days: tuple[str, ...]
    hours: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]
    none: str


class InsightsPaper(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that is printed. ``made_at`` becomes the file's date."""

    head: MonthHead
    facts: tuple[tuple[str, str], ...]
    week: Week
    waits: tuple[Listed, ...]
    places: Bars
    ends: Bars
    behaviors: Bars
    addresses: Listed
    note: str

    @classmethod
    def of(
        cls, told: Insights, *, site_name: str, site_address: str, made_at: datetime, words: Words
    ) -> Self:
        """Say ``told``, a month, in the language of ``words``. An address is not printed: the
        numbers of its reports lead to it where it may be read.
        """
        dates = Dates.here(words.language, made_at)
        none = words("No alert in these days.")
        return cls(
            head=MonthHead.of(
                told.period.first,
                title=words("Alerts and reports"),
                site_name=site_name,
                site_address=site_address,
                made_at=made_at,
                words=words,
            ),
            facts=_facts(told, words),
            week=_week(told, words, none),
            waits=tuple(_wait(told, wait, words, none) for wait in Wait),
            places=_places(told, words, none),
            ends=Bars(
                title=words("How did it end?"),
                about=words(
                    "As supervisors said on closing, of {n} of {all} alerts.",
                    n=told.alerts - told.outcomes.get("", 0),
                    all=told.alerts,
                ),
                rows=_bars(
                    wording.counted(wording.outcome_words(words), told.outcomes), told.alerts
                )
                if told.alerts
                else (),
                none=none,
            ),
            behaviors=_behaviors(told, words),
            addresses=_addresses(told, dates, words),
            note=words(
                "People are never counted or compared here. Drills and tests are in none of these "
                "figures. Times are as the stations' clocks told them."
            ),
        )


def _facts(told: Insights, words: Words) -> tuple[tuple[str, str], ...]:
    def half(wait: Wait) -> str:
        spread = told.waits[wait]
        return (
            words("Too few to tell") if spread.median is None else wording.duration(spread.median)
        )

    return (
        (words("Alerts"), str(told.alerts)),
        (words("Panic"), str(told.panic)),
        (words("False alarms"), str(told.false_alarms)),
        (words("Somebody was going, median"), half(Wait.ACKNOWLEDGED)),
        (words("Somebody was there, median"), half(Wait.ATTENDED)),
        (words("Incident reports"), str(told.reports)),
        (words("Drills, not counted"), str(told.drills)),
        (words("Tests, not counted"), str(told.tests)),
    )


def _week(told: Insights, words: Words, none: str) -> Week:
    shown = wording.shown_week(told.week)
    days = weekdays(words.language)
    return Week(
        title=words("When do people need help?"),
        about=words("Alerts by hour and weekday, {n} in all.", n=told.alerts),
        days=days[: shown.days],
        hours=tuple(wording.hour_name(hour, words) for hour in shown.hours),
        counts=tuple(tuple(day[at] for at in shown.hours) for day in told.week[: shown.days]),
        none=none,
    )


def _wait(told: Insights, wait: Wait, words: Words, none: str) -> Listed:
    rows: list[tuple[str, Spread]] = []
    if told.alerts:
        rows = [(words("All places"), told.waits[wait])]
        rows += [(one.place or words("Not known"), one.waits[wait]) for one in told.places]
    return Listed(
        title=wording.wait_words(words)[wait],
        about=words(
            "Known of {n} of {all} alerts. Where there are fewer than {few}, each time stands by "
            "itself.",
            n=told.waits[wait].n,
            all=told.alerts,
            few=FEWEST,
        ),
        head=(
            *(words("Place"), words("Alerts")),
            *(words("Half within"), words("95 of 100 within"), words("Not known of")),
        ),
        rows=tuple(
            (name, *wording.spread_words(spread), str(spread.without)) for name, spread in rows
        ),
        none=none,
    )


def _places(told: Insights, words: Words, none: str) -> Bars:
    return Bars(
        title=words("Where do people call from?"),
        about=words("Alerts by place; the dark part is panic alerts."),
        rows=tuple(
            Bar(
                one.place or words("Not known"),
                one.alerts,
                one.panic,
                words("{n}, of them {panic} panic", n=one.alerts, panic=one.panic)
                if one.panic
                else str(one.alerts),
            )
            for one in told.places
        ),
        none=none,
    )


def _behaviors(told: Insights, words: Words) -> Bars:
    counted = wording.counted(wording.behavior_words(words), told.behaviors)
    named = sorted((one for one in counted if one[1]), key=lambda one: -one[1])
    return Bars(
        title=words("What did people do?"),
        about=words.plural(
            "Behavior named in {n} report. A report can name several.",
            "Behavior named in {n} reports. A report can name several.",
            told.reports,
        ),
        rows=_bars(named, told.reports),
        none=words("No report of these days names any behavior."),
    )


def _bars(counted: Sequence[tuple[str, int]], whole: int) -> tuple[Bar, ...]:
    return tuple(Bar(name, n, 0, wording.count_words(n, whole)) for name, n in counted)


def _addresses(told: Insights, dates: Dates, words: Words) -> Listed:
    return Listed(
        title=words("Where did it happen more than once?"),
        about=words(
            "Reports of field visits that name the same address. It stands in the reports alone."
        ),
        head=(words("Reports"), words("In these days"), words("Latest"), words("Numbers")),
        rows=tuple(
            (
                str(len(one.reports)),
                str(one.in_period),
                dates.answered(one.last),
                ", ".join(one.reports),
            )
            for one in told.addresses
        ),
        none=words("No address stands in more than one report, one of these days among them."),
    )
