"""Draws up the board: one frozen snapshot of all that a screen or a command shows."""

from collections.abc import Callable
from datetime import datetime

from desktop.domain.alerts.alert import Alert
from desktop.domain.board import Board, Delivery, Desk, LiveAlert
from desktop.domain.presence import Absence
from desktop.domain.roster.ids import DeviceId
from desktop.domain.roster.roles import Role
from desktop.domain.roster.roster import Member, Roster
from desktop.services.alerts.book import AlertBook
from desktop.services.presence.watch import Watch, readiness


def draw_up(
    *,
    me: DeviceId,
    roster: Roster,
    book: AlertBook,
    watch: Watch,
    deliveries: dict[str, Delivery | None],
    person: str,
    absence: Absence | None,
    kept_apart: Callable[[Member], int],
    version: str,
    relays_up: int,
    now: datetime,
    moment: float,
) -> Board:
    """The board as things stand at ``now``, which is ``moment`` by the monotonic clock."""
    own = roster.device(me)
    desks = tuple(
        _desk(member, watch, kept_apart=kept_apart(member))
        for member in roster.members.values()
        if member.device != me
    )
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
            last_heard=now,
            clock_ahead_s=0.0,
            version=version,
            is_revoked=own.is_revoked if own else False,
        ),
        alerts=tuple(
            LiveAlert(alert=alert, since=book.since(alert.id), delivery=deliveries.get(alert.id))
            for alert in book.open()
        ),
        closed=tuple[Alert, ...](book.closed(moment)),
        desks=tuple(sorted(desks, key=lambda desk: (desk.place, desk.name, desk.device))),
        readiness=readiness(
            is_revoked=own.is_revoked if own else False,
            relays_up=relays_up,
            supervisors=supervisors,
            watch=watch,
        ),
        relays_up=relays_up,
    )


def _desk(member: Member, watch: Watch, *, kept_apart: int) -> Desk:
    heard = watch.find(member.device)
    return Desk(
        device=member.device,
        role=member.role,
        place=member.place,
        area=member.area,
        name=member.name,
        person=heard.person if heard and heard.person else member.name,
        is_present=bool(heard and heard.is_present) and not member.is_revoked,
        absence=heard.absence if heard else None,
        last_heard=heard.at if heard else None,
        clock_ahead_s=heard.clock_ahead_s if heard else 0.0,
        version=heard.version if heard else "",
        is_revoked=member.is_revoked,
        kept_apart=kept_apart,
    )
