"""A supervisor's desk: the real program with console and takeover, told to close what it got."""

from time import perf_counter
from typing import Any

from benchmarks.ends.program import obey_until_the_end, open_program
from benchmarks.processes import say
from desktop.app.supervisor_windows import SupervisorWindows

# isort: split


def main() -> None:
    """Tells when an alert has been painted, in seconds of the system's monotonic clock."""
    program = open_program()
    assert program.running is not None
    assert isinstance(program.windows, SupervisorWindows)
    station = program.running.station
    program.windows.takeover.painted.connect(lambda alert: say(painted=perf_counter(), alert=alert))

    def obey(command: dict[str, Any]) -> None:
        station.attend(command["close"]).result(10)
        station.close(command["close"]).result(10)
        say(closed=True)

    say(ready=True)
    obey_until_the_end(program, obey)


if __name__ == "__main__":
    main()
