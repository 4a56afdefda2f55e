"""``countersign stop``: end the station that runs in this home."""

from desktop.cli.options import Options, Parser
from desktop.cli.session import Session
from desktop.domain.errors import DeskError
from desktop.services.adapters.control.client import NoOwnerError


def teach(command: Parser) -> None:
    command.set_defaults(run=run)


def run(session: Session, options: Options) -> int:  # noqa: ARG001 -- it has none of its own
    answer = session.ask_running("quit")
    session.wait_until_gone()
    session.output.result({"stopped": True, "pid": answer["pid"]}, ["The station has ended."])
    return 0


class StationRunsError(DeskError):
    """The station of this home is running, and what was asked needs it at rest."""

    code = "station-runs"
    advice = "End it with `countersign stop`, then repeat the command."


def require_room(session: Session) -> None:
    """Raise ``NoOwnerError`` where no station runs here, and ``StationRunsError`` where one does
    that no command had started.
    """
    status = session.ask_running("status")
    if not status["on_demand"]:
        raise StationRunsError(f"The station is running (process {status['pid']}).")


def make_room(session: Session) -> None:
    """End the station of this home if a command had started it; raises ``StationRunsError``."""
    try:
        require_room(session)
        session.ask_running("quit")
    except NoOwnerError:
        return
    session.wait_until_gone()
