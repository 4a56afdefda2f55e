"""When a board is drawn up: at once for one change, and once for many."""

from collections.abc import Callable

import pytest

from desktop.domain.board import Board
from desktop.services.schedule import Schedule
from desktop.services.station.showing import REST, Showing
from tests.support.stations import Clock, Office

DRAWS_FOR = 0.002


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def drawn() -> list[float]:
    return []


@pytest.fixture
def showing(clock: Clock, drawn: list[float]) -> Showing:
    board = Office().opens()["Ana"].board

    def draw() -> Board:
        clock.seconds += DRAWS_FOR
        drawn.append(clock.seconds)
        return board

    def guarded(action: Callable[[], None]) -> None:
        action()

    made = Showing(
        drawn=lambda: None,
        draw=draw,
        is_leaving=lambda: False,
        schedule=Schedule(clock.monotonic),
        monotonic=clock.monotonic,
        guarded=guarded,
    )
    drawn.clear()
    return made


def test_a_crowd_of_changes_is_drawn_a_fifth_of_the_time(
    showing: Showing, clock: Clock, drawn: list[float]
) -> None:
    for _ in range(100):
        showing.changed()
        showing.show()
        clock.seconds += DRAWS_FOR * REST / 10
    assert 5 <= len(drawn) <= 12


def test_the_first_change_after_a_quiet_moment_is_drawn_at_once(
    showing: Showing, clock: Clock, drawn: list[float]
) -> None:
    showing.changed()
    showing.show()
    clock.seconds += DRAWS_FOR * REST
    showing.changed()
    showing.show()
    assert len(drawn) == 2


def test_whoever_waits_for_an_answer_does_not_wait_for_a_crowd(
    showing: Showing, drawn: list[float]
) -> None:
    told: list[bool] = []
    showing.changed()
    showing.show()
    showing.afterwards(lambda: told.append(True))
    showing.show()
    assert told
    assert len(drawn) == 2
