"""The real programs on a real Wayland compositor: what works there, and what they say else."""

import subprocess
import sys
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QImage

from desktop.domain.roster.roles import Role
from desktop.services.adapters.home import Home
from desktop.services.trust.seats import Seat
from tests.support.compositor import HIGH, WIDE, Compositor, compositor, missing_programs
from tests.support.screen import program_in
from tests.support.workplace import Workplace, office, wait_until

__all__ = ["office"]

pytestmark = [
    pytest.mark.display,
    pytest.mark.system,
    pytest.mark.timeout(120),
    pytest.mark.skipif(sys.platform != "linux", reason="Wayland is Linux's"),
]

LEFT, RIGHT = QPoint(20, HIGH - 20), QPoint(WIDE - 20, HIGH - 20)
"""Where the takeover is of its colour, and where its column of steps is dark."""


@pytest.fixture(scope="module")
def session() -> Iterator[Compositor]:
    missing = missing_programs()
    if missing:
        pytest.fail(f"`python3 run.py test` installs what is missing here: {', '.join(missing)}")
    with compositor() as made:
        yield made


def is_like(picture: QImage, at: QPoint, red: range, green: range) -> bool:
    colour: QColor = picture.pixelColor(at)
    return colour.red() in red and colour.green() in green


def test_a_panic_fills_the_screen_of_a_desk_and_going_turns_it_green(
    office: Workplace, session: Compositor
) -> None:
    office.supervisor("Ana Ruiz")
    counter = office.counter("Counter 3")
    marcus = office.home(relay=False)
    seat = Seat(role=Role.SUPERVISOR, place="Back office", name="Marcus Bell")
    office.lets_in(marcus, seat)
    with program_in(session.environment(), marcus):
        wait_until(lambda: sum(d.is_present for d in counter.board.desks) == 2)
        counter.presses_panic()
        wait_until(lambda: is_like(session.picture(), LEFT, range(140, 200), range(40)))
        assert is_like(session.picture(), RIGHT, range(60), range(60))
        says(marcus, "alert", "ack", "latest")
        wait_until(lambda: is_like(session.picture(), LEFT, range(60), range(60, 120)))


def test_a_counter_has_its_bar_and_says_that_no_key_can_call_and_what_to_do_instead(
    office: Workplace, session: Compositor
) -> None:
    ana = office.supervisor("Ana Ruiz")
    home = office.home(relay=False)
    office.lets_in(home, Seat(role=Role.COUNTER, place="Counter 3", name="Maria Delgado"))
    empty = session.picture()
    with program_in(session.environment(), home):
        wait_until(lambda: any(desk.is_present for desk in ana.board.desks))
        wait_until(lambda: session.picture() != empty)
        wait_until(lambda: "No program can have keys of its own" in says(home, "doctor"))
        assert "countersign alert raise panic" in says(home, "doctor")
        says(home, "alert", "raise", "panic")  # as the desktop's own shortcut does
        wait_until(lambda: ana.board.alerts)


def says(home: Home, *words: str) -> str:
    command = [sys.executable, "-m", "desktop", "--home", str(home.path), *words]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout
