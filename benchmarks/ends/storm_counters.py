"""The counters of the storm that share one process; see ``benchmarks.crowd``."""

import sys
from time import perf_counter, sleep

from benchmarks.crowd import Crowd
from benchmarks.homes import home_argument
from benchmarks.processes import commands, say
from desktop.services.delivery.catching_up import CatchUp


def _nothing(_: CatchUp) -> bytes:
    """What a beat says that this station holds: less than its peers expect, so it keeps quiet."""
    return b""


def main() -> None:
    # They were not sent each other's presses; the desks shall not make up for that.
    CatchUp.digest = _nothing  # type: ignore[method-assign, assignment]  # in this process alone
    crowd = Crowd([home_argument(at) for at in range(1, len(sys.argv))])
    crowd.begin()
    callers = crowd.callers
    while not all(caller.board.readiness.is_ready for caller in callers):
        sleep(0.05)
    say(ready=True)
    for command in commands():
        if "press_at" in command:
            sleep(max(0.0, command["press_at"] - perf_counter()))
            crowd.press()
            while not all(caller.pressed for caller in callers):
                sleep(0.001)
            pressed = [caller.pressed for caller in callers if caller.pressed]
            say(
                alerts=[one.alert for one in pressed],
                left=perf_counter(),
                unrecorded=sum(not one.is_recorded for one in pressed),
            )
        else:
            got = [
                live.delivery.got if (live := caller.board.mine()) and live.delivery else 0
                for caller in callers
            ]
            say(fewest_receipts=min(got))
    crowd.close()


if __name__ == "__main__":
    main()
