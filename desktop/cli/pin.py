"""``countersign pin``: the PINs of the people who use this PC."""

import argparse

from desktop.cli.options import Options, Parser, add_commands
from desktop.cli.session import Session


def teach(command: Parser) -> None:
    acts = add_commands(command)
    _teach_forget(acts)


def _teach_forget(acts: "argparse._SubParsersAction[Parser]") -> None:
    command = acts.add_parser("forget", help="take away the PIN that somebody has forgotten")
    command.add_argument("person", metavar="NAME", help="as the person is called on this PC")
    command.set_defaults(run=forget)


def forget(session: Session, options: Options) -> int:
    answer = session.ask("pin forget", person=options.person)
    person = answer["person"]
    session.output.result(
        answer, [f"The PIN of {person} is gone. They choose a new one when it is asked for next."]
    )
    return 0
