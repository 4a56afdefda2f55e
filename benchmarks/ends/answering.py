"""A supervisor's desk: the real program, at which somebody clicks *I'm going* on the takeover."""

from time import perf_counter
from typing import Any

from benchmarks.ends.program import obey_until_the_end, open_program
from benchmarks.processes import say
from desktop.app.supervisor_windows import SupervisorWindows

# isort: split
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.ui.views.acts import Act


def main() -> None:
    """Says when an alert fills the screen, and when the click on its answer began, in seconds of
    the system's monotonic clock.
    """
    program = open_program()
    assert program.running is not None
    assert isinstance(program.windows, SupervisorWindows)
    station, takeover = program.running.station, program.windows.takeover
    takeover.painted.connect(lambda alert: say(filled=alert))

    def obey(command: dict[str, Any]) -> None:
        if "close" in command:
            station.attend(command["close"]).result(10)
            station.close(command["close"]).result(10)
            say(closed=True)
            return
        (going,) = (b for b in takeover.covers[0].buttons if b.button.act is Act.GOING)
        begun = perf_counter()
        QTest.mouseClick(going, Qt.MouseButton.LeftButton)
        say(begun=begun)

    say(ready=True)
    obey_until_the_end(program, obey)


if __name__ == "__main__":
    main()
