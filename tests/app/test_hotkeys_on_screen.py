"""The keys of a counter's real program on a real screen, with another program in front."""

from collections.abc import Iterator

import pytest

from desktop.domain.alerts.facts import Context, Kind
from desktop.services.adapters.home import Home
from tests.app.test_guidance_on_screen import stands
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
    screen.keys("ctrl+shift+F3")
    program.waits_to_say("reads Maria")
    program.waits_to_say("key F3")
    assert [line for line in program.said if line.startswith("key")] == ["key F3"]
    assert "lost the keyboard" not in program.said


def test_a_key_opens_the_guidance_with_the_keyboard_in_it(
    counter: Home, screen: Screen, program: Actor
) -> None:
    screen.keys("ctrl+shift+F1")
    wait_until(lambda: stands(screen))
    wait_until(lambda: "lost the keyboard" in program.said)
    screen.types("threatens")
    screen.keys("Escape")
    wait_until(lambda: not stands(screen))
    assert not any(line.startswith("reads") for line in program.said)


def test_status_says_of_every_key_that_it_is_held(counter: Home) -> None:
    told = command("--home", counter.path, "--json", "status")
    assert told.code == 0, told.err
    keys = {key["for"]: (key["keys"], key["state"]) for key in told.json["hotkeys"]}
    assert keys["panic"] == ("Ctrl+Shift+F11", "held")
    assert keys["weapon"] == ("Ctrl+Shift+F5", "ready")
    assert len(keys) == 8
