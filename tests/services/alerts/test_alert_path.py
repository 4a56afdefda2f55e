"""One alert from the press to the close, and what may go wrong on the way."""

from datetime import timedelta

import pytest

from desktop.domain.alerts.alert import Alert
from desktop.domain.alerts.facts import (
    MOST_UNANSWERED,
    AlertAcknowledged,
    AlertRaised,
    AlertReceived,
    Context,
    Kind,
    Message,
    Occasion,
)
from desktop.domain.alerts.forced import as_the_counter_shows
from desktop.domain.alerts.transitions import State
from desktop.domain.board import Board, Delivery
from desktop.domain.errors import TransitionRefusedError, UnknownAlertError
from desktop.domain.events.streams import Stream
from desktop.services.alerts.answering import OwnCallError, SupervisorsOnlyError
from desktop.services.alerts.book import KEPT_AFTER_CLOSING
from desktop.services.alerts.raising import OVERDUE_AFTER, Pressed
from desktop.services.delivery.topics import Topics
from tests.support.stations import SITE, Author, Desk, Office, Sent, key_of


@pytest.fixture
def office() -> Office:
    return Office(supervisors=("Ana", "Marcus"), counters=("Counter 1", "Counter 3")).opens()


@pytest.fixture
def counter(office: Office) -> Desk:
    return office["Counter 3"]


@pytest.fixture
def ana(office: Office) -> Desk:
    return office["Ana"]


@pytest.fixture
def pressed(office: Office) -> Pressed:
    return office.press("Counter 3")


def delivery(desk: Desk) -> Delivery:
    found = desk.alerts[0].delivery
    assert found is not None
    return found


def closed(desk: Desk) -> Alert:
    (alert,) = desk.board.closed
    return alert


def test_an_alert_goes_all_the_way(
    office: Office, counter: Desk, ana: Desk, pressed: Pressed
) -> None:
    assert (delivery(counter).of, delivery(counter).got) == (2, 2)
    assert [live.id for live in office["Counter 1"].alerts] == [pressed.alert]

    office.done(ana.at_work.acknowledge(pressed.alert, minutes=2))
    assert [(a.person, a.minutes) for a in counter.alert.going] == [("Ana", 2)]

    office.done(counter.at_work.attend(pressed.alert))
    assert ana.alert.attended_by == "Counter 3"

    office.done(office["Marcus"].at_work.close(pressed.alert))
    for desk in office.desks.values():
        assert not desk.alerts
        assert closed(desk).closed_by == "Marcus"


def test_every_desk_ends_up_with_the_same_alert(office: Office, pressed: Pressed) -> None:
    office.done(office["Ana"].at_work.acknowledge(pressed.alert))
    office.done(office["Marcus"].at_work.tell(pressed.alert, Message.POLICE_CALLED))
    office.advance(20)
    ana, marcus = office["Ana"].alert, office["Marcus"].alert
    assert ana == marcus
    assert ana.told == (Message.POLICE_CALLED,)


def test_a_counter_can_neither_acknowledge_nor_close(
    office: Office, counter: Desk, pressed: Pressed
) -> None:
    with pytest.raises(SupervisorsOnlyError):
        office.done(counter.at_work.acknowledge(pressed.alert))
    office.done(counter.at_work.attend(pressed.alert))
    with pytest.raises(SupervisorsOnlyError):
        office.done(counter.at_work.close(pressed.alert))
    assert counter.alert.is_open


def test_what_the_table_does_not_allow_is_refused_and_nothing_is_sent(
    office: Office, ana: Desk, pressed: Pressed
) -> None:
    before = len(office.switchboard.passed)
    with pytest.raises(TransitionRefusedError):
        office.done(ana.at_work.close(pressed.alert))
    assert len(office.switchboard.passed) == before


def test_an_alert_that_nobody_knows_is_refused_by_name(office: Office, ana: Desk) -> None:
    with pytest.raises(UnknownAlertError):
        office.done(ana.at_work.acknowledge("no-such-alert"))


def test_presses_on_an_open_alert_count_there(office: Office, ana: Desk, pressed: Pressed) -> None:
    again = office.press("Counter 3")
    assert (again.alert, again.is_new) == (pressed.alert, False)
    assert len(ana.alert.presses) == 2


def test_an_assist_is_raised_to_a_panic_in_place(office: Office, ana: Desk) -> None:
    first = office.press("Counter 3", Kind.ASSIST)
    second = office.press("Counter 3", Kind.PANIC)
    assert second.alert == first.alert
    assert ana.alert.kind is Kind.PANIC


def test_a_press_after_an_answer_sounds_again(office: Office, ana: Desk, pressed: Pressed) -> None:
    office.done(ana.at_work.acknowledge(pressed.alert))
    assert not ana.alert.needs_answer
    office.press("Counter 3")
    assert ana.alert.calls_again
    assert ana.alert.needs_answer


def test_a_press_that_crosses_a_close_is_a_live_alert(
    office: Office, counter: Desk, ana: Desk, pressed: Pressed
) -> None:
    office.done(ana.at_work.attend(pressed.alert))
    ana.links.cut("Ana")
    office.press("Counter 3")  # while the link is down
    office.done(ana.at_work.close(pressed.alert))
    assert closed(ana).state is State.CLOSED

    ana.links.link("Ana")
    office.advance(2)
    for desk in (ana, counter, office["Marcus"]):
        assert desk.alert.needs_answer


def test_after_the_close_the_next_press_is_a_new_alert(
    office: Office, ana: Desk, pressed: Pressed
) -> None:
    office.done(ana.at_work.attend(pressed.alert))
    office.done(ana.at_work.close(pressed.alert))
    again = office.press("Counter 3")
    assert again.is_new
    assert again.alert != pressed.alert


def test_a_drill_is_never_taken_for_the_real_thing(office: Office, ana: Desk) -> None:
    drill = office.press("Counter 3", occasion=Occasion.DRILL)
    real = office.press("Counter 3")
    assert drill.alert != real.alert
    assert {live.alert.occasion for live in ana.alerts} == {Occasion.DRILL, Occasion.REAL}


def test_a_press_for_another_place_is_an_alert_of_its_own(office: Office, ana: Desk) -> None:
    here = office.press("Counter 3")
    there = office.press("Counter 3", place="Interview room")
    assert here.alert != there.alert
    assert {live.alert.place for live in ana.alerts} == {"Counter 3", "Interview room"}


def test_withdrawing_leaves_it_open_until_a_supervisor_has_looked(
    office: Office, counter: Desk, ana: Desk, pressed: Pressed
) -> None:
    office.done(counter.at_work.withdraw(pressed.alert))
    assert ana.alert.is_withdrawn
    assert ana.alert.needs_answer


def test_taken_back_with_the_duress_code_it_calls_again_and_the_counter_shows_nothing_of_it(
    office: Office, counter: Desk, ana: Desk
) -> None:
    pressed = office.press("Counter 3", kind=Kind.ASSIST)
    office.done(ana.at_work.acknowledge(pressed.alert))
    before = delivery(counter)
    answered = ana.alert
    assert not answered.needs_answer

    office.done(counter.at_work.withdraw_forced(pressed.alert))
    assert (ana.alert.is_forced, ana.alert.kind) == (True, Kind.PANIC)
    assert ana.alert.needs_answer
    assert delivery(counter) == before
    assert as_the_counter_shows(counter.board).alerts[0].alert.kind is Kind.ASSIST


def test_a_test_that_is_taken_back_with_the_duress_code_becomes_a_call_that_is_meant(
    office: Office, counter: Desk, ana: Desk
) -> None:
    test = office.press("Counter 3", kind=Kind.ASSIST, occasion=Occasion.TEST)
    office.done(counter.at_work.withdraw_forced(test.alert))
    meant = [live.alert for live in ana.alerts if live.alert.occasion is Occasion.REAL]
    assert [(alert.kind, alert.is_forced) for alert in meant] == [(Kind.PANIC, True)]
    assert [live.id for live in as_the_counter_shows(counter.board).alerts] == [test.alert]


def test_a_call_that_nobody_answers_is_asked_of_every_desk_at_each_by_its_own_clock(
    office: Office, counter: Desk, ana: Desk, pressed: Pressed
) -> None:
    other = office["Counter 1"]
    office.advance(14)
    assert not any(desk.alert.is_asked for desk in (ana, counter, other))
    office.stop("Ana")  # and it goes on without her
    office.advance(2)
    assert counter.alert.is_asked
    assert other.board.asked() is not None
    assert counter.board.asked() is None

    office.done(other.at_work.offer(pressed.alert))
    assert [offer.device for offer in counter.alert.offers] == [other.id]
    assert office["Marcus"].alert.needs_answer
    office.done(office["Marcus"].at_work.acknowledge(pressed.alert))
    assert not other.alert.is_asked


def test_a_test_is_over_once_somebody_has_confirmed_it(office: Office, ana: Desk) -> None:
    test = office.press("Counter 3", kind=Kind.ASSIST, occasion=Occasion.TEST)
    office.done(ana.at_work.acknowledge(test.alert))
    assert closed(office["Counter 3"]).closed_by == "Ana"
    assert closed(office["Marcus"]).id == test.alert


def calls(desk: Desk) -> bool:
    return desk.alert.needs_answer


def test_a_call_to_which_nobody_comes_takes_over_again_everywhere(
    office: Office, counter: Desk, ana: Desk, pressed: Pressed
) -> None:
    office.done(ana.at_work.acknowledge(pressed.alert))
    office.advance(59)
    assert not calls(office["Marcus"])
    office.advance(2)
    assert all(desk.alert.is_late for desk in (ana, office["Marcus"], counter))
    assert calls(office["Marcus"])

    office.done(ana.at_work.acknowledge(pressed.alert))  # still on the way
    assert not calls(office["Marcus"])
    office.advance(61)
    assert calls(office["Marcus"])
    office.done(counter.at_work.attend(pressed.alert))
    office.advance(300)
    assert not calls(office["Marcus"])


def test_a_station_that_starts_again_knows_how_long_nobody_has_answered(
    office: Office, pressed: Pressed
) -> None:
    office.advance(10)
    office.stop("Marcus")
    office.advance(10)
    office.start("Marcus")
    office.advance(1)
    assert office["Marcus"].alert.is_asked


def test_nobody_offers_to_go_to_themselves(office: Office, counter: Desk, pressed: Pressed) -> None:
    office.advance(20)
    with pytest.raises(OwnCallError):
        office.done(counter.at_work.offer(pressed.alert))


def test_the_duress_code_calls_also_where_the_call_was_closed_meanwhile(
    office: Office, counter: Desk, ana: Desk
) -> None:
    test = office.press("Counter 3", kind=Kind.ASSIST, occasion=Occasion.TEST)
    office.done(ana.at_work.acknowledge(test.alert))  # and so it is closed
    office.done(counter.at_work.withdraw_forced(test.alert))
    assert [(live.alert.kind, live.alert.is_forced) for live in ana.alerts] == [(Kind.PANIC, True)]
    assert as_the_counter_shows(counter.board).alerts == ()
    office.done(counter.at_work.withdraw_forced("0" * 32))  # and one that nobody knows any more
    assert len(ana.alerts[0].alert.presses) == 2


def test_a_desk_that_calls_itself_answers_nothing_of_it(office: Office, ana: Desk) -> None:
    pressed = office.press("Ana")
    with pytest.raises(OwnCallError):
        office.done(ana.at_work.acknowledge(pressed.alert))
    office.done(office["Marcus"].at_work.tell(pressed.alert, Message.CANNOT))
    office.advance(3)  # nobody else can
    assert office["Counter 1"].board.asked() is not None


def test_another_who_goes_is_given_time_whatever_their_clock_says(
    office: Office, ana: Desk, pressed: Pressed
) -> None:
    ana.clock.off_by = timedelta(minutes=10)
    office.done(ana.at_work.acknowledge(pressed.alert))
    office.advance(61)
    assert calls(ana)
    office.done(office["Marcus"].at_work.acknowledge(pressed.alert))
    assert not calls(ana)
    office.done(office["Marcus"].at_work.tell(pressed.alert, Message.CANNOT))
    office.advance(1)
    assert calls(ana)  # her own minute was over long ago


def test_what_is_happening_reaches_the_supervisor(
    office: Office, counter: Desk, ana: Desk, pressed: Pressed
) -> None:
    office.done(counter.at_work.note(pressed.alert, context=Context.WEAPON, text="a bottle"))
    assert (ana.alert.context, ana.alert.notes) == (Context.WEAPON, ("a bottle",))


def test_with_nobody_listening_the_counter_is_told_to_use_the_phone(office: Office) -> None:
    office.stop("Ana")
    office.stop("Marcus")
    office.advance(25)
    pressed = office.press("Counter 3")
    assert delivery(office["Counter 3"]).of == 0
    office.advance(OVERDUE_AFTER)
    assert delivery(office["Counter 3"]).is_overdue

    office.start("Ana")
    office.advance(3)
    assert [live.id for live in office["Ana"].alerts] == [pressed.alert]
    assert not delivery(office["Counter 3"]).is_overdue


def test_with_no_relay_at_all_it_is_kept_and_sent_when_one_is_back(
    office: Office, counter: Desk, ana: Desk
) -> None:
    counter.links.cut("Ana")
    pressed = office.press("Counter 3")
    assert (pressed.is_recorded, pressed.is_sent) == (True, False)
    office.advance(5)
    counter.links.link("Ana")
    office.settle()
    assert [live.id for live in ana.alerts] == [pressed.alert]


def test_a_lost_press_is_sent_again_until_its_receipt_comes(
    office: Office, counter: Desk, ana: Desk
) -> None:
    tries = {"left": 3}

    def loses(sent: object) -> bool:
        tries["left"] -= 1
        return tries["left"] >= 0

    office.switchboard.loses = loses
    office.press("Counter 3")
    office.advance(1)
    assert delivery(counter).got == 2
    assert len(ana.alert.presses) == 1


def test_a_lost_receipt_is_given_again_and_counted_once(office: Office, counter: Desk) -> None:
    inbox = f"/to/{counter.id}/"
    office.switchboard.loses = lambda sent: inbox in sent.topic
    office.press("Counter 3")
    office.advance(1)
    assert delivery(counter).got == 0

    office.switchboard.loses = lambda _sent: False
    office.advance(1)
    assert delivery(counter).got == 2
    receipts = [r for r in counter.alert.timeline if r.device == office["Ana"].id]
    assert len(receipts) == 1


def test_of_two_supervisors_the_dead_one_is_waited_for_no_longer(office: Office) -> None:
    office.stop("Marcus")
    office.press("Counter 3")
    assert (delivery(office["Counter 3"]).of, delivery(office["Counter 3"]).got) == (2, 1)
    office.advance(25)
    before = len(office.switchboard.passed)
    office.advance(4)
    panic = office["Counter 3"].path.topics
    to_marcus = panic.to(office["Marcus"].id)
    assert not [s for s in office.switchboard.passed[before:] if s.topic == to_marcus]


@pytest.mark.parametrize("is_restarted", [False, True], ids=["", "after a restart"])
def test_a_receipt_that_was_lost_with_a_frozen_desk_s_link_comes_when_the_desk_does(
    office: Office, is_restarted: bool
) -> None:
    marcus = office["Marcus"].id
    office.switchboard.loses = lambda sent: sent.sender == marcus
    office.press("Counter 3")
    office.advance(25)
    if is_restarted:
        office.stop("Counter 3")
        office.start("Counter 3")
        office.settle()
    assert marcus not in office["Counter 3"].alert.received_by

    office.switchboard.loses = lambda _sent: False
    office.advance(12)
    assert delivery(office["Counter 3"]).got == 2
    (receipt,) = [r for r in office["Counter 3"].alert.timeline if r.device == marcus]
    assert receipt.fact == AlertReceived(
        alert=office["Counter 3"].alert.id, presses=office["Counter 3"].alert.press_ids
    )
    office.advance(30)
    to_marcus = office["Counter 3"].path.topics.to(marcus)
    before = len(office.switchboard.passed)
    office.advance(4)
    assert not [s for s in office.switchboard.passed[before:] if s.topic == to_marcus]


def test_a_counter_restarted_between_press_and_send_goes_on_sending(office: Office) -> None:
    counter = office["Counter 3"]
    counter.links.cut("Ana")
    pressed = office.press("Counter 3")
    office.stop("Counter 3")
    office.start("Counter 3")
    office.settle()
    assert [live.id for live in office["Ana"].alerts] == [pressed.alert]
    assert delivery(office["Counter 3"]).got == 2


def test_a_restarted_supervisor_still_shows_the_open_alert(
    office: Office, ana: Desk, pressed: Pressed
) -> None:
    office.done(ana.at_work.acknowledge(pressed.alert))
    office.stop("Ana")
    office.start("Ana")
    office.settle()
    assert ana.alert.state is State.ACKNOWLEDGED


def test_an_answer_that_came_before_its_press_survives_a_restart() -> None:
    office = Office(supervisors=("Ana", "Marcus")).opens("Marcus")
    press = Author(key_of("Counter 3")).says(AlertRaised(kind=Kind.PANIC, place="Counter 3"))
    answer = Author(key_of("Ana")).says(AlertAcknowledged(alert=press.id, presses=(press.id,)))
    topic = Topics(SITE.id, key_of("Ana").id).of(Stream.ALERTS)
    office.switchboard.carry(Sent("Ana", topic, answer.wire(), key_of("Ana").id))
    office.settle()
    assert not office["Marcus"].alerts

    office.stop("Marcus")
    office.opens("Marcus")
    office.switchboard.carry(Sent("Ana", topic, press.wire(), key_of("Ana").id))
    office.settle()
    assert office["Marcus"].alert.state is State.ACKNOWLEDGED


@pytest.mark.parametrize("days", [1, -1, 3650, -3650])
def test_a_counter_whose_clock_is_off_is_seen_all_the_same(days: int) -> None:
    office = Office()
    office["Counter 3"].clock.off_by = timedelta(days=days)
    office.opens()
    pressed = office.press("Counter 3")
    ana = office["Ana"]
    assert [live.id for live in ana.alerts] == [pressed.alert]
    assert delivery(office["Counter 3"]).got == 1
    for act in (ana.at_work.acknowledge, ana.at_work.attend, ana.at_work.close):
        office.done(act(pressed.alert))
    assert not office["Counter 3"].alerts
    assert not ana.alerts


def test_an_odd_byte_in_a_command_s_argument_does_not_stop_a_press(
    office: Office, ana: Desk
) -> None:
    office.press("Counter 3", place="Counter \udcff", note="\ud800" * 2000)
    assert ana.alert.place == "Counter ?"
    assert len(ana.alert.note) == 500


def test_an_endless_place_is_cut_and_presses_still_count_there(office: Office, ana: Desk) -> None:
    first = office.press("Counter 3", place="x" * 5000)
    second = office.press("Counter 3", place="x" * 5000)
    assert second.alert == first.alert
    assert len(ana.alert.place) == 500


def test_a_panic_that_nobody_has_is_not_shown_as_delivered_for_the_call_before_it(
    office: Office, counter: Desk
) -> None:
    office.press("Counter 3", Kind.ASSIST)
    office.advance(1)
    assert delivery(counter).got == 2
    office.switchboard.loses = lambda _sent: True
    office.press("Counter 3", Kind.PANIC)
    assert delivery(counter).got == 0
    office.advance(OVERDUE_AFTER)
    assert delivery(counter).is_overdue

    office.switchboard.loses = lambda _sent: False
    office.advance(1)
    assert (delivery(counter).got, delivery(counter).is_overdue) == (2, False)


def test_a_button_that_sticks_signs_no_press_without_end(office: Office, counter: Desk) -> None:
    presses = [counter.at_work.press(Kind.PANIC) for _ in range(3 * MOST_UNANSWERED)]
    office.settle()
    assert len(counter.alert.presses) == MOST_UNANSWERED
    assert {press.result(0).alert for press in presses} == {counter.alert.id}
    assert presses[-1].result(0).press == counter.alert.presses[-1].event


def test_of_a_button_that_sticks_the_graver_the_moved_and_the_answered_call_still_count(
    office: Office, counter: Desk, ana: Desk
) -> None:
    for _ in range(MOST_UNANSWERED):
        counter.at_work.press(Kind.ASSIST)
    office.settle()
    alert = counter.alert.id
    office.press("Counter 3", Kind.PANIC)
    assert ana.alert.kind is Kind.PANIC
    office.advance(1)
    office.press("Counter 3", place="Counter 4", alert=alert)
    assert ana.alert.place == "Counter 4"

    office.done(ana.at_work.acknowledge(alert))
    assert not ana.alert.needs_answer
    office.press("Counter 3", place="Counter 4")
    assert ana.alert.needs_answer


@pytest.mark.parametrize("days", [-60 * 365, -20 * 365, 3650, 7900 * 365])
def test_no_clock_keeps_a_press_from_being_answered(
    office: Office, counter: Desk, ana: Desk, days: int
) -> None:
    counter.clock.off_by = timedelta(days=days)
    pressed = office.press("Counter 3")
    assert delivery(counter).got == 2
    for act in (ana.at_work.acknowledge, ana.at_work.attend, ana.at_work.close):
        office.done(act(pressed.alert))
    assert closed(counter).id == pressed.alert


def test_after_a_restart_too_the_counter_is_told_to_use_the_phone_while_nobody_has_it() -> None:
    office = Office().opens("Counter 3")
    office.press("Counter 3")
    office.stop("Counter 3")
    office.start("Counter 3")
    office.advance(OVERDUE_AFTER)
    assert delivery(office["Counter 3"]).is_overdue

    office.start("Ana")
    office.advance(1)
    assert (delivery(office["Counter 3"]).got, delivery(office["Counter 3"]).is_overdue) == (
        1,
        False,
    )


def test_what_waits_for_no_receipt_any_more_leaves_the_outbox_with_a_restart(
    office: Office, counter: Desk, ana: Desk, pressed: Pressed
) -> None:
    rows = "SELECT event FROM outbox"
    counter.disk.conn.execute("INSERT OR IGNORE INTO outbox VALUES (?)", (pressed.press,))
    counter.disk.conn.execute("INSERT INTO outbox VALUES ('of an alert long over')")
    office.stop("Counter 3")
    office.start("Counter 3")
    office.settle()
    assert counter.disk.conn.execute(rows).fetchall() == []


def test_a_press_again_is_not_overdue_at_once_because_the_first_was(
    office: Office, counter: Desk
) -> None:
    office.switchboard.loses = lambda _sent: True
    office.press("Counter 3")
    office.advance(OVERDUE_AFTER)
    assert delivery(counter).is_overdue
    office.switchboard.loses = lambda _sent: False
    office.advance(2)
    assert delivery(counter).got
    office.switchboard.loses = lambda _sent: True
    office.press("Counter 3")
    assert (delivery(counter).got, delivery(counter).is_overdue) == (0, False)


def test_a_closed_alert_leaves_a_quiet_board_when_its_day_is_over(
    office: Office, ana: Desk, pressed: Pressed
) -> None:
    office.done(ana.at_work.attend(pressed.alert))
    office.done(ana.at_work.close(pressed.alert))
    for name in ("Counter 1", "Counter 3", "Marcus"):
        office.stop(name)  # they went home, and nothing else happens
    office.clock.seconds += KEPT_AFTER_CLOSING - 60
    office.advance(50)
    boards: list[Board] = []
    ana.at_work.watch(boards.append)
    office.settle()
    assert [[alert.id for alert in board.closed] for board in boards] == [[pressed.alert]]

    office.advance(20)
    assert [[alert.id for alert in board.closed] for board in boards] == [[pressed.alert], []]


def test_each_of_a_day_s_closed_alerts_leaves_in_its_turn_also_after_a_restart(
    office: Office, ana: Desk
) -> None:
    first = office.press("Counter 3")
    office.done(ana.at_work.attend(first.alert))
    office.done(ana.at_work.close(first.alert))
    office.advance(3600)
    second = office.press("Counter 1")
    office.done(ana.at_work.attend(second.alert))
    office.done(ana.at_work.close(second.alert))
    for name in office.desks:
        office.stop(name)
    office.clock.seconds += KEPT_AFTER_CLOSING - 3660
    office.opens("Ana").advance(20)
    assert [alert.id for alert in ana.board.closed] == [second.alert, first.alert]

    office.advance(60)
    assert [alert.id for alert in ana.board.closed] == [second.alert]
    office.clock.seconds += 3500
    office.advance(120)
    assert ana.board.closed == ()
