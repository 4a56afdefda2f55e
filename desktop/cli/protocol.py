"""``countersign protocol``: the steps that supervisors read when somebody calls, seen and set."""

from collections.abc import Iterator
from typing import Any

from desktop.cli import exits
from desktop.cli.options import Options, Parser, add_commands
from desktop.cli.output import table
from desktop.cli.session import Session

SITUATIONS = ("panic", "threat", "assist")
_POLICE = "police"


def teach(command: Parser) -> None:
    acts = add_commands(command)
    shown = acts.add_parser("show", help="the steps that hold now")
    shown.add_argument("situation", nargs="?", choices=SITUATIONS, help="of one situation alone")
    shown.set_defaults(run=show)
    setting = acts.add_parser("set", help="all steps of a situation, in their order")
    setting.add_argument("situation", choices=SITUATIONS, help="what the steps are for")
    setting.add_argument(
        "steps",
        nargs="+",
        metavar="STEP",
        help='a short name alone for a step as it is; "NAME: WORDS", "NAME | PHONE" or'
        ' "NAME: WORDS | PHONE" for a new or changed one. What is not named is left out',
    )
    setting.set_defaults(run=change)
    back = acts.add_parser("reset", help="go by the steps that Countersign comes with")
    back.add_argument("situation", choices=SITUATIONS, help="what the steps are for")
    back.set_defaults(run=reset)


def show(session: Session, options: Options) -> int:
    answer = session.ask("protocol show", situation=options.situation)
    session.output.result(answer, _all(answer))
    return exits.DONE


def change(session: Session, options: Options) -> int:
    steps = [read_step(typed) for typed in options.steps]
    answer = session.ask("protocol set", situation=options.situation, steps=steps)
    session.output.result(answer, _told(answer))
    return exits.DONE


def reset(session: Session, options: Options) -> int:
    answer = session.ask("protocol reset", situation=options.situation)
    session.output.result(answer, _told(answer))
    return exits.DONE


def read_step(typed: str) -> dict[str, str]:
    """``NAME: WORDS | PHONE`` taken apart; what was not written is not in it."""
    words, has_phone, phone = typed.partition("|")
    key, has_text, text = words.partition(":")
    step = {"key": key.strip()}
    if has_text:
        step["text"] = text.strip()
    if has_phone:
        step["phone"] = phone.strip()
    return step


def _all(answer: dict[str, Any]) -> Iterator[str]:
    for number, one in enumerate(answer["protocol"]):
        if number:
            yield ""
        yield from _steps(one)


def _told(answer: dict[str, Any]) -> Iterator[str]:
    yield from _steps(answer)
    yield ""
    yield "Every supervisor's desk that is there has it."
    if answer["situation"] == "panic" and all(one["step"] != _POLICE for one in answer["steps"]):
        yield f"There is no step “{_POLICE}”: nobody is asked who calls the police."


def _steps(one: dict[str, Any]) -> Iterator[str]:
    whose = "the site's own" if one["own"] else "as Countersign comes"
    yield f"{one['situation']}: {whose}"
    rows = [[step["step"], step["text"], step["phone"]] for step in one["steps"]]
    yield from table(rows, head=["STEP", "WHAT", "PHONE"])
