"""Keys that call from any program, joined to the station.

Everything here but what opens a window is done without the windows' thread: a press leaves although
that thread hangs.
"""

import sys
from collections.abc import Callable, Mapping
from typing import Protocol

from desktop.app.noting import noted
from desktop.app.running import RunningStation
from desktop.domain.alerts.facts import Context, Kind, Message
from desktop.domain.alerts.forced import as_the_counter_shows, calls
from desktop.domain.board import Board, LiveAlert
from desktop.domain.hotkeys import (
    CONTEXT_FOR,
    CONTEXTS,
    Action,
    Bindings,
    Chord,
    Holding,
    Hotkey,
    Hotkeys,
)
from desktop.domain.pressing import TwoKeys
from desktop.domain.roster.roles import Role
from desktop.services.adapters.hotkeys import keyboard_of
from desktop.services.adapters.hotkeys.keeper import HotkeyKeeper
from desktop.services.adapters.hotkeys.keyboard import Keyboard

SEEN_AFTER = 0.3
"""Seconds from which a call on the screen can be answered: a key pressed for one call must not
answer another that came at that moment. Clicks count after the same time."""

ONE_ANSWER_IN = 0.6
"""Seconds in which one call is answered at most: a key pressed twice means the first one twice."""


class Windows(Protocol):
    """What keys ask of a station's windows."""

    @property
    def place(self) -> str | None: ...
    def begin_report(self) -> None: ...
    def half_pressed(self, kind: Kind) -> None: ...


class HotkeyDesk:
    """Holds this station's keys and does what they are for; ``running.hotkeys`` says how they
    stand.
    """

    def __init__(
        self,
        running: RunningStation,
        windows: Windows,
        *,
        screen: str,
        keyboard: Callable[[str], Keyboard | None] = keyboard_of,
    ) -> None:
        self._running = running
        self._station = running.station
        self._windows = windows
        self._screen, self._keyboard = screen, keyboard
        self._bindings = self._bound()
        self._before = self._bindings
        self._is_rebinding_due = self._is_over = False
        self._listeners: list[Callable[[], None]] = []
        self._presses: frozenset[str] = frozenset()
        self._went_at = -ONE_ANSWER_IN
        self._two_keys = {kind: TwoKeys() for kind in Kind}
        self._keeper = self._own_keeper() if self._bindings.chords else None
        self._is_started = False
        self._show(dict.fromkeys((chord for _, chord in self._bindings), self._at_first))
        running.keys = self

    @property
    def _at_first(self) -> Holding:
        return Holding.IMPOSSIBLE if self._keeper is None else Holding.WAITING

    def start(self) -> None:
        """Begin to hold them; returns at once."""
        self._is_started = True
        self._running.preferences.watch(lambda _in_force: self.rebind())
        self._station.watch(self._look_for_a_press)
        if self._keeper is not None:
            self._keeper.start()

    def close(self) -> None:
        """Give the keys back."""
        self._is_over = True
        if self._keeper is not None:
            self._keeper.close()
        self._running.hotkeys = self._running.keys = None

    def rebind(self) -> None:
        """Hold the keys that the settings want now. Any thread.

        Not while this station calls: whoever is in need presses the key that they know.
        """
        self._is_rebinding_due = calls(self._station.board)
        bindings = self._bound()
        if self._is_over or self._is_rebinding_due or bindings == self._bindings:
            return
        self.end_trial()
        self._before, self._bindings = self._bindings, bindings
        if self._keeper is None:
            self._keeper = self._own_keeper()
            if self._keeper is not None and self._is_started:
                self._keeper.start()
        else:
            self._keeper.keep(bindings.always, bindings.after_a_press)
        self._show({})

    def watch(self, listener: Callable[[], None]) -> None:
        """Call ``listener`` whenever a key stands otherwise; on any thread, where it only posts."""
        self._listeners.append(listener)

    def try_out(self, action: Action, seconds: float, arrived: Callable[[], None]) -> bool:
        """Take the next press of that key as a test, once and for so long at most; whether that
        can be. Not while this station calls: then every press is meant.

        ``arrived`` is called on the hotkeys' thread, through which a real press would go.
        """
        chords = self._bindings.chords.get(action)
        if self._keeper is None or not chords or calls(self._station.board):
            return False
        self._keeper.try_out(chords, seconds, arrived)
        return True

    def end_trial(self) -> None:
        """Every press is meant from now on."""
        if self._keeper is not None:
            self._keeper.end_trial()

    def _bound(self) -> Bindings:
        said = {Action(name): texts for name, texts in self._running.settings.hotkeys}
        return Bindings.of(said, is_windows=sys.platform == "win32")

    def _own_keeper(self) -> HotkeyKeeper | None:
        found = self._keyboard(self._screen)
        if found is None:
            return None
        return HotkeyKeeper(
            found,
            always=self._bindings.always,
            at_times=self._bindings.after_a_press,
            pressed=self._pressed,
            changed=self._show,
            monotonic=self._running.clock.monotonic,
        )

    # --- how they stand ------------------------------------------------------------------------

    def _show(self, holdings: Mapping[Chord, Holding]) -> None:
        self._running.hotkeys = Hotkeys(
            tuple(
                Hotkey(action, chord, holdings.get(chord, self._at_first))
                for action, chord in self._bindings
            )
        )
        for listener in self._listeners:
            listener()

    # --- what they do, on the hotkeys' thread --------------------------------------------------

    def _pressed(self, chord: Chord) -> None:
        # Pressed as the keys were being changed: what it meant a moment ago.
        action = self._bindings.action_of(chord) or self._before.action_of(chord)
        match action:
            case Action.SUPERVISOR if self._station.role is Role.SUPERVISOR:
                self._go()
            case Action.SUPERVISOR_WITH if self._station.role is Role.SUPERVISOR:
                pass
            case Action.SUPERVISOR | Action.SUPERVISOR_WITH:
                self._call(Kind.ASSIST, Action.SUPERVISOR, chord)
            case Action.PANIC | Action.PANIC_WITH:
                self._call(Kind.PANIC, Action.PANIC, chord)
            case Action.GUIDANCE:
                if self._running.open_guidance is not None:
                    self._running.open_guidance(True)
            case Action.REPORT:
                self._windows.begin_report()
            case Action():
                self._tell(CONTEXTS[action])

    def _call(self, kind: Kind, action: Action, chord: Chord) -> None:
        """At once, or with the other key where the site wants two. A desk has no cue that could say
        that the other is missing, so there one is enough.
        """
        keys = self._running.hotkeys
        is_counter = self._station.role is not Role.SUPERVISOR
        if is_counter and keys is not None and keys.takes_two(action):
            said = self._bindings.action_of(chord) or action
            now = self._running.clock.monotonic()
            if not self._two_keys[kind].goes_down(said.value, now):
                self._windows.half_pressed(kind)
                return
        self._press(kind)

    def _press(self, kind: Kind) -> None:
        self._station.press(kind, place=self._windows.place).add_done_callback(noted)

    def _tell(self, context: Context) -> None:
        mine = as_the_counter_shows(self._station.board).mine()
        if mine is not None:
            self._station.note(mine.id, context=context).add_done_callback(noted)

    def _go(self) -> None:
        """*I'm going* to the call that the screens show first."""
        now = self._running.clock.monotonic()
        first = first_call(self._station.board, now)
        if first is not None and now - self._went_at >= ONE_ANSWER_IN:
            self._went_at = now
            self._station.acknowledge(first.id).add_done_callback(noted)

    # --- after a press, on the alert thread ----------------------------------------------------

    def _look_for_a_press(self, board: Board) -> None:
        """However it was made: those keys are held from now on for a while, and none is tried."""
        now = self._running.clock.now()
        presses = {
            press.event: press.at
            for live in board.alerts
            if live.alert.station == board.me.device
            for press in live.alert.presses
        }
        news = presses.keys() - self._presses
        self._presses = frozenset(presses)
        is_fresh = any(abs((now - presses[press]).total_seconds()) < CONTEXT_FOR for press in news)
        if self._is_rebinding_due and not calls(board):
            self.rebind()
        if is_fresh and self._keeper is not None:  # not those that a restart finds
            self._keeper.end_trial()
            self._keeper.hold_all_for(CONTEXT_FOR)


def first_call(board: Board, now: float) -> LiveAlert | None:
    """The call that a supervisor's screens show first: real before drill, panic before the rest,
    then the oldest; one that they said they cannot go to comes last.
    """
    me = board.me.device

    def rank(live: LiveAlert) -> tuple[bool, tuple[bool, bool], float]:
        mine = next((answer for answer in live.alert.answers if answer.device == me), None)
        has_declined = mine is not None and mine.message is Message.CANNOT
        return has_declined, live.alert.gravity, live.since

    calling = [
        live
        for live in board.alerts
        if live.alert.needs_answer and live.alert.station != me and now - live.since >= SEEN_AFTER
    ]
    return min(calling, key=rank, default=None)
