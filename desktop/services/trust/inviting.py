"""Inviting: an administrator's desk gives out codes and lets in whoever proves one."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import TypeVar

import msgspec

from desktop.domain.errors import DeskError, RefusedError
from desktop.domain.roster.facts import DeviceAdmitted
from desktop.domain.roster.ids import DeviceId, fingerprint
from desktop.domain.roster.roles import Role
from desktop.services.ports import Clock
from desktop.services.trust.codes import CodeLength
from desktop.services.trust.invitations import Invitation, InvitationBook, InvitationState
from desktop.services.trust.notices import signed_by_site
from desktop.services.trust.ports import Authority, Key, RosterLog
from desktop.services.trust.seats import Seat
from desktop.services.trust.welcome import Welcome

T = TypeVar("T")
PATIENCE_S = 10.0
"""How long the log may take to put one event on the disk."""


class NotAnAdministratorError(RefusedError):
    """This desk may not decide who belongs to the site."""

    code = "not-an-administrator"
    advice = "Do it at an administrator's desk; `countersign site roster` names them."


class RecoveryNeededError(RefusedError):
    """Only the site key makes or ends an administrator, and it is in the recovery file alone."""

    code = "recovery-needed"
    advice = "Open the recovery file with its passphrase and try again."


class WrongRecoveryError(RefusedError):
    """That recovery file belongs to another site."""

    code = "wrong-recovery"
    advice = "Use the file that was saved when this site was created; it shows the site's id."


class LogBusyError(DeskError):
    """The station's log did not take it in time, so it may or may not have happened."""

    code = "log-busy"
    advice = "Look at `countersign site roster` in a minute, then try again if need be."


class Inviting:
    """Gives out invitations and answers the PCs that come with them.

    ``relays`` are addresses of relays that a newcomer should try besides the roster's.
    """

    def __init__(
        self,
        *,
        me: DeviceId,
        book: InvitationBook,
        log: RosterLog,
        authority: Authority,
        clock: Clock,
        random_bytes: Callable[[int], bytes],
        relays: Callable[[], Sequence[tuple[str, int]]] = tuple,
    ) -> None:
        self._me = me
        self._book = book
        self._log = log
        self._authority = authority
        self._clock = clock
        self._random_bytes = random_bytes
        self._relays = relays
        self._site_keys: dict[str, Key] = {}

    def invite(self, seat: Seat, *, site_key: Key | None = None) -> Invitation:
        """Give out a short code for one place: ten minutes, five tries.

        An administrator's seat needs the site key out of the recovery file; it is kept in memory
        until the code is used. Raises ``NotAnAdministratorError``, ``RecoveryNeededError``,
        ``WrongRecoveryError`` or ``TooManyInvitationsError``.
        """
        require_administrator(self._log, self._me)
        self._forget_site_keys()
        if seat.administrator:
            if seat.role is not Role.SUPERVISOR:
                raise NotAnAdministratorError(
                    "Only a supervisor's desk can be an administrator's.",
                    advice="Invite it as a supervisor.",
                )
            require_site_key(self._log, site_key)
        (invitation,) = self._book.invite([seat], length=CodeLength.SHORT)
        if site_key is not None and seat.administrator:
            self._site_keys[invitation.nameplate] = site_key
        return invitation

    def invite_many(self, seats: Sequence[Seat]) -> list[Invitation]:
        """Give out a long code for each of ``seats``, valid for a working day.

        Raises as ``invite`` does; administrators are never made in a batch.
        """
        require_administrator(self._log, self._me)
        if any(seat.administrator for seat in seats):
            raise RecoveryNeededError
        return self._book.invite(seats, length=CodeLength.LONG)

    def admit(self, invitation: Invitation, key: bytes, pc: str) -> bytes:
        """Let in a PC that proved the invitation's code, and give its welcome (``Welcome``).

        Called on the pairing thread. A second call for the same key gives the same seat again.
        Raises ``NotAnAdministratorError``, ``RecoveryNeededError`` or ``LogBusyError``.
        """
        require_administrator(self._log, self._me)
        device, seat = fingerprint(key), invitation.seat
        known = self._log.roster.device(device)
        if known is None:
            self._sign(invitation, _admission(device, key, seat, pc))
        certificate = self._authority.issue(key, seat.role)
        events = settled(self._log.roster_events())
        roster = self._log.roster
        return msgspec.msgpack.encode(
            Welcome(
                site_key=roster.site_key,
                site_name=roster.name,
                ca=self._authority.certificate_pem,
                certificate=certificate,
                seat=seat,
                notices=tuple(event.wire() for event in events),
                relays=tuple(self._relays()),
                authority_key=self._authority.key_pem() if seat.administrator else None,
            )
        )

    def _sign(self, invitation: Invitation, fact: DeviceAdmitted) -> None:
        if not fact.administrator:
            settled(self._log.publish(fact))
            return
        site_key = self._site_keys.get(invitation.nameplate)
        if site_key is None:  # this program was restarted since
            raise RecoveryNeededError
        known = settled(self._log.roster_events())
        event = signed_by_site(
            fact,
            site_key=site_key,
            known=known,
            clock=self._clock,
            random_bytes=self._random_bytes,
        )
        settled(self._log.hand_on(event))
        del self._site_keys[invitation.nameplate]

    def _forget_site_keys(self) -> None:
        """The site key stays in memory no longer than a code that needs it lives."""
        for nameplate in list(self._site_keys):
            if self._book.state(nameplate) is not InvitationState.OPEN:
                del self._site_keys[nameplate]


def require_administrator(log: RosterLog, me: DeviceId) -> None:
    """Raise ``NotAnAdministratorError`` unless this desk is one and was not revoked."""
    if me not in {member.device for member in log.roster.administrators}:
        raise NotAnAdministratorError


def require_site_key(log: RosterLog, site_key: Key | None) -> Key:
    """Raise ``RecoveryNeededError`` or ``WrongRecoveryError`` unless it is this site's key."""
    if site_key is None:
        raise RecoveryNeededError
    if site_key.id != log.roster.site:
        raise WrongRecoveryError
    return site_key


def settled(future: "Future[T]") -> T:
    """What the log answers; raises ``LogBusyError`` when that takes too long."""
    try:
        return future.result(PATIENCE_S)
    except TimeoutError as cause:
        raise LogBusyError from cause


def _admission(device: DeviceId, key: bytes, seat: Seat, pc: str) -> DeviceAdmitted:
    return DeviceAdmitted(
        device=device,
        key=key,
        role=seat.role,
        place=seat.place,
        area=seat.area,
        name=seat.name or pc,
        administrator=seat.administrator,
    )
