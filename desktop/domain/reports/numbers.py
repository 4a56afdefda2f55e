"""The number of a report, such as ``2026-C3-014``: year, station's code, running number.

A station gives its own numbers, offline, so no two stations may have one code. A code is made of
the place that the station was admitted for. Whoever is admitted later knows who was there before,
and adds letters of its own id where the places begin alike; a station writes its code down at its
first report and never changes it. (Two administrators cut off from each other can still admit two
stations for one place at once: their reports are told apart by who signed them.)
"""

import re
from collections.abc import Mapping

from desktop.domain.roster.ids import DeviceId

_NUMBER = re.compile(r"(?P<year>[0-9]{4})-(?P<code>[A-Z0-9]+)-(?P<running>[0-9]{3,})")
_CODE_LETTERS = 2
_LETTERS = str.maketrans("0123456789abcdef", "ABCDEFGHJKMNPQRS")
"""For the id's hex digits, so that what is added is never taken for the place's own number."""
_MOST_DIGITS = 3


def station_code(place: str, device: DeviceId, others: Mapping[DeviceId, str]) -> str:
    """The code of ``device``, admitted for ``place``; ``others`` are the places that all other
    stations were admitted for, revoked ones too.

    "Counter 3" gives ``C3``; where another one had that, ``C3K``, with as many letters as it takes.
    """
    base = _initials(place)
    rivals = [rival for rival, its_place in others.items() if _initials(its_place) == base]
    if not rivals:
        return base
    stem = base if base[-1].isdigit() else f"{base}0"
    letters = next(
        count
        for count in range(1, len(device) + 1)
        if all(rival[:count] != device[:count] for rival in rivals)
    )
    return stem + device[:letters].translate(_LETTERS)


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
