"""The cards of the Site page that say how it stands and lead elsewhere: contacts, plan, relays."""

from collections.abc import Sequence

from desktop.domain.board import Board
from desktop.domain.roster.ids import DeviceId
from desktop.domain.roster.roles import Role
from desktop.domain.roster.roster import Member, Roster
from desktop.ui.views.advice import Advice
from desktop.ui.views.contact_rows import Outside, contact_rows, outside_lead
from desktop.ui.views.inviting import role_words
from desktop.ui.views.shapes import Shape
from desktop.ui.views.site_cards import ButtonView, CardView, Do, RowView
from desktop.ui.views.station_words import station_words
from desktop.ui.words import Words


def outside_card(
    outside: Outside | None, senders: Sequence[DeviceId], roster: Roster, *, words: Words
) -> CardView:
    """Return the card of the contacts of this desk, and of the senders in their turn."""
    title = words("Contacts outside")
    rows = []
    for rank, device in enumerate(senders, 1):
        member = roster.device(device)
        rows.append(
            RowView(
                key=f"sender {device}",
                title=words(
                    "Sender {n}: {place}",
                    n=rank,
                    place=station_words(member) if member else device[:8],
                ),
                shape=Shape.READY if roster.is_trusted(device) else Shape.ATTENTION,
                says=""
                if roster.is_trusted(device)
                else words("It was taken out of the site, and tells nobody. Name another sender."),
            )
        )
    if not senders:
        rows.append(
            RowView(
                key="no sender",
                title=words("No desk is named as a sender: nobody outside is told anything."),
                shape=Shape.NOBODY,
            )
        )
    if outside is not None:
        rows += [
            RowView(key=f"contact {one.contact}", title=one.title, shape=one.shape, says=one.says)
            for one in contact_rows(outside, words)
        ]
    return CardView(
        key="outside",
        title=title,
        lead=outside_lead(outside, words) if outside is not None else "",
        rows=tuple(rows),
        buttons=(ButtonView(Do.SETTINGS, words("Send a test message…"), title),)
        if outside is not None and outside.contacts
        else (),
    )


def plan_card(floors: Sequence[str], *, words: Words) -> CardView:
    """Return the card of the floor plan, which is arranged on the Now page."""
    title = words("Floor plan")
    lead = (
        words("Floors: {names}.", names=", ".join(floors))
        if floors
        else words("No floor plan is shown yet.")
    )
    return CardView(
        key="plan",
        title=title,
        lead=lead,
        buttons=(ButtonView(Do.NOW, words("Arrange it on the Now page…"), title),),
    )


def relays_card(roster: Roster, board: Board, *, words: Words) -> CardView:
    """Return the card of the relays: which PCs carry messages, and whether one is enough."""
    heard = {desk.device: desk.is_present for desk in (board.me, *board.desks)}
    running = [
        (member, named.port)
        for device, named in roster.relay_notices.items()
        if named.is_running and (member := roster.device(device)) and not member.is_revoked
    ]
    running.sort(key=lambda one: (one[0].role is Role.RELAY, one[0].place.casefold()))
    rows = tuple(
        _relay(member, port, words, board, is_heard=heard.get(member.device))
        for member, port in running
    )
    return CardView(
        key="relays",
        title=words("Relays"),
        lead=words("Every message goes over all of them at once; one that runs is enough."),
        rows=rows,
        advice=_of_relays(len(rows), words),
    )


def _relay(
    member: Member, port: int, words: Words, board: Board, *, is_heard: bool | None
) -> RowView:
    is_mine = member.device == board.me.device
    if member.role is Role.RELAY:
        says = words("A relay without a station, port {port}", port=port)
    else:
        says = words("{role}, port {port}", role=role_words(member.role, words), port=port)
    silent = is_heard is False and not is_mine
    return RowView(
        key=f"relay {member.device}",
        title=station_words(member),
        says=f"{says}. {words('Its PC is silent.')}" if silent else f"{says}.",
        shape=Shape.SILENT if silent else Shape.READY,
    )


def _of_relays(count: int, words: Words) -> Advice | None:
    if count >= 2:
        return None
    if not count:
        return Advice(
            words("No relay of this site is known: no call reaches another PC."),
            words(
                "Supervisors' desks run one by themselves; look at this one with: {command}",
                command="countersign doctor",
            ),
        )
    return Advice(
        words("One relay alone: while its PC is off, no call reaches another PC."),
        words(
            "Invite a second supervisor's desk, write relay = true into the station.toml of a PC "
            "that is always on, or run one elsewhere: {command}",
            command="countersign site relay-kit",
        ),
    )
