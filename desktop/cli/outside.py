"""``countersign outside``: who is told outside where nobody in the house answers."""

import getpass
import sys
from collections.abc import Iterator
from typing import Any

from desktop.cli import exits
from desktop.cli.options import Options, Parser, UsageError, add_commands
from desktop.cli.output import table
from desktop.cli.passphrases import first_line
from desktop.cli.session import Session
from desktop.domain.errors import DeskError, RefusedError
from desktop.services.adapters.control.client import ANSWER_S

_KEEPING_S = 60.0
_SENDING_S = 20.0


class AddressNeededError(RefusedError):
    """The contact's address is needed, and there is nobody to ask."""

    code = "address-needed"
    advice = "Write it into a file for this account alone and pass --address-file FILE."


class AddressFileError(DeskError):
    """The file with the address cannot be read."""

    code = "address-file"
    advice = "Check the name, and that it is a text file with the address in its first line."


def teach(command: Parser) -> None:
    acts = add_commands(command)
    adding = acts.add_parser("add", help="tell somebody outside, too")
    adding.add_argument(
        "--address-file",
        metavar="FILE",
        help="read the address from the first line of FILE (-: standard input) instead of asking",
    )
    adding.set_defaults(run=add)
    acts.add_parser(
        "list", help="who is told, by which stations, and how it went last"
    ).set_defaults(run=show_all)
    trying = acts.add_parser("test", help="send a message that says it is a test")
    trying.add_argument("name", metavar="NAME", nargs="?", default="", help="to this one alone")
    trying.set_defaults(run=test)
    removing = acts.add_parser("remove", help="tell them no more")
    removing.set_defaults(run=remove)
    for named in (adding, removing):
        named.add_argument("name", metavar="NAME", help="what people call them, such as Director")
    naming = acts.add_parser("senders", help="name the one or two stations that tell them")
    naming.add_argument(
        "stations", metavar="STATION", nargs="*", help="by place, name or id, the first one first"
    )
    naming.add_argument("--none", action="store_true", help="nobody outside is told any more")
    naming.set_defaults(run=name_senders)


def add(session: Session, options: Options) -> int:
    answer = session.ask(
        "outside add",
        timeout=ANSWER_S + _KEEPING_S,
        name=options.name,
        address=_address(options),
    )
    session.output.result(answer, _added(answer))
    return exits.DONE


def show_all(session: Session, _: Options) -> int:
    answer = session.ask("outside list")
    session.output.result(answer, _listed(answer))
    return exits.DONE


def test(session: Session, options: Options) -> int:
    answer = session.ask("outside test", timeout=ANSWER_S + _SENDING_S, name=options.name)
    contacts = answer["contacts"]
    session.output.result(answer, [f"{one['name']}: {_went(one)}" for one in contacts])
    return exits.DONE if all(one["told"] for one in contacts) else exits.REFUSED


def remove(session: Session, options: Options) -> int:
    answer = session.ask("outside remove", name=options.name)
    session.output.result(answer, [f"“{answer['removed']}” is told nothing any more."])
    return exits.DONE


def name_senders(session: Session, options: Options) -> int:
    if bool(options.stations) == options.none:
        raise UsageError(
            "Name one or two stations, or say --none.",
            advice="See who tells them now with: countersign outside list",
        )
    answer = session.ask("outside senders", stations=options.stations)
    session.output.result(answer, _senders(answer["senders"]))
    return exits.DONE


def _address(options: Options) -> str:
    """What is on a command line ends in the shell's history and in every process list."""
    if options.address_file is not None:
        return first_line(options.address_file, AddressFileError).strip()
    if not sys.stdin.isatty():
        raise AddressNeededError
    return getpass.getpass("Address, such as mailtos://user:password@example.com: ").strip()


def _added(answer: dict[str, Any]) -> Iterator[str]:
    contact = answer["contact"]
    where = "in the keyring" if contact["kept"] == "keyring" else "in a file for this account alone"
    yield f"“{contact['name']}” is told by {contact['service']}; the address is kept {where}."
    yield f"Try it: countersign outside test {_quoted(contact['name'])}"
    if answer["rank"] is None:
        yield from _no_sender()


def _listed(answer: dict[str, Any]) -> Iterator[str]:
    rows = [[one["name"], one["service"], one["kept"], _went(one)] for one in answer["contacts"]]
    if rows:
        yield from table(rows, head=["NAME", "BY", "KEPT IN", "LAST"])
    else:
        yield "This station has no contacts outside. Add one with: countersign outside add NAME"
    yield from _senders(answer["senders"])
    if rows and answer["rank"] is None:
        yield from _no_sender()


def _senders(senders: list[dict[str, Any]]) -> Iterator[str]:
    if not senders:
        yield "No station tells anybody outside."
    for number, sender in enumerate(senders, 1):
        here = ", this one" if sender["me"] else ""
        yield f"Sender {number}: {sender['place'] or sender['station']}{here}."


def _no_sender() -> Iterator[str]:
    yield "This station tells them nothing yet. At a supervisor's desk, name it as a sender:"
    yield "countersign outside senders STATION"


def _went(contact: dict[str, Any]) -> str:
    if contact["last_at"] is None:
        return "nothing sent yet"
    said = "told" if contact["told"] else f"not told: {contact['why_not']}"
    return f"{contact['last_at']} {said}"


def _quoted(name: str) -> str:
    return f'"{name}"' if " " in name else name
