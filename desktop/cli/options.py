"""The words a command understands."""

import argparse
import importlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn, TypeAlias

from desktop import __version__
from desktop.cli import exits
from desktop.cli.output import Output
from desktop.domain.errors import DeskError

Options: TypeAlias = argparse.Namespace
NOUNS: dict[str, str] = {
    "demo": "a whole site on this PC, with a story played through it",
    "site": "create a site, let stations in, take them out",
    "alert": "raise, answer and look at alerts",
    "button": "adopt, try and remove buttons that call by MQTT",
    "outside": "who is told outside where nobody in the house answers",
    "report": "write, file, find and print incident reports",
    "guidance": "find, read, print and check the cards of the guidance, and open it",
    "opening": "the opening tests of the counters, listed and on paper",
    "attention": "say that you leave a supervisor's desk or are there, and see who is on duty",
    "drill": "plan drills at the counters, carry them out, and see how they went",
    "training": "who took part in which drill, and has read which card",
    "protocol": "the steps that supervisors read when somebody calls, seen and set",
    "insights": "what the site's alerts and reports say, counted and on paper",
    "plan": "the floor plan: its pictures, and where stations stand on them",
    "settings": "see and change the settings, of this PC or of all of the site",
    "pin": "take away a PIN that somebody has forgotten",
    "duress": "have calls taken back by a code, and by another one unseen",
    "log": "check, export, rebuild and purge what is kept",
    "backup": "put everything that this station keeps into one encrypted file",
    "restore": "bring history back from a backup",
    "run": "keep this station at work",
    "status": "how this station is doing",
    "stop": "end the station that runs in this home",
    "autostart": "have this station start by itself at logon",
    "doctor": "check this PC, and say how to fix what is wrong",
}
"""Each noun with its help; the module ``desktop.cli.<noun>`` is loaded when it is asked for."""


class UsageError(DeskError):
    """The command was not understood."""

    code = "usage"


class Parser(argparse.ArgumentParser):
    """Refuses in our words, and takes ``--home`` and ``--json`` wherever they stand."""

    def __init__(self, **said: Any) -> None:
        said.setdefault("allow_abbrev", False)  # an option added later must not change a script
        super().__init__(**said)
        everywhere = self.add_argument_group("everywhere")
        everywhere.add_argument(
            "--home",
            metavar="DIR",
            type=Path,
            default=argparse.SUPPRESS,
            help="the data folder (one station each)",
        )
        everywhere.add_argument(
            "--json",
            action="store_true",
            default=argparse.SUPPRESS,
            help="machine-readable output, as docs/cli.md fixes it",
        )

    def error(self, message: str) -> NoReturn:
        """Say what was not understood, and where to read what would be."""
        raise UsageError(f"{message[:1].upper()}{message[1:]}.", advice=f"See: {self.prog} --help")


def add_commands(command: Parser, *, required: bool = True) -> "argparse._SubParsersAction[Parser]":
    """Make room for the commands of a noun, which needs one, or for the nouns."""
    return command.add_subparsers(title="commands", metavar="COMMAND", required=required)


def parse(arguments: Sequence[str], output: Output) -> Options:
    """Read the command; an unknown one is told on standard error and ends with code 2."""
    try:
        options = parser_for(arguments).parse_args(arguments)
    except UsageError as error:
        output.error(code=error.code, message=str(error), advice=error.advice)
        raise SystemExit(exits.USAGE) from None
    options.home = getattr(options, "home", None)
    options.run = getattr(options, "run", None)
    return options


def parser_for(arguments: Sequence[str]) -> Parser:
    """A parser of the nouns in ``arguments``; the others are known by name alone."""
    parser = Parser(
        prog="countersign",
        description="A silent call for help from a front counter. Without a command, it opens "
        "this PC's station.",
    )
    parser.add_argument("--version", action="version", version=f"countersign {__version__}")
    nouns = add_commands(parser, required=False)  # without one, the windows open
    for noun, told in NOUNS.items():
        command = nouns.add_parser(noun, help=told, description=f"{told[:1].upper()}{told[1:]}.")
        if noun in arguments:  # the others' modules are not even loaded
            importlib.import_module(f"desktop.cli.{noun}").teach(command)
    return parser
