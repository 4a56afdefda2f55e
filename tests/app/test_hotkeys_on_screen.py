"""The keys of real programs on a real screen, with another program in front."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from desktop.domain.alerts.facts import Context, Kind
from desktop.domain.hotkeys import DEFAULTS, Action
from desktop.services.adapters.home import Home
from desktop.services.adapters.hotkeys.x11 import X11Keyboard
from tests.support.actor import Actor
from tests.support.display import Display
from tests.support.office import command
from tests.support.screen import BAR, Screen, ana, counter, program, program_in, screen
from tests.support.workplace import StationAtWork, Workplace, office, wait_until

__all__ = ["ana", "counter", "office", "program", "screen"]

pytestmark = [
    pytest.mark.display,
    pytest.mark.system,
    pytest.mark.timeout(120),
    pytest.mark.xdist_group("display"),
]


RED = "#a30e1a"


def test_a_key_calls_from_the_program_in_front_and_that_program_hears_nothing_of_it(
    counter: Home, screen: Screen, program: Actor, ana: StationAtWork
) -> None:
    screen.types("Mar")
    program.waits_to_say("reads Mar")
    screen.keys("ctrl+shift+F9")
    wait_until(lambda: ana.board.alerts)
    assert ana.board.alerts[0].alert.kind is Kind.ASSIST
    screen.keys("ctrl+shift+F11")
    wait_until(lambda: ana.board.alerts[0].alert.kind is Kind.PANIC)
    screen.keys("ctrl+shift+F6")
    wait_until(lambda: ana.board.alerts[0].alert.context is Context.THREAT)
    screen.types("ia")
    screen.keys("ctrl+shift+F4")
    program.waits_to_say("reads Maria")
    program.waits_to_say("key F4")
    assert [line for line in program.said if line.startswith("key")] == ["key F4"]
    assert "lost the keyboard" not in program.said


def test_a_key_calls_from_a_program_that_fills_the_screen(
    counter: Home, screen: Screen, display: Display, ana: StationAtWork
) -> None:
    in_front = Actor(display, "full-screen")
    try:
        in_front.waits_to_say("has the keyboard")
        wait_until(lambda: not is_bar_seen(screen))
        screen.keys("ctrl+shift+F11")
        wait_until(lambda: ana.board.alerts)
        assert ana.board.alerts[0].alert.kind is Kind.PANIC
        assert "lost the keyboard" not in in_front.said
    finally:
        in_front.end()


def is_bar_seen(screen: Screen) -> bool:
    """Something stands out where the bar is."""
    picture = screen.picture().copy(BAR.adjusted(0, 0, -4, -4))  # without that program's edge
    return len({picture.pixel(x, 22) for x in range(picture.width())}) > 1


def test_a_key_begins_a_report(
    counter: Home, screen: Screen, program: Actor, ana: StationAtWork
) -> None:
    screen.keys("ctrl+shift+F2")
    wait_until(lambda: screen.finds("Incident report"))


def test_a_key_opens_the_guidance_with_the_keyboard_in_it(
    counter: Home, screen: Screen, program: Actor
) -> None:
    screen.keys("ctrl+shift+F1")
    wait_until(screen.shows_guidance)
    wait_until(lambda: "lost the keyboard" in program.said)
    screen.types("threatens")
    screen.keys("Escape")
    wait_until(lambda: not screen.shows_guidance())
    assert not any(line.startswith("reads") for line in program.said)


def test_status_and_doctor_say_of_every_key_that_it_is_held(counter: Home) -> None:
    told = command("--home", counter.path, "--json", "status")
    assert told.code == 0, told.err
    keys = {key["for"]: (key["keys"], key["state"]) for key in told.json["hotkeys"]}
    assert keys["panic"] == ("Ctrl+Shift+F11", "held")
    assert keys["weapon"] == ("Ctrl+Shift+F5", "ready")
    assert len(keys) == 9
    assert "Keys: Ctrl+Shift+F9 supervisor, Ctrl+Shift+F11 panic," in says(counter, "status")
    assert "Keys that call: Ctrl+Shift+F9 (supervisor)" in says(counter, "doctor")


def says(home: Home, *words: str) -> str:
    return command("--home", home.path, *words).out


@pytest.fixture
def _taken(display: Display) -> Iterator[None]:
    """Another program has the key for a panic, and was there first."""
    other = X11Keyboard(display.name)
    other.open()
    other.hold((DEFAULTS[Action.PANIC],))
    yield
    other.close()


@pytest.mark.usefixtures("_taken", "counter")
def test_a_key_that_another_program_has_is_named_and_the_others_call(
    counter: Home, screen: Screen, ana: StationAtWork
) -> None:
    assert "Keys that another program has: Ctrl+Shift+F11 panic." in says(counter, "status")
    assert "Another program has Ctrl+Shift+F11" in says(counter, "doctor")
    screen.keys("ctrl+shift+F11", "ctrl+shift+F9")
    wait_until(lambda: ana.board.alerts)
    assert ana.board.alerts[0].alert.kind is Kind.ASSIST


def test_another_key_calls_at_once_and_the_old_one_goes_to_the_program_in_front_again(
    counter: Home, screen: Screen, program: Actor, ana: StationAtWork
) -> None:
    told = command("--home", counter.path, "settings", "set", "hotkeys.panic", "Ctrl+Shift+F4")
    assert told.code == 0, told.err
    wait_until(lambda: "Ctrl+Shift+F4 panic" in says(counter, "status"))
    screen.keys("ctrl+shift+F11")
    program.waits_to_say("key F11")
    assert not ana.board.alerts
    screen.keys("ctrl+shift+F4")
    wait_until(lambda: ana.board.alerts)
    assert ana.board.alerts[0].alert.kind is Kind.PANIC
    assert "key F4" not in program.said


def test_a_key_is_tried_out_in_the_settings_without_a_call_and_calls_the_next_time(
    counter: Home, screen: Screen, ana: StationAtWork
) -> None:
    told = command("--home", counter.path, "settings", "open")
    assert told.code == 0, told.err
    wait_until(lambda: screen.finds("^Settings$"))
    screen.does("xdotool", "search", "--name", "^Settings$", "windowfocus", "--sync")
    screen.keys(*["Tab"] * TABS_TO_TRY_PANIC)
    pictures = [screen.picture()]

    def stands_still() -> bool:
        pictures.append(screen.picture())
        return pictures[-1] == pictures[-2]

    wait_until(stands_still)
    screen.keys("space")
    wait_until(lambda: screen.picture() != pictures[-1])  # “Press it now.”
    screen.keys("ctrl+shift+F11")
    screen.keys("ctrl+shift+F9")  # behind it on the same way
    wait_until(lambda: ana.board.alerts)
    assert ana.board.alerts[0].alert.kind is Kind.ASSIST
    screen.keys("ctrl+shift+F11")
    wait_until(lambda: ana.board.alerts[0].alert.kind is Kind.PANIC)


TABS_TO_TRY_PANIC = 10
"""From the window's own keyboard focus to *Try it* beside *Panic*."""


@contextmanager
def desk_at_work(station: StationAtWork, screen: Screen) -> Iterator[None]:
    """A supervisor's desk goes on as the real program, on ``screen``."""
    station.leaves()
    home = station.home
    with home.settings_file.open("a", encoding="utf-8") as settings:
        settings.write("sound = false\n")
    with program_in(screen.environment(), home):
        wait_until(lambda: '"held"' in command("--home", home.path, "--json", "status").out)
        yield


def test_at_a_supervisors_desk_a_key_says_going_whatever_is_in_front(
    office: Workplace, ana: StationAtWork, screen: Screen, program: Actor
) -> None:
    counter = office.counter("Counter 3")
    with desk_at_work(ana, screen):
        wait_until(lambda: counter.board.relays_up)
        panic = counter.presses_panic()
        wait_until(lambda: counter.knows_it_was_delivered(panic))
        wait_until(lambda: is_filled(screen))
        screen.does("xdotool", "search", "--name", "Front Desk", "windowfocus", "--sync")
        screen.types("x")
        program.waits_to_say("reads x")
        screen.keys("ctrl+shift+F9")
        wait_until(lambda: counter.sees_who_is_coming(panic) == ("Ana Ruiz",))


def is_filled(screen: Screen) -> bool:
    """The takeover's red field covers the middle of the left edge."""
    return screen.picture().pixelColor(4, 540).name() == RED
