"""The main job, over the real broker: a counter calls, and somebody comes (DESIGN §4)."""

import pytest

from desktop.domain.alerts.facts import Kind, Message, Occasion
from desktop.domain.alerts.transitions import State
from desktop.domain.errors import TransitionRefusedError
from desktop.services.alerts.answering import SupervisorsOnlyError
from tests.support.workplace import Workplace


def test_a_panic_is_pressed_answered_attended_and_closed(office: Workplace) -> None:
    ana, counter = office.supervisor("Ana Ruiz"), office.counter("Counter 3")

    alert = counter.presses_panic()
    office.wait_until(lambda: ana.is_called_by(alert))
    office.wait_until(lambda: counter.knows_it_was_delivered(alert))

    ana.is_going(alert, minutes=2)
    office.wait_until(lambda: counter.sees_who_is_coming(alert) == ("Ana Ruiz",))
    assert not ana.is_called_by(alert)

    counter.says_they_are_here(alert)
    office.wait_until(lambda: (found := ana.alert(alert)) and found.state is State.ATTENDED)

    ana.closes(alert)
    office.wait_until(lambda: counter.has_closed(alert))
    closed = counter.alert(alert)
    assert closed is not None
    assert closed.closed_by == "Ana Ruiz"


def test_every_station_hears_of_an_alert_and_only_supervisors_can_answer_it(
    office: Workplace,
) -> None:
    ana = office.supervisor("Ana Ruiz")
    counter, neighbour = office.counter("Counter 3"), office.counter("Counter 4")

    alert = counter.presses_assist()
    office.wait_until(lambda: neighbour.shows(alert) and ana.shows(alert))

    with pytest.raises(SupervisorsOnlyError):
        neighbour.is_going(alert)


def test_more_presses_only_count_and_a_press_after_the_answer_calls_again(
    office: Workplace,
) -> None:
    ana, counter = office.supervisor("Ana Ruiz"), office.counter("Counter 3")
    alert = counter.presses_panic()
    assert counter.presses_panic() == alert
    office.wait_until(lambda: (found := ana.alert(alert)) and len(found.presses) == 2)

    ana.is_going(alert)
    assert not ana.is_called_by(alert)

    counter.presses_panic()
    office.wait_until(lambda: ana.is_called_by(alert))
    ana.is_going(alert)
    assert not ana.is_called_by(alert)


def test_a_call_for_a_supervisor_becomes_a_panic_in_place(office: Workplace) -> None:
    ana, counter = office.supervisor("Ana Ruiz"), office.counter("Counter 3")
    alert = counter.presses_assist()
    office.wait_until(lambda: ana.shows(alert))
    ana.is_going(alert)

    assert counter.presses_panic() == alert
    office.wait_until(lambda: ana.is_called_by(alert))
    found = ana.alert(alert)
    assert found is not None
    assert found.kind is Kind.PANIC


def test_a_press_for_another_place_is_an_alert_of_its_own(office: Workplace) -> None:
    ana, counter = office.supervisor("Ana Ruiz"), office.counter("Counter 3")
    here = counter.presses_assist()
    there = counter.presses_assist(place="Counter 4")
    assert here != there
    office.wait_until(lambda: ana.shows(here) and ana.shows(there))
    assert {live.alert.place for live in ana.board.alerts} == {"Counter 3", "Counter 4"}


def test_taking_it_back_never_closes_it(office: Workplace) -> None:
    ana, counter = office.supervisor("Ana Ruiz"), office.counter("Counter 3")
    alert = counter.presses_panic()
    office.wait_until(lambda: ana.shows(alert))

    counter.takes_back(alert)
    office.wait_until(lambda: (found := ana.alert(alert)) and found.is_withdrawn)
    assert ana.is_called_by(alert)


def test_an_alert_nobody_has_been_to_cannot_be_closed(office: Workplace) -> None:
    ana, counter = office.supervisor("Ana Ruiz"), office.counter("Counter 3")
    alert = counter.presses_panic()
    office.wait_until(lambda: ana.shows(alert))
    with pytest.raises(TransitionRefusedError):
        ana.closes(alert)


def test_other_answers_reach_the_counter_too(office: Workplace) -> None:
    ana, counter = office.supervisor("Ana Ruiz"), office.counter("Counter 3")
    alert = counter.presses_panic()
    office.wait_until(lambda: ana.shows(alert))
    ana.tells(alert, Message.LEAVE)
    office.wait_until(lambda: (found := counter.alert(alert)) and Message.LEAVE in found.told)


def test_a_drill_is_never_taken_for_the_real_thing(office: Workplace) -> None:
    ana, counter = office.supervisor("Ana Ruiz"), office.counter("Counter 3")
    drill = counter.presses(Kind.PANIC, occasion=Occasion.DRILL).alert
    real = counter.presses(Kind.PANIC).alert
    assert drill != real
    office.wait_until(lambda: ana.shows(drill) and ana.shows(real))
    found = ana.alert(drill)
    assert found is not None
    assert found.occasion is Occasion.DRILL


def test_two_supervisors_both_sign_for_it_and_both_see_who_goes(office: Workplace) -> None:
    ana, marcus = office.supervisor("Ana Ruiz"), office.supervisor("Marcus Bell")
    counter = office.counter("Counter 3")
    office.wait_until(lambda: sum(d.is_present for d in counter.board.supervisors) == 2)

    alert = counter.presses_panic()
    office.wait_until(lambda: (way := counter.delivery(alert)) and (way.got, way.of) == (2, 2))
    ana.is_going(alert)
    office.wait_until(lambda: marcus.sees_who_is_coming(alert) == ("Ana Ruiz",))
    assert not marcus.is_called_by(alert)
