"""What is known of drills, whatever order it came in."""

from datetime import timedelta

import pytest

from desktop.domain.alerts.escalation import patience_of
from desktop.domain.drills.course import Course, Finding, Mark
from desktop.domain.drills.drills import State, fold_drills
from desktop.domain.drills.facts import DrillEnded, Why
from tests.support.alert_story import ANNEX, COUNTER, FRONT
from tests.support.drill_story import DRILL, a_call, a_course, a_drill, told_of


def test_order_and_doubles_change_nothing() -> None:
    told = told_of(a_call())
    assert fold_drills([*told[::-1], *told]) == fold_drills(told)


def test_what_is_said_of_a_drill_without_its_plan_waits_for_it() -> None:
    told = told_of(a_call())
    assert fold_drills(told[1:]).drills == ()
    (drill,) = fold_drills(told).drills
    assert (drill.id, drill.state, drill.why) == (DRILL, State.ENDED, Why.OVER)


def test_of_two_desks_that_end_it_the_first_says_why_and_no_alert_is_lost() -> None:
    told = told_of(a_call())
    other = DrillEnded(drill=DRILL, alerts=("f" * 32,), why=Why.CANCELLED, person="Ben")
    late = [type(one)(one.at + timedelta(seconds=5), "later", FRONT, other) for one in told[-1:]]
    (drill,) = fold_drills([*late, *told]).drills
    assert drill.why is Why.OVER
    assert drill.alerts == (a_call().id, "f" * 32)


def test_a_drill_is_found_by_its_number_and_two_that_begin_alike_are_not() -> None:
    drills = fold_drills([*told_of(a_call()), *told_of(name="d7" * 15 + "00", days_ago=9)])
    assert drills.find("D7D7") is None
    found = drills.find(DRILL)
    assert found is not None
    assert found.id == DRILL
    assert drills.find("") is None


# --- how it went ----------------------------------------------------------------------------


def test_each_station_is_told_by_its_own_clock_and_nobody_by_another_s() -> None:
    (call,) = a_course(a_call()).calls
    assert call.caller.station == COUNTER
    assert call.answered_s == pytest.approx(6.1)
    front = next(line for line in call.lines if line.station == FRONT)
    going = front.first(Mark.GOING)
    assert going is not None
    assert going.after_s == pytest.approx(6.05)
    assert call.police_s == pytest.approx(11.15)
    assert (call.cannot, call.silent) == (("Back office",), ("Annex",))


def test_what_nobody_measured_has_no_time_and_is_told_all_the_same() -> None:
    course = a_course(a_call(), measured_at=(FRONT,))
    (call,) = course.calls
    assert call.is_answered
    assert (call.answered_s, call.last_receipt_s) == (None, None)
    assert all(point.after_s is None for point in call.caller.points[1:])
    (unmeasured,) = (one for one in course.found if one.what is Finding.NOT_MEASURED)
    assert (unmeasured.where, unmeasured.desks) == ("Counter 3", "Counter 3, Annex, Back office")


def test_a_call_that_nobody_answers_is_to_be_looked_at() -> None:
    found = {one.what for one in a_course(a_call(is_answered=False)).found if not one.is_good}
    assert found >= {
        Finding.NOBODY_ANSWERED,
        Finding.NOBODY_THERE,
        Finding.NOBODY_CALLS,
        Finding.SILENT,
    }


def test_a_counter_that_was_asked_and_did_not_press_is_named() -> None:
    course = a_course(a_call())
    assert [one.place for one in course.missing] == ["Counter 4"]
    assert a_course(a_call(), is_surprise=True).missing == ()


def test_a_real_call_that_ended_it_is_said() -> None:
    assert a_course(a_call(), why=Why.REAL_CALL).found[-1].what is Finding.CUT_SHORT


def test_who_took_part_are_those_who_pressed_or_said_something() -> None:
    assert a_course(a_call()).people == ("Ana Ruiz", "Ben Okafor", "Maria Delgado")
    measured = a_drill(a_call()).measured[a_call().id]
    assert next(one for one in measured if one.station == ANNEX).people == ()


def test_a_site_without_that_step_is_not_told_that_nobody_called_the_police() -> None:
    drills = a_drill(a_call(is_answered=False))
    course = Course.of(
        drills.drills[0], drills, [a_call(is_answered=False)], names={}, has_police_step=False
    )
    assert Finding.NOBODY_CALLS not in {one.what for one in course.found}


def test_what_is_late_the_site_says() -> None:
    quick = patience_of([("panic_answer", 5.0)])
    drills = a_drill(a_call())
    course = Course.of(drills.drills[0], drills, [a_call()], names={}, patience=quick)
    assert Finding.ANSWERED_LATE in {one.what for one in course.found}
    assert Finding.ANSWERED in {one.what for one in a_course(a_call()).found}
