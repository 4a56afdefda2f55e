"""The one timer that has boards drawn up again is never thrown away."""

from typing import cast

from desktop.domain.alerts.alert import Alert
from desktop.services.alerts.book import AlertBook
from desktop.services.alerts.escalation import Escalation
from desktop.services.schedule import Schedule
from tests.ui.sample import ANA, Story


class Book:
    """One alert that has called since 0."""

    def open(self) -> list[Alert]:
        return [Story().alert()]

    def since(self, _alert: str) -> float:
        return 0.0


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_what_comes_due_between_a_board_and_the_look_after_it_is_drawn_at_once() -> None:
    clock, drawn = Clock(), []
    schedule = Schedule(clock)
    escalation = Escalation(
        book=cast(AlertBook, Book()),
        schedule=schedule,
        monotonic=clock,
        supervisors=lambda: [ANA],
        changed=lambda: drawn.append(clock.now),
    )
    (alert,) = Book().open()
    clock.now = 14.999
    assert not escalation.standing()(alert).alert.is_asked
    clock.now = 15.001  # the windows had the interpreter meanwhile
    escalation.look()
    schedule.run_due()
    assert drawn == [15.001]
    assert escalation.standing()(alert).alert.is_asked
