"""The thread that holds keys, hears them, and proves again and again that they are held."""

import logging
import threading
import time
from collections.abc import Callable, Iterable, Mapping

import msgspec

from desktop.domain.hotkeys import Chord, Holding
from desktop.services.adapters.hotkeys.keyboard import Keyboard, KeyboardLostError

log = logging.getLogger(__name__)

PROVEN_EVERY = 60.0
"""Seconds between two proofs that every key is still held."""
SETTLES_IN = 0.2
"""Seconds between two proofs at least, whatever changes: programs that type for a person may change
the keyboard's meaning with every letter."""
TICK = 5.0
"""Seconds between two looks at the clocks where the system does not tell of waking: so soon after
it wakes, a PC that slept is known to have."""
SLEPT = 3.0
"""By so many seconds clocks part, or a tick comes late, only when the PC has slept."""
TRIED_EVERY = 1.0
"""Seconds between two tries to reach a system's keyboard that was lost."""
ENDS_WITHIN = 2.0


class _Trial(msgspec.Struct, frozen=True):
    """Somebody tries a key out, until that second of the clock that never jumps."""

    chords: frozenset[Chord]
    until: float
    arrived: Callable[[], None]


class HotkeyKeeper:
    """Holds the keys of ``always`` and, for a while when asked to, those of ``at_times``.

    ``pressed`` is told of each press, and ``changed`` of how all keys stand whenever that changes;
    both on this thread, where they must only post. Nobody waits for this thread, and it waits for
    nobody: a press leaves whatever the windows do.
    """

    def __init__(
        self,
        keyboard: Keyboard,
        *,
        always: Iterable[Chord],
        at_times: Iterable[Chord] = (),
        pressed: Callable[[Chord], None],
        changed: Callable[[Mapping[Chord, Holding]], None],
        monotonic: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
    ) -> None:
        self._keyboard = keyboard
        self._always = tuple(always)
        self._at_times = tuple(at_times)
        self._wanted = (self._always, self._at_times)
        self._trial: _Trial | None = None
        self._pressed = pressed
        self._changed = changed
        self._monotonic = monotonic
        self._wall = wall
        self._all_until = 0.0
        self._holds_all = False
        self._holdings: dict[Chord, Holding] = {}
        self._proven_at = self._proof_due = 0.0
        self._clocks = (0.0, 0.0)
        self._times_blocked = 0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="hotkeys", daemon=True)

    def start(self) -> None:
        """Begin to hold them."""
        self._thread.start()

    def hold_all_for(self, seconds: float) -> None:
        """Hold those of ``at_times``, too, for so long from now. Any thread."""
        self._all_until = self._monotonic() + seconds
        self._keyboard.wake()

    def keep(self, always: Iterable[Chord], at_times: Iterable[Chord]) -> None:
        """Hold these from now on; those that were held and still are, without a gap. Any thread."""
        self._wanted = (tuple(always), tuple(at_times))
        self._keyboard.wake()

    def try_out(self, chords: Iterable[Chord], seconds: float, arrived: Callable[[], None]) -> None:
        """Take the next press of one of ``chords`` within so long as a test: it goes to
        ``arrived``, on this thread, in place of ``pressed``. Any thread.

        That one press alone: every other key, and a second press of these, is meant. It ends by
        this thread's own clock, whatever becomes of whoever asked.
        """
        self._trial = trial = _Trial(frozenset(chords), self._monotonic() + seconds, arrived)
        if trial.chords & set(self._at_times):
            self.hold_all_for(seconds)

    def end_trial(self) -> None:
        """Every press is meant from now on. Any thread."""
        self._trial = None

    def close(self) -> None:
        """Let go of all keys."""
        self._ended.set()
        self._keyboard.wake()
        if self._thread.is_alive():
            self._thread.join(ENDS_WITHIN)

    def _run(self) -> None:
        while not self._ended.is_set():
            try:
                self._keyboard.open()
                self._keep()
            except KeyboardLostError as lost:
                log.info("hotkeys: %s", lost)
            except Exception:  # the thread's top-level handler
                log.exception("the hotkeys' thread failed; it goes on")
            finally:
                self._keyboard.close()
            self._holds_all = False
            if not self._ended.is_set():
                self._tell(dict.fromkeys((*self._always, *self._at_times), Holding.WAITING))
                self._ended.wait(TRIED_EVERY)

    def _keep(self) -> None:
        self._always, self._at_times = self._wanted
        self._prove()
        while not self._ended.is_set():
            heard = self._keyboard.wait(self._seconds_to_next())
            for chord in heard.pressed:
                self._guarded(lambda chord=chord: self._hand_on(chord))  # type: ignore[misc]  # bound now
            if self._ended.is_set():
                return
            if self._wanted != (self._always, self._at_times):
                self._change_keys()
            if heard.has_changed:
                self._proof_due = min(self._proof_due, self._proven_at + SETTLES_IN)
            if self._is_proof_due():
                self._prove()
            elif self._holds_all != self._wants_all():
                self._prove_those_at_times()

    def _hand_on(self, chord: Chord) -> None:
        trial = self._trial
        if trial is None or chord not in trial.chords:
            self._pressed(chord)
            return
        self._trial = None
        if self._monotonic() < trial.until:
            trial.arrived()
        else:
            self._pressed(chord)

    def _change_keys(self) -> None:
        """Let go of those that nobody wants any more, then have the others."""
        before = {*self._always, *self._at_times}
        self._always, self._at_times = self._wanted
        self._keyboard.release(before - {*self._always, *self._at_times})
        self._holdings = {}
        self._prove()

    def _seconds_to_next(self) -> float:
        now = self._monotonic()
        until = self._proof_due
        if not self._keyboard.hears_waking:
            until = min(now + TICK, until)
        return max(0.0, min(until, self._all_until) - now if self._holds_all else until - now)

    def _wants_all(self) -> bool:
        return self._monotonic() < self._all_until

    def _is_proof_due(self) -> bool:
        """A minute has gone by, or the PC slept: then its clocks part, or a tick comes late."""
        (before, wall_before), now = self._clocks, (self._monotonic(), self._wall())
        self._clocks = now
        apart = abs((now[1] - wall_before) - (now[0] - before))
        is_late = not self._keyboard.hears_waking and now[0] - before > TICK + SLEPT
        has_slept = apart > SLEPT or is_late
        return has_slept or now[0] >= self._proof_due

    def _prove(self) -> None:
        self._clocks = (self._monotonic(), self._wall())
        self._proven_at = self._clocks[0]
        self._proof_due = self._proven_at + PROVEN_EVERY
        holdings = dict(self._keyboard.hold(self._always))
        holdings |= self._try_those_at_times()
        if self._keyboard.is_blocked():
            self._times_blocked += 1
            self._proof_due = self._proven_at + TICK
        else:
            self._times_blocked = 0
        if self._times_blocked > 1:  # a menu that was open for a moment is no trouble
            holdings = {
                chord: holding if holding.is_trouble else Holding.BLOCKED
                for chord, holding in holdings.items()
            }
        self._tell(holdings)

    def _prove_those_at_times(self) -> None:
        self._tell({**self._holdings, **self._try_those_at_times()})

    def _try_those_at_times(self) -> dict[Chord, Holding]:
        """Have them, and let go of them again where they are not wanted now."""
        self._holds_all = self._wants_all()
        holdings = dict(self._keyboard.hold(self._at_times))
        if self._holds_all:
            return holdings
        self._keyboard.release(self._at_times)
        return {
            chord: Holding.READY if holding is Holding.HELD else holding
            for chord, holding in holdings.items()
        }

    def _tell(self, holdings: Mapping[Chord, Holding]) -> None:
        if holdings == self._holdings:
            return
        log.info("hotkeys: %s", ", ".join(f"{chord} {held}" for chord, held in holdings.items()))
        self._holdings = dict(holdings)
        self._guarded(lambda: self._changed(dict(holdings)))

    @staticmethod
    def _guarded(action: Callable[[], None]) -> None:
        """A bug in what a press does must not let go of the keys."""
        try:
            action()
        except Exception:
            log.exception("a hotkey could not be handled")
