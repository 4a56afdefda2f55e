"""Keys held with a real X server, with another program in front that would hear them too."""

import os
import select
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

from desktop.domain.hotkeys import DEFAULTS, Action, Chord, Holding
from desktop.services.adapters.hotkeys import keyboard_of
from desktop.services.adapters.hotkeys.keeper import HotkeyKeeper
from desktop.services.adapters.hotkeys.keyboard import KeyboardLostError
from tests.support.actor import Actor
from tests.support.display import Display
from tests.support.workplace import wait_until

if TYPE_CHECKING or sys.platform != "win32":
    from desktop.services.adapters.hotkeys.clock_jumps import ClockJumps
    from desktop.services.adapters.hotkeys.x11 import X11Keyboard, _Connection
    from desktop.services.adapters.hotkeys.x11_keys import KeyMap

pytestmark = [pytest.mark.display, pytest.mark.xdist_group("display")]

PANIC, SUPERVISOR = DEFAULTS[Action.PANIC], DEFAULTS[Action.SUPERVISOR]
LETTER = Chord.parse("Ctrl+Shift+Q")
Q_ON_QWERTY, Q_ON_AZERTY = "24", "38"
"""The X server's numbers of the keys right of Tab and right of CapsLock."""


class Hands:
    """On the keyboard of that screen."""

    def __init__(self, display: Display) -> None:
        self._display = display

    def __call__(self, *words: str) -> None:
        subprocess.run(words, env=self._display.environment(), check=True)

    def press(self, *keys: str) -> None:
        self("xdotool", "key", *keys)

    def layout(self, name: str) -> None:
        self("setxkbmap", "-layout", name)


@pytest.fixture
def hands(display: Display) -> Iterator[Hands]:
    hands = Hands(display)
    yield hands
    hands.layout("us")


@pytest.fixture
def keyboard(display: Display) -> Iterator["X11Keyboard"]:
    keyboard = X11Keyboard(display.name)
    keyboard.open()
    yield keyboard
    keyboard.close()


@pytest.fixture
def opens(display: Display) -> Iterator[Callable[[str], Actor]]:
    actors: list[Actor] = []

    def open_window(part: str) -> Actor:
        actors.append(Actor(display, part))
        actors[-1].waits_to_say("has the keyboard")
        return actors[-1]

    yield open_window
    for actor in actors:
        actor.end()


def heard(keyboard: "X11Keyboard", *, within: float = 0.3) -> list[Chord]:
    """What is pressed until nothing came for a while."""
    pressed: list[Chord] = []
    while found := keyboard.wait(within).pressed:
        pressed += found
    return pressed


def test_a_key_reaches_us_and_not_the_program_in_front(
    keyboard: "X11Keyboard", hands: Hands, opens: Callable[[str], Actor]
) -> None:
    form = opens("form")
    assert keyboard.hold((PANIC, SUPERVISOR)) == dict.fromkeys((PANIC, SUPERVISOR), Holding.HELD)
    hands.press("ctrl+shift+F11", "a", "ctrl+shift+F9", "F11", "ctrl+F9", "shift+F9")
    form.waits_to_say("reads a")
    assert heard(keyboard) == [PANIC, SUPERVISOR]
    told = [line for line in form.said if line.startswith("key")]
    assert told == ["key F11", "key F9", "key F9"]  # the plain ones
    assert "lost the keyboard" not in form.said


def test_a_key_reaches_us_from_a_program_that_fills_the_screen(
    keyboard: "X11Keyboard", hands: Hands, opens: Callable[[str], Actor]
) -> None:
    opens("full-screen")
    keyboard.hold((PANIC,))
    hands.press("ctrl+shift+F11")
    assert heard(keyboard) == [PANIC]


def test_a_key_reaches_us_whichever_locks_are_on(keyboard: "X11Keyboard", hands: Hands) -> None:
    keyboard.hold((PANIC,))
    hands.press("Num_Lock", "ctrl+shift+F11", "Caps_Lock", "ctrl+shift+F11")
    hands.press("Num_Lock", "ctrl+shift+F11", "Caps_Lock", "ctrl+shift+F11")
    assert heard(keyboard) == [PANIC] * 4


PEDALS = {"F13": "191", "F14": "192", "F18": "196", "F19": "197", "F24": "202"} | {
    "Pause": "127",
    "ScrollLock": "78",
}
"""Keys that a pedal can be set to, each with the X server's number for what the pedal then sends:
it has no name of its own for F13 and its like."""


def test_a_pedal_on_a_key_that_nobody_types_calls_alone(
    keyboard: "X11Keyboard", hands: Hands, opens: Callable[[str], Actor]
) -> None:
    form = opens("form")
    chords = [Chord.parse(key) for key in PEDALS]
    assert keyboard.hold(chords) == dict.fromkeys(chords, Holding.HELD)
    hands.press(*PEDALS.values(), "Scroll_Lock", "a", "F1")  # the lock is off again, too
    form.waits_to_say("key F1")
    assert heard(keyboard) == [*chords, Chord.parse("ScrollLock")]
    assert [line for line in form.said if line.startswith("key")] == ["key F1"]


@pytest.mark.parametrize(
    ("meanings", "found"),
    [
        ({191: (0x1008FF81,), 179: (0x1008FF81,)}, (191,)),  # as Linux names them
        ({191: (0x1008FF81,), 120: (0xFFCA,)}, (120,)),  # a layout that says where F13 is
        ({67: (0xFFBE, 0xFFCA)}, ()),  # F13 as Shift+F1: F1 would call
        ({191: (0x61,)}, ()),  # another system's numbers: that key is a letter
    ],
)
def test_a_high_key_is_where_the_layout_names_it_or_else_where_linux_has_it(
    meanings: dict[int, tuple[int, ...]], found: tuple[int, ...]
) -> None:
    assert KeyMap(meanings, alt=8, win=64, locks=frozenset()).codes_of("F13") == found


def test_a_key_that_is_held_down_calls_once(
    keyboard: "X11Keyboard", hands: Hands, opens: Callable[[str], Actor]
) -> None:
    form = opens("form")
    keyboard.hold((PANIC,))
    hands("xdotool", "keydown", "F3", "sleep", "1.2", "keyup", "F3")
    form.waits_to_say("key F3")
    wait_until(lambda: form.said.count("key F3") > 5)  # this screen's keys do repeat themselves
    hands("xdotool", "keydown", "ctrl+shift+F11", "sleep", "1.2", "keyup", "ctrl+shift+F11")
    assert heard(keyboard) == [PANIC]
    hands.press("ctrl+shift+F11")
    assert heard(keyboard) == [PANIC]


def test_presses_that_follow_each_other_fast_all_count(
    keyboard: "X11Keyboard", hands: Hands
) -> None:
    keyboard.hold((PANIC,))
    hands("xdotool", "key", "--delay", "5", *["ctrl+shift+F11"] * 100)
    assert heard(keyboard) == [PANIC] * 100


def test_a_key_that_another_program_has_is_told_and_had_once_that_lets_go(
    display: Display, keyboard: "X11Keyboard", hands: Hands
) -> None:
    other = X11Keyboard(display.name)
    other.open()
    assert other.hold((PANIC,)) == {PANIC: Holding.HELD}
    assert keyboard.hold((PANIC, SUPERVISOR)) == {
        PANIC: Holding.TAKEN,
        SUPERVISOR: Holding.HELD,
    }
    hands.press("ctrl+shift+F11", "ctrl+shift+F9")
    assert heard(keyboard) == [SUPERVISOR]
    assert heard(other) == [PANIC]
    other.close()
    assert keyboard.hold((PANIC,)) == {PANIC: Holding.HELD}
    hands.press("ctrl+shift+F11")
    assert heard(keyboard) == [PANIC]


def test_a_proof_leaves_the_key_where_it_is_and_a_release_gives_it_back(
    keyboard: "X11Keyboard", hands: Hands, opens: Callable[[str], Actor]
) -> None:
    form = opens("form")
    for _ in range(3):
        assert keyboard.hold((PANIC,)) == {PANIC: Holding.HELD}
    hands.press("ctrl+shift+F11")
    assert heard(keyboard) == [PANIC]
    keyboard.release((PANIC,))
    hands.press("ctrl+shift+F11")
    form.waits_to_say("key F11")
    assert heard(keyboard) == []


@pytest.mark.expects_log("the X server did not keep")
def test_a_key_that_the_server_gives_to_somebody_else_is_not_called_held(
    keyboard: "X11Keyboard", monkeypatch: pytest.MonkeyPatch
) -> None:
    take = _Connection.take

    def take_and_lose(connection: _Connection, grabs: object) -> object:
        got = take(connection, grabs)  # type: ignore[arg-type]  # as it came
        for grab in got:
            connection.let_go(grab)
        connection.keys()  # the server has done it by the answer
        return got

    monkeypatch.setattr(_Connection, "take", take_and_lose)
    assert keyboard.hold((PANIC,)) == {PANIC: Holding.WAITING}


def test_a_connection_that_is_killed_is_noticed(keyboard: "X11Keyboard", hands: Hands) -> None:
    keyboard.hold((PANIC,))
    assert keyboard._connection is not None
    hands("xdotool", "windowkill", str(keyboard._connection._never_seen))
    with pytest.raises(KeyboardLostError):
        keyboard.wait(5)


def test_keys_that_were_lost_with_their_connection_are_taken_back(
    display: Display, hands: Hands
) -> None:
    pressed: list[Chord] = []
    states: list[dict[Chord, Holding]] = []
    keyboard = X11Keyboard(display.name)
    keeper = HotkeyKeeper(
        keyboard,
        always=[PANIC],
        pressed=pressed.append,
        changed=lambda holdings: states.append(dict(holdings)),
    )
    keeper.start()
    wait_until(lambda: states == [{PANIC: Holding.HELD}])
    assert keyboard._connection is not None
    hands("xdotool", "windowkill", str(keyboard._connection._never_seen))
    wait_until(lambda: len(states) == 3)
    assert states[1:] == [{PANIC: Holding.WAITING}, {PANIC: Holding.HELD}]
    hands.press("ctrl+shift+F11")
    wait_until(lambda: pressed == [PANIC])
    keeper.close()


def test_a_letter_is_followed_to_where_another_layout_has_it(
    keyboard: "X11Keyboard", hands: Hands, opens: Callable[[str], Actor]
) -> None:
    def press(key: str) -> None:
        hands("xdotool", "keydown", "ctrl", "keydown", "shift", "key", key)
        hands("xdotool", "keyup", "shift", "keyup", "ctrl")

    keyboard.hold((LETTER,))
    press(Q_ON_QWERTY)
    assert heard(keyboard) == [LETTER]
    hands.layout("fr")
    assert keyboard.wait(5).has_changed
    keyboard.hold((LETTER,))
    press(Q_ON_AZERTY)
    assert heard(keyboard) == [LETTER]
    press(Q_ON_QWERTY)
    assert heard(keyboard) == []


def test_a_layout_without_the_letter_is_told_and_with_it_again_the_key_is_held(
    keyboard: "X11Keyboard", hands: Hands
) -> None:
    hands.layout("ru")
    keyboard.wait(5)
    heard(keyboard)
    assert keyboard.hold((LETTER, PANIC)) == {LETTER: Holding.MISSING, PANIC: Holding.HELD}
    hands.layout("us,ru")
    keyboard.wait(5)
    heard(keyboard)
    assert keyboard.hold((LETTER,)) == {LETTER: Holding.HELD}


def test_a_program_that_has_the_whole_keyboard_is_seen(
    display: Display, keyboard: "X11Keyboard"
) -> None:
    import ctypes

    keyboard.hold((PANIC,))
    assert not keyboard.is_blocked()
    other = _Connection(display.name)
    whole = (ctypes.c_uint8(0), ctypes.c_uint32(other._root), ctypes.c_uint32(0))
    other._told("xcb_grab_keyboard", *whole, ctypes.c_uint8(1), ctypes.c_uint8(1))
    assert keyboard.is_blocked()
    other.close()
    wait_until(lambda: not keyboard.is_blocked())


def test_it_is_woken_from_another_thread_and_waits_no_longer(keyboard: "X11Keyboard") -> None:
    for _ in range(20_000):
        keyboard.wake()
    assert keyboard.wait(60).pressed == ()
    assert keyboard.wait(0.01).pressed == ()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has such a timer")
def test_a_clock_that_goes_on_as_it_should_wakes_nobody(keyboard: "X11Keyboard") -> None:
    assert keyboard.hears_waking
    jumps = ClockJumps.watch()
    assert jumps is not None
    assert select.select([jumps.file], [], [], 0) == ([], [], [])
    assert not jumps.has_come()
    jumps.close()


class Jump:
    """As when the PC wakes up: the system calls the timer off."""

    def __init__(self) -> None:
        self.file, other_end = os.pipe()
        os.write(other_end, b"x")
        os.close(other_end)

    def has_come(self) -> bool:
        return True

    def close(self) -> None:
        os.close(self.file)


def test_when_the_pc_wakes_up_waiting_ends_and_keys_are_to_be_proven(
    keyboard: "X11Keyboard", monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ClockJumps, "watch", Jump)
    keyboard.close()
    keyboard.open()
    started = time.monotonic()
    assert keyboard.wait(60).has_changed
    assert time.monotonic() - started < 10


def test_without_a_server_the_way_to_the_keyboard_is_lost() -> None:
    keyboard = X11Keyboard(":4711")
    with pytest.raises(KeyboardLostError):
        keyboard.open()
    keyboard.close()
    keyboard.wake()


@pytest.mark.skipif(sys.platform != "linux", reason="it is X11's")
@pytest.mark.parametrize(
    ("screen", "environment", "has_keys"),
    [
        ("xcb", {"XDG_SESSION_TYPE": "x11"}, True),
        ("xcb", {}, True),
        ("xcb", {"XDG_SESSION_TYPE": "wayland"}, False),
        ("xcb", {"WAYLAND_DISPLAY": "wayland-0"}, False),
        ("wayland", {}, False),
        ("cocoa", {}, False),
        ("offscreen", {"DISPLAY": ":0"}, False),
    ],
)
def test_keys_are_held_on_x11_and_where_no_program_can_have_them_none_tries(
    screen: str, environment: dict[str, str], has_keys: bool
) -> None:
    assert (keyboard_of(screen, environment) is not None) is has_keys
