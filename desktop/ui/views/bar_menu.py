"""What the counter bar's menu offers. Every word here may be read by a customer."""

from enum import StrEnum
from typing import TYPE_CHECKING

import msgspec

from desktop.domain.alerts.alert import Alert
from desktop.domain.alerts.facts import Context, Occasion
from desktop.domain.alerts.transitions import State
from desktop.domain.board import Board
from desktop.domain.roster.roles import Role
from desktop.ui.views.people import called_for, context_words
from desktop.ui.words import Words

if TYPE_CHECKING:  # most days there is no drill
    from desktop.services.drills.asking import Ask


class Intent(StrEnum):
    """What the menu can ask for."""

    DRILL = "drill"
    GUIDANCE = "guidance"
    REPORT = "report"
    CALL = "call"
    REPORTS = "reports"
    OFFER = "offer"
    ARRIVED = "arrived"
    NOT_HERE = "not_here"
    NOTE = "note"
    WITHDRAW = "withdraw"
    REHEARSE = "rehearse"
    TEST = "test"
    PERSON = "person"
    JOIN_AGAIN = "join_again"
    SETTINGS = "settings"
    COLLAPSE = "collapse"


class MenuItem(msgspec.Struct, frozen=True):
    """One line of the menu; an item that has ``choices`` opens them."""

    intent: Intent
    text: str
    icon: str
    is_enabled: bool = True
    choices: tuple["Choice", ...] = ()
    starts_group: bool = False


class Choice(msgspec.Struct, frozen=True):
    """``value`` is a place (``None``: this station's own) or a ``Context``; "" asks for words."""

    value: str | None
    text: str
    is_chosen: bool = False


def menu_of(
    board: Board,
    words: Words,
    *,
    place: str | None,
    can_test: bool,
    is_test_due: bool,
    drill: "Ask | None" = None,
) -> tuple[MenuItem, ...]:
    """What can be asked for as things stand; see ``CounterBarView.of``."""
    mine = board.mine()
    alert = mine.alert if mine else None
    is_waiting = alert is not None and alert.state < State.ATTENDED
    asked = board.asked()
    offers = [] if asked is None else [_offer(board, asked.alert, words)]
    items = [
        *([] if drill is None else [_drill(drill, words, can_press=alert is None)]),
        *offers,
        MenuItem(Intent.GUIDANCE, words("Guidance"), "book-open"),
        MenuItem(Intent.REPORT, words("New report"), "file-text"),
        MenuItem(Intent.CALL, words("Threat call"), "phone"),
        MenuItem(Intent.REPORTS, words("My reports"), "files"),
        MenuItem(
            Intent.ARRIVED,
            words("They are here"),
            "user-check",
            is_enabled=is_waiting,
            starts_group=True,
        ),
        MenuItem(
            Intent.NOT_HERE,
            words("Not here: {place}", place=place) if place else words("Not here"),
            "map-pin",
            choices=tuple(_places(board, words, place)),
        ),
        MenuItem(
            Intent.NOTE,
            words("Add a note"),
            "pen-line",
            is_enabled=alert is not None,
            choices=tuple(_contexts(words)),
        ),
        MenuItem(
            Intent.WITHDRAW,
            words("Take it back"),
            "corner-down-left",
            is_enabled=alert is not None and not alert.stands_withdrawn,
        ),
    ]
    items.append(
        MenuItem(
            Intent.REHEARSE,
            words("Rehearse the cues"),
            "graduation-cap",
            is_enabled=alert is None,
            starts_group=True,
        )
    )
    if can_test:
        items.append(
            MenuItem(
                Intent.TEST,
                words("Opening test (due today)") if is_test_due else words("Opening test"),
                "check",
                is_enabled=alert is None or alert.occasion is Occasion.TEST,
            )
        )
    return (
        *items,
        MenuItem(Intent.PERSON, words("Who sits here"), "id-card", starts_group=not can_test),
        *(
            [MenuItem(Intent.JOIN_AGAIN, words("Join again…"), "door-open")]
            if board.may_join_again
            else []
        ),
        MenuItem(Intent.SETTINGS, words("Settings"), "sliders-horizontal"),
        MenuItem(Intent.COLLAPSE, words("Make it small"), "chevrons-right"),
    )


def _drill(drill: "Ask", words: Words, *, can_press: bool) -> MenuItem:
    """Press for the drill, in words that no call in earnest has; or when it will be asked for."""
    kind = called_for(drill.kind, words)
    if drill.is_now:
        text = words("Drill: press {kind} here", kind=kind)
    else:
        text = words("Drill, {time}: {kind}", time=words.time_of_day(drill.at), kind=kind)
    return MenuItem(Intent.DRILL, text, "graduation-cap", is_enabled=drill.is_now and can_press)


def _offer(board: Board, alert: Alert, words: Words) -> MenuItem:
    text = words("I go to {place}", place=alert.place or words("them"))
    return MenuItem(
        Intent.OFFER, text, "route", is_enabled=not alert.is_offered_by(board.me.device)
    )


def _places(board: Board, words: Words, chosen: str | None) -> list[Choice]:
    here = Choice(None, words("Here, {place}", place=board.me.place), is_chosen=chosen is None)
    others = {
        desk.place
        for desk in board.desks
        if desk.place and not desk.is_revoked and desk.role is not Role.RELAY
    }
    others.discard(board.me.place)
    return [here, *(Choice(p, p, is_chosen=p == chosen) for p in sorted(others))]


def _contexts(words: Words) -> list[Choice]:
    told = [Choice(context.value, context_words(context, words)) for context in Context]
    return [*told, Choice("", words("In words…"))]
