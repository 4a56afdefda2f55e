"""What is counted, in the words that the page and the paper use."""

from collections.abc import Mapping
from typing import NamedTuple

from desktop.domain.alerts.facts import Outcome
from desktop.domain.insights.counting import Wait
from desktop.domain.insights.spread import FEWEST, Spread
from desktop.services.reports.wording import OUTCOMES
from desktop.words import Words

NOTHING = "\N{EN DASH}"
"""Stands where there is no figure."""
_MINUTE, _HOUR, _DAY = 60_000, 3_600_000, 86_400_000


class ShownWeek(NamedTuple):
    """The part of a week that is drawn: these hours, and so many days from Monday on."""

    hours: range
    days: int


def duration(ms: float) -> str:
    """Return "180 ms", "4.2 s", "41 s", "3 min 20 s", "2 h 5 min" or "3 d"."""
    if ms < 999.5:
        return f"{round(ms)} ms"
    if ms < 9_950:
        return f"{ms / 1000:.1f} s"
    if ms < _MINUTE - 500:
        return f"{round(ms / 1000)} s"
    if ms < _HOUR - 500:
        return _two(round(ms / 1000), 60, "min", "s")
    if ms < _DAY - 30_000:
        return _two(round(ms / _MINUTE), 60, "h", "min")
    return f"{round(ms / _DAY)} d"


def outcome_words(words: Words) -> dict[str, str]:
    """How an alert ended, in the order in which it is listed; "" where nobody said so."""
    listed = (Outcome.HELPED, Outcome.RESOLVED, Outcome.POLICE, Outcome.FALSE_ALARM)
    return {**{one: words(OUTCOMES[one]) for one in listed}, "": words("Nobody said")}


def wait_words(words: Words) -> dict[Wait, str]:
    """What somebody who pressed waited for."""
    return {
        Wait.RECEIVED: words("Until a desk had it"),
        Wait.ACKNOWLEDGED: words("Until somebody said they were going"),
        Wait.ATTENDED: words("Until somebody was there"),
    }


def behavior_words(words: Words) -> dict[str, str]:
    """The kinds of behavior that a report can name, in the form's order."""
    from desktop.domain.reports.fields import BY_KEY  # the field table

    return {choice.key: words(choice.label) for choice in BY_KEY["behavior"].choices}


def hour_name(hour: int, words: Words) -> str:
    """Return "9 AM", or "9 h" where 24 hours are usual."""
    if words.language != "en":
        return f"{hour} h"
    return f"{hour % 12 or 12} {'AM' if hour < 12 else 'PM'}"


def busiest(week: tuple[tuple[int, ...], ...]) -> tuple[int, int] | None:
    """The one hour of the week with most alerts, as weekday and hour; ``None`` where several have
    as many, or there are too few: then none stands out.
    """
    counts = sorted(
        (n, day, hour) for day, hours in enumerate(week) for hour, n in enumerate(hours)
    )
    (second, _, _), (most, day, hour) = counts[-2:]
    is_told = sum(n for n, _, _ in counts) >= FEWEST and most > second
    return (day, hour) if is_told else None


def shown_week(week: tuple[tuple[int, ...], ...]) -> ShownWeek:
    """From the first hour with an alert to the last; a weekend without any is left out."""
    busy = [hour for hour in range(24) if any(day[hour] for day in week)]
    hours = range(busy[0], busy[-1] + 1) if busy else range(0)
    return ShownWeek(hours, 7 if any(any(day) for day in week[5:]) else 5)


def spread_words(spread: Spread) -> tuple[str, str, str]:
    """How many, the median and the 95th percentile; of few, each by itself and a dash."""
    if spread.median is not None and spread.p95 is not None:
        return str(spread.n), duration(spread.median), duration(spread.p95)
    few = ", ".join(map(duration, spread.values))
    return str(spread.n), few or NOTHING, NOTHING


def share(part: int, whole: int) -> str:
    """Return "12 %", or "" of so few that a share says nothing."""
    return f"{round(100 * part / whole)} %" if whole >= FEWEST else ""


def count_words(n: int, whole: int) -> str:
    """Return "12 · 40 %", or "12" where a share says nothing."""
    part = share(n, whole) if n else ""
    return f"{n} · {part}" if part else str(n)


def counted(names: Mapping[str, str], counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """Each name with its count, in the order of ``names``; what a newer program said comes last,
    as it is.
    """
    known = [(name, counts.get(key, 0)) for key, name in names.items()]
    return known + [(key, n) for key, n in counts.items() if key not in names]


def _two(whole: int, of: int, large: str, small: str) -> str:
    many, rest = divmod(whole, of)
    return f"{many} {large} {rest} {small}" if rest else f"{many} {large}"
