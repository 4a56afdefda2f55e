"""What the ends with windows share: the real program, which also listens to the benchmark."""

from collections.abc import Callable
from threading import Thread
from typing import Any

from benchmarks.ends import as_installed  # noqa: F401 -- first

# isort: split
from desktop.app.main import Program  # then this, as when the program starts by itself

# isort: split
from benchmarks.homes import home_argument
from benchmarks.processes import commands
from desktop.ui.bridge import Bridge


def open_program() -> Program:
    """The station of the home on the command line, with its windows on the screen."""
    program = Program(home_argument(), opened=lambda _: None)
    program.open()
    return program


def obey_until_the_end(program: Program, obey: Callable[[dict[str, Any]], None]) -> None:
    """Obey the benchmark on the windows' thread, until it ends."""
    bridge = Bridge()

    def read() -> None:
        for command in commands():
            bridge.post(lambda command=command: obey(command))  # type: ignore[misc]  # bound now
        program.quit()

    Thread(target=read, daemon=True).start()
    program.run()
