"""``countersign button``: buttons on walls and in pockets that call by MQTT."""

import argparse
from collections.abc import Iterator
from typing import Any

from desktop.cli import exits
from desktop.cli.buttons import stands
from desktop.cli.options import Options, Parser, UsageError, add_commands
from desktop.cli.output import table
from desktop.cli.passphrases import first_line
from desktop.cli.session import Session
from desktop.domain.errors import DeskError
from desktop.domain.relays import RelayAddress
from desktop.services.adapters.control.client import ANSWER_S

MQTT_PORT = 1883


class PasswordFileError(DeskError):
    """The password file cannot be read."""

    code = "password-file"
    advice = "Check the name, and that it is a text file with the password in its first line."


SHOWN_FOR_S = 60.0


def teach(command: Parser) -> None:
    acts = add_commands(command)
    adopting = acts.add_parser("adopt", help="sign for a button from now on")
    _teach_adopt(adopting)
    listing = acts.add_parser("list", help="the buttons, and whether a press would be heard")
    listing.set_defaults(run=show_all)
    trying = acts.add_parser("test", help="show its next press instead of calling")
    trying.add_argument(
        "--wait",
        type=_seconds,
        default=SHOWN_FOR_S,
        metavar="S",
        help="for so many seconds (60); the press after it calls in any case",
    )
    trying.set_defaults(run=test)
    removing = acts.add_parser("remove", help="sign for it no more")
    removing.set_defaults(run=remove)
    for named in (adopting, trying, removing):
        named.add_argument("name", metavar="NAME", help="what people call it")


def _teach_adopt(command: Parser) -> None:
    command.add_argument(
        "--kind", choices=("assist", "panic"), required=True, help="a supervisor, or help now"
    )
    command.add_argument("--place", default="", help="where to go, if it is not here")
    command.add_argument(
        "--topic", default="", help="on which it says that it was pressed (made up without)"
    )
    command.add_argument(
        "--payload",
        action="append",
        default=[],
        metavar="TEXT",
        help="only messages with this in them are a press; may be given several times",
    )
    command.add_argument(
        "--sleeps",
        action="store_true",
        help="it runs on a battery and connects for a press alone, so nobody misses it meanwhile",
    )
    command.add_argument(
        "--broker", default="", metavar="HOST[:PORT]", help="it talks to this broker, not to ours"
    )
    command.add_argument("--user", default="", help="a name that may read there")
    command.add_argument(
        "--password-file",
        metavar="FILE",
        help="its first line opens that broker (-: standard input)",
    )
    command.set_defaults(run=adopt)


def adopt(session: Session, options: Options) -> int:
    _require_whole(options)
    file = options.password_file
    password = first_line(file, PasswordFileError) if file else ""
    answer = session.ask(
        "button adopt",
        name=options.name,
        kind=options.kind,
        place=options.place,
        topic=options.topic,
        payloads=options.payload,
        sleeps=options.sleeps,
        broker=str(RelayAddress.parse(options.broker, MQTT_PORT)) if options.broker else "",
        user=options.user,
        password=password,
    )
    session.output.result(answer, _adopted(answer))
    return exits.DONE


def show_all(session: Session, options: Options) -> int:  # noqa: ARG001 -- it has none of its own
    answer = session.ask("button list")
    session.output.result(answer, _listed(answer))
    return exits.DONE


def test(session: Session, options: Options) -> int:
    session.output.aside(
        f"Press “{options.name}” now: within {options.wait:.0f} s one press is shown and calls"
        " nobody. The press after it calls."
    )
    answer = session.ask(
        "button test", timeout=ANSWER_S + options.wait, name=options.name, seconds=options.wait
    )
    session.output.result(answer, _tried(answer))
    return exits.DONE if answer["came"] else exits.NOT_IN_TIME


def remove(session: Session, options: Options) -> int:
    answer = session.ask("button remove", name=options.name)
    session.output.result(answer, [f"The button “{answer['removed']}” does not call any more."])
    return exits.DONE


def _require_whole(options: Options) -> None:
    if options.broker:
        try:
            RelayAddress.parse(options.broker, MQTT_PORT)
        except ValueError as wrong:
            raise UsageError(
                f"--broker: {wrong}.", advice="Write it as in 10.0.0.9:1883."
            ) from wrong
        if not options.topic:
            raise UsageError(
                "With --broker it must be said on which topic the button talks.",
                advice="Add --topic, such as --topic zigbee2mqtt/front-desk.",
            )
    elif options.user or options.password_file:
        raise UsageError(
            "Our own broker makes name and password for the button itself.",
            advice="Leave --user and --password-file out, or name another --broker.",
        )


def _adopted(answer: dict[str, Any]) -> Iterator[str]:
    button = answer["button"]
    where = f" at {button['place']}" if button["place"] else ""
    yield f"“{button['name']}” raises {button['kind']}{where} from now on."
    if answer["password"] is None:
        yield f"It is heard on {button['broker']}, topic {button['topic']}."
    else:
        yield "Type this into the button's own page, under MQTT; the password is not shown again:"
        hosts = " or ".join(at["host"] for at in answer["addresses"]) or "this PC's address"
        rows = [
            ["  Server", hosts],
            ["  Port", str(answer["addresses"][0]["port"]) if answer["addresses"] else ""],
            ["  User", answer["user"]],
            ["  Password", answer["password"]],
            ["  Topic", button["topic"]],
        ]
        yield from table(rows[1:], head=rows[0])
        yield "Without TLS, MQTT 3.1.1. The firewall of this PC must let that port in."
    yield f"Then try it: countersign button test {_quoted(button['name'])}"


def _quoted(name: str) -> str:
    return f'"{name}"' if " " in name else name


def _listed(answer: dict[str, Any]) -> Iterator[str]:
    rows = [
        [one["name"], one["kind"], one["place"] or "here", one["topic"], stands(one)]
        for one in answer["buttons"]
    ]
    if not rows:
        yield "This station has no buttons. Adopt one with: countersign button adopt NAME"
        return
    yield from table(rows, head=["NAME", "KIND", "PLACE", "TOPIC", "NOW"])


def _tried(answer: dict[str, Any]) -> Iterator[str]:
    button = answer["button"]
    if not answer["came"]:
        yield f"“{button['name']}” was not heard. It calls again from now on."
        if button["trouble"]:
            yield button["trouble"]
        return
    where = f" at {button['place']}" if button["place"] else ""
    yield f"“{button['name']}” was heard. It would have raised {button['kind']}{where}."
    if answer["payload"]:
        yield f"It said: {answer['payload']}"
    yield "Its next press calls."


def _seconds(text: str) -> float:
    seconds = float(text)
    if not 1 <= seconds <= 600:
        raise argparse.ArgumentTypeError("it must be from 1 to 600 seconds")
    return seconds
