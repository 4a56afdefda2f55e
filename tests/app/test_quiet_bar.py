"""A counter's real program on a real screen: what a customer beside it could see of a call."""

import re

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QImage

from desktop.ui.counter_bar import CUE
from tests.support.screen import BAR, Screen, ana, counter, is_calm, screen
from tests.support.workplace import StationAtWork, office, wait_until

__all__ = ["ana", "counter", "office", "screen"]

pytestmark = [
    pytest.mark.display,
    pytest.mark.system,
    pytest.mark.timeout(120),
    pytest.mark.xdist_group("display"),
]


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


@pytest.mark.usefixtures("counter")
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


@pytest.mark.usefixtures("counter")
def test_of_a_press_by_a_key_nothing_is_seen_outside_the_cue_either(
    screen: Screen, ana: StationAtWork
) -> None:
    cue = CUE.translated(BAR.topLeft())
    before = screen.picture()
    screen.keys("ctrl+shift+F11")
    wait_until(lambda: ana.board.alerts)
    received = until_changed(screen, before, cue)
    assert cue.contains(changed(before, received))


def until_changed(screen: Screen, before: QImage, where: QRect) -> QImage:
    """The first picture in which ``where`` looks otherwise."""
    pictures = [before]

    def looks_otherwise() -> bool:
        pictures.append(screen.picture())
        return pictures[-1].copy(where) != before.copy(where)

    wait_until(looks_otherwise)
    return pictures[-1]


@pytest.mark.usefixtures("counter")
def test_the_bar_lies_on_top_and_is_no_window_that_a_task_bar_would_list(screen: Screen) -> None:
    found = screen.does("xdotool", "search", "--onlyvisible", "--name", "^Countersign$").split()
    told = [screen.does("xprop", "-id", window) for window in found]
    (bar,) = [text for text in told if "_NET_WM_STATE_ABOVE" in text]
    kinds = re.search(r"_NET_WM_WINDOW_TYPE\(ATOM\) = (.*)", bar)
    assert kinds is not None
    assert "_NET_WM_WINDOW_TYPE_UTILITY" in kinds[1]
    assert "_NET_WM_STATE_DEMANDS_ATTENTION" not in bar
