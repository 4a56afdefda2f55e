"""What breaks around an alert must not lose it (DESIGN §3, Delivery)."""

import os
import signal
from collections.abc import Iterable

import pytest

from desktop.domain.presence import Unready
from desktop.domain.relays import RelayTarget
from desktop.services.adapters.mqtt.transport import MqttTransport
from tests.support.workplace import StationAtWork, Workplace

BROKER_ENDED = "The relay's broker ended"


@pytest.mark.expects_log(BROKER_ENDED)
@pytest.mark.parametrize("run", [1, 2, 3])
def test_an_alert_arrives_although_the_broker_is_killed_as_it_is_pressed(
    office: Workplace,
    run: int,
) -> None:
    ana, counter = office.supervisor("Ana Ruiz"), office.counter("Counter 3")
    os.kill(ana.broker_pid, signal.SIGKILL)
    alert = counter.presses_panic()
    office.wait_until(lambda: ana.is_called_by(alert))
    office.wait_until(lambda: counter.knows_it_was_delivered(alert))


@pytest.mark.expects_log(BROKER_ENDED)
def test_an_answer_arrives_although_the_broker_is_killed_as_it_is_given(
    office: Workplace,
) -> None:
    ana, counter = office.supervisor("Ana Ruiz"), office.counter("Counter 3")
    alert = counter.presses_panic()
    office.wait_until(lambda: ana.is_called_by(alert))
    os.kill(ana.broker_pid, signal.SIGKILL)
    ana.is_going(alert)
    office.wait_until(lambda: counter.sees_who_is_coming(alert) == ("Ana Ruiz",))


def test_a_frozen_broker_is_noticed_and_another_relay_carries_the_alert(
    office: Workplace,
) -> None:
    ana, marcus = office.supervisor("Ana Ruiz"), office.supervisor("Marcus Bell")
    counter = office.counter("Counter 3")
    office.wait_until(lambda: counter.board.relays_up == 2)

    frozen = ana.broker_pid
    os.kill(frozen, signal.SIGSTOP)
    try:
        alert = counter.presses_panic()
        office.wait_until(lambda: marcus.is_called_by(alert), within=2)
        office.wait_until(lambda: counter.board.relays_up == 1)
    finally:
        os.kill(frozen, signal.SIGCONT)


def test_a_frozen_single_broker_shows_as_not_delivered_until_it_goes_on(
    office: Workplace,
) -> None:
    ana, counter = office.supervisor("Ana Ruiz"), office.counter("Counter 3")
    frozen = ana.broker_pid
    os.kill(frozen, signal.SIGSTOP)
    try:
        alert = counter.presses_panic()
        office.wait_until(lambda: (way := counter.delivery(alert)) and way.is_overdue)
    finally:
        os.kill(frozen, signal.SIGCONT)
    office.wait_until(lambda: ana.is_called_by(alert))
    office.wait_until(lambda: counter.knows_it_was_delivered(alert))


def test_with_one_of_two_supervisors_gone_the_other_is_called_and_nobody_waits_for_the_first(
    office: Workplace,
) -> None:
    office.supervisor("Ana Ruiz")
    marcus, counter = office.supervisor("Marcus Bell"), office.counter("Counter 3")
    office.wait_until(lambda: counter.board.relays_up == 2)
    office.wait_until(lambda: sum(d.is_present for d in counter.board.supervisors) == 2)
    office.founder.leaves()

    alert = counter.presses_panic()
    office.wait_until(lambda: marcus.is_called_by(alert))
    office.wait_until(lambda: counter.knows_it_was_delivered(alert))
    marcus.is_going(alert)
    office.wait_until(lambda: counter.sees_who_is_coming(alert) == ("Marcus Bell",))


def test_a_station_that_reaches_both_relays_carries_an_alert_between_them(
    office: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana, marcus = office.supervisor("Ana Ruiz"), office.supervisor("Marcus Bell")
    split, bridge = office.counter("Counter 3"), office.counter("Counter 4")
    office.wait_until(lambda: [s.board.relays_up for s in (split, bridge, marcus)] == [2, 2, 2])

    # From now on Counter 3 reaches Ana's relay alone, and both supervisors Marcus's alone.
    _cut_off(monkeypatch, split, marcus.device)
    for supervisor in (ana, marcus):
        _cut_off(monkeypatch, supervisor, ana.device)
    office.wait_until(lambda: [s.board.relays_up for s in (split, ana, marcus)] == [1, 1, 1])

    alert = split.presses_panic()
    office.wait_until(lambda: marcus.is_called_by(alert) and ana.is_called_by(alert))
    office.wait_until(lambda: split.knows_it_was_delivered(alert))
    marcus.is_going(alert)
    office.wait_until(lambda: split.sees_who_is_coming(alert) == ("Marcus Bell",))


def test_a_counter_says_that_nobody_answers_when_every_supervisor_has_gone(
    office: Workplace,
) -> None:
    ana, counter = office.supervisor("Ana Ruiz"), office.counter("Counter 3")
    assert counter.is_ready
    ana.leaves()
    office.wait_until(lambda: counter.board.readiness.why is Unready.NO_RELAY)


def _cut_off(monkeypatch: pytest.MonkeyPatch, station: StationAtWork, relay: str) -> None:
    """The network between this station and that relay is gone."""
    transport = station.running.station._path.transport
    assert isinstance(transport, MqttTransport)
    reach = transport.reach

    def reach_the_others(relays: Iterable[RelayTarget]) -> None:
        by_id = [target for target in relays if ":" not in target.name]
        reach(target for target in by_id if target.name != relay)

    monkeypatch.setattr(transport, "reach", reach_the_others)
    station.running.station.reach_also("test", ())
