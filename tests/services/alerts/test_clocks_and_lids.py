"""A clock put right in the middle of a call, and a laptop whose lid is closed and opened."""

import sys
import time
from datetime import timedelta

import pytest

from desktop.domain.presence import Unready
from desktop.monotonic import seconds_asleep
from desktop.services.adapters.clock import SystemClock
from desktop.services.alerts.raising import Pressed
from tests.support.senders import Senders
from tests.support.stations import Office


@pytest.fixture
def office() -> Office:
    return Office(
        supervisors=("Ana", "Marcus"), counters=("Counter 1", "Counter 3"), relays=("Hub",)
    ).opens()


@pytest.fixture
def pressed(office: Office) -> Pressed:
    return office.press("Counter 3")


@pytest.mark.parametrize("days", [1, -1])
def test_a_clock_put_a_day_ahead_or_back_in_the_middle_of_a_call_hurries_and_delays_nothing(
    days: int, office: Office, pressed: Pressed
) -> None:
    office.advance(10)
    for desk in office.desks.values():
        desk.clock.off_by = timedelta(days=days)
    office.advance(4)
    assert not any(desk.alert.is_asked for desk in office.desks.values())
    office.advance(2)
    assert all(desk.alert.is_asked for desk in office.desks.values())

    office.done(office["Ana"].at_work.acknowledge(pressed.alert))
    office["Ana"].clock.off_by = office["Counter 3"].clock.off_by = timedelta()
    office.advance(59)
    assert not any(desk.alert.is_late for desk in office.desks.values())
    office.advance(2)
    assert all(desk.alert.is_late for desk in office.desks.values())


@pytest.mark.skipif(sys.platform != "linux", reason="which clocks there are")
def test_seconds_asleep_are_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = SystemClock()
    slept = {time.CLOCK_BOOTTIME: time.monotonic() + 1800.0}
    monkeypatch.setattr(time, "clock_gettime", slept.__getitem__)
    assert clock.monotonic() - time.monotonic() == pytest.approx(1800.0, abs=1.0)
    assert seconds_asleep() == pytest.approx(1800.0, abs=1.0)


def test_a_counter_that_wakes_is_not_ready_until_somebody_answers_it(office: Office) -> None:
    office.advance(10)
    counter = office["Counter 3"]
    assert counter.board.readiness.is_ready
    office.sleeps("Counter 3")
    office.advance(1800)
    office.wakes("Counter 3")
    assert counter.board.readiness.why is Unready.NO_SUPERVISOR
    office.settle()
    counter.links.cut("Hub")
    counter.links.link("Hub")
    office.advance(6)
    assert counter.board.readiness.is_ready


def test_a_desk_that_wakes_with_a_call_that_nobody_answered_asks_everybody_at_once(
    office: Office, pressed: Pressed
) -> None:
    office.advance(5)
    office.sleeps("Marcus")
    office.advance(300)
    office.wakes("Marcus")
    assert office["Marcus"].alert.is_asked


def test_a_desk_that_wakes_learns_that_somebody_went_meanwhile(
    office: Office, pressed: Pressed
) -> None:
    office.advance(5)
    office.sleeps("Marcus")
    office.done(office["Ana"].at_work.acknowledge(pressed.alert))
    office.done(office["Ana"].at_work.attend(pressed.alert))
    office.advance(300)
    office.wakes("Marcus")
    marcus = office["Marcus"]
    marcus.links.cut("Hub")
    marcus.links.link("Hub")
    office.advance(6)
    assert marcus.alert.attended_by == "Ana"
    assert not marcus.alert.needs_answer


def test_whoever_sleeps_through_a_call_keeps_nobody_else_from_being_asked(office: Office) -> None:
    office.advance(5)
    office.sleeps("Ana")
    office.press("Counter 3")
    office.advance(16)
    assert office["Counter 1"].board.asked() is not None
    assert office["Marcus"].alert.is_asked


def test_a_sender_that_wakes_hears_first_whether_anybody_went(office: Office) -> None:
    senders = Senders(office, "Ana")
    senders.pass_by(12)
    pressed = office.press("Counter 3")
    senders.pass_by(10)
    senders.sleeps("Ana")
    office.done(office["Marcus"].at_work.acknowledge(pressed.alert))
    office.done(office["Marcus"].at_work.attend(pressed.alert))
    senders.pass_by(600)
    senders.wakes("Ana")
    senders.pass_by(4)  # its links come back, and what it missed with them
    ana = office["Ana"]
    ana.links.cut("Hub")
    ana.links.link("Hub")
    senders.pass_by(60)
    assert senders.sent == 0


def test_a_sender_that_wakes_and_hears_of_nobody_who_went_tells_the_contacts(
    office: Office,
) -> None:
    senders = Senders(office, "Ana")
    senders.pass_by(12)
    office.press("Counter 3")
    senders.pass_by(10)
    senders.sleeps("Ana")
    senders.pass_by(600)
    senders.wakes("Ana")
    senders.pass_by(40)
    assert senders.sent == 1
