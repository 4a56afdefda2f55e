"""Who is on duty, and how soon every counter knows that nobody is."""

from datetime import timedelta

import pytest

from desktop.domain.presence import BEAT_EVERY, IDLE_AFTER, PRESENT_FOR, Absence, Unready
from desktop.domain.roster.roles import Role
from desktop.services.delivery.topics import Topics
from tests.support.stations import Office

COUNTERS = ("Counter 1", "Counter 2", "Counter 3")


def readings(office: Office) -> set[Unready | None]:
    return {office[counter].board.readiness.why for counter in COUNTERS}


def named(office: Office, at: str) -> tuple[list[str], list[str]]:
    coverage = office[at].board.coverage
    return [d.person for d in coverage.on_duty], [d.person for d in coverage.off_duty]


@pytest.fixture
def office() -> Office:
    """Two supervisors, and counters that have all heard of them."""
    office = Office(supervisors=("Ana", "Bea"), counters=COUNTERS).opens()
    office.advance(2 * BEAT_EVERY)
    return office


def test_every_counter_knows_within_20_seconds_that_the_last_supervisor_left(
    office: Office,
) -> None:
    office["Ana"].sitting.why = Absence.AWAY
    office.advance(PRESENT_FOR)
    assert readings(office) == {None}
    office["Bea"].sitting.why = Absence.LOCKED  # nobody says so: the next beat finds it
    office.advance(PRESENT_FOR)
    assert readings(office) == {Unready.NOBODY_ATTENDS}
    office["Ana"].sitting.why = None
    office.advance(PRESENT_FOR)
    assert readings(office) == {None}


def test_a_supervisors_pc_that_dies_leaves_no_counter_green_after_20_seconds(
    office: Office,
) -> None:
    office["Ana"].sitting.why = Absence.AWAY
    office.advance(BEAT_EVERY)
    office.stop("Bea")
    office.advance(PRESENT_FOR + 0.1)
    assert readings(office) == {Unready.NOBODY_ATTENDS}


def test_every_desk_says_who_is_on_duty_its_own_first(office: Office) -> None:
    office["Bea"].sitting.why = Absence.AWAY
    office["Bea"].at_work.attention_changed()
    office.settle()
    assert named(office, "Ana") == (["Ana"], ["Bea"])
    assert named(office, "Bea") == (["Ana"], ["Bea"])
    assert named(office, "Counter 1") == (["Ana"], ["Bea"])


def test_it_is_known_since_when_a_supervisor_is_away_wherever_it_is_asked(office: Office) -> None:
    office["Bea"].sitting.why = Absence.AWAY
    office["Bea"].at_work.attention_changed()
    office.settle()
    left = office.clock.now()
    office.advance(600)
    office.stop("Ana")
    office.start("Ana")  # and has it from the beat, for it was not there
    office.advance(BEAT_EVERY)
    for at in ("Ana", "Bea"):
        (bea,) = office[at].board.coverage.off_duty
        assert bea.absent_since is not None
        assert abs(bea.absent_since - left) < timedelta(seconds=2)


def test_whoever_is_idle_is_so_since_the_last_key_and_not_since_it_was_noticed(
    office: Office,
) -> None:
    office["Bea"].sitting.why = Absence.IDLE
    office.advance(BEAT_EVERY)
    (bea,) = office["Ana"].board.coverage.off_duty
    assert bea.absent_since is not None
    since = (office.clock.now() - bea.absent_since).total_seconds()
    assert since == pytest.approx(IDLE_AFTER, abs=BEAT_EVERY + 1)


def test_a_staff_desk_is_nobodys_duty_and_says_when_it_could_not_come_up() -> None:
    office = Office(staff=("Back office",)).opens()
    office["Ana"].sitting.why = Absence.AWAY
    office["Back office"].sitting.why = Absence.LOCKED
    office.advance(PRESENT_FOR)
    assert office["Counter 3"].board.readiness.why is Unready.NOBODY_ATTENDS
    (staff,) = [d for d in office["Ana"].board.desks if d.role is Role.STAFF]
    assert staff.absence is Absence.LOCKED
    assert [d.name for d in office["Ana"].board.coverage.desks] == ["Ana"]


def test_a_staff_desk_listens_to_what_a_counter_does_and_to_no_more() -> None:
    topics = Topics("5" * 32, "d" * 32)
    assert topics.subscriptions(Role.STAFF) == topics.subscriptions(Role.COUNTER)


def test_a_staff_desk_goes_there_and_answers_for_no_supervisor() -> None:
    office = Office(staff=("Back office",)).opens()
    pressed = office.press("Counter 3")
    office.done(office["Back office"].at_work.offer(pressed.alert))
    alert = office["Counter 3"].alert
    assert [offer.person for offer in alert.offers] == ["Back office"]
    assert alert.needs_answer
    refused = office["Back office"].at_work.acknowledge(pressed.alert)
    office.settle()
    assert refused.exception(0) is not None
