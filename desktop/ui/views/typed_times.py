"""Dates and times as people type them, and as the form shows them again.

Read forgivingly ("10", "10:05 am", "1005", "yesterday"), never guessed beyond what the desk's hours
and the days just past make likely. What cannot be read is ``None``: the text stays in its field.
"""

import re
import unicodedata
from datetime import date, datetime, time, timedelta

from desktop.ui.words import Words

_DAY = timedelta(days=1)
_FIRST_HOUR = 7
"""A bare "3" is three in the afternoon, a bare "8" eight in the morning."""
_CLOCK = re.compile(r"(\d{1,2})(?:[:.,h ]\s*(\d{1,2})?(?:[:.]\d{1,2})?)?\s*(am|pm|a|p|h|hrs|uhr)?")
_RUN = re.compile(r"(\d{1,2})(\d{2})\s*(am|pm|a|p|h)?")
_AGO = re.compile(r"(?:hace )?(\d{1,3})\s*(?:min\w*|m)(?: ago)?")
_NOW = {"now", "ahora"}
_FIXED = {
    **dict.fromkeys(("noon", "midday", "mediodia"), time(12, 0)),
    **dict.fromkeys(("midnight", "medianoche"), time(0, 0)),
}
_DAYS_BACK = {"today": 0, "hoy": 0, "yesterday": 1, "ayer": 1, "anteayer": 2}
_DAYS_ON = {"tomorrow": 1, "manana": 1}
_WEEKDAYS = (
    ("monday", "lunes"),
    ("tuesday", "martes"),
    ("wednesday", "miercoles"),
    ("thursday", "jueves"),
    ("friday", "viernes"),
    ("saturday", "sabado"),
    ("sunday", "domingo"),
)
_MONTHS = (
    ("january", "enero"),
    ("february", "febrero"),
    ("march", "marzo"),
    ("april", "abril"),
    ("may", "mayo"),
    ("june", "junio"),
    ("july", "julio"),
    ("august", "agosto"),
    ("september", "septiembre"),
    ("october", "octubre"),
    ("november", "noviembre"),
    ("december", "diciembre"),
)
_SHORT_MONTHS = {
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    "es": ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic"),
}


def read_time(text: str, *, now: datetime, after: time | None = None) -> time | None:
    """The time of day that ``text`` means; ``after`` is the one that it most likely follows."""
    said = re.sub(r"\b([ap]) m\b", r"\1m", _plain(text))
    if not said:
        return None
    if said in _NOW:
        return now.time().replace(second=0, microsecond=0)
    if said in _FIXED:
        return _FIXED[said]
    if ago := _AGO.fullmatch(said):
        return (now - timedelta(minutes=int(ago[1]))).time().replace(second=0, microsecond=0)
    found = _RUN.fullmatch(said) or _CLOCK.fullmatch(said)
    if found is None:
        return None
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "")[:1]
    if hour > 24 or minute > 59:
        return None
    if half in {"a", "p"}:
        return time(hour % 12 + (12 if half == "p" else 0), minute) if 1 <= hour <= 12 else None
    read = time(hour % 24, minute)
    is_vague = 1 <= hour <= 12 and half != "h" and not said.startswith("0")
    return _likely(read, after) if is_vague else read


def _likely(read: time, after: time | None) -> time:
    """Morning or afternoon, where nobody said which."""
    later = read.replace(hour=read.hour % 12 + 12)
    if after is not None and read < after <= later and _gap(after, later) <= timedelta(hours=6):
        return later
    return later if 1 <= read.hour < _FIRST_HOUR and (after is None or read < after) else read


def _gap(first: time, second: time) -> timedelta:
    return datetime.combine(date.min, second) - datetime.combine(date.min, first)


def read_date(text: str, *, today: date, language: str = "en", is_past: bool = True) -> date | None:
    """The day that ``text`` means: of those possible, the one nearest before ``today``.

    ``is_past`` is false where the day is to come ("Reply by").
    """
    said = _plain(text)
    said = re.sub(r"\b(last|the|on|el|de|del|of|pasado|next|proximo)\b", " ", said)
    said = " ".join(said.split())
    if said in _DAYS_BACK:
        return today - _DAYS_BACK[said] * _DAY
    if said in _DAYS_ON:
        return today + _DAYS_ON[said] * _DAY
    if re.fullmatch(r"\d{4}-\d{1,2}-\d{1,2}", text.strip()):
        year, month, day = (int(part) for part in text.strip().split("-"))
        return _date(year, month, day)
    weekday = _named(said.split(" ")[0] if said else "", _WEEKDAYS)
    if weekday is not None and len(said.split()) == 1:
        back = (today.weekday() - weekday) % 7
        return today - back * _DAY if is_past else today + (-back % 7 or 7) * _DAY
    rest = said.partition(" ")[2]
    if weekday is not None and (re.search(r"[a-z]", rest) or _named(said[:3], _MONTHS) is None):
        said = rest
    day_first = language != "en" or bool(re.fullmatch(r"\d+:\d+(:\d+)?", said))
    return _numbers(said, today, day_first=day_first, is_past=is_past)


def _numbers(said: str, today: date, *, day_first: bool, is_past: bool) -> date | None:
    numbers = [int(one) for one in re.findall(r"\d+", said)]
    months = [
        found
        for word in re.findall(r"[a-z]+", said)
        if (found := _named(word, _MONTHS)) is not None
    ]
    if re.search(r"[a-z]", said) and not months:
        return None
    if months and numbers:
        day, year = numbers[0], numbers[1] if len(numbers) > 1 else None
        return _near(today, months[0] + 1, day, year, is_past=is_past)
    if len(numbers) == 1 and not months:
        return _near(today, None, numbers[0], None, is_past=is_past)
    if len(numbers) in {2, 3}:
        first, second = numbers[:2]
        month, day = (second, first) if day_first or first > 12 else (first, second)
        return _near(today, month, day, numbers[2] if len(numbers) == 3 else None, is_past=is_past)
    return None


def _near(
    today: date, month: int | None, day: int, year: int | None, *, is_past: bool
) -> date | None:
    if year is not None:
        return _date(year + 2000 if year < 100 else year, month or today.month, day)
    steps = range(13) if month is None else range(2)
    for step in steps:
        turn = -step if is_past else step
        if month is None:
            count = today.year * 12 + today.month - 1 + turn
            found = _date(count // 12, count % 12 + 1, day)
        else:
            found = _date(today.year + turn, month, day)
        if found is not None and (found <= today if is_past else found >= today):
            return found
    return None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _named(word: str, names: tuple[tuple[str, str], ...]) -> int | None:
    if len(word) < 3:
        return None
    return next(
        (n for n, spelled in enumerate(names) if any(one.startswith(word) for one in spelled)), None
    )


def _plain(text: str) -> str:
    """Small letters without accents, dots and spaces in one form."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(c for c in bare if not unicodedata.combining(c))
    bare = re.sub(r"(?<=[a-z])\.\s*", "", bare)  # a.m., Mar.
    bare = re.sub(r"(?<=\d)\.(?=\d)", ":", bare)
    return " ".join(re.sub(r"[./\-_,]+", " ", bare).split())


def said_time(at: time, *, words: Words) -> str:
    """Such as 10:05 AM, or 10:05 where 24 hours are usual."""
    if words.language != "en":
        return f"{at.hour}:{at.minute:02d}"
    return f"{at.hour % 12 or 12}:{at.minute:02d} {'AM' if at.hour < 12 else 'PM'}"


def said_date(day: date, *, words: Words) -> str:
    """Such as Mar 9, 2026."""
    month = _SHORT_MONTHS.get(words.language, _SHORT_MONTHS["en"])[day.month - 1]
    if words.language != "en":
        return f"{day.day} {month} {day.year}"
    return f"{month} {day.day}, {day.year}"


def kept_time(answer: object) -> time | None:
    """The time of day in an answer as it is kept (``10:05``)."""
    try:
        return time.fromisoformat(answer) if isinstance(answer, str) and answer else None
    except ValueError:
        return None


def kept_date(answer: object) -> date | None:
    """The day in an answer as it is kept (``2026-03-09``)."""
    try:
        return date.fromisoformat(answer) if isinstance(answer, str) and answer else None
    except ValueError:
        return None


def kept_moment(answer: object) -> datetime | None:
    """The date and time in an answer as it is kept (``2026-03-09T10:05``)."""
    try:
        read = datetime.fromisoformat(answer) if isinstance(answer, str) and answer else None
    except ValueError:
        return None
    return read.replace(tzinfo=None) if read else None
