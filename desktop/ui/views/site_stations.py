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
from desktop.ui.views.site_errands import NEED_RECOVERY, recovery_editor, role_editor
from desktop.ui.views.station_rows import why_not_ready
from desktop.ui.views.station_words import station_words
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
    has_authority: bool = True,
    is_working: bool = False,
) -> CardView:
    """Return the card. ``before`` is where stations stood that were moved from here.

    ``has_authority`` is whether this desk is an administrator's and can act as one;
    ``is_working`` while a passphrase is tried, which takes a moment.
    """
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
            has_authority=has_authority,
            is_last=len(roster.administrators) == 1,
            is_working=is_working,
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
    has_authority: bool,
    is_last: bool,
    editing: Editing,
    before: Standpoint | None,
    is_working: bool,
) -> RowView:
    key = f"{STATION}{member.device}"
    shape, state = _state(desk, words, is_me=is_me)
    title = station_words(member)
    role = words("Administrator's desk") if member.administrator else role_words(member.role, words)
    may_take_up = is_me and member.role is Role.SUPERVISOR and not has_authority
    is_edited = editing.row == key and (
        may_change or (may_take_up and editing.about is Do.TAKE_UP_RIGHT)
    )
    buttons = _buttons(member, before, words, is_me=is_me) if may_change else ()
    if may_take_up:
        text = words("Make it an administrator's desk…")
        buttons = (*buttons, ButtonView(Do.TAKE_UP_RIGHT, text, title))
    return RowView(
        key=key,
        title=title,
        says=" · ".join(filter(None, (role, member.area, state))),
        note=words("Trying the passphrase…") if is_edited and is_working else "",
        shape=shape,
        buttons=() if is_edited else buttons,
        editor=_editor_of(member, words, editing, is_me=is_me, is_last=is_last)
        if is_edited
        else None,
    )


def _state(desk: Desk | None, words: Words, *, is_me: bool) -> tuple[Shape, str]:
    if is_me:
        return Shape.READY, words("This desk")
    if desk is None:
        return Shape.SILENT, words("Not heard yet.")
    return why_not_ready(desk, words) or (Shape.READY, words("Ready"))


def _buttons(
    member: Member, before: Standpoint | None, words: Words, *, is_me: bool
) -> tuple[ButtonView, ...]:
    about = station_words(member)
    made = [ButtonView(Do.CHANGE, words("Change…"), about)]
    if before is not None:
        made.append(ButtonView(Do.UNDO, words("Undo: back to {value}", value=before.place), about))
    if not is_me:
        made.append(ButtonView(Do.TAKE_OUT, words("Take out…"), about))
    return tuple(made)


def _editor_of(
    member: Member, words: Words, editing: Editing, *, is_me: bool, is_last: bool
) -> EditorView:
    if editing.about is Do.ROLE:
        return role_editor(member, words, editing.problem)
    if editing.about in NEED_RECOVERY:
        return recovery_editor(member, words, editing)
    return _editor(member, words, editing.problem, is_me=is_me, is_last=is_last)


def _editor(
    member: Member, words: Words, problem: Advice | None, *, is_me: bool, is_last: bool
) -> EditorView:
    about = station_words(member)
    more: tuple[ButtonView, ...] = ()
    if member.administrator:
        if is_last:
            hint = words("Calls name it so from now on. It is the only administrator's desk.")
        else:
            hint = words("Calls name it so from now on.")
            more = (ButtonView(Do.TAKE_RIGHT, words("Take its administrator's right…"), about),)
    elif is_me:
        hint = words("Calls name it so from now on.")
    elif member.was_administrator:
        hint = words(
            "Calls name it so from now on. It was an administrator's desk: for another role take "
            "it out, with the recovery file, and invite that place anew."
        )
    else:
        hint = words("Calls name it so from now on. What it is does not change.")
        more = (ButtonView(Do.ROLE, words("Give it another role…"), about),)
    return EditorView(
        fields=(
            FieldView(PLACE, words("Place"), member.place),
            FieldView(AREA, words("Area"), member.area),
            FieldView(NAME, words("Name of the PC or of whoever sits there"), member.name),
        ),
        hint=hint,
        save_text=words("Save"),
        cancel_text=words("Cancel"),
        problem=problem,
        more=more,
    )
