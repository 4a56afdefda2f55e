"""The guidance panel of a counter's real program on a real screen."""

import pytest
from PySide6.QtCore import QPoint

from desktop.domain.alerts.facts import Kind
from desktop.services.adapters.home import Home
from tests.support.actor import Actor
from tests.support.office import command
from tests.support.screen import PANEL, Screen, ana, counter, program, screen
from tests.support.workplace import StationAtWork, office, wait_until

__all__ = ["ana", "counter", "office", "program", "screen"]

pytestmark = [
    pytest.mark.display,
    pytest.mark.system,
    pytest.mark.timeout(120),
    pytest.mark.xdist_group("display"),
]


def test_the_panel_opens_by_one_click_and_the_clerk_types_on_in_the_program_behind_it(
    counter: Home, screen: Screen, program: Actor
) -> None:
    screen.types("Mar")
    program.waits_to_say("reads Mar")
    screen.opens_guidance()
    wait_until(screen.shows_guidance)
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
    wait_until(screen.shows_guidance)
    wait_until(lambda: "lost the keyboard" in program.said)
    screen.types("threatens")
    screen.keys("Return", "Tab", "space")
    wait_until(lambda: ana.board.alerts)
    assert ana.board.alerts[0].alert.kind is Kind.PANIC
    screen.keys("Escape")
    wait_until(lambda: not screen.shows_guidance())
    assert "reads p" not in program.said
