"""The invitations that live at an inviting desk: until when, how many tries, used by whom.

Plain Python with an injected clock. It is used from the desk's own thread and from the one that
answers joiners, so every act is atomic.
"""

import logging
import secrets
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from threading import Lock
from typing import Protocol

import msgspec

from desktop.domain.errors import RefusedError
from desktop.domain.roster.ids import DeviceId
from desktop.services.trust.codes import ALPHABET, CodeLength, JoinCode
from desktop.services.trust.refusals import (
    JoinCodeBurnedError,
    JoinCodeExpiredError,
    JoinCodeUsedError,
    JoinCodeWrongError,
)
from desktop.services.trust.seats import Seat

log = logging.getLogger(__name__)

TRIES = 5
SHORT_LIFE = timedelta(minutes=10)
WORKING_DAY = timedelta(hours=10)
_REMEMBERED = timedelta(days=7)
"""How long a dead invitation is kept, so that its code is told "used" and not "wrong"."""


class TooManyInvitationsError(RefusedError):
    """There are no free code numbers left."""

    code = "too-many-invitations"
    advice = "Cancel invitations that are not needed, or wait until some have expired."


class InvitationState(StrEnum):
    """What an invitation is good for now."""

    OPEN = "open"
    USED = "used"
    EXPIRED = "expired"
    BURNED = "burned"


class Invitation(msgspec.Struct, frozen=True, kw_only=True):
    """One invitation as it stands. ``tries`` are the ones left."""

    nameplate: str
    secret: str
    length: CodeLength
    seat: Seat
    made: datetime
    expires: datetime
    tries: int = TRIES
    used_by: DeviceId = ""
    is_cancelled: bool = False

    @property
    def code(self) -> JoinCode:
        """The code that a person types."""
        return JoinCode(self.nameplate, self.secret, self.length)

    def state_at(self, now: datetime) -> InvitationState:
        """What it is good for at ``now``."""
        if self.used_by:
            return InvitationState.USED
        if self.tries <= 0:
            return InvitationState.BURNED
        if self.is_cancelled or not self.made - SHORT_LIFE <= now < self.expires:
            return InvitationState.EXPIRED  # also when the clock was set far back
        return InvitationState.OPEN

    def __repr__(self) -> str:
        return f"<Invitation {self.nameplate} for {self.seat.place}>"  # no secret in a log


class Keeper(Protocol):
    """Keeps the book across a restart; a printed sheet must not die with the program."""

    def load(self) -> bytes | None: ...
    def save(self, content: bytes) -> None: ...


class InvitationBook:
    """All invitations of this desk. Every change is kept before it is acted on.

    A kept book that is damaged counts as empty: its codes are told to be wrong.
    """

    def __init__(
        self,
        *,
        now: Callable[[], datetime],
        keeper: Keeper | None = None,
        pick: Callable[[str], str] = secrets.choice,
    ) -> None:
        self._now = now
        self._keeper = keeper
        self._pick = pick
        self._lock = Lock()
        self._watchers: list[Callable[[], None]] = []
        self._by_nameplate = {entry.nameplate: entry for entry in _kept_by(keeper)}

    def watch(self, changed: Callable[[], None]) -> None:
        """Call ``changed`` whenever an invitation was made, guessed at, used or cancelled.

        It is called on whatever thread did that, within the book: it passes the word on and asks
        the book nothing.
        """
        with self._lock:
            self._watchers.append(changed)

    def invite(self, seats: Iterable[Seat], *, length: CodeLength) -> list[Invitation]:
        """Make one invitation for each of ``seats``.

        They live ten minutes with a short code, a working day with a long one. Raises
        ``TooManyInvitationsError``.
        """
        with self._lock:
            now = self._now()
            life = SHORT_LIFE if length is CodeLength.SHORT else WORKING_DAY
            fresh: list[Invitation] = []
            taken = {n for n, old in self._by_nameplate.items() if now < old.expires + _REMEMBERED}
            for seat in seats:
                code = JoinCode.new(length, self._pick, self._free_nameplate(length, taken))
                taken.add(code.nameplate)
                fresh.append(
                    Invitation(
                        nameplate=code.nameplate,
                        secret=code.secret,
                        length=length,
                        seat=seat,
                        made=now,
                        expires=now + life,
                    )
                )
            self._put(*fresh)
            return fresh

    def begin(self, nameplate: str, device: DeviceId) -> Invitation:
        """Give what is needed to answer one guess, and count it: our answer is the guess's test.

        Raises ``JoinCodeWrongError`` for a nameplate nobody gave out, ``JoinCodeUsedError``,
        ``JoinCodeExpiredError``, or ``JoinCodeBurnedError`` at the sixth guess. The device that
        used the code may come back while the code lives, for its answer may have been lost.
        """
        with self._lock:
            found = self._by_nameplate.get(nameplate)
            if found is None:
                raise JoinCodeWrongError
            state = found.state_at(self._now())
            comes_back = state is InvitationState.USED and found.used_by == device
            if comes_back and found.tries > 0 and self._now() < found.expires:
                state = InvitationState.OPEN
            if state is InvitationState.USED:
                raise JoinCodeUsedError
            if state is InvitationState.BURNED:
                raise JoinCodeBurnedError
            if state is InvitationState.EXPIRED:
                raise JoinCodeExpiredError
            counted = msgspec.structs.replace(found, tries=found.tries - 1)
            self._put(counted)
            return counted

    def use(self, nameplate: str, device: DeviceId) -> Invitation:
        """Spend the invitation on ``device``, which has proven that it knows the code.

        Raises ``JoinCodeUsedError`` when another device was quicker, and ``JoinCodeExpiredError``
        when the code was cancelled since the guess began.
        """
        with self._lock:
            found = self._by_nameplate[nameplate]
            if found.used_by not in {"", device}:
                raise JoinCodeUsedError
            if found.is_cancelled and not found.used_by:
                raise JoinCodeExpiredError
            spent = msgspec.structs.replace(found, used_by=device)
            self._put(spent)
            return spent

    def cancel(self, *nameplates: str) -> None:
        """End invitations, all at one go; harmless where there is none."""
        with self._lock:
            found = filter(None, map(self._by_nameplate.get, nameplates))
            self._put(*(msgspec.structs.replace(one, is_cancelled=True) for one in found))

    def find(self, nameplate: str) -> Invitation | None:
        """An invitation as it stands now, if it was ever made and is still remembered."""
        with self._lock:
            return self._by_nameplate.get(nameplate)

    def state(self, nameplate: str) -> InvitationState | None:
        """What became of an invitation; ``None`` for one nobody made."""
        with self._lock:
            found = self._by_nameplate.get(nameplate)
            return found.state_at(self._now()) if found else None

    def open(self) -> list[Invitation]:
        """The invitations that still let a PC in, the soonest to expire first."""
        with self._lock:
            now = self._now()
            alive = (
                i for i in self._by_nameplate.values() if i.state_at(now) is InvitationState.OPEN
            )
            return sorted(alive, key=lambda i: (i.expires, i.nameplate))

    def _free_nameplate(self, length: CodeLength, taken: set[str]) -> str:
        if len(taken) >= len(ALPHABET) ** length.nameplate // 2:
            raise TooManyInvitationsError
        while True:
            nameplate = "".join(self._pick(ALPHABET) for _ in range(length.nameplate))
            if nameplate not in taken:
                return nameplate

    def _put(self, *changed: Invitation) -> None:
        now = self._now()
        book = {n: old for n, old in self._by_nameplate.items() if now < old.expires + _REMEMBERED}
        book.update({entry.nameplate: entry for entry in changed})
        if self._keeper:
            self._keeper.save(msgspec.json.encode(list(book.values())))
        self._by_nameplate = book
        for tell in self._watchers:
            tell()


def _kept_by(keeper: Keeper | None) -> list[Invitation]:
    content = keeper.load() if keeper else None
    if not content:
        return []
    try:
        return msgspec.json.decode(content, type=list[Invitation])
    except (msgspec.DecodeError, UnicodeDecodeError) as cause:
        log.warning("the invitations kept from before cannot be read: %s", cause)
        return []
