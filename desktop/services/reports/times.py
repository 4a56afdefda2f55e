"""Times and lengths of time as a report writes them, in US English; milliseconds where they count.

``zone`` is where the site is; ``None`` means the time zone that this machine is set to. Months and
weekdays are spelled here, because ``strftime`` asks the machine's language.
"""

from datetime import datetime, timedelta, tzinfo

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MINUS = "\u2212"


def day(at: datetime, zone: tzinfo | None = None) -> str:
    """Such as ``Mar 9, 2026``."""
    there = at.astimezone(zone)
    return f"{_MONTHS[there.month - 1]} {there.day}, {there.year}"


def weekday(at: datetime, zone: tzinfo | None = None) -> str:
    """Such as ``Mon, Mar 9, 2026``."""
    return f"{_WEEKDAYS[at.astimezone(zone).weekday()]}, {day(at, zone)}"


def clock_time(at: datetime, zone: tzinfo | None = None) -> str:
    """Such as ``10:02:11 AM``, cut to the second."""
    there = at.astimezone(zone)
    half = "AM" if there.hour < 12 else "PM"
    return f"{(there.hour + 11) % 12 + 1}:{there:%M:%S} {half}"


def short_time(at: datetime, zone: tzinfo | None = None) -> str:
    """Such as ``10:02 AM``, cut to the minute."""
    exact = clock_time(at, zone)
    return exact[:-6] + exact[-3:]


def utc_offset(at: datetime, zone: tzinfo | None = None) -> str:
    """How far the zone's clocks are from UTC then, such as ``UTC+01:00``."""
    offset = at.astimezone(zone).utcoffset() or timedelta()
    minutes = round(abs(offset).total_seconds() / 60)
    sign = MINUS if offset < timedelta() else "+"
    return f"UTC{sign}{minutes // 60:02}:{minutes % 60:02}"


def length(seconds: float) -> str:
    """Such as ``38 ms``, ``3.2 s``, ``54 s``, ``5 min 49 s``, ``2 h 4 min``."""
    sign, seconds = (MINUS, -seconds) if seconds < 0 else ("", seconds)
    if round(seconds * 1000) < 1000:
        ms = round(seconds * 1000)
        return f"{sign}{ms} ms" if ms else "0 ms"
    if round(seconds, 1) < 10:
        return f"{sign}{seconds:.1f} s"
    whole = round(seconds)
    if whole < 60:
        return f"{sign}{whole} s"
    if whole < 3600:
        return f"{sign}{whole // 60} min {whole % 60} s"
    return f"{sign}{whole // 3600} h {whole % 3600 // 60} min"
