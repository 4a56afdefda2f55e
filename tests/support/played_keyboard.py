"""A keyboard on which a test presses keys, and which it lets another program have."""

import queue
from collections.abc import Iterable, Mapping
from threading import Lock

from desktop.domain.hotkeys import Chord, Holding
from desktop.services.adapters.hotkeys.keyboard import Heard
from tests.support.workplace import wait_until


class PlayedKeyboard:
    """A keyboard whose every wait ends when the test says so."""

    hears_waking = False

    def __init__(self) -> None:
        self.held: set[Chord] = set()
        self.first: Chord | None = None
        self.taken: set[Chord] = set()
        self.proofs = 0
        self.opened = 0
        self.has_whole = False
        self.patience = 0.0
        self._told: queue.SimpleQueue[Heard | Exception] = queue.SimpleQueue()
        self._said = self._heard = 0
        self._is_waiting = False
        self._saying = Lock()

    # --- what the test does --------------------------------------------------------------------

    def returns(
        self, *pressed: Chord, has_changed: bool = False, breaks: Exception | None = None
    ) -> None:
        """End the present wait so, and come back when the next one begins."""
        self._say(breaks or Heard(pressed, has_changed))
        self.is_waited_for()

    def is_waited_for(self) -> None:
        wait_until(lambda: self._heard == self._said and self._is_waiting)

    def _say(self, what: Heard | Exception) -> None:
        with self._saying:
            self._said += 1
            self._told.put(what)

    # --- what the keeper asks ------------------------------------------------------------------

    def open(self) -> None:
        self.opened += 1

    def hold(self, chords: Iterable[Chord]) -> Mapping[Chord, Holding]:
        chords = tuple(chords)
        if chords:
            self.first = self.first or chords[0]
            self.proofs += chords[0] == self.first
        self.held |= set(chords) - self.taken
        return {c: Holding.TAKEN if c in self.taken else Holding.HELD for c in chords}

    def release(self, chords: Iterable[Chord]) -> None:
        self.held -= set(chords)

    def is_blocked(self) -> bool:
        return self.has_whole

    def wait(self, seconds: float) -> Heard:
        self.patience = seconds
        self._is_waiting = True
        told = self._told.get()
        self._is_waiting = False
        self._heard += 1
        if isinstance(told, Exception):
            raise told
        return told

    def wake(self) -> None:
        self._say(Heard())

    def close(self) -> None:
        self.held.clear()
