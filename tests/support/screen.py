"""A counter's screen with a hand on the mouse and the keyboard, and its real program on it.

A test module takes the fixtures that it needs into its own namespace, as with ``office``.
"""

import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QImage

from desktop.domain.roster.roles import Role
from desktop.services.adapters.home import Home
from desktop.services.trust.seats import Seat
from desktop.ui.counter_bar import CUE, PANIC
from tests.support.actor import Actor
from tests.support.childlogs import watch
from tests.support.display import Display
from tests.support.workplace import StationAtWork, Workplace, wait_until

BAR = QRect(1920 - 300, 1080 - 44, 300, 44)
PANEL = QRect(1920 - 412, 1080 - 44 - 850, 412, 850)


class Screen:
    """The counter's screen, with a hand on the mouse; ``sound`` is the server that would play what
    a program there sounds.
    """

    def __init__(self, display: Display, folder: Path) -> None:
        self.display = display
        self._folder = folder
        self._taken = 0
        self.sound = ""

    def environment(self) -> dict[str, str]:
        """Of a program whose windows open here."""
        return self.display.environment() | {"PULSE_SERVER": self.sound}

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

    def clicks(self, at: QPoint) -> None:
        self.does("xdotool", "mousemove", str(at.x()), str(at.y()), "click", "1")

    def keys(self, *names: str) -> None:
        self.does("xdotool", "key", *names)

    def finds(self, title: str) -> bool:
        """A window whose title has that is on the screen."""
        asked = ["xdotool", "search", "--onlyvisible", "--name", title]
        return subprocess.run(asked, env=self.display.environment(), check=False).returncode == 0

    def types(self, text: str) -> None:
        self.does("xdotool", "type", "--delay", "8", text)

    def opens_guidance(self) -> None:
        """A click on the bar's quiet sign."""
        self.clicks(BAR.topLeft() + CUE.center())

    def shows_guidance(self) -> bool:
        """The panel is on the screen, with its head in white."""
        return self.picture().pixelColor(PANEL.topLeft() + QPoint(8, 8)).name() == "#ffffff"

    def presses_panic(self) -> None:
        self.clicks(BAR.topLeft() + PANIC.center())


def is_calm(screen: Screen) -> None:
    """Wait until the bar stands and nothing on the screen changes any more."""
    pictures = [screen.picture()]

    def stands_still() -> bool:
        pictures.append(screen.picture())
        return pictures[-1] == pictures[-2] and pictures[-1].pixelColor(
            BAR.topLeft() + QPoint(107, 22)
        ).name() in {"#eef0f2", "#1d2126"}

    wait_until(stands_still)


@contextmanager
def counter_at_work(office: Workplace, ana: StationAtWork, screen: Screen) -> Iterator[Home]:
    """The counter's program, at work on ``screen`` and ready; ``ana`` sees it."""
    home = office.home(relay=False)
    office.lets_in(home, Seat(role=Role.COUNTER, place="Counter 3", name="Maria Delgado"))
    with program_in(screen.environment(), home):
        wait_until(lambda: any(desk.is_present for desk in ana.board.desks))
        is_calm(screen)
        yield home


@contextmanager
def program_in(environment: Mapping[str, str], home: Home) -> Iterator[None]:
    """The program of ``home``, started in a session with that environment."""
    watch(home.path / "log").mkdir(exist_ok=True)
    with (home.path / "log" / "stderr.log").open("ab") as complaints:
        process = subprocess.Popen(
            [sys.executable, "-m", "desktop", "--home", str(home.path)],
            env={**environment, "PYTHONPATH": str(Path.cwd())},
            stderr=complaints,
        )
    try:
        yield
    finally:
        process.terminate()
        process.wait(30)


@pytest.fixture
def screen(display: Display, tmp_path_factory: pytest.TempPathFactory) -> Screen:
    return Screen(display, tmp_path_factory.mktemp("pictures"))


@pytest.fixture
def ana(office: Workplace) -> StationAtWork:
    return office.supervisor("Ana Ruiz")


@pytest.fixture
def counter(office: Workplace, ana: StationAtWork, screen: Screen) -> Iterator[Home]:
    with counter_at_work(office, ana, screen) as home:
        yield home


@pytest.fixture
def program(display: Display) -> Iterator[Actor]:
    """The program that the clerk types into."""
    form = Actor(display, "form")
    form.waits_to_say("has the keyboard")
    yield form
    form.end()
