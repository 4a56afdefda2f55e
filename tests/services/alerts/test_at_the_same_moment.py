"""Two people do something about one alert before either hears of the other; and one who leaves."""

from collections.abc import Callable

import pytest

from desktop.domain.alerts.alert import Alert
from desktop.domain.alerts.facts import Kind
from desktop.domain.alerts.transitions import State
from desktop.services.alerts.raising import Pressed
from tests.support.stations import Desk, Office

EVERYBODY = ("Ana", "Marcus", "Counter 1", "Counter 3")


@pytest.fixture
def office() -> Office:
    return Office(
        supervisors=("Ana", "Marcus"), counters=("Counter 1", "Counter 3"), relays=("Hub",)
    ).opens()


@pytest.fixture
def pressed(office: Office) -> Pressed:
    return office.press("Counter 3")


def same_at_every_desk(office: Office, of: Callable[[Desk], object]) -> object:
    seen = [of(office[name]) for name in EVERYBODY]
    assert all(one == seen[0] for one in seen)
    return seen[0]


def test_two_supervisors_who_answer_in_the_same_millisecond_both_go_and_each_knows_of_the_other(
    office: Office, pressed: Pressed
) -> None:
    both = [office[name].at_work.acknowledge(pressed.alert) for name in ("Ana", "Marcus")]
    office.settle()
    assert all(answer.result(0) is not None for answer in both)
    going = same_at_every_desk(office, lambda desk: [one.person for one in desk.alert.going])
    assert set(going) == {"Ana", "Marcus"}  # type: ignore[call-overload] # names
    assert not any(office[name].alert.needs_answer for name in EVERYBODY)
    times = {one.at for one in office["Counter 3"].alert.going}
    assert len(times) == 1


@pytest.mark.parametrize("first", ["Ana", "Marcus"])
def test_one_who_closes_while_another_goes_closes_it_at_every_desk_and_both_are_on_record(
    first: str, office: Office, pressed: Pressed
) -> None:
    office.done(office["Marcus"].at_work.attend(pressed.alert))
    acts = {
        "Ana": lambda: office["Ana"].at_work.acknowledge(pressed.alert),
        "Marcus": lambda: office["Marcus"].at_work.close(pressed.alert),
    }
    second = next(name for name in acts if name != first)
    asked = [acts[first](), acts[second]()]
    office.settle()
    assert all(one.done() and one.exception(0) is None for one in asked)

    def over(desk: Desk) -> Alert:
        (alert,) = desk.board.closed
        return alert

    assert same_at_every_desk(office, lambda desk: over(desk).closed_by) == "Marcus"
    assert same_at_every_desk(office, lambda desk: over(desk).state) is State.CLOSED
    assert same_at_every_desk(office, lambda desk: [a.person for a in over(desk).going]) is not None
    assert {answer.person for answer in over(office["Counter 3"]).answers} >= {"Ana"}


def test_a_close_that_crosses_a_press_again_closes_nothing_anywhere(
    office: Office, pressed: Pressed
) -> None:
    office.done(office["Marcus"].at_work.attend(pressed.alert))
    closing = office["Marcus"].at_work.close(pressed.alert)
    pressing = office["Counter 3"].at_work.press(Kind.PANIC)
    office.settle()
    office.advance(0.1)
    assert closing.done()
    assert pressing.done()
    assert same_at_every_desk(office, lambda desk: desk.alert.needs_answer) is True


def test_who_goes_and_logs_off_is_missed_when_they_do_not_arrive(
    office: Office, pressed: Pressed
) -> None:
    office.done(office["Ana"].at_work.acknowledge(pressed.alert))
    office.stop("Ana")
    office.advance(59)
    assert not office["Marcus"].alert.needs_answer
    office.advance(2)
    assert office["Marcus"].alert.is_late
    assert office["Counter 3"].alert.is_late
    office.advance(16)
    assert office["Counter 1"].board.asked() is not None


def test_when_every_supervisor_logs_off_in_the_middle_of_a_call_the_counters_are_asked(
    office: Office, pressed: Pressed
) -> None:
    office.advance(3)
    office.stop("Ana")
    office.stop("Marcus")
    office.advance(12.5)
    assert office["Counter 1"].board.asked() is not None
    office.advance(20)
    assert not office["Counter 3"].board.readiness.is_ready


def test_of_five_hundred_calls_in_a_minute_a_desk_has_each_and_answers_the_last() -> None:
    office = Office(counters=("Counter 1", "Counter 3")).opens()
    for second in range(50):
        for caller in ("Counter 1", "Counter 3"):
            for n in range(5):
                office[caller].at_work.press(Kind.PANIC, place=f"Room {second}-{n}, {caller}")
        office.settle()
        office.advance(1.1)
    ana, counter = office["Ana"], office["Counter 3"]
    places = [live.alert.place for live in ana.alerts]
    assert len(set(places)) == 500
    assert office.clock.seconds - ana.alerts[0].since < 60

    last = next(live for live in ana.alerts if live.alert.place == "Room 49-4, Counter 3")
    office.done(ana.at_work.acknowledge(last.id))
    answered = next(live for live in counter.alerts if live.id == last.id)
    assert not answered.alert.needs_answer
