"""``countersign autostart``: whether this station starts by itself at logon."""

from collections.abc import Iterator
from functools import partial

from desktop.cli.options import Options, Parser, add_commands
from desktop.cli.session import Session
from desktop.services.adapters.autostart import autostart_of
from desktop.services.ports import Autostart

ON, OFF, STATUS = "on", "off", "status"


def teach(command: Parser) -> None:
    acts = add_commands(command)
    for act, told in (
        (ON, "start it from the next logon on"),
        (OFF, "start it no more"),
        (STATUS, "say whether it does, and why not"),
    ):
        acts.add_parser(act, help=told).set_defaults(run=partial(run, act=act))


def run(session: Session, options: Options, *, act: str) -> int:  # noqa: ARG001 -- as all are run
    autostart = autostart_of(session.known_home)
    if act == ON:
        autostart.turn_on()
    elif act == OFF:
        autostart.turn_off()
    _tell(session, autostart)
    return 0


def _tell(session: Session, autostart: Autostart) -> None:
    standing = autostart.standing()
    why_not = standing.why_not
    answer = {
        "on": standing.is_on,
        "command": list(standing.starts),
        "place": autostart.place,
        "why_not": str(why_not) if why_not else "",
        "advice": why_not.advice if why_not else "",
    }

    def lines() -> Iterator[str]:
        if why_not is not None:
            yield f"{why_not} {why_not.advice}"
        elif standing.is_on:
            yield "This station starts by itself at logon."
        else:
            yield "This station does not start by itself at logon."
        if standing.starts:
            yield f"{autostart.place}: {' '.join(standing.starts)}"

    session.output.result(answer, lines())
