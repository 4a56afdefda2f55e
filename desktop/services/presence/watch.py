"""Who is present and attended, as beats and checks say (DESIGN §3, Presence)."""

from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime, timedelta

import msgspec
from msgspec.structs import replace

from desktop.domain.plain_text import plain
from desktop.domain.presence import PRESENT_FOR, Absence, Beat, Check, Readiness, Unready
from desktop.domain.roster.ids import DeviceId


class Heard(msgspec.Struct, frozen=True, kw_only=True):
    """What another station last said of itself."""

    heard_at: float
    at: datetime
    person: str
    absence: Absence | None
    absent_since: datetime | None
    version: str
    clock_ahead_s: float
    is_present: bool


_SAME_MOMENT = timedelta(seconds=30)
"""Two beats that differ by less tell of the same moment."""
_LONGEST_ABSENCE_S = 366 * 86_400
MOST_STARTS = 8
"""Starts of one station's program that are remembered; a replay is of the last day, not year."""


class Watch:
    """The stations heard of late. Beats and checks come in; absence shows after 20 s."""

    def __init__(self, *, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._listens_since = monotonic()
        self._heard: dict[DeviceId, Heard] = {}
        self._counts: dict[DeviceId, OrderedDict[bytes, int]] = {}

    def heard(
        self, device: DeviceId, said: Beat | Check, *, as_of: float, at_ms: int, now: datetime
    ) -> bool:
        """``device`` was there at the monotonic second ``as_of``; whether that changes what a
        person sees. A beat that was heard before, or is older than one that was, changes nothing.
        """
        if isinstance(said, Beat) and self._is_replay(device, said):
            return False
        before = self._heard.get(device)
        self._heard[device] = heard = _heard(before, said, as_of=as_of, at_ms=at_ms, now=now)
        return before is None or _looks(before) != _looks(heard)

    def is_news(self, device: DeviceId, said: Beat, *, at_ms: int, now: datetime) -> bool:
        """Whether a person would see something change; may be asked from any thread."""
        before = self._heard.get(device)
        if before is None:
            return True
        heard = _heard(before, said, as_of=before.heard_at, at_ms=at_ms, now=now)
        return _looks(before) != _looks(heard)

    def _is_replay(self, device: DeviceId, beat: Beat) -> bool:
        counts = self._counts.setdefault(device, OrderedDict())
        if beat.count <= counts.get(beat.boot, -1):
            return True
        counts[beat.boot] = beat.count
        counts.move_to_end(beat.boot)
        if len(counts) > MOST_STARTS:
            counts.popitem(last=False)
        return False

    def expire(self) -> list[DeviceId]:
        """The stations that have just become silent."""
        moment = self._monotonic()
        silent = [
            device
            for device, heard in self._heard.items()
            if heard.is_present and moment - heard.heard_at > PRESENT_FOR
        ]
        for device in silent:
            self._heard[device] = replace(self._heard[device], is_present=False)
        return silent

    def seconds_to_next(self) -> float | None:
        """How long until a station may have become silent."""
        moment = self._monotonic()
        ages = [moment - heard.heard_at for heard in self._heard.values() if heard.is_present]
        return max(0.0, PRESENT_FOR - max(ages)) if ages else None

    def find(self, device: DeviceId) -> Heard | None:
        """What ``device`` last said of itself."""
        return self._heard.get(device)

    def is_present(self, device: DeviceId) -> bool:
        """It was heard within 20 s."""
        heard = self._heard.get(device)
        return heard is not None and heard.is_present

    def is_silent(self, device: DeviceId) -> bool:
        """It was not heard for 20 s; and of one that was never heard, this station listens so long:
        whoever has just started knows nothing of the others yet.
        """
        heard = self._heard.get(device)
        if heard is not None:
            return not heard.is_present
        return self._monotonic() - self._listens_since > PRESENT_FOR

    def absence(self, device: DeviceId) -> Absence | None:
        """Why nobody is at it, as it said last."""
        heard = self._heard.get(device)
        return heard.absence if heard is not None else None

    def is_attended(self, device: DeviceId) -> bool:
        """It is present, and somebody is there who will notice."""
        heard = self._heard.get(device)
        return heard is not None and heard.is_present and heard.absence is None

    def forget(self, device: DeviceId) -> None:
        """It does not belong to the site any more."""
        self._heard.pop(device, None)
        self._counts.pop(device, None)


def readiness(
    *,
    is_revoked: bool,
    is_refused: bool,
    relays_up: int,
    supervisors: list[DeviceId],
    watch: Watch,
) -> Readiness:
    """Whether a press now would be seen at once; green only on a signed answer within 20 s."""
    if is_revoked:
        return Readiness(Unready.REVOKED)
    is_heard = any(watch.is_present(device) for device in supervisors)
    if is_refused and not is_heard:  # a relay that ends in the middle of a handshake refuses nobody
        return Readiness(Unready.REFUSED)
    if not relays_up:
        return Readiness(Unready.NO_RELAY)
    if not is_heard:
        return Readiness(Unready.NO_SUPERVISOR)
    if not any(watch.is_attended(device) for device in supervisors):
        return Readiness(Unready.NOBODY_ATTENDS)
    return Readiness(None)


def _heard(
    before: Heard | None, said: Beat | Check, *, as_of: float, at_ms: int, now: datetime
) -> Heard:
    """What is known of a station once it has ``said`` that."""
    return Heard(
        heard_at=max(as_of, before.heard_at) if before else as_of,
        at=now,
        person=plain(said.person),
        absence=said.absence,
        absent_since=_absent_since(before, said, now),
        version=plain(said.version)
        if isinstance(said, Beat)
        else (before.version if before else ""),
        clock_ahead_s=at_ms / 1000 - now.timestamp(),
        is_present=True,
    )


def _absent_since(before: Heard | None, said: Beat | Check, now: datetime) -> datetime | None:
    """Since when nobody is there, by this station's clock; the same moment from beat to beat."""
    if said.absence is None:
        return None
    known = before.absent_since if before and before.absence is said.absence else None
    if isinstance(said, Check) or not said.absent_s:  # an older program does not say
        return known or now
    since = now - timedelta(seconds=max(0, min(said.absent_s, _LONGEST_ABSENCE_S)))
    return known if known is not None and abs(known - since) < _SAME_MOMENT else since


def _looks(heard: Heard) -> tuple[object, ...]:
    """What of it a person would see change."""
    skewed = abs(heard.clock_ahead_s) > CLOCK_SKEW_SHOWN
    return heard.is_present, heard.person, heard.absence, heard.version, skewed


CLOCK_SKEW_SHOWN = 120.0
"""Seconds by which a station's clock may be off before it is worth a word."""
