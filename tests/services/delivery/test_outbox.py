"""What was sent and not yet signed for."""

from itertools import pairwise

import pytest

from desktop.domain.alerts.facts import AlertRaised, Kind
from desktop.domain.events.event import Event
from desktop.services.delivery.outbox import HURRY_FOR, ONCE_SOMEBODY_HAS_IT, Outbox, Pace
from tests.support.stations import Author, key_of

ANA, MARCUS = "ana", "marcus"


@pytest.fixture
def event() -> Event:
    return Author(key_of("Counter 3")).says(AlertRaised(kind=Kind.PANIC, place="3"))


def sendings(outbox: Outbox, *, until: float) -> list[float]:
    """The moments at which something was sent again."""
    moments = []
    while (at := outbox.next_at()) is not None and at <= until:
        moments += [at] * len(outbox.due(at))
    return moments


def test_an_event_is_done_when_every_awaited_station_has_signed(event: Event) -> None:
    outbox = Outbox()
    outbox.post(event, awaited=(ANA, MARCUS), pace=Pace.PANIC, now=0)
    assert not outbox.got(event.id, ANA)
    assert outbox.got(event.id, MARCUS)
    assert outbox.next_at() is None


def test_with_nobody_awaited_the_first_receipt_is_enough(event: Event) -> None:
    outbox = Outbox()
    outbox.post(event, awaited=(), pace=Pace.PANIC, now=0)
    assert outbox.got(event.id, MARCUS)


def test_a_receipt_twice_changes_nothing(event: Event) -> None:
    outbox = Outbox()
    outbox.post(event, awaited=(ANA, MARCUS), pace=Pace.PANIC, now=0)
    assert not outbox.got(event.id, ANA)
    assert not outbox.got(event.id, ANA)
    assert outbox.find(event.id) is not None


def test_who_falls_silent_is_no_longer_waited_for(event: Event) -> None:
    outbox = Outbox()
    outbox.post(event, awaited=(ANA, MARCUS), pace=Pace.PANIC, now=0)
    assert outbox.leave_out(MARCUS) == []
    assert outbox.got(event.id, ANA)


def test_when_the_last_one_awaited_falls_silent_what_another_has_is_done(event: Event) -> None:
    outbox = Outbox()
    outbox.post(event, awaited=(ANA, MARCUS), pace=Pace.PANIC, now=0)
    outbox.got(event.id, ANA)
    assert outbox.leave_out(MARCUS) == [event.id]


def test_a_press_that_nobody_has_is_sent_on_although_everyone_fell_silent(event: Event) -> None:
    outbox = Outbox()
    outbox.post(event, awaited=(ANA,), pace=Pace.PANIC, now=0)
    assert outbox.leave_out(ANA) == []
    assert outbox.next_at() is not None


def test_a_panic_is_sent_again_within_a_second_for_its_first_minute(event: Event) -> None:
    outbox = Outbox()
    outbox.post(event, awaited=(ANA,), pace=Pace.PANIC, now=0)
    moments = [0.0, *sendings(outbox, until=HURRY_FOR)]
    assert max(b - a for a, b in pairwise(moments)) < 1.0


def test_once_somebody_has_a_panic_the_others_get_half_a_second_between_sendings(
    event: Event,
) -> None:
    outbox = Outbox()
    outbox.post(event, awaited=(ANA, MARCUS), pace=Pace.PANIC, now=0)
    outbox.got(event.id, ANA)
    moments = [0.0, *sendings(outbox, until=HURRY_FOR)]
    waits = [b - a for a, b in pairwise(moments)]
    assert min(waits) >= ONCE_SOMEBODY_HAS_IT
    assert max(waits) < 1.0


@pytest.mark.parametrize("pace", [Pace.PANIC, Pace.ASSIST])
def test_a_call_is_never_given_up(event: Event, pace: Pace) -> None:
    outbox = Outbox()
    outbox.post(event, awaited=(ANA,), pace=pace, now=0)
    sendings(outbox, until=24 * 3600)
    assert outbox.find(event.id) is not None


def test_an_answer_is_left_to_catching_up_after_a_minute(event: Event) -> None:
    outbox = Outbox()
    outbox.post(event, awaited=(ANA,), pace=Pace.ANSWER, now=0)
    sendings(outbox, until=HURRY_FOR + 10)
    assert outbox.find(event.id) is None


def test_a_new_relay_or_supervisor_hurries_what_waits(event: Event) -> None:
    outbox = Outbox()
    outbox.post(event, awaited=(ANA,), pace=Pace.ASSIST, now=0)
    outbox.hurry(0.1)
    assert [outgoing.event for outgoing in outbox.due(0.1)] == [event]
