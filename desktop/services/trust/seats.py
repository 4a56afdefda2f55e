"""What an inviter decides about a station before it joins; many of them come from a CSV file."""

import io
from collections.abc import Sequence

import msgspec

from desktop.domain.errors import RefusedError
from desktop.domain.roster.roles import Role
from desktop.domain.sentence import Sentence

MAX_SEATS = 1000
MAX_WORDS = 80
"""Characters of a place, an area or a name: what a bar and a printed card can show."""
_COLUMNS = ("place", "role", "name", "area")
_MUST_HAVE = ("place", "role")
_PLACE, _AREA, _NAME = Sentence("place"), Sentence("area"), Sentence("name")


class InviteListError(RefusedError):
    """The list of places cannot be read."""

    code = "invite-list"
    advice = (
        "Save it as CSV with the columns place, role and, if you like, name and area; "
        "a role is counter, staff or supervisor. Nobody was invited."
    )


class Seat(msgspec.Struct, frozen=True, kw_only=True):
    """The role and the place of a station. ``administrator`` is for supervisors' desks alone."""

    role: Role
    place: str
    area: str = ""
    name: str = ""
    administrator: bool = False


def seats_from_csv(text: str) -> list[Seat]:
    """Read rows of place, role, name, area; the first line names the columns, in any order.

    Commas, semicolons and tabs will do, as spreadsheets in different countries write them. Raises
    ``InviteListError`` naming the line.
    """
    import csv  # who invites many: a start reads one seat, and not from such a file

    try:
        rows = list(csv.reader(io.StringIO(text.lstrip("\ufeff")), delimiter=_delimiter(text)))
    except csv.Error as cause:
        raise InviteListError("The list is not CSV: {why}.", why=cause) from cause
    lines = [(number, row) for number, row in enumerate(rows, start=1) if any(map(str.strip, row))]
    if not lines:
        raise InviteListError("The list is empty.")
    (_, heading), *entries = lines
    columns = [cell.strip().lower() for cell in heading]
    for column in _MUST_HAVE:
        if column not in columns:
            raise InviteListError("The first line names no column “{column}”.", column=column)
    if not entries:
        raise InviteListError("The list has a heading and no places.")
    if len(entries) > MAX_SEATS:
        raise InviteListError(
            "The list has {count} places; {most} are the most.", count=len(entries), most=MAX_SEATS
        )
    return [_seat(number, columns, row) for number, row in entries]


def seat_of(*, role: str, place: str, area: str = "", name: str = "") -> Seat:
    """The seat that a person described; raises ``InviteListError``."""
    known = [role.value for role in Role if role is not Role.RELAY]
    if role.strip().lower() not in known:
        raise InviteListError(
            "“{role}” is no role; the roles are {known}.", role=role, known=", ".join(known)
        )
    for what, said in ((_PLACE, place), (_AREA, area), (_NAME, name)):
        if len(said.strip()) > MAX_WORDS:
            raise InviteListError(
                "The {what} has more than {most} characters.", what=what, most=MAX_WORDS
            )
        if not all(letter.isprintable() for letter in said.strip()):
            raise InviteListError("The {what} has characters in it that nobody can see.", what=what)
    if not place.strip():
        raise InviteListError("A place needs a name, such as “Counter 3”.")
    return Seat(
        role=Role(role.strip().lower()), place=place.strip(), area=area.strip(), name=name.strip()
    )


def _seat(line: int, columns: Sequence[str], row: Sequence[str]) -> Seat:
    cells = dict(zip(columns, row, strict=False))
    try:
        return seat_of(**{column: cells.get(column, "") for column in _COLUMNS})
    except InviteListError as cause:
        raise InviteListError("Line {n}: {why}", n=line, why=cause.sentence) from cause


def _delimiter(text: str) -> str:
    heading = text.lstrip("\ufeff \r\n").split("\n", 1)[0]
    return max(",;\t", key=heading.count)
