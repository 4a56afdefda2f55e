"""The guidance panel of a counter's real program on a real screen."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QRect

from desktop.domain.alerts.facts import Kind
from desktop.services.adapters.home import Home
from tests.support.display import Display
from tests.support.office import command
from tests.support.screen import Screen, counter_at_work
from tests.support.workplace import StationAtWork, Workplace, office, wait_until
from tests.ui.test_real_windows import Actor

__all__ = ["office"]

pytestmark = [
    pytest.mark.display,
    pytest.mark.system,
    pytest.mark.timeout(120),
    pytest.mark.xdist_group("display"),
]

PANEL = QRect(1920 - 412, 1080 - 44 - 850, 412, 850)


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


def stands(screen: Screen) -> bool:
    """The panel is on the screen, with its head in white."""
    picture = screen.picture()
    return picture.pixelColor(PANEL.topLeft() + QPoint(8, 8)).name() == "#ffffff"


def test_the_panel_opens_by_one_click_and_the_clerk_types_on_in_the_program_behind_it(
    counter: Home, screen: Screen, program: Actor
) -> None:
    screen.types("Mar")
    program.waits_to_say("reads Mar")
    screen.opens_guidance()
    wait_until(lambda: stands(screen))
    screen.types("ia")
    program.waits_to_say("reads Maria")
    screen.clicks(PANEL.topLeft() + QPoint(100, 150))  # the first situation
    screen.types(" D")
    program.waits_to_say("reads Maria D")


def test_from_a_threat_to_a_sent_panic_by_keys_alone(
    counter: Home, screen: Screen, program: Actor, ana: StationAtWork
) -> None:
    opened = command("--home", counter.path, "guidance", "open", "--keyboard")
    assert opened.code == 0, opened.err
    wait_until(lambda: stands(screen))
    wait_until(lambda: "lost the keyboard" in program.said)
    screen.types("threatens")
    screen.keys("Return", "Tab", "space")
    wait_until(lambda: ana.board.alerts)
    assert ana.board.alerts[0].alert.kind is Kind.PANIC
    screen.keys("Escape")
    wait_until(lambda: not stands(screen))
    assert "reads p" not in program.said
