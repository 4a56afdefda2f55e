"""A counter: the real program with its bar, and the times at which a receipt shows there."""

from concurrent.futures import Future
from time import perf_counter
from typing import Any

from benchmarks.ends.program import obey_until_the_end, open_program
from benchmarks.processes import say
from desktop.app.counter_windows import CounterWindows
from desktop.domain.alerts.facts import Kind
from desktop.domain.board import Board, LiveAlert
from desktop.services.alerts.raising import Pressed
from desktop.services.station import Station
from desktop.ui.bridge import Bridge


class Presses:
    """One press at a time: begun here, and followed until the bar has drawn its receipt."""

    def __init__(self, station: Station, windows: CounterWindows) -> None:
        self._station = station
        self._windows = windows
        self._begun: float | None = None
        self._answer: Future[Pressed] | None = None
        self._at: dict[str, float] = {}
        self._is_ready = False
        self._is_quiet = True

    def press(self) -> None:
        """The intent: what the bar's button starts."""
        self._at = {}
        self._is_quiet = False
        self._begun = perf_counter()
        self._answer = self._station.press(Kind.PANIC)

    def heard(self, board: Board) -> None:
        """On the alert thread: a new board."""
        if self._begun is not None and "board" not in self._at and _is_received(board.mine()):
            self._at["board"] = perf_counter()

    def shown(self, board: Board) -> None:
        """On the windows' thread, where the bar has just taken over the same board."""
        mine = board.mine()
        if self._begun is not None and _is_received(mine):
            self._at["slot"] = perf_counter()
            self._windows.bar.cue.repaint()  # now, not when the event loop comes round to it
            self._tell()
        elif mine is None and not self._is_quiet:
            self._is_quiet = True
            say(quiet=True)
        elif any(desk.is_present for desk in board.supervisors) and not self._is_ready:
            self._is_ready = True
            say(ready=True)

    def _tell(self) -> None:
        begun, self._begun = self._begun, None
        assert begun is not None
        assert self._answer is not None
        pressed = self._answer.result(1)
        say(
            alert=pressed.alert,
            recorded=pressed.is_recorded,
            begun=begun,
            board=(self._at["board"] - begun) * 1000,
            slot=(self._at["slot"] - begun) * 1000,
            painted=(perf_counter() - begun) * 1000,
        )


def _is_received(mine: LiveAlert | None) -> bool:
    return mine is not None and mine.delivery is not None and mine.delivery.got >= 1


def main() -> None:
    program = open_program()
    assert program.running is not None
    assert isinstance(program.windows, CounterWindows)
    presses = Presses(program.running.station, program.windows)
    shown = Bridge()
    shown.board_changed.connect(presses.shown)
    program.running.station.watch(presses.heard)
    program.running.station.watch(shown.publish)

    def obey(_command: dict[str, Any]) -> None:
        presses.press()

    obey_until_the_end(program, obey)


if __name__ == "__main__":
    main()
