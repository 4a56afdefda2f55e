"""``countersign attention``: whoever sits at a supervisor's desk leaves, or is there again."""

from collections.abc import Iterator
from typing import Any

from desktop.cli import exits
from desktop.cli.options import Options, Parser, add_commands
from desktop.cli.output import on_this_clock, table
from desktop.cli.session import Session


def teach(command: Parser) -> None:
    acts = add_commands(command)
    acts.add_parser("away", help="I leave this supervisor's desk").set_defaults(run=away)
    acts.add_parser("here", help="I am at this supervisor's desk").set_defaults(run=here)
    acts.add_parser("show", help="who would notice a call now").set_defaults(run=show)


def away(session: Session, _: Options) -> int:
    return _tell(session, session.ask("attention away"))


def here(session: Session, _: Options) -> int:
    return _tell(session, session.ask("attention here"))


def show(session: Session, _: Options) -> int:
    return _tell(session, session.ask("attention show"))


def _tell(session: Session, answer: dict[str, Any]) -> int:
    session.output.result(answer, _lines(answer))
    return exits.DONE


def _lines(answer: dict[str, Any]) -> Iterator[str]:
    names = [desk["person"] or desk["name"] for desk in answer["desks"] if desk["attended"]]
    if names:
        yield f"On duty: {', '.join(names)}."
    else:
        yield "Nobody would notice a call now. Every counter's sign says so; calls are still sent."
    rows = [[desk["place"], desk["person"], _how(desk)] for desk in answer["desks"]]
    if rows:
        yield ""
        yield from table(rows, head=["PLACE", "WHO", "NOW"])


def _how(desk: dict[str, Any]) -> str:
    if not desk["present"]:
        heard = desk["last_heard"]
        return f"silent since {on_this_clock(heard)}" if heard else "not heard yet"
    if desk["attended"]:
        return "attended"
    since = desk["absent_since"]
    said = _ABSENCES[desk["absence"]]
    return f"{said} since {on_this_clock(since)}" if since else said


_ABSENCES = {
    "away": "away",
    "idle": "no key touched",
    "locked": "locked",
    "sound": "no sound",
    "headless": "without windows",
}
