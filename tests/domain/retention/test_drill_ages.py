"""All that was said of a drill goes together, and never before its time has passed."""

from datetime import timedelta

from desktop.domain.alerts.facts import Kind
from desktop.domain.drills.drills import Told
from desktop.domain.drills.facts import DrillMeasured, DrillPlanned
from desktop.domain.retention.drill_ages import drill_ages
from tests.support.alert_story import COUNTER, FRONT, PRESSED_AT
from tests.support.drill_story import PLACES, a_call, told_of


def test_a_drill_with_all_that_was_measured_of_it_is_one() -> None:
    told = told_of(a_call())
    ((since, events),) = drill_ages(reversed(told))
    assert set(events) == {one.event for one in told}
    assert events[0] == told[0].event, "its plan first: what is left names a drill that is gone"
    assert since >= max(one.at for one in told)


def test_one_that_is_planned_for_next_year_is_not_old_because_its_plan_is() -> None:
    at = PRESSED_AT + timedelta(days=365)
    plan = DrillPlanned(kind=Kind.PANIC, counters=PLACES, at=at, minutes=10)
    ((since, _),) = drill_ages([Told(PRESSED_AT, "p1", FRONT, plan)])
    assert since == at + timedelta(minutes=10)


def test_what_was_measured_of_a_call_that_was_no_planned_drill_stands_by_itself() -> None:
    alone = Told(PRESSED_AT, "m1", COUNTER, DrillMeasured(alert="a1"))
    assert drill_ages([*told_of(a_call()), alone])[0] == (PRESSED_AT, ("m1",))
