"""``countersign stop``: end the station that runs in this home."""

import time

from desktop.cli.options import Options, Parser
from desktop.cli.session import Session
from desktop.services.adapters.control.client import NoOwnerError, OwnerSilentError

ENDS_WITHIN_S = 30.0
_LOOK_AGAIN_S = 0.05


def teach(command: Parser) -> None:
    command.set_defaults(run=run)


def run(session: Session, options: Options) -> int:  # noqa: ARG001 -- it has none of its own
    answer = session.ask_running("quit")
    wait_until_gone(session)
    session.output.result({"stopped": True, "pid": answer["pid"]}, ["The station has ended."])
    return 0


def wait_until_gone(session: Session) -> None:
    """Wait until nobody answers for this home any more; raises ``OwnerSilentError``."""
    deadline = time.monotonic() + ENDS_WITHIN_S
    while True:
        try:
            session.ask_running("status")
        except NoOwnerError:
            return
        except OwnerSilentError:
            pass  # it is just closing
        if time.monotonic() > deadline:
            raise OwnerSilentError(f"The station has not ended within {ENDS_WITHIN_S:g} s.")
        time.sleep(_LOOK_AGAIN_S)
