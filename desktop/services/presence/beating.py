"""This station's own beats, and a supervisor station's signed answers to those of others."""

from collections.abc import Callable

from desktop.domain.events.note import NoteKind
from desktop.domain.events.streams import Stream
from desktop.domain.presence import (
    BEAT_EVERY,
    IDLE_AFTER,
    PRESENT_FOR,
    Absence,
    Beat,
    Check,
)
from desktop.domain.roster.ids import DeviceId
from desktop.domain.roster.roles import Role
from desktop.services.delivery.carrier import Carrier
from desktop.services.schedule import Schedule

NONCE_BYTES = 8
MOST_ANSWERED = 300
"""Beats that one message answers; so many fit into a small note (``delivery.intake``)."""


class Beating:
    """Beats every 5 s while it runs, and answers the beats of others if this is a supervisor's.

    All that beat since our last beat are answered in one message beside the next one; whoever
    knows of no supervisor at once, and everybody when what we say of this desk has changed. That
    an answer comes up to 5 s late makes nobody seem present for longer: it counts from the beat.

    Whether somebody sits here is asked once a beat and never for a board or an answer: the system
    may take its time over it. ``changed`` is told when that has become otherwise.
    """

    def __init__(
        self,
        *,
        role: Role,
        carrier: Carrier,
        schedule: Schedule,
        monotonic: Callable[[], float],
        random_bytes: Callable[[int], bytes],
        person: Callable[[], str],
        absence: Callable[[], Absence | None],
        is_alone: Callable[[], bool],
        digest: Callable[[], bytes],
        version: str,
        until_beat: Callable[[], float],
        changed: Callable[[], None],
    ) -> None:
        self._role = role
        self._carrier = carrier
        self._schedule = schedule
        self._monotonic = monotonic
        self._random_bytes = random_bytes
        self._person = person
        self._ask_absence = absence
        self._absence = self._asked()
        self._absent_at = self._since()
        self._is_alone = is_alone
        self._digest = digest
        self._version = version
        self._until_beat = until_beat
        self._changed = changed
        self._boot = random_bytes(NONCE_BYTES)
        self._count = 0
        self._asked_at: dict[bytes, float] = {}
        self._owed: dict[DeviceId, bytes] = {}
        self._answered: dict[DeviceId, bytes] = {}

    def begin(self) -> None:
        """Beat now, and every 5 s from now on, when others do."""
        wait = BEAT_EVERY  # whatever fails here, no beat is the last one
        try:
            wait = self._until_beat()
        finally:
            self._schedule.after(wait, self.begin)
        self.beat()
        self._answer_owed()

    def beat(self) -> None:
        """Tell every supervisor that this station is here, and ask for a signed answer."""
        self._look_up()
        nonce = self._random_bytes(NONCE_BYTES)
        self._remember(nonce)
        self._count += 1
        self._carrier.beat(
            Beat(
                nonce=nonce,
                boot=self._boot,
                count=self._count,
                person=self._person(),
                absence=self._absence,
                absent_s=round(self.absent_for()),
                version=self._version,
                holds=self._digest(),
                is_alone=self._is_alone(),
            )
        )

    def answer(self, device: DeviceId, beat: Beat) -> None:
        """Answer a beat, soon or at once, so that a counter may call itself ready."""
        if self._role is not Role.SUPERVISOR:
            return
        if beat.is_alone:
            self._answered[device] = beat.nonce
            self._carrier.note(device, NoteKind.CHECK, self._check((beat.nonce,)))
        else:
            self._owed[device] = beat.nonce

    def asked_at(self, check: Check) -> float | None:
        """The monotonic second of the beat that ``check`` answers: by then its author was there,
        however late it comes. ``None`` for a beat that is too old, or never was: a replay.
        """
        asked = [self._asked_at[nonce] for nonce in check.nonces if nonce in self._asked_at]
        return max(asked, default=None)

    def absence(self) -> Absence | None:
        """Why nobody at this desk would notice, as of the last beat."""
        return self._absence

    def absent_for(self) -> float:
        """For how many seconds it has been so; 0 where somebody would notice."""
        return 0.0 if self._absence is None else self._monotonic() - self._absent_at

    def _remember(self, nonce: bytes) -> None:
        now = self._monotonic()
        lately = {n: at for n, at in self._asked_at.items() if now - at <= PRESENT_FOR}
        self._asked_at = lately | {nonce: now}

    def _look_up(self) -> None:
        before, self._absence = self._absence, self._asked()
        if self._absence != before:
            self._absent_at = self._since()
            self._changed()
            self._owed = self._answered | self._owed
            self._answer_owed()

    def _answer_owed(self) -> None:
        """One message to everyone, in which each station finds its own nonce."""
        nonces = tuple(self._owed.values())
        self._answered, self._owed = self._owed, {}
        for first in range(0, len(nonces), MOST_ANSWERED):
            check = self._check(nonces[first : first + MOST_ANSWERED])
            self._carrier.announce(Stream.NOTICES, NoteKind.CHECK, check)

    def _check(self, nonces: tuple[bytes, ...]) -> Check:
        return Check(
            nonces=nonces, person=self._person(), absence=self._absence, holds=self._digest()
        )

    def _since(self) -> float:
        """When what was found just now began. Nobody is idle before quarter of an hour is over."""
        idle = IDLE_AFTER if self._absence is Absence.IDLE else 0.0
        return self._monotonic() - idle

    def _asked(self) -> Absence | None:
        """Only where a screen may call somebody is anyone asked whether they are there."""
        return self._ask_absence() if self._role in {Role.SUPERVISOR, Role.STAFF} else None
