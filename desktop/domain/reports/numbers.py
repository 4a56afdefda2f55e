"""The number of a report, such as ``2026-C3-014``: year, station's code, running number.

A station gives its own numbers, offline, so no two stations may have one code. A code is made of
the place that the station was admitted for, and told apart by the station's own id where another
station had it first; the station writes it down and never changes it.
"""

import re
from collections.abc import Collection

from desktop.domain.roster.ids import DeviceId

_NUMBER = re.compile(r"(?P<year>[0-9]{4})-(?P<code>[A-Z0-9]+)-(?P<running>[0-9]{3,})")
_CODE_LETTERS = 2
_MOST_DIGITS = 3


def station_code(place: str, device: DeviceId, *, taken: Collection[str]) -> str:
    """A code for a station at ``place``, unlike those ``taken``.

    "Counter 3" gives ``C3``; where that is taken, characters of the id follow until it is not.
    A code of a station that left stays taken: its numbers are on paper.
    """
    base = _initials(place)
    for letters in range(len(device) + 1):
        code = base + device[:letters].upper()
        if code not in taken:
            return code
    raise ValueError(f"the id {device} is used twice")


def report_number(year: int, code: str, running: int) -> str:
    """``2026-C3-014``."""
    return f"{year}-{code}-{running:03d}"


def is_number(text: str) -> bool:
    """Whether it looks like the number of a report."""
    return _NUMBER.fullmatch(text.upper()) is not None


def _initials(place: str) -> str:
    words = [word for word in re.findall(r"[A-Za-z]+|[0-9]+", place) if word]
    letters = "".join(word[0].upper() for word in words if word.isalpha())[:_CODE_LETTERS]
    digits = next((word for word in reversed(words) if word.isdigit()), "")[-_MOST_DIGITS:]
    return (letters or "X") + digits
