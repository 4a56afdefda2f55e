"""How a practice went."""

from datetime import date

import msgspec


class Practiced(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody went through a practice on ``day``: ``good`` of ``of`` the first time."""

    good: int
    of: int
    day: date
