"""The real program in a session that a test plays: ``python -m … NAME FILE ARGUMENT …``.

``FILE`` holds the name of the session that is in front; ``over`` ends them all.
"""

import sys
from pathlib import Path

from desktop.cli import main, session
from desktop.domain.turns import Front
from desktop.services.adapters import machine
from desktop.services.adapters.machine.front_watch import Looks


def play(name: str, file: Path) -> None:
    """Have this process, and whatever its keeper starts, believe that."""

    def front() -> Front:
        said = file.read_text()
        if said == "over":
            return Front.OVER
        return Front.HERE if said == name else Front.ELSEWHERE

    Looks.EVERY_S = 0.02
    machine.front, machine.session_name = front, lambda: name
    machine.front_changes = Looks
    session._INTERPRETED = [sys.executable, "-m", "tests.support.played_session", name, str(file)]


if __name__ == "__main__":
    play(sys.argv[1], Path(sys.argv[2]))
    sys.exit(main(sys.argv[3:]))
