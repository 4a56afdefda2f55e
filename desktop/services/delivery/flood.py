"""A limit to what one station may bring, so that no broken or rogue one fills disks and boards.

What a station carries of its own is counted against it, and nothing else: otherwise whoever
repeats another's events could use up that one's share. Presses beyond five a second are shared
out in ``alerts.receipts``.
"""

from collections.abc import Callable

import msgspec
from msgspec.structs import replace

from desktop.domain.alerts.facts import (
    AlertAcknowledged,
    AlertAttended,
    AlertClosed,
    AlertNoted,
    AlertOffered,
    AlertRelayed,
    AlertTold,
    AlertUnsaid,
    AlertWithdrawn,
)
from desktop.domain.events.header import Header
from desktop.domain.events.streams import Stream
from desktop.domain.guidance.facts import GUIDANCE_NOTICES
from desktop.domain.roster.ids import DeviceId

DAILY_BYTES = 64 * 1024 * 1024
"""Ten years of a busy desk's alerts fit in, as when it fills a new console."""
DAY = 24 * 3600.0
CALL_EVERY = 60.0
"""Seconds after which a station's press gets in, whatever it brought before."""
CALLS_AT_ONCE = 1_000
CALLS_A_SECOND = 1.0
"""Calls of one station that get in at once, and how fast they do from then on. Each is somebody
to be looked after on every board: a hundred thousand of them would be no board at all."""
NOTICES_DAILY_BYTES = 256 * 1024
"""Notices of a station that is no administrator's: where its relay is, now and then. Every station
keeps them for good and reads them at every start."""
GUIDANCE_DAILY_BYTES = 4 * 1024 * 1024
"""Of these, changes to the guidance: they count for themselves, for no start waits for them. A day
on which somebody goes through sixty cards twice, in two languages as long as they may be, is in it;
at the usual length of a card it takes a quarter."""

_NO_CALL = frozenset(
    fact.TYPE
    for fact in (
        AlertNoted,
        AlertAcknowledged,
        AlertOffered,
        AlertRelayed,
        AlertTold,
        AlertUnsaid,
        AlertAttended,
        AlertClosed,
        AlertWithdrawn,
    )
)


class _Share(msgspec.Struct):
    """What one station brought since ``begun_at``."""

    begun_at: float
    size: int = 0
    notices: int = 0
    guidance: int = 0
    called_at: float = -CALL_EVERY
    calls_left: float = CALLS_AT_ONCE
    calls_counted_at: float = 0.0


class Flood:
    """Counts what each station brings, and says when it has brought too much."""

    def __init__(self, *, monotonic: Callable[[], float], daily_bytes: int = DAILY_BYTES) -> None:
        self._monotonic = monotonic
        self._daily_bytes = daily_bytes
        self._shares: dict[DeviceId, _Share] = {}

    def admits_event(self, header: Header, size: int, *, is_administrators: bool = False) -> bool:
        """Whether its author may bring these ``size`` bytes now.

        The first call in a minute always gets in.
        """
        share = self._share(header.device_id)
        fits = self._count(share, size)
        if header.stream is Stream.NOTICES and not is_administrators:
            if header.type in GUIDANCE_NOTICES:
                share.guidance += size
                return fits and share.guidance <= GUIDANCE_DAILY_BYTES
            share.notices += size
            return fits and share.notices <= NOTICES_DAILY_BYTES
        return self._admits_call(share, fits=fits) if _calls(header) else fits

    def admits_note(self, sender: DeviceId, size: int) -> bool:
        """Whether ``sender`` may bring a note of ``size`` bytes today."""
        return self._count(self._share(sender), size)

    def _admits_call(self, share: _Share, *, fits: bool) -> bool:
        now = self._monotonic()
        earned = (now - share.calls_counted_at) * CALLS_A_SECOND
        share.calls_left = min(CALLS_AT_ONCE, share.calls_left + earned)
        share.calls_counted_at = now
        is_first = now - share.called_at >= CALL_EVERY
        if not is_first and (not fits or share.calls_left < 1.0):
            return False
        share.called_at = now
        share.calls_left = max(0.0, share.calls_left - 1.0)
        return True

    def _share(self, device: DeviceId) -> _Share:
        now = self._monotonic()
        share = self._shares.get(device)
        if share is None or now - share.begun_at >= DAY:
            begun = (
                replace(share, begun_at=now, size=0, notices=0, guidance=0)
                if share
                else _Share(now)
            )
            share = self._shares[device] = begun
        return share

    def _count(self, share: _Share, size: int) -> bool:
        if share.size + size > self._daily_bytes:
            return False
        share.size += size
        return True


def _calls(header: Header) -> bool:
    """Somebody may be calling: also in words of a newer program."""
    return header.stream is Stream.ALERTS and header.type not in _NO_CALL
