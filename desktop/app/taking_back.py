"""Taking a call back at a counter: at once, or by a code where this PC has some."""

from collections.abc import Callable
from threading import Thread

from desktop.app.noting import noted
from desktop.app.running import RunningStation
from desktop.domain.board import Board
from desktop.domain.events.event import EventId
from desktop.services.adapters.keys.duress import TakeBackCodes, Typed
from desktop.ui.bridge import Bridge
from desktop.ui.counter_bar import CounterBar


class TakingBack:
    """Made when somebody first takes a call back. ``board`` is what the counter shows.

    ``known`` are the facts that it showed whenever the duress code was typed.
    """

    def __init__(
        self,
        running: RunningStation,
        bar: CounterBar,
        bridge: Bridge,
        *,
        board: Callable[[], Board],
    ) -> None:
        self._station = running.station
        self._bar, self._bridge, self._board = bar, bridge, board
        self._codes = TakeBackCodes(running.home.take_back_file, monotonic=running.clock.monotonic)
        self._call = ""
        self.known: frozenset[EventId] = frozenset()
        bar.code_typed.connect(self._read)

    def begin(self) -> None:
        """Take back this counter's call, or ask for the code first."""
        mine = self._board().mine()
        self._call = mine.id if mine is not None else ""
        if self._codes.are_set:
            self._bar.ask_code()
        elif mine is not None:
            self._withdraw()

    def _withdraw(self) -> None:
        self._station.withdraw(self._call).add_done_callback(noted)

    def _read(self, typed: str) -> None:
        """Aside, for it takes a tenth of a second, and the bar is to take a press meanwhile."""

        def read() -> None:
            found = self._codes.read(typed)
            self._bridge.post(lambda: self._has_typed(found))

        Thread(target=read, name="code", daemon=True).start()

    def _has_typed(self, typed: Typed) -> None:
        match typed:
            case Typed.RIGHT:
                self._withdraw()
            case Typed.FORCED:  # whatever became of that call while the code was typed
                shown = self._board().find(self._call)
                self.known |= {one.event for one in shown.timeline} if shown else set()
                self._station.withdraw_forced(self._call).add_done_callback(noted)
            case Typed.WRONG:
                self._bar.ask_code(is_again=True)
