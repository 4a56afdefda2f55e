"""What only a window manager can show: who has the keyboard, and what lies on top."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.actor import Actor
from tests.support.display import Display, virtual_display
from tests.support.monitors import monitors_of

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


class Bar:
    """A counter's bar on real monitors: where it stands, and hands that drag and press it."""

    def __init__(self, display: Display, places: Path) -> None:
        self._display = display
        self.actor = Actor(display, "bar", str(places))
        self.actor.waits_to_say("at ")

    @property
    def corner(self) -> tuple[int, int]:
        """Its upper left corner, as it said last."""
        told = [line for line in self.actor.said if line.startswith("at ")]
        x, y = told[-1].split()[1:3]
        return int(x), int(y)

    def is_dragged_to(self, x: int, y: int) -> None:
        """Somebody takes it by its empty part and lets it go there."""
        left, top = self.corner
        hands(self._display, "mousemove", str(left + 3), str(top + 20), "mousedown", "1")
        hands(self._display, "mousemove", str(x), str(y), "mousemove", str(x + 1), str(y))
        hands(self._display, "mouseup", "1")

    def stands_at(self, x: int, y: int) -> None:
        """It says that it is there."""
        wait_until(lambda: self.corner == (x, y))

    def stands_whole_at(self, x: int, y: int) -> None:
        """It is there, drawn from one end to the other, and calls when it is pressed there."""
        self.stands_at(x, y)
        ends = [f"{x + 12},{y + 3}", f"{x + 107},{y + 22}", f"{x + 284},{y + 40}"]
        wait_until(lambda: colours(self._display, *ends) == ["#eef0f2"] * 3)
        before = self.actor.said.count("panic")

        def called() -> bool:
            hands(self._display, "mousemove", str(x + 147), str(y + 22), "click", "1")
            time.sleep(0.1)
            return self.actor.said.count("panic") > before

        wait_until(called)


def test_where_its_monitor_is_pulled_out_the_bar_stands_whole_on_the_other_and_goes_back(
    tmp_path: Path,
) -> None:
    with virtual_display(monitors=2) as both, monitors_of(both.name) as monitors:
        bar = Bar(both, tmp_path / "bar.json")
        try:
            bar.stands_at(1620, 1036)  # at first, in the corner of the primary one
            bar.is_dragged_to(1920 + 803, 5)
            bar.stands_at(1920 + 801, 0)
            monitors.pull_out_right()
            bar.stands_whole_at(1620, 1036)
            bar.is_dragged_to(20, 403)  # with one monitor, somebody wants it on the left
            bar.stands_at(0, 383)
            monitors.plug_in_right()
            bar.stands_whole_at(1920 + 801, 0)
            monitors.pull_out_right()
            bar.stands_at(0, 383)
            monitors.plug_in_right()
        finally:
            bar.actor.end()
        bar = Bar(both, tmp_path / "bar.json")
        try:
            bar.stands_at(1920 + 801, 0)  # and so it does after a restart
        finally:
            bar.actor.end()


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
