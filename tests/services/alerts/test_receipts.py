"""Receipts: each press has one, a crowd of presses shares them."""

import pytest

from desktop.domain.alerts.alert import Alert
from desktop.domain.alerts.facts import AlertReceived, Kind
from desktop.domain.alerts.transitions import State
from desktop.domain.events.streams import Stream
from desktop.services.alerts import receipts
from desktop.services.station.showing import SHOW_WITHIN
from tests.support.stations import Office


@pytest.fixture
def office() -> Office:
    return Office(counters=("Counter 1", "Counter 3")).opens()


def receipts_in(alert: Alert) -> list[AlertReceived]:
    return [r.fact for r in alert.timeline if isinstance(r.fact, AlertReceived)]


def test_five_presses_in_a_second_have_a_receipt_each(office: Office) -> None:
    for _ in range(receipts.AT_ONCE_A_SECOND):
        office.press("Counter 3")
    signed = receipts_in(office["Ana"].alert)
    assert [len(receipt.presses) for receipt in signed] == [1] * receipts.AT_ONCE_A_SECOND


def test_beyond_five_a_second_presses_share_one(office: Office) -> None:
    for _ in range(30):
        office.press("Counter 3")
    office.advance(receipts.COALESCE_FOR)
    signed = receipts_in(office["Ana"].alert)
    assert len(signed) == receipts.AT_ONCE_A_SECOND + 1
    assert {press for receipt in signed for press in receipt.presses} == set(
        office["Counter 3"].alert.press_ids
    )


def test_one_station_s_crowd_delays_nobody_else_s_receipt(office: Office) -> None:
    for _ in range(30):
        office.press("Counter 3")
    office.press("Counter 1")
    (other,) = [live for live in office["Ana"].alerts if live.alert.place == "Counter 1"]
    assert len(receipts_in(other.alert)) == 1


def test_a_second_later_it_has_receipts_of_its_own_again(office: Office) -> None:
    for _ in range(30):
        office.press("Counter 3")
    office.advance(1.5)
    before = len(receipts_in(office["Ana"].alert))
    office.press("Counter 3", Kind.PANIC)
    assert len(receipts_in(office["Ana"].alert)) == before + 1


def test_a_shared_receipt_is_given_again_for_each_of_its_presses(office: Office) -> None:
    for _ in range(10):
        office.press("Counter 3")
    office.advance(1)
    last = office["Ana"].alert.press_ids[-1]
    signer = office["Ana"].path._receipts
    event = next(e for entry in office["Ana"].disk.kept for e in entry.events if e.id == last)
    assert signer.sign_again(event)


def test_a_press_sent_again_while_its_receipt_waits_for_the_disk_is_not_signed_twice(
    office: Office,
) -> None:
    office["Ana"].disk.hangs = True
    pressed = office.press("Counter 3")
    event = next(
        e for entry in office["Counter 3"].disk.kept for e in entry.events if e.id == pressed.press
    )
    office.advance(SHOW_WITHIN)
    before = len(receipts_in(office["Ana"].alert))
    assert office["Ana"].path._receipts.sign_again(event)
    assert len(receipts_in(office["Ana"].alert)) == before


def test_a_receipt_on_its_way_is_not_sent_again_and_a_lost_one_is(office: Office) -> None:
    lost = office.switchboard
    inbox = f"/to/{office['Counter 3'].id}/"
    lost.loses = lambda sent: inbox in sent.topic
    pressed = office.press("Counter 3")
    event = next(
        e for entry in office["Counter 3"].disk.kept for e in entry.events if e.id == pressed.press
    )
    lost.loses = lambda _sent: False
    signer = office["Ana"].path._receipts
    before = len(lost.passed)
    assert signer.sign_again(event)
    assert len(lost.passed) == before

    office.advance(2 * receipts.ON_ITS_WAY)
    assert [live.delivery.got for live in office["Counter 3"].alerts if live.delivery] == [1]


def test_a_receipt_that_left_memory_is_signed_anew(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receipts, "RECEIPTS_AT_HAND", 2)
    office.switchboard.loses = lambda sent: f"/to/{office['Counter 3'].id}/" in sent.topic
    for place in ("A", "B", "C"):
        office.press("Counter 3", place=place)
    assert len(office["Ana"].path._receipts._signed) == 2

    office.switchboard.loses = lambda _sent: False
    office.advance(5)
    got = [live.delivery.got for live in office["Counter 3"].alerts if live.delivery]
    assert got == [1, 1, 1]


def test_receipts_never_reach_a_counter_that_did_not_press(office: Office) -> None:
    office.press("Counter 3")
    office.advance(30)
    other = office["Counter 1"].path.ledger.holdings
    assert not other.spans(frozenset({Stream.RECEIPTS}))


def test_a_receipt_that_leaves_without_the_disk_takes_back_nothing_that_was_said_meanwhile(
    office: Office,
) -> None:
    ana = office["Ana"]
    ana.disk.hangs = True
    answer = office["Counter 3"].at_work.press(Kind.PANIC)
    office.settle()
    ana.at_work.attend(answer.result(0).alert)
    office.advance(0.1)
    ana.disk.recovers()
    ((state,),) = ana.disk.conn.execute("SELECT state FROM alerts").fetchall()
    assert state == State.ATTENDED
