"""A pedal at a counter: a keyboard with one key, told from the clerk's own."""

import subprocess
from collections.abc import Iterator

import pytest

from desktop.domain.alerts.facts import Kind
from desktop.domain.hotkeys import Holding
from desktop.services.adapters.hotkeys.x11 import X11Keyboard
from tests.support.display import Display
from tests.support.keys import keys_held
from tests.support.workplace import StationAtWork, Workplace, office, wait_until

__all__ = ["office"]

pytestmark = [pytest.mark.display, pytest.mark.xdist_group("display")]

F13_OF_A_PEDAL = "191"
"""The X server's number for it; the usual layouts have no key of that name."""


@pytest.fixture
def ana(office: Workplace) -> StationAtWork:
    return office.supervisor("Ana Ruiz")


@pytest.fixture
def counter(office: Workplace, ana: StationAtWork, display: Display) -> Iterator[StationAtWork]:
    """A counter whose pedal calls for help beside the keyboard's own keys."""
    counter = office.counter("Counter 3")
    counter.leaves()
    with counter.home.settings_file.open("a", encoding="utf-8") as settings:
        settings.write('[hotkeys]\npanic = ["Ctrl+Shift+F11", "F13"]\n')
    counter.comes_back()
    with keys_held(counter, X11Keyboard(display.name)):
        yield counter


def test_a_pedal_and_the_keyboards_own_keys_both_call_for_help(
    ana: StationAtWork, counter: StationAtWork, display: Display
) -> None:
    wait_until(lambda: stands(counter)["F13"] is Holding.HELD)
    assert stands(counter)["Ctrl+Shift+F11"] is Holding.HELD
    steps_on_it(display, F13_OF_A_PEDAL)
    wait_until(lambda: ana.board.alerts)
    assert ana.board.alerts[0].alert.kind is Kind.PANIC
    steps_on_it(display, "ctrl+shift+F11")
    wait_until(lambda: len(ana.board.alerts[0].alert.presses) == 2)


def stands(counter: StationAtWork) -> dict[str, Holding]:
    keys = counter.running.hotkeys
    assert keys is not None
    return {str(key.chord): key.holding for key in keys}


def steps_on_it(display: Display, keys: str) -> None:
    subprocess.run(["xdotool", "key", keys], env=display.environment(), check=True)
