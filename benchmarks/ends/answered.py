"""A counter: the real program with its bar, and when it shows that somebody goes."""

from time import perf_counter
from typing import Any

from benchmarks.ends.program import obey_until_the_end, open_program
from benchmarks.processes import say
from desktop.app.counter_windows import CounterWindows
from desktop.domain.alerts.facts import Kind
from desktop.domain.board import Board
from desktop.ui.bridge import Bridge


class Waiting:
    """One call at a time, followed until the bar has drawn who goes."""

    def __init__(self, windows: CounterWindows) -> None:
        self._windows = windows
        self._is_ready = False
        self._was_answered = self._is_quiet = True

    def calls(self) -> None:
        """Somebody pressed."""
        self._was_answered = self._is_quiet = False

    def shown(self, board: Board) -> None:
        """On the windows' thread, where the bar has just taken over the same board."""
        mine = board.mine()
        if mine is not None and mine.alert.going and not self._was_answered:
            self._was_answered = True
            self._windows.bar.cue.repaint()  # now, not when the event loop comes round to it
            say(painted=perf_counter())
        elif mine is None and not self._is_quiet:
            self._is_quiet = True
            say(quiet=True)
        elif any(desk.is_present for desk in board.supervisors) and not self._is_ready:
            self._is_ready = True
            say(ready=True)


def main() -> None:
    program = open_program()
    assert program.running is not None
    assert isinstance(program.windows, CounterWindows)
    station, waiting = program.running.station, Waiting(program.windows)
    shown = Bridge()
    shown.board_changed.connect(waiting.shown)
    station.watch(shown.publish)

    def obey(_command: dict[str, Any]) -> None:
        waiting.calls()
        station.press(Kind.PANIC).add_done_callback(lambda told: say(alert=told.result(0).alert))

    obey_until_the_end(program, obey)


if __name__ == "__main__":
    main()
