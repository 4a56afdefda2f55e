"""The stations of a site, as the Site page lists them."""

from collections.abc import Mapping

from desktop.domain.board import Board, Desk
from desktop.domain.roster.ids import DeviceId
from desktop.domain.roster.roles import Role
from desktop.domain.roster.roster import Member, Roster
from desktop.services.trust.placing import Standpoint
from desktop.ui.views.advice import Advice
from desktop.ui.views.inviting import role_words
from desktop.ui.views.shapes import Shape
from desktop.ui.views.site_cards import (
    ButtonView,
    CardView,
    Do,
    Editing,
    EditorView,
    FieldView,
    RowView,
)
from desktop.ui.views.station_rows import why_not_ready
from desktop.ui.words import Words

STATION = "station "
"""Before a station's id in the key of its row."""
MOST_ROWS = 20
"""Stations that stand there at once; of more, a line narrows them."""
PLACE, AREA, NAME = "place", "area", "name"


def stations_card(
    roster: Roster,
    board: Board,
    *,
    words: Words,
    why_not: str,
    search: str = "",
    editing: Editing = Editing(),  # noqa: B008 (a value)
    before: Mapping[DeviceId, Standpoint] | None = None,
) -> CardView:
    """Return the card. ``before`` is where stations stood that were moved from here."""
    desks = {desk.device: desk for desk in (board.me, *board.desks)}
    stations = sorted(
        (one for one in roster.trusted if one.role is not Role.RELAY),
        key=lambda one: (one.role is not Role.SUPERVISOR, one.place.casefold(), one.name),
    )
    wanted = [one for one in stations if _is_named(one, search)]
    rows = tuple(
        _row(
            one,
            desks.get(one.device),
            words,
            is_me=one.device == board.me.device,
            may_change=not why_not,
            editing=editing,
            before=(before or {}).get(one.device),
        )
        for one in wanted[:MOST_ROWS]
    )
    return CardView(
        key="stations",
        title=words("Stations"),
        lead=words.plural(
            "{n} station belongs to this site.", "{n} stations belong to this site.", len(stations)
        ),
        why_not=why_not,
        search=words("Find a station") if len(stations) > MOST_ROWS else "",
        rows=rows,
        foot=_foot(len(wanted), len(stations), words),
        buttons=()
        if why_not
        else (ButtonView(Do.INVITE, words("Invite a place…"), words("Stations")),),
    )


def take_out_words(member: Member, words: Words, *, is_calling: bool) -> tuple[str, str, str, str]:
    """Return the title, the question, what comes of it, and the yes, before one is taken out."""
    place = member.place
    detail = words(
        "It can call nobody from then on, and nobody believes what it says. This cannot be undone: "
        "that PC can only be invited again, as a new station. What it said so far stays."
    )
    if is_calling:
        detail = words("It is calling now.") + " " + detail
    return (
        words("Take {place} out", place=place),
        words("Take {place} out of the site for good?", place=station_words(member)),
        detail,
        words("Take it out for good"),
    )


def station_words(member: Member) -> str:
    """Return what tells one from the others: "Counter 3, Maria's PC"."""
    same = member.name.casefold() in {"", member.place.casefold()}
    return member.place if same else f"{member.place}, {member.name}"


def _is_named(member: Member, search: str) -> bool:
    said = search.strip().casefold()
    return not said or any(
        said in text.casefold() for text in (member.place, member.area, member.name)
    )


def _foot(found: int, all_of_them: int, words: Words) -> str:
    if found > MOST_ROWS:
        return words("{n} more. Type a place, an area or a name to find them.", n=found - MOST_ROWS)
    if not found and all_of_them:
        return words("No station is called that.")
    return ""


def _row(
    member: Member,
    desk: Desk | None,
    words: Words,
    *,
    is_me: bool,
    may_change: bool,
    editing: Editing,
    before: Standpoint | None,
) -> RowView:
    key = f"{STATION}{member.device}"
    shape, state = _state(desk, words, is_me=is_me)
    title = station_words(member)
    role = words("Administrator's desk") if member.administrator else role_words(member.role, words)
    is_edited = may_change and editing.row == key
    return RowView(
        key=key,
        title=title,
        says=" · ".join(filter(None, (role, member.area, state))),
        note=_note(member, words, is_me=is_me, may_change=may_change),
        shape=shape,
        buttons=_buttons(member, before, words, is_me=is_me)
        if may_change and not is_edited
        else (),
        editor=_editor(member, words, editing.problem) if is_edited else None,
    )


def _state(desk: Desk | None, words: Words, *, is_me: bool) -> tuple[Shape, str]:
    if is_me:
        return Shape.READY, words("This desk")
    if desk is None:
        return Shape.SILENT, words("Not heard yet.")
    return why_not_ready(desk, words) or (Shape.READY, words("Ready"))


def _note(member: Member, words: Words, *, is_me: bool, may_change: bool) -> str:
    if may_change and member.administrator and not is_me:
        return words(
            "Taking it out needs the recovery file: {command}",
            command="countersign site revoke --recovery FILE",
        )
    return ""


def _buttons(
    member: Member, before: Standpoint | None, words: Words, *, is_me: bool
) -> tuple[ButtonView, ...]:
    about = station_words(member)
    made = [ButtonView(Do.CHANGE, words("Change…"), about)]
    if before is not None:
        made.append(ButtonView(Do.UNDO, words("Undo: back to {value}", value=before.place), about))
    if not member.administrator and not is_me:
        made.append(ButtonView(Do.TAKE_OUT, words("Take out…"), about))
    return tuple(made)


def _editor(member: Member, words: Words, problem: Advice | None) -> EditorView:
    return EditorView(
        fields=(
            FieldView(PLACE, words("Place"), member.place),
            FieldView(AREA, words("Area"), member.area),
            FieldView(NAME, words("Name of the PC or of whoever sits there"), member.name),
        ),
        hint=words(
            "Calls name it so from now on. It stays a {role}: another role takes a new invitation.",
            role=role_words(member.role, words).lower(),
        ),
        save_text=words("Save"),
        cancel_text=words("Cancel"),
        problem=problem,
    )
