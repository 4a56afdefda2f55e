"""``countersign guidance open``: the panel of the station that runs here, as a key would open it.

For shortcuts of the desktop and for foot pedals, where no key can be had for all programs.
"""

import argparse

from desktop.cli import exits
from desktop.cli.options import Options, Parser
from desktop.cli.session import Session
from desktop.services.adapters.control.client import NoOwnerError


def teach(acts: "argparse._SubParsersAction[Parser]") -> None:
    command = acts.add_parser("open", help="open the panel of the station that runs here")
    command.add_argument(
        "--keyboard", action="store_true", help="and have what is typed go there from now on"
    )
    command.set_defaults(run=open_panel)


def open_panel(session: Session, options: Options) -> int:
    """A station that does not run is not started: it would have no windows."""
    try:
        answer = session.ask_running("guidance open", keyboard=options.keyboard)
    except NoOwnerError as nobody:
        raise NoOwnerError(str(nobody), advice="Open its windows with: countersign") from None
    session.output.result(answer, ["The guidance is open."])
    return exits.DONE
