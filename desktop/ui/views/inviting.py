"""Letting a place in: what is asked, the code, and how it stands with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from desktop.domain.errors import DeskError
from desktop.domain.roster.roles import Role
from desktop.services.trust.invitations import TRIES, InvitationState
from desktop.services.trust.standing import Standing
from desktop.ui.views.advice import Advice
from desktop.ui.views.shapes import Shape
from desktop.ui.words import Words

MOST_ADDRESSES = 3
"""Addresses shown: a PC with more has virtual ones, and nobody types those."""


MOST_ROWS = 60
"""Codes shown of a list: a thousand took seconds to draw, in which no alert would be seen."""


class Field(StrEnum):
    """What may be typed."""

    PLACE = "place"
    AREA = "area"
    PERSON = "person"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceAsked:
    """The place that somebody wants to let in."""

    role: Role
    place: str
    area: str = ""
    person: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskView:
    """The question: which place? ``progress`` says what is being done meanwhile."""

    title: str
    lead: str
    labels: tuple[tuple[Field, str, str], ...]
    role_label: str
    roles: tuple[tuple[str, str], ...]
    role_detail: str
    submit_text: str
    many_text: str
    open_text: str
    close_text: str
    problem: str
    progress: str
    advice: Advice | None

    @classmethod
    def of(
        cls,
        *,
        words: Words,
        role: Role,
        is_first: bool = False,
        open_codes: int = 0,
        problem: str = "",
        progress: str = "",
        error: DeskError | None = None,
    ) -> "AskView":
        """Return the question; ``is_first`` while nobody else belongs to the site."""
        first = (
            words("Let the first counter in"),
            words("This site has one desk so far. Each other PC joins with a code of its own."),
        )
        later = (
            words("Invite a place"),
            words("You get a code for one PC. What it is and where it stands is decided here."),
        )
        title, lead = first if is_first else later

        def example(text: str) -> str:
            return words("For example: {example}", example=text)

        return cls(
            title=title,
            lead=lead,
            labels=(
                (Field.PLACE, words("Place"), example(words("Counter 1"))),
                (Field.AREA, words("Part of the building, if you like"), ""),
                (Field.PERSON, words("Who sits there, if you like"), ""),
            ),
            role_label=words("What it is"),
            roles=tuple((role.value, name) for role, name in _roles(words).items()),
            role_detail={
                Role.STAFF: words(
                    "An office or a back room: it calls as a counter does, and a colleague's call "
                    "that nobody answers comes up there and sounds."
                ),
                Role.SUPERVISOR: words("It is called, answers, and keeps the site's reports."),
            }.get(role, words("It calls for help, from a small bar on its screen.")),
            submit_text=words("Make a code"),
            many_text=words("Many places from a list…"),
            open_text=words.plural("{n} code still works", "{n} codes still work", open_codes)
            if open_codes
            else "",
            close_text=words("Close"),
            problem=problem,
            progress=progress,
            advice=Advice.of(error, words) if error else None,
        )


def problem_of(asked: PlaceAsked, *, words: Words) -> str:
    """What is wrong with what was typed, before anything is made; "" where nothing is."""
    if not asked.place:
        return words("The place is missing; supervisors read it when somebody calls there.")
    return ""


class Doing(StrEnum):
    """What can be done about a code now."""

    WITHDRAW = "withdraw"
    ANEW = "anew"
    ANOTHER = "another"


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeView:
    """One code, large, with what to do at the other PC.

    ``spoken`` is the code letter by letter, for a screen reader and whoever reads it out.
    ``steps`` and ``code`` are empty once the code is worth nothing.
    """

    title: str
    detail: str
    code: str
    spoken: str
    hint: str
    steps: tuple[str, ...]
    addresses: tuple[str, ...]
    until: str
    guesses: str
    port_note: str
    shape: Shape
    tone: str
    standing: str
    fix: str
    doing: tuple[tuple[Doing, str], ...]
    sheet_text: str
    sheet: str
    close_text: str

    @classmethod
    def of(
        cls,
        standing: Standing,
        *,
        words: Words,
        addresses: Sequence[str],
        other_port: int | None = None,
        sheet: str = "",
        is_again: bool = False,
    ) -> "CodeView":
        """Return how it stands; ``other_port`` is the usual one, where another had to be used.

        ``is_again`` where the PC was a station before, which the first-run window does not ask.
        """
        seat, is_open = standing.invitation.seat, standing.is_open
        shape, tone, said, fix = _said(standing, words)
        parts = [_roles(words).get(seat.role, ""), seat.area, seat.name]
        return cls(
            title=seat.place,
            detail=" · ".join(part for part in parts if part),
            code=standing.code if is_open else "",
            spoken=spelled(standing.code) if is_open else "",
            hint=words("0 is zero and 1 is one: no code has the letters I, L, O or U in it.")
            if is_open
            else "",
            steps=()
            if not is_open
            else _steps_again(standing.code, len(addresses), words)
            if is_again
            else _steps(len(addresses), words),
            addresses=tuple(addresses[:MOST_ADDRESSES]) if is_open else (),
            until=words("Works once, until {time}", time=words.time_of_day(standing.expires))
            if is_open
            else "",
            guesses=_guesses(standing, words) if is_open else "",
            port_note=_port_note(other_port, words) if is_open else "",
            shape=shape,
            tone=tone,
            standing=said,
            fix=fix,
            doing=_doing(standing, words),
            sheet_text=words("Save as PDF…") if is_open else "",
            sheet=_sheet(sheet, words) if is_open else "",
            close_text=words("Close"),
        )


@dataclass(frozen=True, slots=True)
class CodeRow:
    """One code of many. ``withdraw_text`` is empty once there is nothing to withdraw."""

    nameplate: str
    shape: Shape
    place: str
    code: str
    spoken: str
    detail: str
    withdraw_text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ManyView:
    """Many codes, each with how it stands; ``more`` counts those that only the sheet has."""

    title: str
    lead: str
    rows: tuple[CodeRow, ...]
    more: str
    withdraw_text: str
    addresses: tuple[str, ...]
    port_note: str
    sheet_text: str
    sheet: str
    another_text: str
    close_text: str

    @classmethod
    def of(
        cls,
        standings: Sequence[Standing],
        *,
        words: Words,
        addresses: Sequence[str],
        other_port: int | None = None,
        sheet: str = "",
    ) -> "ManyView":
        joined = sum(one.has_joined for one in standings)
        still_open = sum(one.is_open for one in standings)
        is_open, more = still_open > 0, len(standings) - MOST_ROWS
        return cls(
            title=words.plural("{n} place", "{n} places", len(standings)),
            lead=words("{joined} of {all} joined so far.", joined=joined, all=len(standings)),
            rows=tuple(_row(one, words) for one in standings[:MOST_ROWS]),
            more=words.plural(
                "{n} more place has its code on the sheet.",
                "{n} more places have their codes on the sheet.",
                more,
            )
            if more > 0 and is_open
            else "",
            withdraw_text=words("Withdraw all that are left") if still_open > 1 else "",
            addresses=tuple(addresses[:MOST_ADDRESSES]) if is_open else (),
            port_note=_port_note(other_port, words) if is_open else "",
            sheet_text=words("Save the sheet as PDF…") if is_open else "",
            sheet=_sheet(sheet, words) if is_open else "",
            another_text=words("Invite another place"),
            close_text=words("Close"),
        )


def next_change(standings: Sequence[Standing]) -> datetime | None:
    """When the time of the next of these codes is over; ``None`` where all are settled."""
    return min((one.expires for one in standings if one.is_open), default=None)


def spelled(code: str) -> str:
    """A code letter by letter, with a rest after each group."""
    return ", ".join(" ".join(group) for group in code.split("-"))


def role_words(role: Role, words: Words) -> str:
    """What a role is called where stations are let in."""
    return _roles(words)[role]


def _roles(words: Words) -> dict[Role, str]:
    """What may be invited, by the words for it."""
    return {
        Role.COUNTER: words("Counter"),
        Role.STAFF: words("Staff desk"),
        Role.SUPERVISOR: words("Supervisor's desk"),
    }


def _steps(addresses: int, words: Words) -> tuple[str, ...]:
    return (
        words("On that PC start Countersign and choose “{choice}”.", choice=words("Join a site")),
        _the_address(addresses, words),
        words("Type the code above, and who sits there."),
    )


def _the_address(addresses: int, words: Words) -> str:
    if addresses < 2:
        return words("Type this address:")
    return words("Type this address, or the next one where it does not answer:")


def _steps_again(code: str, addresses: int, words: Words) -> tuple[str, ...]:
    return (
        words(
            "On that PC choose “{choice}”: in the menu of its bar, on its Now page, or in its "
            "settings.",
            choice=words("Join again…"),
        ),
        _the_address(addresses, words),
        words(
            "Type the code above. By command: {command}",
            command=f"countersign site join --again {code} --at …",
        ),
    )


def _guesses(standing: Standing, words: Words) -> str:
    tries = standing.invitation.tries
    if tries == TRIES:
        return words.plural("{n} guess at most", "{n} guesses at most", tries)
    return words.plural("{n} guess is left", "{n} guesses are left", tries)


def _said(standing: Standing, words: Words) -> tuple[Shape, str, str, str]:
    """How it stands: a shape, a tone, a sentence, and what to do about it."""
    place = standing.place
    trouble = standing.trouble
    if trouble is not None:
        said = Advice.of(trouble, words)
        return Shape.ATTENTION, "need", said.sentence, said.fix
    if standing.has_joined:
        start = words("If its bar is not there yet, start Countersign on that PC.")
        is_desk = standing.invitation.seat.role is Role.SUPERVISOR
        return (
            Shape.DONE,
            "hand",
            words("{place} has joined.", place=place),
            "" if is_desk else start,
        )
    if standing.state is InvitationState.OPEN:
        return Shape.NOBODY, "", words("Waiting for that PC."), ""
    if standing.state is InvitationState.USED:
        return Shape.HALF, "", words("That PC is being let in."), ""
    if standing.state is InvitationState.BURNED:
        return (
            Shape.ATTENTION,
            "need",
            words("Five wrong guesses were made, so this code is worth nothing any more."),
            words(
                "Make a new one. If nobody of yours mistyped it, somebody on this network is "
                "trying."
            ),
        )
    if standing.invitation.is_cancelled:
        return (
            Shape.NOBODY,
            "",
            words("The code is withdrawn."),
            words("Nobody can join with it any more."),
        )
    return (
        Shape.ATTENTION,
        "need",
        words("The code's time is over, and nobody joined with it."),
        words("Make a new one when you are at that PC."),
    )


def _doing(standing: Standing, words: Words) -> tuple[tuple[Doing, str], ...]:
    another = (Doing.ANOTHER, words("Invite another place"))
    if standing.is_open:
        return ((Doing.WITHDRAW, words("Withdraw the code")), another)
    if standing.has_joined or (standing.state is InvitationState.USED and not standing.trouble):
        return (another,)
    return ((Doing.ANEW, words("Make a new code")), another)


def _row(standing: Standing, words: Words) -> CodeRow:
    shape, _tone, said, fix = _said(standing, words)
    detail = " ".join(part for part in (said, fix) if part)
    if standing.has_joined:
        detail = words("Has joined.")
    elif standing.is_open:
        detail = words(
            "Waiting, until {time}. {guesses}.",
            time=words.time_of_day(standing.expires),
            guesses=_guesses(standing, words),
        )
    return CodeRow(
        standing.nameplate,
        shape,
        standing.place,
        standing.code if standing.is_open else "",
        spelled(standing.code) if standing.is_open else "",
        detail,
        words("Withdraw") if standing.is_open else "",
    )


def _port_note(other_port: int | None, words: Words) -> str:
    if other_port is None:
        return ""
    return words(
        "Another program has port {port} on this PC, so the address ends differently this time. If "
        "a firewall runs here, let that port in.",
        port=other_port,
    )


def _sheet(file: str, words: Words) -> str:
    if not file:
        return ""
    return words("Saved as {file}. Destroy it once everyone has joined.", file=file)
