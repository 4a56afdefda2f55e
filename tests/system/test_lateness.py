"""Who was away sees what is open, and who could not send sends later (DESIGN §3, Delivery)."""

from desktop.domain.presence import Unready
from tests.support.workplace import Workplace


def test_a_supervisor_who_starts_after_the_press_sees_it_at_once(office: Workplace) -> None:
    ana, marcus = office.supervisor("Ana Ruiz"), office.supervisor("Marcus Bell", relay=False)
    counter = office.counter("Counter 3")
    marcus.leaves()

    alert = counter.presses_panic()
    office.wait_until(lambda: ana.shows(alert))
    marcus.comes_back()
    office.wait_until(lambda: marcus.is_called_by(alert))


def test_a_press_before_any_supervisor_is_there_is_delivered_when_one_comes(
    office: Workplace,
) -> None:
    ana, counter = office.supervisor("Ana Ruiz"), office.counter("Counter 3")
    ana.leaves()
    office.wait_until(lambda: counter.board.readiness.why is Unready.NO_RELAY)

    alert = counter.presses_panic()
    assert not counter.knows_it_was_delivered(alert)
    office.wait_until(lambda: (way := counter.delivery(alert)) and way.is_overdue)

    ana.comes_back()
    office.wait_until(lambda: ana.is_called_by(alert))
    office.wait_until(lambda: counter.knows_it_was_delivered(alert))


def test_a_counter_restarted_after_the_press_goes_on_sending_it(office: Workplace) -> None:
    ana, counter = office.supervisor("Ana Ruiz"), office.counter("Counter 3")
    ana.leaves()
    office.wait_until(lambda: counter.board.readiness.why is Unready.NO_RELAY)
    alert = counter.presses_panic()
    counter.leaves()

    counter.comes_back()
    assert counter.shows(alert)
    ana.comes_back()
    office.wait_until(lambda: ana.is_called_by(alert))


def test_an_answer_given_while_the_counter_was_off_is_there_when_it_returns(
    office: Workplace,
) -> None:
    ana, counter = office.supervisor("Ana Ruiz"), office.counter("Counter 3")
    alert = counter.presses_panic()
    office.wait_until(lambda: ana.shows(alert))
    counter.leaves()

    ana.is_going(alert)
    counter.comes_back()
    office.wait_until(lambda: counter.sees_who_is_coming(alert) == ("Ana Ruiz",))
