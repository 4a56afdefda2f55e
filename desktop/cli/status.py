"""``countersign status``: how the running station is doing."""

from collections.abc import Iterator
from typing import Any

from desktop.cli.buttons import button_lines
from desktop.cli.hotkeys import hotkey_lines, hotkeys_told
from desktop.cli.options import Options, Parser
from desktop.cli.output import table
from desktop.cli.session import Session


def teach(command: Parser) -> None:
    command.set_defaults(run=run)


def run(session: Session, options: Options) -> int:  # noqa: ARG001 -- it has none of its own
    status = session.ask("status")
    session.output.result(status, _lines(status))
    return 0


def _lines(status: dict[str, Any]) -> Iterator[str]:
    me = status["me"]
    yield f"{me['place']} ({me['role']}) of {status['site']}, process {status['pid']}"
    yield _READINESS.get(status["unready"], "Not ready.") if not status["ready"] else "Ready."
    yield f"Relays connected: {status['relays_up']}"
    if status["relay"]:
        state = "runs" if status["relay"]["running"] else "does not run"
        yield f"Its own relay {state}, port {status['relay']['port']}."
    yield from hotkey_lines(hotkeys_told(status["hotkeys"]))
    yield from button_lines(status.get("buttons", ()))
    for trouble in status["troubles"]:
        yield f"{trouble['message']} {trouble['advice']}"
    rows = [
        [desk["place"], desk["role"], desk["person"], _how(desk)]
        for desk in status["desks"]
        if not desk["revoked"]
    ]
    if rows:
        yield ""
        yield from table(rows, head=["PLACE", "ROLE", "WHO", "NOW"])


_READINESS = {
    "revoked": "Not ready: this station was removed from the site.",
    "refused": "Not ready: no relay lets this PC in; it may have been removed from the site.",
    "no_relay": "Not ready: no relay answers.",
    "no_supervisor": "Not ready: no supervisor's desk answers.",
    "nobody_attends": "Not ready: nobody sits at a supervisor's desk.",
}


def _how(desk: dict[str, Any]) -> str:
    if not desk["present"]:
        return "silent"
    return "attended" if desk["attended"] else str(desk["absence"])
