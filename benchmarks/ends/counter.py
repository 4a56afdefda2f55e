"""A counter: a real station and its real bar, and the times at which a receipt shows there."""

import sys
from concurrent.futures import Future
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks.ends.windows import application, listen
from benchmarks.processes import say
from benchmarks.site import Place
from benchmarks.stations import open_desk
from desktop.domain.alerts.facts import Kind
from desktop.domain.board import Board, LiveAlert
from desktop.services.alerts.raising import Pressed
from desktop.services.station import Station
from desktop.ui.bridge import Bridge

# isort: split
from desktop.ui.counter_bar import CounterBar
from desktop.ui.theme import Appearance
from desktop.ui.views.counter_bar import CounterBarView
from desktop.ui.words import Words


class Presses:
    """One press at a time: begun here, and followed until the bar has drawn its receipt."""

    def __init__(self, station: Station, bar: CounterBar, words: Words) -> None:
        self._station = station
        self._bar = bar
        self._words = words
        self._begun: float | None = None
        self._answer: Future[Pressed] | None = None
        self._at: dict[str, float] = {}
        self._is_told_quiet = True

    def press(self) -> None:
        """The intent: what the bar's button starts."""
        self._at = {}
        self._is_told_quiet = False
        self._begun = perf_counter()
        self._answer = self._station.press(Kind.PANIC)

    def heard(self, board: Board) -> None:
        """On the alert thread: a new board."""
        if self._begun is not None and "board" not in self._at and _is_received(board.mine()):
            self._at["board"] = perf_counter()

    def show(self, board: Board) -> None:
        """On the windows' thread: draw it."""
        mine = board.mine()
        is_received = self._begun is not None and _is_received(mine)
        if is_received:
            self._at["slot"] = perf_counter()
        self._bar.show_view(CounterBarView.of(board, words=self._words))
        if is_received:
            self._bar.cue.repaint()  # now, not when the event loop comes round to it
            self._painted()
        elif mine is None and not self._is_told_quiet:
            self._is_told_quiet = True
            say(quiet=True)

    def _painted(self) -> None:
        begun, self._begun = self._begun, None
        assert begun is not None
        assert self._answer is not None
        pressed = self._answer.result(0)
        say(
            alert=pressed.alert,
            recorded=pressed.is_recorded,
            board=(self._at["board"] - begun) * 1000,
            slot=(self._at["slot"] - begun) * 1000,
            painted=(perf_counter() - begun) * 1000,
        )


def _is_received(mine: LiveAlert | None) -> bool:
    return mine is not None and mine.delivery is not None and mine.delivery.got >= 1


def main() -> None:
    app = application()
    desk = open_desk(Place(Path(sys.argv[1])))
    station, words, bridge = desk.station, Words.of("en"), Bridge()
    bar = CounterBar(
        CounterBarView.of(station.board, words=words), appearance=Appearance(), words=words
    )
    presses = Presses(station, bar, words)
    bridge.board_changed.connect(presses.show)
    station.watch(presses.heard)
    station.watch(bridge.publish)
    bar.show()
    was_ready = False

    def tell_ready(board: Board) -> None:
        nonlocal was_ready
        if board.readiness.is_ready and not was_ready:
            was_ready = True
            say(ready=True)

    bridge.board_changed.connect(tell_ready)

    def obey(_command: dict[str, Any]) -> None:
        presses.press()

    listen(bridge, obey)
    app.exec()
    desk.close()


if __name__ == "__main__":
    main()
