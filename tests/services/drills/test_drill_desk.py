"""A drill from its plan to its end, at real stations of one office."""

from datetime import timedelta

import pytest

from desktop.domain.alerts.facts import Kind, Occasion
from desktop.domain.alerts.transitions import State as AlertState
from desktop.domain.drills.course import Finding, Mark
from desktop.domain.drills.drills import State
from desktop.domain.drills.errors import DrillRefusedError, UnknownDrillError
from desktop.domain.drills.facts import DrillCalled, Stage, Why
from desktop.services.alerts.answering import NoDrillError
from tests.support.drilled import DESKS, DrilledOffice

COUNTER = "Counter 3"


@pytest.fixture
def office() -> DrilledOffice:
    office = DrilledOffice().opens()
    office.advance(6)
    return office


def refused(office: DrilledOffice, *counters: str, **more: object) -> str:
    """Why it is not planned."""
    answer = office.desk("Ana").plan(office.wanted(*counters, **more))  # type: ignore[arg-type]  # a test's shorthand
    office.settle()
    with pytest.raises(DrillRefusedError) as refusal:
        answer.result(0)
    assert refusal.value.advice
    return str(refusal.value)


def closes(office: DrilledOffice, alert: str) -> None:
    """Ana has been there, and it is over."""
    ana = office["Ana"].at_work
    office.done(ana.attend(alert))
    office.done(ana.close(alert))


def goes_through(office: DrilledOffice, alert: str) -> None:
    """Ana goes after four seconds, is there after ten, and closes it."""
    ana = office["Ana"].at_work
    office.advance(4)
    office.done(ana.acknowledge(alert))
    office.advance(6)
    office.done(ana.attend(alert))
    office.done(ana.close(alert))
    office.advance(20)


def test_the_counter_is_asked_presses_for_it_and_every_desk_knows_how_it_went(
    office: DrilledOffice,
) -> None:
    drill = office.plans("Ana", COUNTER, scenario="Somebody shows a knife.")
    ask = office.asked(COUNTER)
    assert ask is not None
    assert (ask.is_now, ask.kind, ask.scenario) == (True, Kind.PANIC, "Somebody shows a knife.")
    assert office.asked("Counter 1") is None
    assert drill.state is State.RUNNING
    goes_through(office, office.presses_for_it(COUNTER).alert)
    assert office.asked(COUNTER) is None
    for desk in DESKS:
        ended = office.drill(desk)
        assert (ended.state, ended.why) == (State.ENDED, Why.OVER)
        course = office.course(desk)
        (call,) = course.calls
        assert call.caller.is_measured
        assert call.answered_s == pytest.approx(4, abs=0.3)
        assert call.attended_s == pytest.approx(10, abs=0.3)
        assert call.last_receipt_s is not None
        assert call.last_receipt_s < 1
        assert call.silent == ("Marcus",)
        ana = next(line for line in call.lines if line.name == "Ana")
        going = ana.first(Mark.GOING)
        assert going is not None
        assert going.after_s == pytest.approx(4, abs=0.3)
        found = {one.what for one in course.found}
        assert {Finding.ANSWERED, Finding.ATTENDED, Finding.NOBODY_CALLS} <= found
        assert Finding.NOT_MEASURED not in found


def test_a_surprise_calls_for_the_counter_and_no_other_desk_knows_before(
    office: DrilledOffice,
) -> None:
    drill = office.plans("Ana", COUNTER, is_surprise=True, in_minutes=5, scenario="A knife.")
    assert not office.drill("Marcus").is_known_at(office["Marcus"].id)
    assert office.asked(COUNTER) is None
    answer = office.desk("Marcus").cancel(drill.id)
    office.settle()
    with pytest.raises(UnknownDrillError):
        answer.result(0)
    office.minute(5.5)
    alert = office["Marcus"].alert
    assert (alert.occasion, alert.place, alert.notes) == (Occasion.DRILL, COUNTER, ())
    assert alert.note == "A knife."
    assert office.asked(COUNTER) is None
    office.done(office["Marcus"].at_work.acknowledge(alert.id))
    office.done(office["Marcus"].at_work.end_drill(alert.id))
    office.advance(20)
    ended = office.drill("Marcus")
    assert (ended.why, ended.alerts) == (Why.OVER, (alert.id,))
    assert office.course("Marcus").missing == ()


def test_an_announced_drill_is_told_before_and_asked_for_at_its_time(
    office: DrilledOffice,
) -> None:
    office.plans("Ana", COUNTER, in_minutes=5)
    ask = office.asked(COUNTER)
    assert ask is not None
    assert not ask.is_now
    office.minute(5.5)
    ask = office.asked(COUNTER)
    assert ask is not None
    assert ask.is_now
    office.minute(11)
    ended = office.drill("Marcus")
    assert (ended.why, ended.alerts) == (Why.OVER, ())
    assert [one.place for one in office.course().missing] == [COUNTER]
    assert office.asked(COUNTER) is None


def test_a_real_press_while_a_drill_is_asked_for_is_real_and_ends_the_drill(
    office: DrilledOffice,
) -> None:
    office.plans("Ana", COUNTER)
    drilled = office.presses_for_it(COUNTER).alert
    office.advance(2)
    pressed = office.press(COUNTER, Kind.PANIC)
    assert pressed.alert != drilled
    office.advance(2)
    assert office["Marcus"].board.alerts[0].id == pressed.alert
    assert office["Marcus"].alert.occasion is Occasion.REAL
    office.advance(6)
    assert office.drill("Marcus").why is Why.REAL_CALL
    assert office.asked(COUNTER) is None
    assert [live.id for live in office["Marcus"].board.alerts] == [pressed.alert]


def test_a_drill_waits_for_a_real_call_to_end_and_is_given_up_after_half_an_hour(
    office: DrilledOffice,
) -> None:
    office.plans("Ana", COUNTER, in_minutes=1)
    alert = office.press("Counter 1").alert
    office.minute(3)
    assert office.drill("Ana").state is State.PLANNED
    closes(office, alert)
    office.minute(1)
    assert office.drill("Ana").state is State.RUNNING


def test_a_drill_that_could_not_begin_for_half_an_hour_does_not_begin_at_all(
    office: DrilledOffice,
) -> None:
    office.stop(COUNTER)
    office.minute(1)
    office.plans("Ana", COUNTER, in_minutes=1)
    office.minute(32)
    assert office.drill("Ana").why is Why.NOT_BEGUN


def test_cancelled_while_it_runs_its_calls_are_closed_and_nobody_is_asked_any_more(
    office: DrilledOffice,
) -> None:
    drill = office.plans("Ana", COUNTER, "Counter 1")
    office.presses_for_it(COUNTER)
    office.advance(2)
    office.done(office.desk("Marcus").cancel(drill.id))
    office.advance(6)
    assert not office["Ana"].board.alerts
    assert office.asked("Counter 1") is None
    ended = office.drill("Ana")
    assert (ended.why, ended.ended_by, len(ended.alerts)) == (Why.CANCELLED, "Marcus", 1)
    again = office.desk("Ana").cancel(drill.id)
    office.settle()
    with pytest.raises(DrillRefusedError):
        again.result(0)


def test_a_desk_that_dies_in_the_middle_loses_nothing(office: DrilledOffice) -> None:
    office.plans("Ana", COUNTER)
    alert = office.presses_for_it(COUNTER).alert
    office.advance(3)
    office.stop("Ana")
    office.minute(1)
    office.comes_back("Ana")
    assert office.drill("Ana").state is State.RUNNING
    office.done(office["Ana"].at_work.end_drill(alert))
    office.advance(20)
    ended = office.drill("Marcus")
    assert (ended.why, ended.alerts) == (Why.OVER, (alert,))
    (call,) = office.course("Marcus").calls
    marcus = next(line for line in call.lines if line.name == "Marcus")
    assert marcus.is_measured
    assert call.caller.is_measured


def test_where_its_desk_stays_away_another_one_begins_it_and_ends_it(
    office: DrilledOffice,
) -> None:
    office.plans("Ana", COUNTER, in_minutes=2)
    office.stop("Ana")
    office.minute(4)
    ask = office.asked(COUNTER)
    assert ask is not None
    assert ask.is_now
    office.minute(12)
    assert office.drill("Marcus").why is Why.OVER
    assert office.asked(COUNTER) is None


def test_a_counter_that_is_off_is_left_out_and_named(office: DrilledOffice) -> None:
    office.plans("Ana", COUNTER, "Counter 1", in_minutes=1)
    office.stop("Counter 1")
    office.minute(2)
    assert [one.place for one in office.drill("Ana").asked] == [COUNTER]
    goes_through(office, office.presses_for_it(COUNTER).alert)
    assert [one.place for one in office.course().drill.was_off] == ["Counter 1"]
    assert office.course().found[0].what is Finding.WAS_OFF


def test_what_cannot_be_is_refused_in_one_sentence(office: DrilledOffice) -> None:
    assert refused(office) == "A drill needs a counter."
    assert refused(office, COUNTER, in_minutes=-5) == "That time is past."
    assert refused(office, "Marcus").startswith("There is no counter")
    assert refused(office, COUNTER, scenario="x" * 201).startswith("The scenario is too long")
    office.plans("Ana", COUNTER, in_minutes=5)
    assert refused(office, COUNTER, "Counter 1", in_minutes=12) == (
        "Counter 3 has another drill at that time already."
    )
    office.plans("Ana", "Counter 1", in_minutes=12)
    real = office.press("Counter 1").alert
    office.advance(1)
    assert refused(office, "Counter 1") == "Somebody calls in earnest: Counter 1."
    closes(office, real)
    office.stop("Counter 1")
    office.minute(0.5)
    assert refused(office, "Counter 1").startswith("None of its counters is there")


def test_a_surprise_for_nobody_is_refused(office: DrilledOffice) -> None:
    office.stop("Marcus")
    office.minute(0.5)
    assert refused(office, COUNTER, is_surprise=True).startswith("No other supervisor")


def test_a_counter_whose_clock_is_wrong_is_asked_all_the_same(office: DrilledOffice) -> None:
    office[COUNTER].clock.off_by = timedelta(minutes=-8)
    office.plans("Ana", COUNTER)
    ask = office.asked(COUNTER)
    assert ask is not None
    assert ask.is_now
    goes_through(office, office.presses_for_it(COUNTER).alert)
    (call,) = office.course().calls
    assert call.answered_s == pytest.approx(4, abs=0.3)


def test_a_counter_that_is_started_anew_is_still_asked_until_its_time_is_over(
    office: DrilledOffice,
) -> None:
    office.plans("Ana", COUNTER)
    office.stop(COUNTER)
    office.comes_back(COUNTER)
    ask = office.asked(COUNTER)
    assert ask is not None
    assert ask.is_now
    office.stop("Ana")
    office.stop("Marcus")
    office.minute(11)
    assert office.asked(COUNTER) is None


def test_only_a_drill_s_alert_can_be_ended_though_nobody_was_there(office: DrilledOffice) -> None:
    ana = office["Ana"].at_work
    real = office.press(COUNTER, Kind.PANIC).alert
    test = office.press("Counter 1", Kind.ASSIST, occasion=Occasion.TEST).alert
    for alert in (real, test):
        cannot_be_ended(office, alert)
    office.done(ana.attend(real))
    cannot_be_ended(office, real)
    office.done(ana.close(real))
    cannot_be_ended(office, real)


def cannot_be_ended(office: DrilledOffice, alert: str) -> None:
    """As a drill's; how far it is stays as it was."""
    before = state_at(office, "Ana", alert)
    answer = office["Ana"].at_work.end_drill(alert)
    office.settle()
    with pytest.raises(NoDrillError):
        answer.result(0)
    assert state_at(office, "Ana", alert) is before


def state_at(office: DrilledOffice, name: str, alert: str) -> AlertState:
    return next(one.state for one in office.alerts(name) if one.id == alert)


def test_a_drill_that_was_closed_just_before_is_no_call_of_the_next(
    office: DrilledOffice,
) -> None:
    by_hand = office.presses_for_it(COUNTER).alert
    office.advance(3)
    office.done(office["Marcus"].at_work.end_drill(by_hand))
    office.minute(5)
    drill = office.plans("Ana", COUNTER)
    office.minute(1)
    assert office.drill("Marcus").state is State.RUNNING
    office.stop("Ana")
    office.comes_back("Ana")
    office.minute(0.5)
    assert office.drill("Ana").state is State.RUNNING
    alert = office.presses_for_it(COUNTER).alert
    goes_through(office, alert)
    ended = office.drill("Marcus", drill.id)
    assert (ended.why, ended.alerts) == (Why.OVER, (alert,))


def test_a_drill_is_offered_to_no_contact_outside(office: DrilledOffice) -> None:
    office.plans("Ana", COUNTER)
    office.presses_for_it(COUNTER)
    office.minute(2)
    (live,) = office["Marcus"].board.alerts
    assert live.alert.is_asked
    assert live.outside_at is None


@pytest.mark.parametrize("is_zoned", [True, False])
def test_an_odd_notice_of_a_believed_desk_hides_no_other_drill(
    office: DrilledOffice, *, is_zoned: bool
) -> None:
    at = office.now() if is_zoned else office.now().replace(tzinfo=None)
    for stage in (Stage.ANNOUNCED, Stage.ASKED):
        odd = DrillCalled(
            drill=f"{stage:032x}",
            stage=stage,
            stations=(office["Counter 1"].id,),
            at=at,
            minutes=99_999_999_999_999,
        )
        office.done(office["Marcus"].at_work.publish(odd))
    office.plans("Ana", COUNTER)
    for name in (COUNTER, "Counter 1", *DESKS):
        asks = office.drilled[name].asking.all()
        assert any(office[COUNTER].id in ask.stations for ask in asks)
    office.stop(COUNTER)
    office.comes_back(COUNTER)
    ask = office.asked(COUNTER)
    assert ask is not None
    assert ask.is_now
