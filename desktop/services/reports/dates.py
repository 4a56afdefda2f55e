"""Dates and times of a report in its language: those of the log, and those that people answered.

English as ``times`` writes it; Spanish with the day first and 24 hours.
"""

from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from typing import Self

from desktop.services.reports import times
from desktop.words import on_this_clock

_MONTHS = {
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    "es": ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sept", "oct", "nov", "dic"),
}
_WEEKDAYS = {
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    "es": ("lun", "mar", "mié", "jue", "vie", "sáb", "dom"),
}
_MOST_MINUTES = 24 * 60 - 1


def weekdays(language: str) -> tuple[str, ...]:
    """Their short names, Monday first."""
    return _WEEKDAYS.get(language, _WEEKDAYS["en"])


def offset_zone(minutes: int) -> tzinfo:
    """The clocks that are ``minutes`` ahead of UTC; a number that is no such thing gives UTC."""
    if abs(minutes) > _MOST_MINUTES:
        return UTC
    return timezone(timedelta(minutes=minutes))


class Dates:
    """Writes dates and times in one language, moments of the log as the clocks of ``zone`` do.

    An answer that is no date or time (another program wrote the record) stays as it was typed.
    """

    def __init__(self, language: str, zone: tzinfo) -> None:
        self._language = language if language in _MONTHS else "en"
        self.zone = zone

    @classmethod
    def here(cls, language: str, at: datetime) -> Self:
        """As this PC's clock has it at the moment ``at``."""
        zone = on_this_clock(at).tzinfo or at.astimezone().tzinfo
        assert zone is not None  # an aware time has one
        return cls(language, zone)

    def day(self, at: date) -> str:
        """``Mar 9, 2026``, or ``9 mar 2026``."""
        there = self._there(at)
        month = _MONTHS[self._language][there.month - 1]
        if self._language == "es":
            return f"{there.day} {month} {there.year}"
        return f"{month} {there.day}, {there.year}"

    def month(self, at: date) -> str:
        """``Mar 2026``."""
        return f"{_MONTHS[self._language][at.month - 1]} {at.year}"

    def weekday(self, at: date) -> str:
        """``Mon, Mar 9, 2026``."""
        there = self._there(at)
        return f"{_WEEKDAYS[self._language][there.weekday()]}, {self.day(there)}"

    def clock(self, at: datetime) -> str:
        """``10:02:11 AM``, or ``10:02:11`` where 24 hours are usual."""
        there = at.astimezone(self.zone)
        if self._language == "es":
            return f"{there.hour}:{there:%M:%S}"
        return times.clock_time(there, self.zone)

    def minute(self, at: datetime | time) -> str:
        """``10:02 AM``."""
        there = at.astimezone(self.zone) if isinstance(at, datetime) and at.tzinfo else at
        if self._language == "es":
            return f"{there.hour}:{there.minute:02}"
        half = "AM" if there.hour < 12 else "PM"
        return f"{(there.hour + 11) % 12 + 1}:{there.minute:02} {half}"

    def moment(self, at: datetime) -> str:
        """``Mar 9, 2026, 10:02 AM``."""
        return f"{self.day(at)}, {self.minute(at)}"

    def answered_day(self, text: str) -> str:
        """The day of a date or moment that was answered, with its weekday."""
        at = _read(text)
        return self.weekday(at.date()) if at else text

    def answered_minute(self, text: str) -> str:
        """The time of a moment or time that was answered."""
        at = _read(text) or _time(text)
        return self.minute(at) if at else text

    def answered_time(self, text: str) -> time | None:
        """The time of day of a moment or time that was answered."""
        at = _read(text)
        return at.time() if at else _time(text)

    def answered(self, text: str) -> str:
        """A date, a time or a moment that was answered, in words."""
        if (clock := _time(text)) is not None:
            return self.minute(clock)
        at = _read(text)
        if at is None:
            return text
        return self.day(at.date()) if len(text) == len("2026-03-09") else self.moment(at)

    def offset(self, at: datetime) -> str:
        """Such as ``UTC-06:00``, with a minus sign proper."""
        return times.utc_offset(at, self.zone)

    def _there(self, at: date) -> date:
        if isinstance(at, datetime) and at.tzinfo:
            return at.astimezone(self.zone).date()
        return at


def _read(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return None


def _time(text: str) -> time | None:
    try:
        return time.fromisoformat(text) if ":" in text and "T" not in text else None
    except ValueError:
        return None
