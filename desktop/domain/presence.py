"""Who is there: beats, *present*, *attended*, and whether a counter may call itself ready.

Figures from DESIGN §3, Presence; the standards to beat are EN 50136 DP4 and NFPA 72 (90 s).
"""

from datetime import datetime
from enum import StrEnum

import msgspec

from desktop.domain.roster.ids import DeviceId

BEAT_EVERY = 5.0
"""Seconds between two beats of a station."""
PRESENT_FOR = 20.0
"""Seconds after its last beat for which a station counts as present."""
APART = 0.002
"""Seconds between the beats of two stations whose clocks agree."""
IDLE_AFTER = 15 * 60.0
"""Seconds without keyboard or mouse after which a desk no longer counts as attended."""


class Absence(StrEnum):
    """Why nobody is at a supervisor's desk that beats."""

    LOCKED = "locked"
    AWAY = "away"
    IDLE = "idle"
    SOUND = "sound"
    HEADLESS = "headless"


class Beat(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a station says of itself every 5 s. ``nonce`` is answered in a ``Check``.

    ``is_alone`` asks for that answer at once: the station knows of no supervisor's desk.
    """

    nonce: bytes
    is_alone: bool = False
    boot: bytes = b""
    """Random at each start of the program."""
    count: int = 0
    """Which beat since that start it is: whatever the clocks do, a replay comes out of turn."""
    person: str = ""
    absence: Absence | None = None
    absent_s: int = 0
    """For how many seconds it has been so."""
    version: str = ""
    holds: bytes = b""
    """A digest of all it holds; another digest means that the two should exchange heads."""


class Check(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A supervisor station's signed answer to beats: what a counter's green dot rests on.

    ``nonces`` are those of all the beats that it answers; a station finds its own among them.
    """

    nonces: tuple[bytes, ...]
    person: str = ""
    absence: Absence | None = None
    holds: bytes = b""


class Unready(StrEnum):
    """Why a counter is not ready, in the order in which it is worth saying."""

    REVOKED = "revoked"
    REFUSED = "refused"
    """No relay lets it in: it was revoked while it was off, perhaps, and nobody can tell it so."""
    NO_RELAY = "no_relay"
    NO_SUPERVISOR = "no_supervisor"
    NOBODY_ATTENDS = "nobody_attends"


class Readiness(msgspec.Struct, frozen=True):
    """Whether a press now would be seen by a person at once. ``why`` is ``None`` when it would."""

    why: Unready | None

    @property
    def is_ready(self) -> bool:
        """The honest green."""
        return self.why is None


def until_beat(now: datetime, device: DeviceId, stations: int) -> float:
    """Seconds until the next beat of ``device``, one of ``stations``.

    All beat in the same moment of each 5 s by the clock, each a little apart from the others: a
    desk wakes for many at once instead of for each. Where a clock is off, that station beats alone.
    """
    own = int(device[:8], 16) % max(1, stations) * APART
    wait = BEAT_EVERY - (now.timestamp() - own) % BEAT_EVERY
    return wait + BEAT_EVERY if wait < BEAT_EVERY / 10 else wait  # its timer was early, or it began
