"""A counter's real program on a real screen: what a customer beside it could see of a call."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QImage

from desktop.domain.roster.roles import Role
from desktop.services.trust.seats import Seat
from desktop.ui.counter_bar import CUE, PANIC
from tests.support.childlogs import watch
from tests.support.display import Display
from tests.support.workplace import StationAtWork, Workplace, office, wait_until

__all__ = ["office"]

pytestmark = [
    pytest.mark.display,
    pytest.mark.system,
    pytest.mark.timeout(120),
    pytest.mark.xdist_group("display"),
]

BAR = QRect(1920 - 300, 1080 - 44, 300, 44)


class Screen:
    """The counter's screen, with a hand on the mouse."""

    def __init__(self, display: Display, folder: Path) -> None:
        self.display = display
        self._folder = folder
        self._taken = 0

    def picture(self) -> QImage:
        file = self._folder / f"screen-{self._taken}.png"
        self._taken += 1
        subprocess.run(
            [sys.executable, "-m", "tests.ui.stage", "picture", str(file)],
            env=self.display.environment(),
            check=True,
        )
        return QImage(str(file))

    def does(self, *words: str) -> str:
        done = subprocess.run(
            words, env=self.display.environment(), capture_output=True, text=True, check=True
        )
        return done.stdout

    def presses_panic(self) -> None:
        at = BAR.topLeft() + PANIC.center()
        self.does("xdotool", "mousemove", str(at.x()), str(at.y()), "click", "1")


def changed(before: QImage, after: QImage) -> QRect:
    """The smallest rectangle that holds every pixel that changed."""
    found = QRect()
    for y in range(before.height()):
        if before.constScanLine(y) == after.constScanLine(y):
            continue
        for x in range(before.width()):
            if before.pixel(x, y) != after.pixel(x, y):
                found |= QRect(QPoint(x, y), QPoint(x, y))
    return found


@pytest.fixture
def screen(display: Display, tmp_path_factory: pytest.TempPathFactory) -> Screen:
    return Screen(display, tmp_path_factory.mktemp("pictures"))


@pytest.fixture
def ana(office: Workplace) -> StationAtWork:
    return office.supervisor("Ana Ruiz")


@pytest.fixture
def _counter(office: Workplace, ana: StationAtWork, screen: Screen) -> Iterator[None]:
    """The counter's program, at work on the screen and ready."""
    home = office.home(relay=False)
    office.lets_in(home, Seat(role=Role.COUNTER, place="Counter 3", name="Maria Delgado"))
    watch(home.path / "log").mkdir()
    with (home.path / "log" / "stderr.log").open("ab") as complaints:
        process = subprocess.Popen(
            [sys.executable, "-m", "desktop", "--home", str(home.path)],
            env=screen.display.environment() | {"PYTHONPATH": str(Path.cwd())},
            stderr=complaints,
        )
    wait_until(lambda: any(desk.is_present for desk in ana.board.desks))
    is_calm(screen)
    yield
    process.terminate()
    process.wait(30)


def is_calm(screen: Screen) -> None:
    """Wait until the bar stands and nothing on the screen changes any more."""
    pictures = [screen.picture()]

    def stands_still() -> bool:
        pictures.append(screen.picture())
        return pictures[-1] == pictures[-2] and pictures[-1].pixelColor(
            BAR.topLeft() + QPoint(107, 22)
        ).name() in {"#eef0f2", "#1d2126"}

    wait_until(stands_still)


@pytest.mark.usefixtures("_counter")
def test_of_a_press_and_its_answer_nothing_is_seen_outside_the_cue(
    screen: Screen, ana: StationAtWork
) -> None:
    cue = CUE.translated(BAR.topLeft())
    before = screen.picture()
    screen.presses_panic()
    wait_until(lambda: ana.board.alerts)  # the click counted
    received = until_changed(screen, before, cue)
    assert cue.contains(changed(before, received))

    screen.presses_panic()
    wait_until(lambda: len(ana.board.alerts[0].alert.presses) == 2)
    is_calm(screen)
    again = screen.picture()
    assert cue.contains(changed(before, again))

    ana.is_going(ana.board.alerts[0].id)
    answered = until_changed(screen, again, cue)
    assert cue.contains(changed(before, answered))


def until_changed(screen: Screen, before: QImage, where: QRect) -> QImage:
    """The first picture in which ``where`` looks otherwise."""
    pictures = [before]

    def looks_otherwise() -> bool:
        pictures.append(screen.picture())
        return pictures[-1].copy(where) != before.copy(where)

    wait_until(looks_otherwise)
    return pictures[-1]


@pytest.mark.usefixtures("_counter")
def test_the_bar_lies_on_top_and_is_no_window_that_a_task_bar_would_list(screen: Screen) -> None:
    found = screen.does("xdotool", "search", "--onlyvisible", "--name", "^Countersign$").split()
    told = [screen.does("xprop", "-id", window) for window in found]
    (bar,) = [text for text in told if "_NET_WM_STATE_ABOVE" in text]
    kinds = re.search(r"_NET_WM_WINDOW_TYPE\(ATOM\) = (.*)", bar)
    assert kinds is not None
    assert "_NET_WM_WINDOW_TYPE_UTILITY" in kinds[1]
    assert "_NET_WM_STATE_DEMANDS_ATTENTION" not in bar
