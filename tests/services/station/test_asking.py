"""What whoever presses, asks and watches can count on, whatever the others of them do."""

import pytest

from desktop.domain.alerts.facts import Kind
from desktop.domain.board import Board
from desktop.domain.errors import BodyTooLargeError
from desktop.domain.log_facts import BodyPurged
from desktop.services.alerts.raising import Raising
from tests.support.stations import Desk, Office


@pytest.fixture
def office() -> Office:
    return Office().opens()


@pytest.fixture
def counter(office: Office) -> Desk:
    return office["Counter 3"]


def test_a_press_cannot_be_cancelled_and_harms_no_other(office: Office, counter: Desk) -> None:
    cancelled = counter.at_work.press(Kind.PANIC)
    assert not cancelled.cancel()
    other = counter.at_work.press(Kind.ASSIST, place="Counter 4")
    office.settle()
    assert (cancelled.done(), other.done()) == (True, True)
    assert len(office["Ana"].alerts) == 2


@pytest.mark.expects_log("could not be handled")
def test_a_watcher_that_fails_takes_the_board_from_no_other(office: Office, counter: Desk) -> None:
    def fails(_board: Board) -> None:
        raise RuntimeError("its window is gone")

    seen: list[Board] = []
    counter.at_work.watch(fails)
    counter.at_work.watch(seen.append)
    office.settle()
    answer = counter.at_work.press(Kind.PANIC)
    office.settle()
    assert answer.done()
    assert seen[-1].alerts


@pytest.mark.expects_log("could not be handled")
def test_what_is_told_of_an_answer_and_fails_keeps_no_other_waiting(
    office: Office, counter: Desk
) -> None:
    counter.path.showing.afterwards(lambda: 1 / 0)  # type: ignore[arg-type]  # fails
    answer = counter.at_work.press(Kind.PANIC)
    office.settle()
    assert answer.done()


def test_a_bug_in_pressing_is_told_to_whoever_pressed(
    office: Office, counter: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Raising, "press", lambda *_args, **_more: 1 / 0)
    answer = counter.at_work.press(Kind.PANIC)
    office.settle()
    with pytest.raises(ZeroDivisionError):
        answer.result(0)


def test_a_notice_that_does_not_fit_is_refused_and_nobody_waits_for_it(office: Office) -> None:
    much = BodyPurged(events=("e" * 32,) * 2_000, reason="by law")
    answer = office["Ana"].at_work.publish(much)
    office.settle()
    with pytest.raises(BodyTooLargeError):
        answer.result(0)
