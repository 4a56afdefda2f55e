"""The figures that the design promises (docs/architecture.md, ADR 62), as plain numbers.

Each is driven through what a person would notice, by a clock of our own. Nothing here imports the
constant that it checks: whoever changes one of those changes a promise, and hears of it.
"""

from collections.abc import Callable
from datetime import timedelta

import pytest

from desktop.domain.alerts.facts import AlertPressed, Kind
from desktop.domain.board import Delivery
from desktop.domain.events.streams import Stream
from desktop.domain.presence import Absence, Unready
from desktop.services.delivery.flood import Flood
from desktop.services.delivery.topics import Topics
from desktop.services.presence.attention import DeskAttention
from tests.support.stations import SITE, Author, Clock, Desk, Office, key_of

A_MOMENT = 0.002


def seconds_until(
    office: Office, is_so: Callable[[], object], *, step: float, most: float
) -> float:
    """Let time pass in steps until ``is_so``; how long that took."""
    began = office.clock.seconds
    while not is_so():
        assert office.clock.seconds - began < most, "it did not happen in time"
        office.advance(step)
    return office.clock.seconds - began


def delivery(desk: Desk) -> Delivery:
    found = desk.alerts[0].delivery
    assert found is not None
    return found


@pytest.mark.parametrize("kind", list(Kind))
def test_a_disk_gets_50_ms_and_then_the_alert_leaves(kind: Kind) -> None:
    office = Office().opens()
    office["Counter 3"].disk.hangs = True
    office["Counter 3"].at_work.press(kind)
    office.settle()
    took = seconds_until(office, lambda: office["Ana"].alerts, step=0.001, most=1)
    assert took == pytest.approx(0.050, abs=A_MOMENT)


def test_a_supervisor_s_disk_gets_50_ms_and_then_the_receipt_leaves() -> None:
    office = Office().opens()
    office["Ana"].disk.hangs = True
    office["Counter 3"].at_work.press(Kind.PANIC)
    office.settle()
    office.advance(0.010)  # until the board is drawn
    took = 0.010 + seconds_until(
        office, lambda: delivery(office["Counter 3"]).got, step=0.001, most=1
    )
    assert took == pytest.approx(0.050, abs=0.008)


def test_2_s_without_a_receipt_tell_the_counter_to_use_the_phone() -> None:
    office = Office()
    office.opens("Counter 3")
    office.press("Counter 3")
    office.advance(0.010)
    took = 0.010 + seconds_until(
        office, lambda: delivery(office["Counter 3"]).is_overdue, step=0.01, most=20
    )
    assert took == pytest.approx(2.0, abs=0.03)


def test_half_a_second_later_whoever_sees_both_relays_carries_it_across() -> None:
    office = Office(counters=("Counter 1", "Counter 3"), relays=("A", "B"))
    office["Counter 3"].relays = {"A"}
    office["Ana"].relays = {"B"}
    office.opens()
    office.press("Counter 3")
    took = seconds_until(office, lambda: office["Ana"].alerts, step=0.01, most=5)
    assert 0.5 <= took <= 0.71  # 0.2 s over which many such stations spread


def sendings(office: Office, name: str) -> int:
    topic = Topics(SITE.id, office[name].id).of(Stream.ALERTS)
    return sum(sent.topic == topic for sent in office.switchboard.passed)


def test_a_panic_nobody_has_is_sent_again_each_second_for_a_minute_then_every_2_s() -> None:
    office = Office().opens("Counter 3")
    office.press("Counter 3")
    before = sendings(office, "Counter 3")
    for _second in range(58):
        office.advance(1.0)
        now = sendings(office, "Counter 3")
        assert now > before
        before = now
    office.advance(10)
    before = sendings(office, "Counter 3")
    office.advance(20)
    assert 9 <= sendings(office, "Counter 3") - before <= 11


def beats(office: Office, name: str) -> int:
    topic = Topics(SITE.id, office[name].id).beat
    return sum(sent.topic == topic for sent in office.switchboard.passed)


def test_every_station_beats_every_5_s() -> None:
    office = Office().opens()
    office.advance(7)
    before = beats(office, "Counter 3")
    office.advance(50)
    assert beats(office, "Counter 3") - before == 10


def test_a_supervisor_silent_for_20_s_is_counted_on_no_more() -> None:
    office = Office().opens()
    counter = office["Counter 3"]
    assert counter.board.readiness.is_ready
    office.advance(5)
    office.stop("Ana")
    office.advance(14)
    assert counter.board.readiness.is_ready
    office.advance(7)
    assert counter.board.readiness.why is Unready.NO_SUPERVISOR


def test_a_counter_silent_for_20_s_is_shown_to_the_supervisor() -> None:
    office = Office().opens()
    office.stop("Counter 3")
    office.advance(14)
    assert office["Ana"].board.desks[0].is_present
    office.advance(7)
    assert not office["Ana"].board.desks[0].is_present


@pytest.mark.parametrize(
    ("idle", "absence"), [(15 * 60 - 1, None), (15 * 60 + 1, Absence.IDLE)], ids=str
)
def test_a_desk_is_attended_for_15_minutes_after_the_last_key(
    idle: float, absence: Absence | None
) -> None:
    passed = 0.0
    attention = DeskAttention(
        monotonic=lambda: passed,
        seconds_since_input=lambda: idle,
        is_locked=lambda: False,
        sound_failure=lambda: None,
        has_windows=True,
    )
    passed = float(idle)
    assert attention.absence() is absence


def test_the_first_press_in_a_minute_gets_in_whatever_a_station_brought_before() -> None:
    clock = Clock()
    flood = Flood(monotonic=clock.monotonic, daily_bytes=0)
    press = Author(key_of("Counter 3")).says(AlertPressed(alert="a1", kind=Kind.PANIC)).header
    assert flood.admits_event(press, 500)
    clock.seconds += 59
    assert not flood.admits_event(press, 500)
    clock.seconds += 1
    assert flood.admits_event(press, 500)


def test_what_is_closed_stays_on_the_board_for_24_hours() -> None:
    office = Office().opens()
    alert = office.press("Counter 3").alert
    ana = office["Ana"]
    office.done(ana.at_work.attend(alert))
    office.done(ana.at_work.close(alert))
    office.clock.seconds += timedelta(hours=24).total_seconds() - 60
    office.advance(6)
    assert [closed.id for closed in ana.board.closed] == [alert]
    office.advance(120)
    ana.at_work.is_someone("Bea")  # something is new, and the board is drawn again
    office.settle()
    assert ana.board.closed == ()
