"""A limit to what one station may bring in a day, so that no broken or rogue one fills every disk.

What a station carries of its own is counted against it, and nothing else: otherwise whoever
repeats another's events could use up that one's share. Presses beyond five a second are shared
out in ``alerts.receipts``.
"""

from collections.abc import Callable
from dataclasses import dataclass

from desktop.domain.alerts.facts import (
    AlertAcknowledged,
    AlertAttended,
    AlertClosed,
    AlertNoted,
    AlertTold,
    AlertWithdrawn,
)
from desktop.domain.events.header import Header
from desktop.domain.events.streams import Stream
from desktop.domain.roster.ids import DeviceId

DAILY_BYTES = 64 * 1024 * 1024
"""Ten years of a busy desk's alerts fit in, as when it fills a new console."""
DAY = 24 * 3600.0
CALL_EVERY = 60.0
"""Seconds after which a station's press gets in, whatever it brought before."""

_NO_CALL = frozenset(
    fact.TYPE
    for fact in (
        AlertNoted,
        AlertAcknowledged,
        AlertTold,
        AlertAttended,
        AlertClosed,
        AlertWithdrawn,
    )
)


@dataclass(slots=True)
class _Share:
    """What one station brought since ``begun_at``."""

    begun_at: float
    size: int = 0
    called_at: float = -CALL_EVERY


class Flood:
    """Counts what each station brings, and says when it has brought too much."""

    def __init__(self, *, monotonic: Callable[[], float], daily_bytes: int = DAILY_BYTES) -> None:
        self._monotonic = monotonic
        self._daily_bytes = daily_bytes
        self._shares: dict[DeviceId, _Share] = {}

    def admits_event(self, header: Header, size: int) -> bool:
        """Whether its author may bring these ``size`` bytes today.

        The first call in a minute always gets in.
        """
        share = self._share(header.device_id)
        fits = self._count(share, size)
        now = self._monotonic()
        if _calls(header) and (fits or now - share.called_at >= CALL_EVERY):
            share.called_at = now
            return True
        return fits

    def admits_note(self, sender: DeviceId, size: int) -> bool:
        """Whether ``sender`` may bring a note of ``size`` bytes today."""
        return self._count(self._share(sender), size)

    def _share(self, device: DeviceId) -> _Share:
        now = self._monotonic()
        share = self._shares.get(device)
        if share is None or now - share.begun_at >= DAY:
            called_at = share.called_at if share else -CALL_EVERY
            share = self._shares[device] = _Share(begun_at=now, called_at=called_at)
        return share

    def _count(self, share: _Share, size: int) -> bool:
        if share.size + size > self._daily_bytes:
            return False
        share.size += size
        return True


def _calls(header: Header) -> bool:
    """Somebody may be calling: also in words of a newer program."""
    return header.stream is Stream.ALERTS and header.type not in _NO_CALL
