"""A counter's real program whose windows can be made to hang: ``python -m … HOME``.

Each line of standard input begins or ends a time in which the windows' thread does nothing else.
It says, as JSON, when it hangs, and when a press of its own has left.
"""

import json
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
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


def hang(is_over: threading.Event) -> None:
    """As a bug would: it computes, and so wants the interpreter all the time."""
    say(hangs=True)
    while not is_over.is_set():
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
    told: Counter[str] = Counter()

    def look(board: Board) -> None:
        mine = board.mine()
        way = mine.delivery if mine is not None else None
        if mine is None or way is None or way.is_leaving or not way.is_sent:
            return
        if len(mine.alert.presses) > told[mine.id]:
            told[mine.id] += 1
            say(left=time.monotonic(), recorded=way.is_recorded)

    program.running.station.watch(look)

    def read() -> None:
        is_over = threading.Event()
        is_over.set()
        for _ in sys.stdin:
            if is_over.is_set():
                is_over = threading.Event()
                bridge.post(partial(hang, is_over))
            else:
                is_over.set()
        is_over.set()
        program.quit()

    threading.Thread(target=read, daemon=True).start()
    program.run()
    for end in ends:
        end()


if __name__ == "__main__":
    main()
