"""The protocol between desks: who calls the police is seen at every supervisor's desk at once."""

import pytest

from desktop.domain.alerts.alert import Alert
from desktop.domain.alerts.facts import Kind, Message, Occasion
from desktop.domain.alerts.transitions import State
from desktop.domain.protocol.errors import StepNotYoursError, StepOwnedError, UnknownStepError
from desktop.domain.protocol.facts import ProtocolSet, SaidStep, StepFact
from desktop.domain.protocol.site_protocol import SiteProtocol
from desktop.domain.protocol.standing import Standing, standings
from desktop.domain.protocol.steps import POLICE, Situation, Step
from desktop.services.alerts.answering import SupervisorsOnlyError
from desktop.services.alerts.protocol import StepsOfATestError
from desktop.services.alerts.raising import Pressed
from desktop.services.alerts.site_steps import set_steps
from tests.support.stations import Desk, Office


@pytest.fixture
def office() -> Office:
    return Office(supervisors=("Ana", "Marcus"), counters=("Counter 1", "Counter 3")).opens()


@pytest.fixture
def ana(office: Office) -> Desk:
    return office["Ana"]


@pytest.fixture
def marcus(office: Office) -> Desk:
    return office["Marcus"]


@pytest.fixture
def pressed(office: Office) -> Pressed:
    return office.press("Counter 3")


def step(desk: Desk, key: str = POLICE, alert: Alert | None = None) -> Standing:
    protocol = desk.board.protocol
    assert protocol is not None
    found = standings(alert or desk.alert, protocol)
    return next(one for one in found if one.step.key == key)


def owner(desk: Desk, key: str = POLICE) -> str:
    found = step(desk, key).owner
    return found.person if found else ""


def lacks_police(desk: Desk) -> bool:
    return desk.alert.is_police_asked


def knows_of_steps(desk: Desk) -> bool:
    return any(isinstance(one.fact, StepFact) for one in desk.alert.timeline)


def test_every_supervisor_sees_at_once_who_calls_the_police_and_no_counter_does(
    office: Office, ana: Desk, marcus: Desk, pressed: Pressed
) -> None:
    office.done(ana.at_work.take_step(pressed.alert, POLICE))
    assert owner(ana) == owner(marcus) == "Ana"
    office.advance(30.0)  # beats, digests, heads
    assert not knows_of_steps(office["Counter 3"])
    assert not knows_of_steps(office["Counter 1"])


def test_what_is_lost_on_the_way_is_sent_again_until_the_other_desk_has_it(
    office: Office, ana: Desk, marcus: Desk, pressed: Pressed
) -> None:
    office.switchboard.loses = lambda sent: f"/to/{marcus.id}/" in sent.topic
    office.done(ana.at_work.take_step(pressed.alert, POLICE))
    assert not knows_of_steps(marcus)
    office.switchboard.loses = lambda _sent: False
    office.advance(1.0)
    assert owner(marcus) == "Ana"
    before = len(office.switchboard.passed)
    office.advance(3.0)
    again = [s for s in office.switchboard.passed[before:] if f"/to/{marcus.id}/" in s.topic]
    assert not [sent for sent in again if b"step_taken" in sent.payload]


def test_a_lost_thank_you_is_said_again(
    office: Office, ana: Desk, marcus: Desk, pressed: Pressed
) -> None:
    office.switchboard.loses = lambda sent: f"/to/{ana.id}/" in sent.topic
    office.done(ana.at_work.take_step(pressed.alert, POLICE))
    office.switchboard.loses = lambda _sent: False
    office.advance(2.0)
    before = len(office.switchboard.passed)
    office.advance(10.0)
    sent = [one.payload for one in office.switchboard.passed[before:]]
    assert not [payload for payload in sent if b"step_taken" in payload]


def test_a_supervisor_who_comes_later_sees_it_and_so_does_a_desk_that_was_restarted(
    pressed: Pressed, office: Office, ana: Desk, marcus: Desk
) -> None:
    office.stop("Marcus")
    office.advance(25.0)
    office.done(ana.at_work.take_step(pressed.alert, POLICE))
    office.start("Marcus")
    office.advance(2.0)
    assert owner(marcus) == "Ana"
    office.stop("Ana")
    office.start("Ana")
    office.settle()
    assert owner(ana) == "Ana"


def test_two_who_take_it_at_the_same_moment_agree_on_who_does(
    office: Office, ana: Desk, marcus: Desk, pressed: Pressed
) -> None:
    both = (
        ana.at_work.take_step(pressed.alert, POLICE),
        marcus.at_work.take_step(pressed.alert, POLICE),
    )
    for answer in both:
        office.done(answer)
    assert [one.person for one in step(ana).takers] == [one.person for one in step(marcus).takers]
    assert {one.person for one in step(ana).takers} == {"Ana", "Marcus"}


def test_what_somebody_sees_to_is_not_taken_twice_but_anybody_may_say_that_it_is_done(
    office: Office, ana: Desk, marcus: Desk, pressed: Pressed
) -> None:
    office.done(ana.at_work.take_step(pressed.alert, "director"))
    office.done(ana.at_work.take_step(pressed.alert, "director"))  # pressed twice
    with pytest.raises(StepOwnedError, match="Ana sees to that already"):
        office.done(marcus.at_work.take_step(pressed.alert, "director"))
    office.done(marcus.at_work.finish_step(pressed.alert, "director"))
    done = step(ana, "director").done
    assert done is not None
    assert done.person == "Marcus"
    with pytest.raises(StepOwnedError):
        office.done(ana.at_work.take_step(pressed.alert, "director"))


def test_what_is_given_back_is_nobodys_at_every_desk(
    office: Office, ana: Desk, marcus: Desk, pressed: Pressed
) -> None:
    office.done(ana.at_work.take_step(pressed.alert, POLICE))
    with pytest.raises(StepNotYoursError):
        office.done(marcus.at_work.give_step_back(pressed.alert, POLICE))
    office.done(ana.at_work.give_step_back(pressed.alert, POLICE))
    assert step(marcus).is_nobodys


def test_that_the_police_were_called_is_told_to_the_counter_as_well(
    office: Office, ana: Desk, marcus: Desk, pressed: Pressed
) -> None:
    office.done(ana.at_work.finish_step(pressed.alert, POLICE))
    assert Message.POLICE_CALLED in office["Counter 3"].alert.told
    done = step(marcus).done
    assert done is not None
    assert done.person == "Ana"


def test_that_the_police_were_called_is_taken_back_at_the_counter_as_well(
    office: Office, ana: Desk, marcus: Desk, pressed: Pressed
) -> None:
    office.done(ana.at_work.take_step(pressed.alert, POLICE))
    office.done(ana.at_work.finish_step(pressed.alert, POLICE))
    office.advance(20.0)
    office.done(ana.at_work.give_step_back(pressed.alert, POLICE))
    counter = office["Counter 3"]
    assert counter.alert.told == ()
    assert counter.alert.took_back(Message.POLICE_CALLED)
    assert not knows_of_steps(counter)
    for desk in (ana, marcus):
        assert step(desk).is_nobodys
        assert not lacks_police(desk)
    office.advance(15.5)
    assert lacks_police(marcus)
    office.stop("Counter 3")
    office.start("Counter 3")
    office.settle()
    assert office["Counter 3"].alert.told == ()


def test_in_a_drill_no_counter_reads_that_the_police_were_called(office: Office) -> None:
    drill = office.press("Counter 3", occasion=Occasion.DRILL)
    office.done(office["Ana"].at_work.finish_step(drill.alert, POLICE))
    assert step(office["Marcus"]).done is not None
    assert office["Counter 3"].alert.told == ()


def test_a_test_has_no_steps_and_a_counter_takes_none(office: Office, pressed: Pressed) -> None:
    test = office.press("Counter 1", occasion=Occasion.TEST)
    with pytest.raises(StepsOfATestError):
        office.done(office["Ana"].at_work.take_step(test.alert, POLICE))
    with pytest.raises(SupervisorsOnlyError):
        office.done(office["Counter 3"].at_work.take_step(pressed.alert, POLICE))
    with pytest.raises(UnknownStepError, match="police, director, guard"):
        office.done(office["Ana"].at_work.take_step(pressed.alert, "moat"))


def test_police_that_nobody_calls_for_15_s_are_asked_for_at_every_supervisors_desk(
    office: Office, ana: Desk, marcus: Desk, pressed: Pressed
) -> None:
    office.advance(5.0)
    office.done(ana.at_work.acknowledge(pressed.alert))
    office.advance(9.5)
    assert not lacks_police(ana)
    office.advance(1.0)
    assert lacks_police(ana)
    assert lacks_police(marcus)
    assert ana.alert.state is State.ACKNOWLEDGED
    assert not lacks_police(office["Counter 3"])
    assert not lacks_police(office["Counter 1"])
    office.done(marcus.at_work.take_step(pressed.alert, POLICE))
    assert not lacks_police(ana)
    office.advance(5.0)
    office.done(marcus.at_work.give_step_back(pressed.alert, POLICE))
    assert not lacks_police(ana)
    office.advance(15.0)
    assert lacks_police(ana)
    office.done(ana.at_work.finish_step(pressed.alert, POLICE, is_needed=False))
    assert not lacks_police(marcus)


def test_who_calls_the_police_and_whose_pc_dies_leaves_them_to_everybody_15_s_later(
    office: Office, ana: Desk, marcus: Desk, pressed: Pressed
) -> None:
    office.done(marcus.at_work.acknowledge(pressed.alert))
    office.done(ana.at_work.take_step(pressed.alert, POLICE))
    office.stop("Ana")
    office.advance(19.0)
    assert not lacks_police(marcus)
    with pytest.raises(StepOwnedError, match="Ana sees to that already"):
        office.done(marcus.at_work.take_step(pressed.alert, POLICE))
    office.advance(14.0)
    assert not lacks_police(marcus)
    office.advance(5.0)
    assert lacks_police(marcus)
    office.done(marcus.at_work.take_step(pressed.alert, POLICE))
    assert not lacks_police(marcus)
    assert owner(marcus) == "Marcus"


def test_it_is_hers_again_when_her_pc_is_back_and_nobody_took_it_meanwhile(
    office: Office, ana: Desk, marcus: Desk, pressed: Pressed
) -> None:
    office.done(ana.at_work.take_step(pressed.alert, POLICE))
    office.stop("Ana")
    office.advance(40.0)
    assert lacks_police(marcus)
    office.start("Ana")
    office.advance(6.0)
    assert not lacks_police(marcus)
    with pytest.raises(StepOwnedError, match="Ana sees to that already"):
        office.done(marcus.at_work.take_step(pressed.alert, POLICE))
    office.advance(20.0)
    assert not lacks_police(ana)


def test_who_took_it_over_keeps_it_at_both_desks_when_the_first_one_is_back(
    office: Office, ana: Desk, marcus: Desk, pressed: Pressed
) -> None:
    office.done(ana.at_work.take_step(pressed.alert, "director"))
    office.stop("Ana")
    office.advance(25.0)
    office.done(marcus.at_work.take_step(pressed.alert, "director"))
    office.start("Ana")
    office.advance(6.0)
    assert owner(ana, "director") == owner(marcus, "director") == "Marcus"
    with pytest.raises(StepNotYoursError):
        office.done(ana.at_work.give_step_back(pressed.alert, "director"))


def test_a_desk_that_has_only_just_started_calls_no_other_one_silent_yet(
    office: Office, ana: Desk, marcus: Desk, pressed: Pressed
) -> None:
    office.done(ana.at_work.take_step(pressed.alert, POLICE))
    office.settle()
    office.stop("Ana")
    office.stop("Marcus")
    office.start("Marcus")
    office.advance(15.0)
    with pytest.raises(StepOwnedError, match="Ana sees to that already"):
        office.done(marcus.at_work.take_step(pressed.alert, POLICE))
    office.advance(19.0)
    assert not lacks_police(marcus)
    office.advance(2.0)
    assert lacks_police(marcus)


def test_who_goes_and_whose_own_pc_falls_silent_goes_all_the_same(
    office: Office, ana: Desk, marcus: Desk, pressed: Pressed
) -> None:
    office.done(ana.at_work.acknowledge(pressed.alert))
    office.done(marcus.at_work.take_step(pressed.alert, POLICE))
    office.stop("Ana")
    office.advance(50.0)
    for desk in (marcus, office["Counter 1"], office["Counter 3"]):
        assert [one.person for one in desk.alert.going] == ["Ana"]
        assert not desk.alert.needs_answer
        assert not desk.alert.is_asked
    office.advance(11.0)
    assert marcus.alert.is_late  # as it is of everybody who does not arrive


def test_an_assist_that_becomes_a_panic_has_its_15_s_from_then(office: Office, ana: Desk) -> None:
    office.press("Counter 3", Kind.ASSIST)
    office.advance(60.0)
    office.press("Counter 3", Kind.PANIC)
    office.advance(14.0)
    assert not lacks_police(ana)
    office.advance(1.5)
    assert lacks_police(ana)


def test_a_sites_own_steps_hold_at_every_supervisors_desk_and_after_a_restart(
    office: Office, ana: Desk, marcus: Desk
) -> None:
    steps = (SaidStep(key="doors", text="Lock the doors", phone="4200"),)
    fact = ProtocolSet(situation="panic", steps=steps, author="Ana", revision=1)
    office.done(ana.at_work.publish(fact))
    office.stop("Marcus")
    office.start("Marcus")
    office.settle()
    for desk in (ana, marcus):
        assert isinstance(desk.board.protocol, SiteProtocol)
        assert [one.text for one in desk.board.protocol.steps(Situation.PANIC)] == [
            "Lock the doors"
        ]
    pressed = office.press("Counter 3")
    office.advance(20.0)
    assert not lacks_police(ana)
    office.done(ana.at_work.take_step(pressed.alert, "doors"))
    assert owner(marcus, "doors") == "Ana"


@pytest.mark.parametrize("odd", [2**63, int("9" * 4300)], ids=["2^63", "4300 digits"])
def test_one_odd_notice_of_a_believed_desk_keeps_nobody_from_setting_the_steps(
    office: Office, ana: Desk, marcus: Desk, odd: int
) -> None:
    """Whoever counted on from the longest number that can be read would sign one that cannot."""
    steps = (SaidStep(key="none", text="Do nothing"),)
    fact = ProtocolSet(situation="panic", steps=steps, author="Ana", revision=odd)
    office.done(ana.at_work.publish(fact))
    for desk in (ana, marcus):
        assert desk.board.protocol == SiteProtocol()
    doors = Step(key="doors", text="Lock the doors")
    protocol = marcus.board.protocol
    assert protocol is not None
    office.done(set_steps(marcus.at_work, protocol, Situation.PANIC, [doors], author="Marcus"))
    for desk in (ana, marcus):
        assert desk.board.protocol is not None
        assert desk.board.protocol.steps(Situation.PANIC) == (doors,)


def test_what_a_counter_says_of_the_sites_steps_is_believed_by_nobody(office: Office) -> None:
    steps = (SaidStep(key="none", text="Do nothing"),)
    fact = ProtocolSet(situation="panic", steps=steps, author="Eve", revision=9)
    office.done(office["Counter 1"].at_work.publish(fact))
    protocol = office["Ana"].board.protocol
    assert protocol == SiteProtocol()
