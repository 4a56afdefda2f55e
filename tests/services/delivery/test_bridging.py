"""An asymmetric split is bridged by whoever sees both sides."""

import pytest

from desktop.domain.alerts.facts import Kind
from desktop.domain.events.streams import Stream
from desktop.services.delivery.bridging import BRIDGE_AFTER, SPREAD
from desktop.services.delivery.topics import Topics
from tests.support.stations import SITE, Office, Sent

BRIDGED = BRIDGE_AFTER + SPREAD + 0.05


@pytest.fixture
def split() -> Office:
    """The presser reaches relay A alone, the supervisor relay B alone; Counter 1 reaches both."""
    office = Office(counters=("Counter 1", "Counter 3"), relays=("A", "B"))
    office["Counter 3"].relays = {"A"}
    office["Ana"].relays = {"B"}
    return office.opens()


def test_a_press_reaches_the_supervisor_over_a_station_that_sees_both_relays(split: Office) -> None:
    pressed = split.press("Counter 3")
    assert not split["Ana"].alerts
    split.advance(BRIDGED)
    assert [live.id for live in split["Ana"].alerts] == [pressed.alert]


def test_the_receipt_comes_back_over_the_same_station(split: Office) -> None:
    split.press("Counter 3")
    split.advance(BRIDGED)
    delivery = split["Counter 3"].alerts[0].delivery
    assert delivery is not None
    assert delivery.got == 1


def test_the_answer_crosses_too_and_the_supervisor_stops_sending_it(split: Office) -> None:
    pressed = split.press("Counter 3")
    split.advance(BRIDGED)
    split.done(split["Ana"].at_work.acknowledge(pressed.alert))
    split.advance(2)
    assert [a.person for a in split["Counter 3"].alert.going] == ["Ana"]

    before = len(split.switchboard.passed)
    split.advance(4.9)  # less than a beat
    topic = Topics(SITE.id, split["Ana"].id).of(Stream.ALERTS)
    assert topic not in {sent.topic for sent in split.switchboard.passed[before:]}


def test_a_second_press_crosses_as_the_first_did(split: Office) -> None:
    split.press("Counter 3", Kind.ASSIST)
    split.advance(BRIDGED)
    split.press("Counter 3", Kind.PANIC)
    split.advance(BRIDGED)
    assert len(split["Ana"].alert.presses) == 2
    assert split["Ana"].alert.kind is Kind.PANIC


def test_where_every_relay_works_nothing_is_carried_twice() -> None:
    office = Office(counters=("Counter 1", "Counter 3"), relays=("A", "B")).opens()
    office.press("Counter 3")
    before = len(office.switchboard.passed)
    office.advance(BRIDGED)
    others = {office[name].id for name in ("Counter 1", "Ana")}
    topics = {Topics(SITE.id, device).of(Stream.ALERTS) for device in others}
    assert not [s for s in office.switchboard.passed[before:] if s.topic in topics]


def test_of_many_that_see_both_sides_not_all_carry() -> None:
    many = tuple(f"Desk {n}" for n in range(12))
    office = Office(counters=("Counter 3",), staff=many, relays=("A", "B"))
    office["Counter 3"].relays = {"A"}
    office["Ana"].relays = {"B"}
    office.opens()
    before = len(office.switchboard.passed)
    pressed = office.press("Counter 3")
    office.advance(BRIDGED)
    assert [live.id for live in office["Ana"].alerts] == [pressed.alert]
    carried = [
        sent
        for sent in office.switchboard.passed[before:]
        if sent.relay == "B" and sent.topic.startswith(f"cs1/{SITE.id}/a/")
    ]
    assert len(carried) <= 3


def test_what_is_lost_on_the_way_across_is_carried_anew(split: Office) -> None:
    pressed = split.press("Counter 3")
    lost: list[Sent] = []

    def loses(sent: Sent) -> bool:
        is_the_press = sent.relay == "B" and sent.payload[:1] == b"E"
        if is_the_press and len(lost) < 2:
            lost.append(sent)
            return True
        return False

    split.switchboard.loses = loses
    split.advance(4 * BRIDGED)
    assert len(lost) == 2
    assert [live.id for live in split["Ana"].alerts] == [pressed.alert]


def test_while_nobody_signs_for_it_a_press_is_not_carried_where_it_is_heard_anyway() -> None:
    office = Office(counters=("Counter 1", "Counter 3"), relays=("A", "B"))
    office.opens("Counter 1", "Counter 3")
    office.press("Counter 3")
    before = len(office.switchboard.passed)
    office.advance(20)
    topic = Topics(SITE.id, office["Counter 1"].id).of(Stream.ALERTS)
    assert not [s for s in office.switchboard.passed[before:] if s.topic == topic]
