"""When a site is open, as a person writes it: ``mon-fri 08:00-17:00``, and several of them."""

import re
from collections.abc import Iterable
from datetime import datetime

import msgspec

from desktop.domain.errors import DeskError

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY_MINUTES = 24 * 60
_LINE = re.compile(
    r"(?P<days>[a-z]+(?:\s*[-,]\s*[a-z]+)*)\s+(?P<times>\d{1,2}:\d\d\s*-\s*\d{1,2}:\d\d"
    r"(?:\s*,\s*\d{1,2}:\d\d\s*-\s*\d{1,2}:\d\d)*)"
)
_TIMES = re.compile(r"(\d{1,2}):(\d\d)\s*-\s*(\d{1,2}):(\d\d)")


class NotHoursError(DeskError):
    """These are no hours."""

    code = "not-hours"
    advice = "Write them as in mon-fri 08:00-17:00."


class Span(msgspec.Struct, frozen=True, order=True):
    """Minutes of one day, ``until`` not among them. Monday is day 0."""

    day: int
    since: int
    until: int


class Hours(msgspec.Struct, frozen=True):
    """When a site is open, by its own clock on the wall. Nothing is said where there are none."""

    spans: tuple[Span, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.spans)

    def are_open(self, at: datetime) -> bool:
        """Whether the site is open ``at`` that time, which is its own."""
        return self.opened_at(at) is not None

    def opened_at(self, at: datetime) -> datetime | None:
        """Since when the site has been open without a break on the day of ``at``; ``None`` where
        it is closed then.
        """
        minute = at.hour * 60 + at.minute
        since: int | None = None
        until = -1
        for span in sorted(self.spans):
            if span.day == at.weekday() and span.since <= minute:
                since = since if since is not None and span.since <= until else span.since
                until = max(until, span.until)
        if since is None or minute >= until:
            return None
        return at.replace(hour=since // 60, minute=since % 60, second=0, microsecond=0)


def parse_hours(texts: Iterable[str]) -> Hours:
    """The hours that ``texts`` say together; raises ``NotHoursError``."""
    return Hours(tuple(sorted(span for text in texts for span in _spans(text))))


def _spans(text: str) -> list[Span]:
    found = _LINE.fullmatch(text.strip().lower())
    if found is None:
        raise NotHoursError(
            "“{text}” is not when a site is open: write it as in mon-fri 08:00-17:00.", text=text
        )
    days = [day for part in found["days"].split(",") for day in _days(part, text)]
    times = [_minutes(match.groups(), text) for match in _TIMES.finditer(found["times"])]
    return [Span(day, since, until) for day in days for since, until in times]


def _days(part: str, text: str) -> list[int]:
    """The days that ``fri`` or ``mon-fri`` names; ``sat-mon`` goes over the end of the week."""
    first, _, last = (one.strip()[:3] for one in part.partition("-"))
    for name in (first, last or first):
        if name not in DAYS:
            raise NotHoursError(
                "“{text}” names a day that is none: write days as {days}.",
                text=text,
                days=", ".join(DAYS),
            )
    begins = DAYS.index(first)
    many = (DAYS.index(last) - begins) % 7 + 1 if last else 1
    return [(begins + number) % 7 for number in range(many)]


def _minutes(said: tuple[str, ...], text: str) -> tuple[int, int]:
    hour, minute, until_hour, until_minute = (int(number) for number in said)
    since, until = hour * 60 + minute, until_hour * 60 + until_minute
    if minute > 59 or until_minute > 59 or since >= until or until > DAY_MINUTES:
        raise NotHoursError(
            "“{text}” does not go from a time to a later one of the same day, such as 08:00-17:00.",
            text=text,
        )
    return since, until
