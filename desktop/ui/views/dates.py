"""Days and times as people here write them; gettext's English is the US's."""

import re
from datetime import date, datetime, timedelta

from desktop.ui.views.advice import Advice
from desktop.ui.words import Words, on_this_clock

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})$")
_PARTS = re.compile(r"(\d{1,2})[/.](\d{1,2})(?:[/.](\d{4}))?$")
_LONG_AGO = timedelta(days=180)


def day_words(day: date, words: Words, *, with_year: bool = True) -> str:
    """Return "Mar 9, 2026", or without the year "Mar 9"."""
    month = _months(words)[day.month - 1]
    if with_year:
        return words("{month} {day}, {year}", month=month, day=day.day, year=day.year)
    return words("{month} {day}", month=month, day=day.day)


def instant_words(at: datetime, words: Words, *, with_year: bool = True) -> str:
    """Return an instant on this PC's calendar and clock: "Mar 9, 2026, 11:02 AM"."""
    day = day_words(on_this_clock(at).date(), words, with_year=with_year)
    return words("{day}, {time}", day=day, time=words.time_of_day(at))


def moment_words(text: str, words: Words, *, with_year: bool = True) -> str:
    """Return a local date and time as reports keep it, as people read it; else as it is."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return text
    day = day_words(at.date(), words, with_year=with_year)
    return words("{day}, {time}", day=day, time=words.time_of_day(at))


def date_words(text: str, words: Words) -> str:
    """Return a date as reports keep it, as people read it; else as it is."""
    try:
        return day_words(date.fromisoformat(text), words)
    except ValueError:
        return text


def clock_words(text: str, words: Words) -> str:
    """Return a time of day as reports keep it, as people read it; else as it is."""
    try:
        return words.time_of_day(datetime.fromisoformat(f"2026-01-01T{text}"))
    except ValueError:
        return text


def written_day(day: date, words: Words) -> str:
    """Return a day as it is typed into a field: 3/20/2026, or in Spanish 20/3/2026."""
    first, second = (day.day, day.month) if words.language == "es" else (day.month, day.day)
    return f"{first}/{second}/{day.year}"


def no_date(text: str, example: date, words: Words) -> Advice:
    """Say that what was typed is none, and how ``example`` would be."""
    return Advice(
        words("“{text}” is no date.", text=text.strip()),
        words("Write it like {example}.", example=written_day(example, words)),
    )


def read_day(text: str, words: Words, *, today: date) -> date | None:
    """Return the day that somebody typed; without a year it is the one nearest ahead."""
    said = text.strip()
    try:
        if found := _ISO.match(said):
            return date(*(int(part) for part in found.groups()))
        if found := _PARTS.match(said):
            first, second = int(found[1]), int(found[2])
            month, day = (second, first) if words.language == "es" else (first, second)
            if found[3]:
                return date(int(found[3]), month, day)
            near = date(today.year, month, day)
            return near if near > today - _LONG_AGO else date(today.year + 1, month, day)
    except ValueError:
        pass
    return None


def _months(words: Words) -> tuple[str, ...]:
    return (
        words("Jan"),
        words("Feb"),
        words("Mar"),
        words("Apr"),
        words("May"),
        words("Jun"),
        words("Jul"),
        words("Aug"),
        words("Sep"),
        words("Oct"),
        words("Nov"),
        words("Dec"),
    )
