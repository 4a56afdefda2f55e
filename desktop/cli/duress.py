"""``countersign duress``: the codes by which a call is taken back at this PC."""

import getpass
import sys

from desktop.cli.options import Options, Parser, add_commands
from desktop.cli.passphrases import first_lines
from desktop.cli.session import Session
from desktop.domain.errors import DeskError, RefusedError


class CodesNeededError(RefusedError):
    """Two codes are needed, and there is nobody to ask."""

    code = "codes-needed"
    advice = "Write them into a file, one a line, the duress code second: --codes-file FILE."


class CodesFileError(DeskError):
    """The file with the codes cannot be read."""

    code = "codes-file"
    advice = "Check the name, and that it is a text file with one code in each of two lines."


def teach(command: Parser) -> None:
    acts = add_commands(command)
    setting = acts.add_parser("set", help="have calls taken back by a code, and by another unseen")
    setting.add_argument(
        "--codes-file",
        metavar="FILE",
        help="read both from the lines of FILE (- for standard input) instead of asking for them",
    )
    setting.set_defaults(run=set_codes)
    acts.add_parser("off", help="have calls taken back without a code").set_defaults(run=off)
    acts.add_parser("status", help="whether there are codes here").set_defaults(run=status)


def set_codes(session: Session, options: Options) -> int:
    code, duress = _codes(options)
    answer = session.ask("duress set", code=code, duress=duress)
    session.output.result(
        answer,
        [
            "From now on a call is taken back here by the first code.",
            "The second one looks the same at this counter, and calls everybody.",
        ],
    )
    return 0


def off(session: Session, _: Options) -> int:
    answer = session.ask("duress off")
    session.output.result(answer, ["A call is taken back here without a code again."])
    return 0


def status(session: Session, _: Options) -> int:
    answer = session.ask("duress status")
    said = "by a code" if answer["is_set"] else "without a code"
    session.output.result(answer, [f"A call is taken back here {said}."])
    return 0


def _codes(options: Options) -> tuple[str, str]:
    """Both codes as they were given; raises ``CodesNeededError`` or ``CodesFileError``."""
    if options.codes_file is not None:
        first, second = first_lines(options.codes_file, 2, CodesFileError)
        return first.strip(), second.strip()
    if not sys.stdin.isatty():
        raise CodesNeededError
    return (
        getpass.getpass("Code that takes a call back: "),
        getpass.getpass("Code for whoever is made to: "),
    )
