"""Who is present and attended, as beats and checks say (DESIGN §3, Presence)."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from desktop.domain.presence import PRESENT_FOR, Absence, Beat, Check, Readiness, Unready
from desktop.domain.roster.ids import DeviceId


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What another station last said of itself."""

    heard_at: float
    at: datetime
    at_ms: int
    boot: bytes
    person: str
    absence: Absence | None
    version: str
    clock_ahead_s: float
    is_present: bool


class Watch:
    """The stations heard of late. Beats and checks come in; absence shows after 20 s."""

    def __init__(self, *, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._heard: dict[DeviceId, Heard] = {}
        self._past_boots: dict[DeviceId, set[bytes]] = {}

    def beat(self, device: DeviceId, beat: Beat | Check, *, at_ms: int, now: datetime) -> bool:
        """A beat or a check came from ``device``; whether that changes what a person sees.

        A check answers our own nonce and cannot be a replay. A beat is one when it is older than
        the last of the same start of that program (unless the station was silent meanwhile, and
        its clock may have been put right), or of a start before that.
        """
        before = self._heard.get(device)
        moment = self._monotonic()
        boot = beat.boot if isinstance(beat, Beat) else (before.boot if before else b"")
        if isinstance(beat, Beat) and before and self._is_replay(device, before, boot, at_ms):
            return False
        sent = at_ms / 1000
        heard = Heard(
            heard_at=moment,
            at=now,
            at_ms=at_ms,
            boot=boot,
            person=beat.person,
            absence=beat.absence,
            version=beat.version if isinstance(beat, Beat) else (before.version if before else ""),
            clock_ahead_s=sent - now.timestamp(),
            is_present=True,
        )
        self._heard[device] = heard
        return before is None or _looks(before) != _looks(heard)

    def _is_replay(self, device: DeviceId, before: Heard, boot: bytes, at_ms: int) -> bool:
        past = self._past_boots.setdefault(device, set())
        if boot in past:
            return True
        if boot != before.boot:
            past.update({before.boot} - {b""})
            return False
        return before.is_present and at_ms <= before.at_ms

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

    def is_attended(self, device: DeviceId) -> bool:
        """It is present, and somebody is there who will notice."""
        heard = self._heard.get(device)
        return heard is not None and heard.is_present and heard.absence is None

    def forget(self, device: DeviceId) -> None:
        """It does not belong to the site any more."""
        self._heard.pop(device, None)


def readiness(
    *, is_revoked: bool, relays_up: int, supervisors: list[DeviceId], watch: Watch
) -> Readiness:
    """Whether a press now would be seen at once; green only on a signed answer within 20 s."""
    if is_revoked:
        return Readiness(Unready.REVOKED)
    if not relays_up:
        return Readiness(Unready.NO_RELAY)
    if not any(watch.is_present(device) for device in supervisors):
        return Readiness(Unready.NO_SUPERVISOR)
    if not any(watch.is_attended(device) for device in supervisors):
        return Readiness(Unready.NOBODY_ATTENDS)
    return Readiness(None)


def _looks(heard: Heard) -> tuple[object, ...]:
    """What of it a person would see change."""
    skewed = abs(heard.clock_ahead_s) > CLOCK_SKEW_SHOWN
    return heard.is_present, heard.person, heard.absence, heard.version, skewed


CLOCK_SKEW_SHOWN = 120.0
"""Seconds by which a station's clock may be off before it is worth a word."""
