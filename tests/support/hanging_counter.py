"""A counter's real program whose windows can be made to hang: ``python -m … HOME``.

Each line of standard input is a number of seconds for which the windows' thread does nothing else.
It says, as JSON, when it hangs, and when an alert of its own has left.
"""

import json
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from desktop.app.main import Program  # first, as when the program starts by itself

# isort: split
from desktop.app.running import RunningStation
from desktop.cli.serving.desk import CommandDesk
from desktop.domain.board import Board
from desktop.services.adapters.control.server import ControlServer
from desktop.services.adapters.home import Home
from desktop.ui.bridge import Bridge


def say(**what: Any) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


def hang(seconds: float) -> None:
    """As a bug would: it computes, and so wants the interpreter all the time."""
    say(hangs=True)
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        pass
    say(hangs=False)


def main() -> None:
    home = Home(Path(sys.argv[1]))
    ends: list[Callable[[], None]] = []

    def opened(running: RunningStation) -> None:
        """Commands are answered from now on, as ``desktop.cli.run`` has it."""
        control = ControlServer(home, CommandDesk(running, show=program.show, quit=program.quit))
        control.start()
        ends.append(control.stop)

    program = Program(home, opened=opened)
    program.open()
    assert program.running is not None
    bridge = Bridge()
    told: set[str] = set()

    def look(board: Board) -> None:
        mine = board.mine()
        if mine is None or mine.id in told or mine.delivery is None or not mine.delivery.is_sent:
            return
        told.add(mine.id)
        say(left=time.monotonic(), recorded=mine.delivery.is_recorded)

    program.running.station.watch(look)

    def read() -> None:
        for line in sys.stdin:
            bridge.post(lambda seconds=float(line): hang(seconds))  # type: ignore[misc]  # bound now
        program.quit()

    threading.Thread(target=read, daemon=True).start()
    program.run()
    for end in ends:
        end()


if __name__ == "__main__":
    main()
