"""Nobody is forgotten: what time makes of a call that nobody answers, or to which nobody comes."""

import pytest

from desktop.domain.alerts.alert import Alert
from desktop.domain.alerts.escalation import Waited, next_change, stands
from desktop.domain.alerts.facts import Kind, Message, Occasion
from tests.ui.sample import ANA, MARCUS, WINDOW_6, Story

DESKS = (ANA, MARCUS)


def at(
    story: Story, now: float, *, going: float | None = None, desks: tuple[str, ...] = DESKS
) -> Alert:
    """The alert ``now`` seconds after it began to call, or after somebody said that they go."""
    alert = story.alert()
    waited = Waited(None, going) if going is not None else Waited(0.0, None)
    return stands(alert, waited, supervisors=desks, now=now)


@pytest.mark.parametrize(("kind", "seconds"), [(Kind.PANIC, 15.0), (Kind.ASSIST, 30.0)])
def test_a_call_that_nobody_answers_is_asked_of_every_desk(kind: Kind, seconds: float) -> None:
    assert not at(Story(kind), seconds - 0.1).is_asked
    assert at(Story(kind), seconds).is_asked


def test_where_every_supervisor_said_that_they_cannot_the_others_are_asked_at_once() -> None:
    one = Story().told(ANA, "Ana Ruiz", Message.CANNOT)
    assert not at(one, 5.0).is_asked
    both = one.told(MARCUS, "Marcus Bell", Message.CANNOT)
    assert at(both, 2.0).is_asked


def test_where_no_supervisors_desk_is_there_the_others_are_asked_at_once() -> None:
    assert not at(Story(), 1.9, desks=()).is_asked
    assert at(Story(), 2.0, desks=()).is_asked


def test_a_test_is_asked_of_nobody_and_a_drill_of_everybody() -> None:
    assert not at(Story(occasion=Occasion.TEST), 600.0).is_asked
    assert at(Story(occasion=Occasion.DRILL), 15.0).is_asked


@pytest.mark.parametrize(("kind", "seconds"), [(Kind.PANIC, 60.0), (Kind.ASSIST, 180.0)])
def test_a_call_to_which_nobody_comes_calls_again_and_is_asked_of_everybody_then(
    kind: Kind, seconds: float
) -> None:
    story = Story(kind).going(ANA, "Ana Ruiz")
    assert not at(story, seconds - 0.1, going=0.0).needs_answer
    late = at(story, seconds, going=0.0)
    assert (late.is_late, late.is_asked, late.needs_answer) == (True, False, True)
    answer = 15.0 if kind is Kind.PANIC else 30.0
    assert at(story, seconds + answer, going=0.0).is_asked


def test_a_test_that_somebody_answered_does_not_come_back_and_a_drill_does() -> None:
    def after_an_hour(occasion: Occasion) -> Alert:
        return at(Story(occasion=occasion).going(ANA, "Ana Ruiz"), 3_600.0, going=0.0)

    assert not after_an_hour(Occasion.TEST).needs_answer
    assert after_an_hour(Occasion.DRILL).needs_answer


def test_who_has_arrived_is_never_late() -> None:
    story = Story().going(ANA, "Ana Ruiz").attended(ANA, "Ana Ruiz")
    assert not at(story, 9_000.0, going=0.0).needs_answer


def test_an_offer_of_a_colleague_silences_nothing() -> None:
    story = Story().offered(WINDOW_6, "Devon Park")
    asked = at(story, 15.0)
    assert asked.needs_answer
    assert asked.is_asked
    assert [offer.person for offer in asked.offers] == ["Devon Park"]


def test_it_says_when_it_will_stand_otherwise() -> None:
    alert = Story().alert()
    waited = Waited(100.0, None)
    assert next_change(alert, waited, supervisors=DESKS, now=101.0) == 115.0
    assert next_change(alert, waited, supervisors=DESKS, now=116.0) is None
    going = Story().going(ANA, "Ana Ruiz").alert()
    waited = Waited(None, 100.0)
    assert next_change(going, waited, supervisors=DESKS, now=101.0) == 160.0
    assert next_change(going, waited, supervisors=DESKS, now=161.0) == 175.0
