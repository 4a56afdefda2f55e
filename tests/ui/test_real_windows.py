"""What only a window manager can show: who has the keyboard, and what lies on top."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import pytest

from tests.support.actor import Actor
from tests.support.display import Display, virtual_display

DEADLINE_S = 30
CORNER = (1920 - 300, 1080 - 44, 44)
"""Where the bar stands on this screen, and how high it is."""

pytestmark = [pytest.mark.display, pytest.mark.xdist_group("display")]


def wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + DEADLINE_S
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


@pytest.fixture
def opens(display: Display) -> Iterator[Callable[[str], Actor]]:
    actors: list[Actor] = []

    def open_window(part: str) -> Actor:
        actors.append(Actor(display, part))
        return actors[-1]

    yield open_window
    for actor in actors:
        actor.end()


def hands(display: Display, *command: str) -> None:
    subprocess.run(["xdotool", *command], env=display.environment(), check=True)


def colours(display: Display, *points: str) -> list[str]:
    """What the screen shows at points."""
    asked = subprocess.run(
        [sys.executable, "-m", "tests.ui.stage", "look", *points],
        env=display.environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    return asked.stdout.split()


def test_a_click_on_the_bar_leaves_the_keyboard_where_it_was(
    display: Display, opens: Callable[[str], Actor]
) -> None:
    form = opens("form")
    form.waits_to_say("has the keyboard")
    bar = opens("bar")
    x, y, height = CORNER
    bar.waits_to_say(f"at {x} {y} 300 {height}")
    hands(display, "type", "ab")
    form.waits_to_say("reads ab")

    hands(display, "mousemove", str(x + 147), str(y + height - 1), "click", "1")
    bar.waits_to_say("panic")
    hands(display, "type", "cd")
    form.waits_to_say("reads abcd")
    assert "lost the keyboard" not in form.said


def test_the_bar_stays_above_a_window_that_is_raised(
    display: Display, opens: Callable[[str], Actor]
) -> None:
    bar = opens("bar")
    x, y, height = CORNER
    bar.waits_to_say(f"at {x} {y} 300 {height}")
    form = opens("form")
    form.waits_to_say("has the keyboard")
    hands(
        display,
        "search",
        "--sync",
        "--name",
        "Front Desk Scheduling",
        "windowsize",
        "1920",
        "1080",
        "windowmove",
        "0",
        "0",
        "windowraise",
    )
    wait_until(lambda: colours(display, "900,1060") == ["#ffffff"])
    assert colours(display, f"{x + 107},{y + 22}") == ["#eef0f2"]


def listed(display: Display) -> dict[str, str]:
    """What the window manager holds of every window: its state, by its id."""

    def told(*command: str) -> str:
        asked = subprocess.run(
            ["xprop", *command],
            env=display.environment(),
            capture_output=True,
            text=True,
            check=False,  # a window may have gone meanwhile
        )
        return asked.stdout

    ids = told("-root", "_NET_CLIENT_LIST").partition("#")[2].split(",")
    return {each: told("-id", each, "_NET_WM_STATE") for each in map(str.strip, ids) if each}


@pytest.mark.parametrize(("part", "said"), [("bar", "at"), ("bar-again", "is back")])
def test_no_taskbar_lists_the_bar_also_after_it_was_hidden(
    display: Display, opens: Callable[[str], Actor], part: str, said: str
) -> None:
    opens(part).waits_to_say(said)

    def is_left_out() -> bool:
        states = list(listed(display).values())
        return len(states) == 1 and all(
            left_out in states[0] for left_out in ("SKIP_TASKBAR", "SKIP_PAGER", "STATE_ABOVE")
        )

    wait_until(is_left_out)


def test_the_takeover_covers_another_program_and_answers_to_its_letter(
    display: Display, opens: Callable[[str], Actor]
) -> None:
    form = opens("form")
    form.waits_to_say("has the keyboard")
    takeover = opens("takeover")
    takeover.waits_to_say("painted a1")
    wait_until(lambda: colours(display, "4,4", "1200,1070") == ["#a30e1a"] * 2)
    assert colours(display, "1915,1075", "400,300")[0] == "#15181d"

    def answered() -> bool:
        hands(display, "key", "g")
        time.sleep(0.7)  # the typing guard wants the keyboard quiet
        return "going a1" in takeover.said

    wait_until(answered)
    assert "reads" not in " ".join(form.said)


def test_the_takeover_covers_a_program_that_fills_the_screen(
    display: Display, opens: Callable[[str], Actor]
) -> None:
    opens("full-screen").waits_to_say("has the keyboard")
    wait_until(lambda: colours(display, "1200,1070") != ["#a30e1a"])
    opens("takeover").waits_to_say("painted a1")
    wait_until(lambda: colours(display, "4,4", "1200,1070") == ["#a30e1a"] * 2)


def test_the_takeover_fills_both_of_two_monitors_and_each_can_be_answered() -> None:
    with virtual_display(monitors=2) as both:
        desk = Actor(both, "takeover")
        try:
            desk.waits_to_say("painted a1")
            corners = "4,4", "1200,1070", "1924,4", "3120,1070"
            wait_until(lambda: colours(both, *corners) == ["#a30e1a"] * 4)

            def answered() -> bool:
                hands(both, "mousemove", str(1920 + 300), "800", "click", "1")
                time.sleep(0.1)
                return "going a1" in desk.said

            wait_until(answered)
        finally:
            desk.end()


def test_a_takeover_is_answered_while_somebody_chooses_where_to_save(
    display: Display, opens: Callable[[str], Actor]
) -> None:
    desk = opens("takeover-while-saving")
    desk.waits_to_say("painted a1")
    wait_until(lambda: colours(display, "4,4") == ["#a30e1a"])
    time.sleep(0.7)  # clicks count after 0.3 s

    def answered() -> bool:
        hands(display, "mousemove", "300", "800", "click", "1")
        time.sleep(0.1)
        return "going a1" in desk.said

    wait_until(answered)


def test_the_bar_calls_while_somebody_chooses_files_for_a_report(
    display: Display, opens: Callable[[str], Actor]
) -> None:
    bar = opens("bar-while-choosing")
    x, y, height = CORNER
    bar.waits_to_say(f"at {x} {y} 300 {height}")

    def called() -> bool:
        hands(display, "mousemove", str(x + 147), str(y + height // 2), "click", "1")
        time.sleep(0.1)
        return "panic" in bar.said

    wait_until(called)
