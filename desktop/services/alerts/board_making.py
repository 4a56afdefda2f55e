"""Draws up the board: one frozen snapshot of all that a screen or a command shows."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import msgspec

from desktop.domain.alerts.alert import Alert
from desktop.domain.alerts.facts import AlertId
from desktop.domain.board import Board, Delivery, Desk, LiveAlert
from desktop.domain.presence import Absence
from desktop.domain.roster.ids import DeviceId
from desktop.domain.roster.roles import Role
from desktop.domain.roster.roster import Member, Roster
from desktop.services.alerts.book import AlertBook
from desktop.services.alerts.escalation import Standing
from desktop.services.presence.watch import Heard, Watch, readiness

if TYPE_CHECKING:  # supervisors' desks alone have one
    from desktop.domain.protocol.site_protocol import SiteProtocol


class _Drawn(msgspec.Struct, frozen=True):
    """A desk as it was drawn up last, and what it was made of."""

    heard: Heard | None
    kept_apart: int
    is_silent: bool
    desk: Desk


class Desks:
    """The other stations as the board shows them.

    Of two hundred, one board differs from the one before in a few: the others are taken over.
    """

    def __init__(self, *, me: DeviceId, watch: Watch, kept_apart: Callable[[Member], int]) -> None:
        self._me = me
        self._watch = watch
        self._kept_apart = kept_apart
        self._roster: Roster | None = None
        self._members: tuple[Member, ...] = ()
        self._drawn: dict[DeviceId, _Drawn] = {}

    def of(self, roster: Roster) -> tuple[Desk, ...]:
        """All stations of ``roster`` but this one, by place and name."""
        if roster is not self._roster:
            self._roster = roster
            others = (member for member in roster.members.values() if member.device != self._me)
            self._members = tuple(sorted(others, key=lambda m: (m.place, m.name, m.device)))
            self._drawn = {}
        return tuple(self._desk(member) for member in self._members)

    def _desk(self, member: Member) -> Desk:
        heard = self._watch.find(member.device)
        kept_apart = self._kept_apart(member)
        is_silent = self._watch.is_silent(member.device)
        drawn = self._drawn.get(member.device)
        if drawn is None or (drawn.heard, drawn.kept_apart, drawn.is_silent) != (
            heard,
            kept_apart,
            is_silent,
        ):
            desk = _desk(member, heard, kept_apart=kept_apart, is_silent=is_silent)
            drawn = self._drawn[member.device] = _Drawn(heard, kept_apart, is_silent, desk)
        return drawn.desk


def draw_up(
    *,
    me: DeviceId,
    roster: Roster,
    book: AlertBook,
    watch: Watch,
    desks: Desks,
    delivery: Callable[[AlertId], Delivery | None],
    stands: Callable[[Alert], Standing],
    person: str,
    absence: Absence | None,
    absent_for: float,
    version: str,
    relays_up: int,
    is_refused: bool,
    protocol: "SiteProtocol | None",
    now: datetime,
    moment: float,
) -> Board:
    """The board as things stand at ``now``, which is ``moment`` by the monotonic clock.

    ``stands`` says of an alert what time made of it.
    """
    own = roster.device(me)
    supervisors = [m.device for m in roster.supervisors if m.device != me]
    return Board(
        site_name=roster.name,
        site_address=roster.address,
        call_instead=roster.call_instead,
        me=Desk(
            device=me,
            role=own.role if own else Role.COUNTER,
            place=own.place if own else "",
            area=own.area if own else "",
            name=own.name if own else "",
            person=person,
            is_present=True,
            absence=absence,
            absent_since=now - timedelta(seconds=absent_for) if absence else None,
            last_heard=now,
            clock_ahead_s=0.0,
            version=version,
            is_revoked=own.is_revoked if own else False,
        ),
        alerts=tuple(
            LiveAlert(
                alert=standing.alert,
                since=book.since(standing.alert.id),
                outside_at=standing.outside_at,
                delivery=delivery(standing.alert.id),
            )
            for standing in map(stands, book.open())
        ),
        closed=tuple[Alert, ...](book.closed(moment)),
        desks=desks.of(roster),
        readiness=readiness(
            is_revoked=own.is_revoked if own else False,
            is_refused=is_refused,
            relays_up=relays_up,
            supervisors=supervisors,
            watch=watch,
        ),
        relays_up=relays_up,
        protocol=protocol,
    )


def _desk(member: Member, heard: Heard | None, *, kept_apart: int, is_silent: bool) -> Desk:
    return Desk(
        device=member.device,
        role=member.role,
        place=member.place,
        area=member.area,
        name=member.name,
        person=heard.person if heard and heard.person else member.name,
        is_present=bool(heard and heard.is_present) and not member.is_revoked,
        absence=heard.absence if heard else None,
        absent_since=heard.absent_since if heard else None,
        last_heard=heard.at if heard else None,
        clock_ahead_s=heard.clock_ahead_s if heard else 0.0,
        version=heard.version if heard else "",
        is_revoked=member.is_revoked,
        kept_apart=kept_apart,
        is_silent=is_silent,
    )
